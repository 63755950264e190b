/** The images that providers are compared on: made from numbers, so that they are the same everywhere and need no file. */
import { cosine } from '../../numbers/vectors.ts';

export const fixedImages = 8;

/** RGB bytes [height x width x 3] of the image with this number: soft waves of colour, and grain on every second one. */
export function fixedImage(number: number, width: number, height: number): Uint8Array {
  const pixels = new Uint8Array(width * height * 3);
  let seed = 0x9e3779b9 ^ number;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 3; channel++) {
        // Marsaglia's xorshift32.
        seed ^= seed << 13;
        seed ^= seed >>> 17;
        seed ^= seed << 5;
        const wave = Math.sin(((number + 1) * (channel + 1) * x) / width + (number * y * 7) / height + channel);
        const grain = number % 2 === 0 ? 0 : ((seed >>> 0) % 64) - 32;
        pixels[(y * width + x) * 3 + channel] = Math.max(0, Math.min(255, 128 + 90 * wave + grain));
      }
    }
  }
  return pixels;
}

/** The fixed images one after the other, over and over, until there are `count`. */
export function fixedBatch(count: number, width: number, height: number): Uint8Array {
  const size = width * height * 3;
  const batch = new Uint8Array(count * size);
  for (let i = 0; i < Math.min(count, fixedImages); i++) batch.set(fixedImage(i, width, height), i * size);
  for (let i = fixedImages; i < count; i++)
    batch.copyWithin(i * size, (i % fixedImages) * size, (i % fixedImages) * size + size);
  return batch;
}

/**
 * The lowest cosine between vectors [count x dimensions] and those of the fixed images, which begin `reference`. Not a number, which no
 * limit admits, when a vector has no direction.
 */
export function agreementOf(vectors: Float32Array, reference: Float32Array, dimensions: number): number {
  let lowest = 1;
  for (let start = 0; start < vectors.length; start += dimensions) {
    const from = start % (fixedImages * dimensions);
    const own = vectors.subarray(start, start + dimensions);
    lowest = Math.min(lowest, cosine(own, reference.subarray(from, from + dimensions)));
  }
  return lowest;
}
