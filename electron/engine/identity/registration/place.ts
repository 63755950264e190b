/** Finds about where in one image another one lies, by trying likely places and climbing from the best. */
import { signatureSide } from '../../images/index.ts';
import { coarseSide, type Pyramid } from './pyramid.ts';
import { countedAlong } from './shared-cells.ts';

/**
 * Left, top, right, bottom of the second image in units of the first, beyond 0..1 where the second has a frame; then
 * how far it is turned: the top edge moves right and the right edge down by half of this.
 */
export type Place = readonly [number, number, number, number, number];

export interface Placed {
  readonly place: Place;
  /** Correlation there, -1..1. */
  readonly score: number;
}

export const leastOverlap = 0.3;
const smallest = 0.35;
const largest = 2.8;
const centred = (across: number, down = across): Place => {
  return [0.5 - across / 2, 0.5 - down / 2, 0.5 + across / 2, 0.5 + down / 2, 0];
};
/** One image stretched over the other, as both are. */
export const wholly: Place = centred(1);
const starts: readonly Place[] = [wholly, centred(0.8), centred(1.25), centred(1.6)];
/** Screenshots: more around the image above and below than beside it. Tried where the simple starts do not do. */
const framedStarts: readonly Place[] = [
  centred(1.15, 1.35),
  centred(1.3, 1.7),
  centred(0.87, 0.74),
  centred(0.77, 0.59),
];
const goodStart = 0.93;
const steps = [0.08, 0.04];
/** Sides to move, by a step: each alone, both of an axis together or apart. */
const moves: readonly Place[] = [
  [1, 0, 0, 0, 0],
  [0, 1, 0, 0, 0],
  [0, 0, 1, 0, 0],
  [0, 0, 0, 1, 0],
  [1, 0, 1, 0, 0],
  [0, 1, 0, 1, 0],
  [1, 1, -1, -1, 0],
];
/** Below this at every start nothing is worth refining. */
const hopeless = 0.35;
const rounds = 2;
/** At this and above the place is found. */
const certain = 0.995;

/** The best of a few likely places. */
export function bestStart(left: Pyramid, right: Pyramid): Placed {
  let best: Placed = { place: wholly, score: -1 };
  const offer = (place: Place): void => {
    const score = coarseCorrelation(left, right, place, 2);
    if (score > best.score) best = { place, score };
  };
  for (const place of starts) offer(place);
  offer(boxToBox(left.box, right.box));
  // What stands out may be the whole image in a frame.
  if (!isWhole(right.box)) offer(boxToBox(whole, right.box));
  if (!isWhole(left.box)) offer(boxToBox(left.box, whole));
  if (best.score < goodStart) for (const place of framedStarts) offer(place);
  return { place: best.place, score: coarseCorrelation(left, right, best.place, 1) };
}

const whole = [0, 0, 1, 1] as const;

function isWhole([left, top, right, bottom]: Pyramid['box']): boolean {
  return left === 0 && top === 0 && right === 1 && bottom === 1;
}

/** The place that brings what stands out in one image over what stands out in the other. */
function boxToBox(a: Pyramid['box'], b: Pyramid['box']): Place {
  const across = (a[2] - a[0]) / (b[2] - b[0]);
  const down = (a[3] - a[1]) / (b[3] - b[1]);
  const left = a[0] - b[0] * across;
  const top = a[1] - b[1] * down;
  return [left, top, left + across, top + down, 0];
}

/** Hill climbing with shrinking steps. */
export function climb(left: Pyramid, right: Pyramid, start: Placed): Placed {
  let best = start;
  for (const length of steps) {
    if (best.score < hopeless) return best;
    // Moves in a row that led nowhere: once it is all of them, the rest would be tried from the same place again.
    let inVain = 0;
    for (let round = 0; round < rounds && best.score < certain && inVain < moves.length; round++) {
      for (const way of moves) {
        const ahead = tried(left, right, best, way, length) ?? tried(left, right, best, way, -length);
        inVain = ahead === undefined ? inVain + 1 : 0;
        best = ahead ?? best;
        if (inVain === moves.length) break;
      }
    }
  }
  return best;
}

