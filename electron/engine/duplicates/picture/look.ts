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
  const chroma = (from: number): Float32Array =>
    Float32Array.from(signature.subarray(from, from + signatureChromaSide ** 2), (value) => value - 128);
  return {
    luma,
    coarse: halved(luma),
    detail: detailOf(luma),
    blue: chroma(signatureSide ** 2),
    red: chroma(signatureSide ** 2 + signatureChromaSide ** 2),
    box: contentBox(luma),
  };
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
  return cells.map((_, i) => cells[i - (i % side) + (side - 1 - (i % side))] as number);
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
  const across = new Float32Array(luma.length);
  const detail = new Float32Array(luma.length);
  const at = (i: number): number => Math.min(signatureSide - 1, Math.max(0, i));
  for (let y = 0; y < signatureSide; y++) {
    for (let x = 0; x < signatureSide; x++) {
      let sum = 0;
      for (let d = -reach; d <= reach; d++) sum += luma[y * signatureSide + at(x + d)] as number;
      across[y * signatureSide + x] = sum / (2 * reach + 1);
    }
  }
  for (let y = 0; y < signatureSide; y++) {
    for (let x = 0; x < signatureSide; x++) {
      let sum = 0;
      for (let d = -reach; d <= reach; d++) sum += across[at(y + d) * signatureSide + x] as number;
      const i = y * signatureSide + x;
      detail[i] = (luma[i] as number) - sum / (2 * reach + 1);
    }
  }
  return detail;
}

function contentBox(luma: Float32Array): [number, number, number, number] {
  const rim: number[] = [];
  for (let i = 0; i < signatureSide; i++) {
    rim.push(luma[i] as number, luma[(signatureSide - 1) * signatureSide + i] as number);
    rim.push(luma[i * signatureSide] as number, luma[i * signatureSide + signatureSide - 1] as number);
  }
  const background = rim.sort((a, b) => a - b)[rim.length >> 1] as number;
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
