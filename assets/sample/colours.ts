/** The colours that products come in, and arithmetic on them. */

export interface Colour {
  readonly name: string;
  readonly chinese: string;
  readonly hex: string;
}

const table = {
  black: ['Black', '黑色', '#26272b'],
  white: ['White', '白色', '#f6f5f1'],
  grey: ['Grey', '灰色', '#8d9197'],
  navy: ['Navy Blue', '藏青色', '#1f2d55'],
  blue: ['Blue', '蓝色', '#2c62c0'],
  sky: ['Light Blue', '浅蓝色', '#8dbbe4'],
  red: ['Red', '红色', '#cc1f2d'],
  burgundy: ['Burgundy', '酒红色', '#6e1830'],
  pink: ['Pink', '粉色', '#f08fb1'],
  orange: ['Orange', '橙色', '#ea7420'],
  yellow: ['Yellow', '黄色', '#f4c52e'],
  green: ['Green', '绿色', '#2d8a4b'],
  olive: ['Olive', '橄榄绿', '#6d7140'],
  teal: ['Teal', '青色', '#1e8588'],
  purple: ['Purple', '紫色', '#6f409c'],
  brown: ['Brown', '棕色', '#6b4226'],
  tan: ['Tan', '棕褐色', '#b9824a'],
  beige: ['Beige', '米色', '#e0cfae'],
  silver: ['Silver', '银色', '#c3c8ce'],
  gold: ['Gold', '金色', '#d2a94a'],
} as const;

export type ColourKey = keyof typeof table;

export const colours: { readonly [K in ColourKey]: Colour } = Object.fromEntries(
  Object.entries(table).map(([key, [name, chinese, hex]]) => [key, { name, chinese, hex }]),
) as { [K in ColourKey]: Colour };

function channels(hex: string): [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** `a` moved towards `b` by `amount` (0..1), in sRGB. */
export function mix(a: string, b: string, amount: number): string {
  const from = channels(a);
  const to = channels(b);
  const mixed = from.map((value, i) => Math.round(value + ((to[i] ?? 0) - value) * amount));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

export const darker = (hex: string, amount: number) => mix(hex, '#0b0b12', amount);
export const lighter = (hex: string, amount: number) => mix(hex, '#ffffff', amount);

/** Perceived brightness, 0 black to 1 white (Rec. 601 luma). */
export function brightness(hex: string): number {
  const [r, g, b] = channels(hex);
  return (0.299 * r + 0.587 * g + 0.114 * b) / 255;
}