/** The place moved, where that is better. */
function tried(left: Pyramid, right: Pyramid, { place, score }: Placed, way: Place, by: number): Placed | undefined {
  const moved: Place = [
    place[0] + by * way[0],
    place[1] + by * way[1],
    place[2] + by * way[2],
    place[3] + by * way[3],
    place[4],
  ];
  const reached = coarseCorrelation(left, right, moved, 1);
  return reached > score ? { place: moved, score: reached } : undefined;
}

export function isPlausible([x0, y0, x1, y1]: Place): boolean {
  const [width, height] = [x1 - x0, y1 - y0];
  return width >= smallest && height >= smallest && width <= largest && height <= largest;
}

/** `shown`: share of the second image that lies over the first; `area`: of the second, the first being 1. */
export function overlapOf(shown: number, area: number): number {
  return Math.min(1, (shown * area) / Math.min(1, area));
}

/** Where the rows or columns of the second image fall in the first; see `fill`. */
interface Axis {
  count: number;
  /** Row or column of the second image. */
  readonly cell: Int32Array;
  /** Row or column of the first before it, and how far beyond that. */
  readonly from: Int32Array;
  readonly part: Float32Array;
}

const axis = (): Axis => ({
  count: 0,
  cell: new Int32Array(signatureSide),
  from: new Int32Array(signatureSide),
  part: new Float32Array(signatureSide),
});
/** Reused by every call: comparing is synchronous. */
const across = axis();
const down = axis();

/** `start` and `end` are two opposite sides of the second image in units of the first. */
function fill(into: Axis, start: number, end: number, stride: number): void {
  const [firstFrom, firstTo, secondFrom, secondTo] = countedAlong(start, end);
  let count = 0;
  for (let cell = stride >> 1; cell < coarseSide; cell += stride) {
    const u = (cell + 0.5) / coarseSide;
    const x = start + u * (end - start);
    if (u < secondFrom || u > secondTo || x < firstFrom || x > firstTo) continue;
    const at = Math.min(signatureSide - 1, Math.max(0, x * signatureSide - 0.5));
    const from = Math.min(signatureSide - 2, Math.floor(at));
    into.cell[count] = cell;
    into.from[count] = from;
    into.part[count] = at - from;
    count++;
  }
  into.count = count;
}

/** Of luma, by every `stride`-th row and column of the second image's coarse grid; -1 where both show too little. */
function coarseCorrelation(left: Pyramid, right: Pyramid, place: Place, stride: number): number {
  if (!isPlausible(place)) return -1;
  const [x0, y0, x1, y1] = place;
  fill(across, x0, x1, stride);
  fill(down, y0, y1, stride);
  const n = across.count * down.count;
  if (overlapOf(n / (coarseSide / stride) ** 2, (x1 - x0) * (y1 - y0)) < leastOverlap) return -1;
  const a = left.luma;
  const b = right.coarse;
  let sumA = 0;
  let sumB = 0;
  let sumAA = 0;
  let sumBB = 0;
  let sumAB = 0;
  for (let row = 0; row < down.count; row++) {
    const above = (down.from[row] as number) * signatureSide;
    const fy = down.part[row] as number;
    const line = (down.cell[row] as number) * coarseSide;
    for (let column = 0; column < across.count; column++) {
      const i = above + (across.from[column] as number);
      const fx = across.part[column] as number;
      const high = (a[i] as number) + ((a[i + 1] as number) - (a[i] as number)) * fx;
      const lowLeft = a[i + signatureSide] as number;
      const low = lowLeft + ((a[i + signatureSide + 1] as number) - lowLeft) * fx;
      const shown = high + (low - high) * fy;
      const other = b[line + (across.cell[column] as number)] as number;
      sumA += shown;
      sumB += other;
      sumAA += shown * shown;
      sumBB += other * other;
      sumAB += shown * other;
    }
  }
  return pearson(n, sumA, sumB, sumAA, sumBB, sumAB);
}

/** 0 where one side is flat: nothing to go by. */
export function pearson(n: number, sumA: number, sumB: number, sumAA: number, sumBB: number, sumAB: number): number {
  const varianceA = sumAA - (sumA * sumA) / n;
  const varianceB = sumBB - (sumB * sumB) / n;
  if (n < 16 || varianceA < n || varianceB < n) return 0;
  return (sumAB - (sumA * sumB) / n) / Math.sqrt(varianceA * varianceB);
}
