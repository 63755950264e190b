/** A stored signature made ready for being laid over others: its luma in two sizes, its detail and its colours. */
import { signatureChromaSide, signatureSide } from '../../images/index.ts';

export interface Pyramid {
  /** Luma 0..255 [32 x 32]. */
  readonly luma: Float32Array;
  /** Luma in means of 2 x 2 [16 x 16]. */
  readonly coarse: Float32Array;
  /** Luma less its mean over 5 x 5 cells around: edges and prints, without light and shade [32 x 32]. */
  readonly detail: Float32Array;
  /** Cb and Cr less 128 [8 x 8] each. */
  readonly blue: Float32Array;
  readonly red: Float32Array;
  /** Where something differs from the colour of the rim: [left, top, right, bottom] in 0..1. */
  readonly box: readonly [number, number, number, number];
  /** Share of the rim that is of one brightness: near 1 for a photo taken before a plain ground. */
  readonly plain: number;
}

export const coarseSide = signatureSide / 2;
const reach = 2;
/** Cells that differ from the rim by less are taken for background. */
const backgroundNoise = 12;

export function pyramidOf(signature: Uint8Array): Pyramid {
  const luma = new Float32Array(signature.subarray(0, signatureSide ** 2));
  const background = medianOfRim(luma);
  return {
    luma,
    coarse: halved(luma),
    detail: detailOf(luma),
    blue: chroma(signature, signatureSide ** 2),
    red: chroma(signature, signatureSide ** 2 + signatureChromaSide ** 2),
    box: contentBox(luma, background),
    plain: plainness(luma, background),
  };
}

function chroma(signature: Uint8Array, from: number): Float32Array {
  const cells = new Float32Array(signatureChromaSide ** 2);
  for (let i = 0; i < cells.length; i++) cells[i] = (signature[from + i] as number) - 128;
  return cells;
}

export const cellCount = signatureSide ** 2;

/** Reused by every call: comparing is synchronous, and making arrays would take as long as filling them. */
const inMirror = {
  luma: new Float32Array(cellCount),
  coarse: new Float32Array(coarseSide ** 2),
  detail: new Float32Array(cellCount),
  blue: new Float32Array(signatureChromaSide ** 2),
  red: new Float32Array(signatureChromaSide ** 2),
};
/** How many cells have each luma. */
const greys = new Uint8Array(256);
const sumsAcross = new Float32Array(cellCount);
const sumsAround = new Float32Array(cellCount);

/** The same image seen in a mirror. Valid until the next call. */
export function mirrored(pyramid: Pyramid): Pyramid {
  const [left, top, right, bottom] = pyramid.box;
  return {
    luma: flip(pyramid.luma, inMirror.luma, signatureSide),
    coarse: flip(pyramid.coarse, inMirror.coarse, coarseSide),
    detail: flip(pyramid.detail, inMirror.detail, signatureSide),
    blue: flip(pyramid.blue, inMirror.blue, signatureChromaSide),
    red: flip(pyramid.red, inMirror.red, signatureChromaSide),
    box: [1 - right, top, 1 - left, bottom],
    plain: pyramid.plain,
  };
}

function flip(cells: Float32Array, into: Float32Array, side: number): Float32Array {
  for (let from = 0; from < cells.length; from += side) {
    for (let here = from, there = from + side - 1; there >= from; here++, there--) into[here] = cells[there] as number;
  }
  return into;
}

function halved(luma: Float32Array): Float32Array {
  const coarse = new Float32Array(coarseSide ** 2);
  for (let row = 0, cell = 0; row < cellCount; row += 2 * signatureSide) {
    for (let at = row; at < row + signatureSide; at += 2, cell++) {
      const above = (luma[at] as number) + (luma[at + 1] as number);
      const below = (luma[at + signatureSide] as number) + (luma[at + signatureSide + 1] as number);
      coarse[cell] = (above + below) / 4;
    }
  }
  return coarse;
}

function detailOf(luma: Float32Array): Float32Array {
  boxSums(luma, sumsAround);
  const detail = new Float32Array(cellCount);
  const cells = (2 * reach + 1) ** 2;
  for (let i = 0; i < cellCount; i++) detail[i] = (luma[i] as number) - (sumsAround[i] as number) / cells;
  return detail;
}

/** Sums over 5 x 5 cells around each [32 x 32]; cells beyond the rim count as those on it. */
export function boxSums(cells: Float32Array, into: Float32Array): void {
  for (let row = 0; row < cellCount; row += signatureSide) slide(cells, sumsAcross, row, 1);
  for (let column = 0; column < signatureSide; column++) slide(sumsAcross, into, column, signatureSide);
}

/** Sums over five along one line of cells, `step` apart, each got from the one before. */
function slide(from: Float32Array, into: Float32Array, start: number, step: number): void {
  const last = start + (signatureSide - 1) * step;
  let sum = (from[start] as number) * (reach + 1);
  for (let d = 1; d <= reach; d++) sum += from[start + d * step] as number;
  for (let at = start, left = start - reach * step, right = start + (reach + 1) * step; at <= last; ) {
    into[at] = sum;
    sum += (from[Math.min(last, right)] as number) - (from[Math.max(start, left)] as number);
    at += step;
    left += step;
    right += step;
  }
}

/** Of the cells of the rim, those of the corners twice. */
function medianOfRim(luma: Float32Array): number {
  const last = signatureSide - 1;
  greys.fill(0);
  for (let i = 0; i < signatureSide; i++) {
    for (const at of [i, last * signatureSide + i, i * signatureSide, i * signatureSide + last]) {
      const grey = luma[at] as number;
      greys[grey] = (greys[grey] as number) + 1;
    }
  }
  let median = 0;
  for (let cells = greys[0] as number; cells <= 2 * signatureSide; cells += greys[median] as number) median++;
  return median;
}

function plainness(luma: Float32Array, background: number): number {
  const last = signatureSide - 1;
  let plain = 0;
  for (let i = 0; i < signatureSide; i++) {
    for (const at of [i, last * signatureSide + i, i * signatureSide, i * signatureSide + last]) {
      if (Math.abs((luma[at] as number) - background) < backgroundNoise) plain++;
    }
  }
  return plain / (4 * signatureSide);
}

function contentBox(luma: Float32Array, background: number): [number, number, number, number] {
  let [left, top, right, bottom] = [signatureSide, signatureSide, 0, 0];
  for (let y = 0, row = 0; y < signatureSide; y++, row += signatureSide) {
    let from = 0;
    while (from < signatureSide && Math.abs((luma[row + from] as number) - background) < backgroundNoise) from++;
    if (from === signatureSide) continue;
    let to = signatureSide;
    while (Math.abs((luma[row + to - 1] as number) - background) < backgroundNoise) to--;
    left = Math.min(left, from);
    right = Math.max(right, to);
    top = Math.min(top, y);
    bottom = y + 1;
  }
  const tooSmall = right - left < 4 || bottom - top < 4;
  return tooSmall
    ? [0, 0, 1, 1]
    : [left / signatureSide, top / signatureSide, right / signatureSide, bottom / signatureSide];
}
