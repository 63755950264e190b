/**
 * An image in 1152 bytes: enough to lay two images over one another and see whether one is a cropped, framed, mirrored, marked or brightened
 * copy of the other. Kept by content, so that looking for duplicates decodes nothing.
 */

import type { Rgb } from './pixels.ts';

/** Luma is [32 x 32], each of Cb and Cr [8 x 8], row by row, in this order; one byte each. The image is stretched to the square. */
export const signatureSide = 32;
export const signatureChromaSide = 8;
export const signatureBytes = signatureSide ** 2 + 2 * signatureChromaSide ** 2;

const share = signatureSide / signatureChromaSide;

/**
 * Means of the cells, in Y'CbCr of Rec. 601 (full range, as in JPEG). Pixels that a border of cells cuts count for each by their part, else
 * a small image and its crop, whose borders fall elsewhere, would differ at every edge.
 */
export function imageSignature({ data, width, height }: Rgb): Buffer {
  const signature = Buffer.alloc(signatureBytes);
  const chroma = new Float64Array(2 * signatureChromaSide ** 2);
  const columns = spansOf(width);
  const rows = spansOf(height);
  for (const [row, down] of rows.entries()) {
    for (const [column, across] of columns.entries()) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let y = down.first; y <= down.last; y++) {
        const part = partOf(down, y);
        for (let x = across.first, i = (y * width + x) * 3; x <= across.last; x++, i += 3) {
          const weight = part * partOf(across, x);
          red += weight * (data[i] as number);
          green += weight * (data[i + 1] as number);
          blue += weight * (data[i + 2] as number);
        }
      }
      const pixels = down.length * across.length;
      signature[row * signatureSide + column] = Math.round((0.299 * red + 0.587 * green + 0.114 * blue) / pixels);
      const cell = Math.floor(row / share) * signatureChromaSide + Math.floor(column / share);
      chroma[cell] = (chroma[cell] ?? 0) + (-0.168736 * red - 0.331264 * green + 0.5 * blue) / pixels;
      const other = cell + signatureChromaSide ** 2;
      chroma[other] = (chroma[other] ?? 0) + (0.5 * red - 0.418688 * green - 0.081312 * blue) / pixels;
    }
  }
  chroma.forEach((sum, i) => {
    signature[signatureSide ** 2 + i] = Math.min(255, Math.max(0, Math.round(128 + sum / share ** 2)));
  });
  return signature;
}

interface Span {
  readonly first: number;
  readonly last: number;
  /** How much of the first and of the last pixel lies inside, 0..1. */
  readonly head: number;
  readonly tail: number;
  /** In pixels, not whole. */
  readonly length: number;
}

/** The pixels of each cell along a side. */
function spansOf(pixels: number): Span[] {
  return Array.from({ length: signatureSide }, (_, cell) => {
    const from = (cell * pixels) / signatureSide;
    const to = ((cell + 1) * pixels) / signatureSide;
    const first = Math.floor(from);
    const last = Math.max(first, Math.ceil(to) - 1);
    const length = to - from;
    if (first === last) return { first, last, head: length, tail: length, length };
    return { first, last, head: first + 1 - from, tail: to - last, length };
  });
}

function partOf({ first, last, head, tail }: Span, pixel: number): number {
  return pixel === first ? head : pixel === last ? tail : 1;
}
