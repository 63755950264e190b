/** The cells that two images both show when one is laid over the other, side by side. */
import { signatureSide } from '../../images/index.ts';
import type { Place } from './place.ts';
import { boxSums, cellCount, type Pyramid } from './pyramid.ts';

/** All by cell of the second image [32 x 32]; 0 where `shown` is 0. */
export interface SharedCells {
  count: number;
  readonly shown: Float32Array;
  readonly lumaA: Float32Array;
  readonly lumaB: Float32Array;
  /** Luma less its mean over the shown ones of 5 x 5 cells around. */
  readonly detailA: Float32Array;
  readonly detailB: Float32Array;
}

/** Reused by every call: comparing is synchronous. */
const cells: SharedCells = {
  count: 0,
  shown: new Float32Array(cellCount),
  lumaA: new Float32Array(cellCount),
  lumaB: new Float32Array(cellCount),
  detailA: new Float32Array(cellCount),
  detailB: new Float32Array(cellCount),
};

/** Sums over the cells around. */
const around = new Float32Array(cellCount);
const sums = new Float32Array(cellCount);

/** Detail next to a rim is that of the rim where the other image goes on: so far from it nothing counts. */
const rim = 0.08;
const inside = 0.02;

/** Nearer than this to the rim of the first image its cells are half outside. */
const least = 0.01;

/** Which part of an axis counts: from and to in units of the first image, then in units of the second. */
export type CountedPart = readonly [from: number, to: number, secondFrom: number, secondTo: number];

/** `start` and `end` are two opposite sides of the second image in units of the first. */
export function countedAlong(start: number, end: number): CountedPart {
  return [
    start < -inside ? rim : 0,
    end > 1 + inside ? 1 - rim : 1,
    start > inside ? rim : 0,
    end < 1 - inside ? 1 - rim : 1,
  ];
}

/** Valid until the next call. */
export function sharedCells(left: Pyramid, right: Pyramid, place: Place): SharedCells {
  const [left0, top0, right0, bottom0, turn] = place;
  const { shown, lumaA, lumaB, detailA, detailB } = cells;
  let count = 0;
  for (let row = 0, i = 0; row < signatureSide; row++) {
    const v = (row + 0.5) / signatureSide;
    for (let column = 0; column < signatureSide; column++, i++) {
      const u = (column + 0.5) / signatureSide;
      const x = left0 + u * (right0 - left0) + (0.5 - v) * turn;
      const y = top0 + v * (bottom0 - top0) + (u - 0.5) * turn;
      if (x < least || x > 1 - least || y < least || y > 1 - least) {
        shown[i] = lumaA[i] = lumaB[i] = 0;
        continue;
      }
      shown[i] = 1;
      count++;
      const a = Math.min(signatureSide - 1, Math.max(0, x * signatureSide - 0.5));
      const b = Math.min(signatureSide - 1, Math.max(0, y * signatureSide - 0.5));
      const from = Math.min(signatureSide - 2, Math.floor(a));
      const above = Math.min(signatureSide - 2, Math.floor(b));
      const fx = a - from;
      const fy = b - above;
      const at = above * signatureSide + from;
      lumaA[i] = between(left.luma, at, fx, fy);
      lumaB[i] = right.luma[i] as number;
    }
  }
  cells.count = count;
  equalise(right0 - left0, left0, 1);
  equalise(bottom0 - top0, top0, signatureSide);
  boxSums(shown, around);
  fillDetail(lumaA, detailA);
  fillDetail(lumaB, detailB);
  return cells;
}

const line = new Float32Array(signatureSide);
/** More than this a cell and its neighbours cannot share. */
const softest = 0.25;
const negligible = 0.01;

/**
 * Makes both images equally soft along an axis: the first became so by being stretched and read between its cells. Told
 * by the variance of what a cell gathers: 1/12 of its width squared for itself, and for reading between two cells the
 * product of both parts.
 */
function equalise(stretch: number, start: number, step: number): void {
  let read = 0;
  for (let cell = 0; cell < signatureSide; cell++) {
    const at = start * signatureSide + (cell + 0.5) * stretch - 0.5;
    const part = at - Math.floor(at);
    read += (part * (1 - part)) / signatureSide;
  }
  const share = ((1 / 12 + read) * stretch ** -2 - 1 / 12) / 2;
  if (share > negligible) soften(cells.lumaB, Math.min(softest, share), step);
  if (share < -negligible) soften(cells.lumaA, Math.min(softest, -share), step);
}

/** Gives each cell a `share` of both neighbours along an axis. */
function soften(luma: Float32Array, share: number, step: number): void {
  const { shown } = cells;
  const next = step === 1 ? signatureSide : 1;
  for (let n = 0; n < signatureSide; n++) {
    const from = n * next;
    for (let i = 0; i < signatureSide; i++) line[i] = luma[from + i * step] as number;
    for (let i = 0; i < signatureSide; i++) {
      const at = from + i * step;
      if (shown[at] === 0) continue;
      const here = line[i] as number;
      const before = i > 0 && shown[at - step] !== 0 ? (line[i - 1] as number) : here;
      const after = i < signatureSide - 1 && shown[at + step] !== 0 ? (line[i + 1] as number) : here;
      luma[at] = here + share * (before + after - 2 * here);
    }
  }
}

function fillDetail(luma: Float32Array, into: Float32Array): void {
  boxSums(luma, sums);
  for (let i = 0; i < cellCount; i++) {
    into[i] = cells.shown[i] === 0 ? 0 : (luma[i] as number) - (sums[i] as number) / (around[i] as number);
  }
}

/** Bilinear, between the cell at `at`, its neighbour, and both below. */
function between(of: Float32Array, at: number, fx: number, fy: number): number {
  const high = (of[at] as number) * (1 - fx) + (of[at + 1] as number) * fx;
  const low = (of[at + signatureSide] as number) * (1 - fx) + (of[at + signatureSide + 1] as number) * fx;
  return high * (1 - fy) + low * fy;
}
