/** Colours of points: those of names, of a scale of numbers, and what is in the background. */
import type { MapColours } from '@contract';
import { isColourGroup } from '../ui/group-name.ts';
import { swatchOf } from '../ui/swatches.ts';

export type Rgb = readonly [red: number, green: number, blue: number];

export interface Palette {
  readonly dark: boolean;
  /** For names, most frequent first. */
  readonly names: readonly Rgb[];
  /** For names beyond those, and for points without any. */
  readonly other: Rgb;
  /** Of a scale, from the low end to the high. */
  readonly scale: readonly Rgb[];
  /** What is lit up when nothing else tells its colour. */
  readonly accent: Rgb;
}

/** Names with a colour of their own. */
export const namedColours = 12;
const scaleSteps = 5;

/** As the style sheet has them for the theme at hand; see map.module.css. */
export function paletteOf(element: HTMLElement, dark: boolean): Palette {
  const style = getComputedStyle(element);
  const read = (name: string): Rgb => rgbOf(style.getPropertyValue(name));
  return {
    dark,
    names: Array.from({ length: namedColours }, (_, i) => read(`--map-${i}`)),
    other: read('--map-other'),
    scale: Array.from({ length: scaleSteps }, (_, i) => read(`--map-scale-${i}`)),
    accent: read('--la-accent'),
  };
}

export function rgbOf(hex: string): Rgb {
  const value = Number.parseInt(hex.trim().replace('#', ''), 16);
  return Number.isNaN(value) ? [128, 128, 128] : [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

export const cssOf = ([red, green, blue]: Rgb): string => `rgb(${red} ${green} ${blue})`;

export interface NameColour {
  readonly name: string;
  readonly count: number;
  readonly colour: Rgb;
}

/** Colours of the names that have one of their own. Names of colours are shown as what they say. */
export function nameColours(
  colours: Extract<MapColours, { kind: 'names' }>,
  group: string | null,
  palette: Palette,
): NameColour[] {
  const isColour = group !== null && isColourGroup(group);
  return colours.names.slice(0, isColour ? 2 * namedColours : namedColours).map(({ name, count }, i) => {
    const swatch = isColour ? swatchOf(name) : null;
    return { name, count, colour: swatch === null ? (palette.names[i % namedColours] as Rgb) : rgbOf(swatch) };
  });
}

/** Along a scale, 0..1; what lies beyond its ends has their colours. */
export function scaleColour(scale: readonly Rgb[], share: number): Rgb {
  const at = Math.min(1, Math.max(0, share)) * (scale.length - 1);
  const low = scale[Math.floor(at)] as Rgb;
  const high = scale[Math.ceil(at)] as Rgb;
  const part = at - Math.floor(at);
  const between = (i: 0 | 1 | 2): number => Math.round(low[i] + part * (high[i] - low[i]));
  return [between(0), between(1), between(2)];
}

export interface Emphasis {
  /** Products that do not pass the filters; null where all do. */
  readonly passing: ReadonlySet<number> | null;
  /** What a search found; null where nothing is asked. */
  readonly found: ReadonlySet<number> | null;
  /** One name of the legend that was chosen, by its place; null where all are shown. `others`: those without a colour of their own. */
  readonly only: number | 'others' | null;
  readonly selected: ReadonlySet<number>;
}

const strong = 235;
const faint = 46;

/** Looks of all points; `of` gives the colour of each. */
export function looksOf(
  ids: readonly number[],
  colours: MapColours | null,
  named: readonly NameColour[],
  palette: Palette,
  { passing, found, only, selected }: Emphasis,
): { colours: Uint8Array; above: Uint8Array } {
  const result = new Uint8Array(ids.length * 4);
  const above = new Uint8Array(ids.length);
  const picking = selected.size > 0 || found !== null;
  ids.forEach((id, i) => {
    if (passing !== null && !passing.has(id)) return;
    let colour = palette.other;
    let known = false;
    let shown = true;
    if (colours?.kind === 'names') {
      const place = colours.of[i] as number;
      const own = place < 0 ? undefined : named[place];
      if (own !== undefined) {
        colour = own.colour;
        known = true;
      }
      if (only !== null) shown = only === 'others' ? own === undefined : place === only;
    } else if (colours?.kind === 'numbers') {
      const value = colours.values[i];
      if (value !== null && value !== undefined) {
        const span = colours.high - colours.low;
        colour = scaleColour(palette.scale, span > 0 ? (value - colours.low) / span : 0.5);
        known = value > 0 || colours.low > 0;
      }
    }
    const lit = selected.has(id) || found?.has(id) === true;
    const bright = shown && (!picking || lit);
    if (lit && colours === null) colour = palette.accent;
    result.set([...colour, bright ? (known || lit ? strong : 150) : faint], 4 * i);
    above[i] = (lit || (known && !picking)) && shown ? 1 : 0;
  });
  return { colours: result, above };
}
