/**
 * Cosines of any model on the scale of the starter model, on which the shipped weights and thresholds were found. Two
 * images of unrelated products have a cosine of 0.2 there; other models give 0.6, which would pass for likeness. The
 * distance 1 - cosine is therefore measured in distances between unrelated contents of the library: equal stays 1,
 * unrelated becomes what it is with the starter.
 */
import type { VectorsPort } from '../vector/types.ts';

/** Mean cosine of random pairs of images of fashion-2k under the starter model. */
const starter = { modelId: 'starter-v1', background: 0.198 };
/** So that a library of nothing but one product is not stretched without limit. */
const highest = 0.95;

/** Brings the cosine of two images to that scale. */
export function likenessOf({ modelId, images }: Pick<VectorsPort, 'modelId' | 'images'>): (cosine: number) => number {
  const background = modelId === starter.modelId ? undefined : images.background();
  const stretch = background === undefined ? 1 : (1 - starter.background) / (1 - Math.min(highest, background));
  return (cosine) => 1 - (1 - cosine) * stretch;
}
