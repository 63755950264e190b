/** Vectors for tests and benchmarks that lie as those of a catalog do: in clusters of uneven size, not evenly over the sphere. */

import { seededRandom } from '../numbers/random.ts';
import { normalised } from '../numbers/vectors.ts';

/** `count` L2-normalised vectors around `clusters` centres; `spread` is their distance from the centre, whose length is 1. */
export function clusteredVectors(
  count: number,
  dimensions: number,
  options: { readonly clusters?: number; readonly spread?: number; readonly seed?: number } = {},
): Float32Array[] {
  const { clusters = 400, spread = 0.8, seed = 1 } = options;
  const random = seededRandom(seed);
  const scale = spread / Math.sqrt(dimensions);
  const centres = Array.from({ length: clusters }, () => normalised(gaussian(dimensions, random)));
  return Array.from({ length: count }, () => {
    // Squared, so that some clusters are far bigger than others.
    const centre = centres[Math.floor(random() ** 2 * clusters)] as Float32Array;
    const noise = gaussian(dimensions, random);
    return normalised(centre.map((value, at) => value + scale * (noise[at] as number)));
  });
}

/** Box and Muller's transform. */
function gaussian(length: number, random: () => number): Float32Array {
  return Float32Array.from({ length }, () => {
    return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  });
}
