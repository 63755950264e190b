/**
 * Paints a coarse grid of similarity losses as a smooth image. Smoothing is Catmull-Rom in both directions, which passes through
 * the measured values; the scale is relative to the largest loss, because losses of different queries are not comparable.
 */
import type { MethodResult } from '@contract';

export type HeatMap = MethodResult<'search.heatmap'>;

/** Side of the painted image [px]; the browser scales it further. */
export const paintedSide = 160;

/** A largest loss of cosine below this is noise and stays pale. */
const faintest = 0.02;

/** RGBA pixels, `paintedSide` squared. Warm and opaque: covering it costs most. Blue: covering it helps. Clear: no effect. */
export function paintHeat(map: Pick<HeatMap, 'rows' | 'columns' | 'drops'>): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(paintedSide * paintedSide * 4);
  const scale = Math.max(...map.drops.map(Math.abs), faintest);
  for (let y = 0; y < paintedSide; y++) {
    for (let x = 0; x < paintedSide; x++) {
      const value = sampleSmooth(map, (x + 0.5) / paintedSide, (y + 0.5) / paintedSide) / scale;
      pixels.set(colourOf(Math.min(1, Math.max(-1, value))), (y * paintedSide + x) * 4);
    }
  }
  return pixels;
}

/** Value of the grid at (u, v) in 0..1; cell centres lie at (i + 0.5) / n, and the edge cells go on outside. */
export function sampleSmooth(map: Pick<HeatMap, 'rows' | 'columns' | 'drops'>, u: number, v: number): number {
  const x = u * map.columns - 0.5;
  const y = v * map.rows - 0.5;
  const column = Math.floor(x);
  const row = Math.floor(y);
  const at = (r: number, c: number): number => {
    const inRow = Math.min(map.rows - 1, Math.max(0, r));
    const inColumn = Math.min(map.columns - 1, Math.max(0, c));
    return map.drops[inRow * map.columns + inColumn] ?? 0;
  };
  const along = (r: number): number =>
    catmullRom(at(r, column - 1), at(r, column), at(r, column + 1), at(r, column + 2), x - column);
  return catmullRom(along(row - 1), along(row), along(row + 1), along(row + 2), y - row);
}

function catmullRom(a: number, b: number, c: number, d: number, t: number): number {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

type Colour = readonly [red: number, green: number, blue: number, alpha: number];

/** Stops of the warm side: clear, yellow, orange, red. */
const warm: readonly (readonly [number, Colour])[] = [
  [0, [255, 224, 102, 0]],
  [0.25, [255, 214, 80, 70]],
  [0.55, [255, 140, 40, 165]],
  [1, [214, 24, 48, 225]],
];
const cold: Colour = [58, 120, 230, 120];

export function colourOf(value: number): Colour {
  if (value < 0) return [cold[0], cold[1], cold[2], Math.round(cold[3] * -value)];
  for (let i = 1; i < warm.length; i++) {
    const [to, after] = warm[i] as (typeof warm)[number];
    const [from, before] = warm[i - 1] as (typeof warm)[number];
    if (value > to) continue;
    const t = (value - from) / (to - from);
    return before.map((channel, index) =>
      Math.round(channel + t * ((after[index] ?? 0) - channel)),
    ) as unknown as Colour;
  }
  return (warm.at(-1) as (typeof warm)[number])[1];
}
