/** How well two images agree, place by place, so that a text laid over hides only what lies below it. */

import { pearson } from './place.ts';
import { boxSums, cellCount } from './pyramid.ts';
import type { SharedCells } from './shared-cells.ts';

export interface Agreement {
  /** Correlation of luma over what both show, -1..1. */
  readonly luma: number;
  /** The same of detail: edges and prints, without light and shade. */
  readonly detail: number;
  /** Share of what either image shows that the other shows too, by the image of which more is. 0..1 */
  readonly agreeing: number;
  /** The same where they agree as only copies do. */
  readonly closely: number;
  /** Share of cells that have detail of their own in both images: low for a plain shape on white. 0..1 */
  readonly rich: number;
  /** By cell of the second image: 0 where neither shows anything, 1 where both agree, down to -1 where they do not. */
  readonly where: Float32Array;
}

/** Mean square of detail below which a place shows nothing. */
const telltale = 6;
/** Likeness of two places, -1..1, from which they begin to count as agreeing, and from which they do in full. */
const alike = [0.6, 0.9] as const;
const same = [0.9, 0.98] as const;
/** Detail of a cell, in grey levels, that is no noise. */
const distinct = 7;
const window = 25;
const cellsOf = (): Float32Array => new Float32Array(cellCount);
/** By cell, then their sums around it. */
const [products, squaresA, squaresB] = [cellsOf(), cellsOf(), cellsOf()];
const [ab, aa, bb] = [cellsOf(), cellsOf(), cellsOf()];
const where = new Float32Array(cellCount);

/** `gain`: contrast of the second image by that of the first. `where` of the answer is valid until the next call. */
export function agreementOf(cells: SharedCells, gain: number): Agreement {
  const { count, detailA, detailB } = cells;
  let [richA, richB] = [0, 0];
  for (let i = 0; i < cellCount; i++) {
    const a = (detailA[i] as number) * gain;
    const b = detailB[i] as number;
    products[i] = a * b;
    squaresA[i] = a * a;
    squaresB[i] = b * b;
    if (Math.abs(a) >= distinct) richA++;
    if (Math.abs(b) >= distinct) richB++;
  }
  boxSums(products, ab);
  boxSums(squaresA, aa);
  boxSums(squaresB, bb);
  let [allA, allB, alikeA, alikeB, sameA, sameB] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < cellCount; i++) {
    where[i] = 0;
    if (cells.shown[i] === 0) continue;
    const a = Math.max(0, aa[i] as number);
    const b = Math.max(0, bb[i] as number);
    if (Math.max(a, b) < telltale * window) continue;
    const likeness = (2 * (ab[i] as number)) / (a + b);
    const isAlike = ramp(likeness, alike);
    const isSame = ramp(likeness, same);
    const strengthA = Math.sqrt(a);
    const strengthB = Math.sqrt(b);
    where[i] = 2 * isAlike - 1;
    allA += strengthA;
    allB += strengthB;
    alikeA += strengthA * isAlike;
    alikeB += strengthB * isAlike;
    sameA += strengthA * isSame;
    sameB += strengthB * isSame;
  }
  return {
    luma: correlation(cells.lumaA, cells.lumaB, count),
    detail: correlation(detailA, detailB, count),
    agreeing: Math.max(share(alikeA, allA), share(alikeB, allB)),
    closely: Math.max(share(sameA, allA), share(sameB, allB)),
    rich: count === 0 ? 0 : Math.min(richA, richB) / count,
    where,
  };
}

function share(part: number, all: number): number {
  return all === 0 ? 0 : part / all;
}

function ramp(x: number, [from, to]: readonly [number, number]): number {
  return Math.min(1, Math.max(0, (x - from) / (to - from)));
}

/** Cells that are not shown are 0 on both sides and not counted in `count`. */
function correlation(a: Float32Array, b: Float32Array, count: number): number {
  let sumA = 0;
  let sumB = 0;
  let sumAA = 0;
  let sumBB = 0;
  let sumAB = 0;
  for (let i = 0; i < cellCount; i++) {
    const x = a[i] as number;
    const y = b[i] as number;
    sumA += x;
    sumB += y;
    sumAA += x * x;
    sumBB += y * y;
    sumAB += x * y;
  }
  return pearson(count, sumA, sumB, sumAA, sumBB, sumAB);
}
