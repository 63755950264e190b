/**
 * A picture in 1152 bytes: enough to lay two pictures over one another and see whether one is a cropped, framed, mirrored, marked or brightened
 * copy of the other. Kept by content, so that looking for duplicates decodes nothing.
 */

import type { Rgb } from './pixels.ts';

/** Luma is [32 x 32], each of Cb and Cr [8 x 8], row by row, in this order; one byte each. The picture is stretched to the square. */
export const signatureSide = 32;
export const signatureChromaSide = 8;
export const signatureBytes = signatureSide ** 2 + 2 * signatureChromaSide ** 2;

const share = signatureSide / signatureChromaSide;

/** Means of the cells, in Y'CbCr of Rec. 601 (full range, as in JPEG). */
export function pictureSignature({ data, width, height }: Rgb): Buffer {
  const signature = Buffer.alloc(signatureBytes);
  const chroma = new Float64Array(2 * signatureChromaSide ** 2);
  for (let row = 0; row < signatureSide; row++) {
    const top = Math.floor((row * height) / signatureSide);
    const bottom = Math.max(top + 1, Math.floor(((row + 1) * height) / signatureSide));
    for (let column = 0; column < signatureSide; column++) {
      const left = Math.floor((column * width) / signatureSide);
      const right = Math.max(left + 1, Math.floor(((column + 1) * width) / signatureSide));
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let y = top; y < bottom; y++) {
        for (let i = (y * width + left) * 3; i < (y * width + right) * 3; i += 3) {
          red += data[i] ?? 0;
          green += data[i + 1] ?? 0;
          blue += data[i + 2] ?? 0;
        }
      }
      const pixels = (bottom - top) * (right - left);
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
