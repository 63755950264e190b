/** Which points lie within what was drawn on the map. */
import type KDBush from 'kdbush';

export type Outline = readonly (readonly [x: number, y: number])[];

/** Places of the points within a closed outline; a rectangle is one of four corners. */
export function pointsWithin(index: KDBush, xs: Float32Array, ys: Float32Array, outline: Outline): number[] {
  if (outline.length < 3) return [];
  const left = Math.min(...outline.map(([x]) => x));
  const right = Math.max(...outline.map(([x]) => x));
  const low = Math.min(...outline.map(([, y]) => y));
  const high = Math.max(...outline.map(([, y]) => y));
  return index.range(left, low, right, high).filter((i) => isWithin(outline, xs[i] as number, ys[i] as number));
}

/** By counting how often a ray to the right crosses the outline. */
function isWithin(outline: Outline, x: number, y: number): boolean {
  let within = false;
  for (let i = 0, j = outline.length - 1; i < outline.length; j = i++) {
    const [ax, ay] = outline[i] as Outline[number];
    const [bx, by] = outline[j] as Outline[number];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) within = !within;
  }
  return within;
}

export function rectangle(ax: number, ay: number, bx: number, by: number): Outline {
  return [
    [ax, ay],
    [bx, ay],
    [bx, by],
    [ax, by],
  ];
}
