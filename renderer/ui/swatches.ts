/** A dot of colour beside the names of colours. Names that are not known get none. */
const swatches: Readonly<Record<string, string>> = {
  beige: '#e3d5b8',
  black: '#1c1c1e',
  blue: '#2f6fd6',
  bronze: '#a9713a',
  brown: '#7a4a2b',
  burgundy: '#6d1a2d',
  charcoal: '#43464b',
  coffee: '#5b4033',
  copper: '#b66a3c',
  coral: '#f7775e',
  cream: '#f6edd3',
  fluorescent: '#c8f52a',
  gold: '#d0a83a',
  golden: '#d0a83a',
  gray: '#8c9096',
  green: '#2f9353',
  grey: '#8c9096',
  ivory: '#f5f0df',
  khaki: '#b5a36a',
  lavender: '#b59be0',
  lime: '#a8d22c',
  magenta: '#c9308f',
  maroon: '#6e1f2c',
  mauve: '#b48aa7',
  metallic: '#a7abb0',
  mint: '#9adbc0',
  mushroom: '#b8a99a',
  mustard: '#d6a21f',
  navy: '#1d2c52',
  nude: '#e2bfa3',
  olive: '#6f7233',
  orange: '#ee8127',
  peach: '#f6b795',
  pink: '#ee7fb0',
  purple: '#7647b5',
  red: '#d5323c',
  rose: '#dd6b86',
  rust: '#a8492a',
  sand: '#d6c39c',
  silver: '#c0c4c9',
  skin: '#e6c0a2',
  steel: '#7e8c99',
  tan: '#c39b6b',
  taupe: '#8b7d70',
  teal: '#17857f',
  turquoise: '#36bdb6',
  violet: '#7647b5',
  white: '#ffffff',
  yellow: '#f2cc2f',
  红: '#d5323c',
  橙: '#ee8127',
  黄: '#f2cc2f',
  绿: '#2f9353',
  蓝: '#2f6fd6',
  紫: '#7647b5',
  粉: '#ee7fb0',
  黑: '#1c1c1e',
  白: '#ffffff',
  灰: '#8c9096',
  棕: '#7a4a2b',
  金: '#d0a83a',
  银: '#c0c4c9',
};

/** The colour named last decides: "Navy Blue" is navy, "Off White" white, "深蓝色" blue. */
export function swatchOf(name: string): string | null {
  const lower = name.trim().toLowerCase();
  const words = lower.split(/[\s/-]+/);
  const first = swatches[words[0] ?? ''];
  if (first !== undefined) return first;
  const last = swatches[words.at(-1) ?? ''];
  if (last !== undefined) return last;
  const character = [...lower].find((candidate) => candidate in swatches);
  return character === undefined ? null : (swatches[character] ?? null);
}
