/** A 64-bit fingerprint of what an image looks like, for finding copies that were resized, recompressed or slightly edited. */
import type { Rgb } from './pixels.ts';

const gridSide = 32;
const keptSide = 8;

/** cosines[u][x] = cos((2x + 1) u pi / 2N): the rows of a DCT-II, for the lowest frequencies only. */
const cosines = Array.from({ length: keptSide }, (_, u) =>
  Float64Array.from({ length: gridSide }, (_, x) => Math.cos(((2 * x + 1) * u * Math.PI) / (2 * gridSide))),
);

/**
 * The DCT hash of Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions" (2010): the luma averaged to 32 x 32,
 * its 8 x 8 lowest DCT coefficients, one bit each for "above the median", row by row, the first in the highest bit of the first
 * byte. The constant term says only how bright the image is; its bit is 0.
 */
export function perceptualHash(image: Rgb): Buffer {
  const coefficients = lowFrequencies(lumaGrid(image));
  const sorted = coefficients.slice(1).sort();
  const median = sorted[sorted.length >> 1] ?? 0;
  const hash = Buffer.alloc(8);
  for (let i = 1; i < coefficients.length; i++) {
    if ((coefficients[i] ?? 0) > median) hash[i >> 3] = (hash[i >> 3] ?? 0) | (0x80 >> (i & 7));
  }
  return hash;
}

/** How many bits of two hashes differ, 0..64. */
export function hammingDistance(a: Uint8Array, b: Uint8Array): number {
  let distance = 0;
  for (let i = 0; i < 8; i++) {
    for (let bits = (a[i] ?? 0) ^ (b[i] ?? 0); bits !== 0; bits &= bits - 1) distance++;
  }
  return distance;
}

/** Mean luma (Rec. 601) of each of 32 x 32 cells; an image narrower than the grid repeats its pixels. */
function lumaGrid({ data, width, height }: Rgb): Float64Array {
  const grid = new Float64Array(gridSide * gridSide);
  for (let row = 0; row < gridSide; row++) {
    const top = Math.floor((row * height) / gridSide);
    const bottom = Math.max(top + 1, Math.floor(((row + 1) * height) / gridSide));
    for (let column = 0; column < gridSide; column++) {
      const left = Math.floor((column * width) / gridSide);
      const right = Math.max(left + 1, Math.floor(((column + 1) * width) / gridSide));
      let sum = 0;
      for (let y = top; y < bottom; y++) {
        for (let i = (y * width + left) * 3; i < (y * width + right) * 3; i += 3) {
          sum += 0.299 * (data[i] ?? 0) + 0.587 * (data[i + 1] ?? 0) + 0.114 * (data[i + 2] ?? 0);
        }
      }
      grid[row * gridSide + column] = sum / ((bottom - top) * (right - left));
    }
  }
  return grid;
}

/** The 8 x 8 lowest coefficients of the two-dimensional DCT-II, row by row. */
function lowFrequencies(grid: Float64Array): Float64Array {
  const rows = new Float64Array(gridSide * keptSide);
  for (let y = 0; y < gridSide; y++) {
    cosines.forEach((wave, u) => {
      let sum = 0;
      for (let x = 0; x < gridSide; x++) sum += (grid[y * gridSide + x] ?? 0) * (wave[x] ?? 0);
      rows[y * keptSide + u] = sum;
    });
  }
  const coefficients = new Float64Array(keptSide * keptSide);
  cosines.forEach((wave, v) => {
    for (let u = 0; u < keptSide; u++) {
      let sum = 0;
      for (let y = 0; y < gridSide; y++) sum += (rows[y * keptSide + u] ?? 0) * (wave[y] ?? 0);
      coefficients[v * keptSide + u] = sum;
    }
  });
  return coefficients;
}
