/** A stored signature made ready for laying it over others. */
import { signatureChromaSide, signatureSide } from '../../images/index.ts';

export interface Look {
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
}

export const coarseSide = signatureSide / 2;
const reach = 2;
/** Cells that differ from the rim by less are taken for background. */
const backgroundNoise = 12;

export function lookFrom(signature: Uint8Array): Look {
  const luma = Float32Array.from(signature.subarray(0, signatureSide ** 2));
  return {
    luma,
    coarse: halved(luma),
    detail: detailOf(luma),
    blue: chroma(signature, signatureSide ** 2),
    red: chroma(signature, signatureSide ** 2 + signatureChromaSide ** 2),
    box: contentBox(luma),
  };
}

function chroma(signature: Uint8Array, from: number): Float32Array {
  const cells = new Float32Array(signatureChromaSide ** 2);
  for (let i = 0; i < cells.length; i++) cells[i] = (signature[from + i] as number) - 128;
  return cells;
}

/** The same picture seen in a mirror. */
export function mirrored(look: Look): Look {
  const [left, top, right, bottom] = look.box;
  return {
    luma: flip(look.luma, signatureSide),
    coarse: flip(look.coarse, coarseSide),
    detail: flip(look.detail, signatureSide),
    blue: flip(look.blue, signatureChromaSide),
    red: flip(look.red, signatureChromaSide),
    box: [1 - right, top, 1 - left, bottom],
  };
}

function flip(cells: Float32Array, side: number): Float32Array {
  const flipped = new Float32Array(cells.length);
  for (let row = 0; row < cells.length; row += side) {
    for (let column = 0; column < side; column++) flipped[row + column] = cells[row + side - 1 - column] as number;
  }
  return flipped;
}

function halved(luma: Float32Array): Float32Array {
  const coarse = new Float32Array(coarseSide ** 2);
  for (let y = 0; y < signatureSide; y++) {
    for (let x = 0; x < signatureSide; x++) {
      const cell = (y >> 1) * coarseSide + (x >> 1);
      coarse[cell] = (coarse[cell] as number) + (luma[y * signatureSide + x] as number) / 4;
    }
  }
  return coarse;
}

function detailOf(luma: Float32Array): Float32Array {
  const means = boxSums(luma);
  const detail = new Float32Array(luma.length);
  const cells = (2 * reach + 1) ** 2;
  for (let i = 0; i < luma.length; i++) detail[i] = (luma[i] as number) - (means[i] as number) / cells;
  return detail;
}

/** Sums over 5 x 5 cells around each [32 x 32]; cells beyond the rim count as those on it. */
export function boxSums(cells: Float32Array): Float32Array {
  const across = new Float32Array(cells.length);
  for (let row = 0; row < cells.length; row += signatureSide) slide(cells, across, row, 1);
  const sums = new Float32Array(cells.length);
  for (let column = 0; column < signatureSide; column++) slide(across, sums, column, signatureSide);
  return sums;
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

function contentBox(luma: Float32Array): [number, number, number, number] {
  const last = signatureSide - 1;
  const rim = new Float32Array(4 * signatureSide);
  for (let i = 0; i < signatureSide; i++) {
    rim[4 * i] = luma[i] as number;
    rim[4 * i + 1] = luma[last * signatureSide + i] as number;
    rim[4 * i + 2] = luma[i * signatureSide] as number;
    rim[4 * i + 3] = luma[i * signatureSide + last] as number;
  }
  const background = rim.sort()[rim.length >> 1] as number;
  let [left, top, right, bottom] = [signatureSide, signatureSide, 0, 0];
  for (let y = 0; y < signatureSide; y++) {
    for (let x = 0; x < signatureSide; x++) {
      if (Math.abs((luma[y * signatureSide + x] as number) - background) < backgroundNoise) continue;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
    }
  }
  const tooSmall = right - left < 4 || bottom - top < 4;
  return tooSmall
    ? [0, 0, 1, 1]
    : [left / signatureSide, top / signatureSide, right / signatureSide, bottom / signatureSide];
}
