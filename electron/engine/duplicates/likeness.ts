/**
 * Cosines of any model on the scale of the starter model, on which the shipped weights and thresholds were found. Two pictures of unrelated
 * products have a cosine of 0.2 there; other models give 0.6, which would pass for likeness. The distance 1 - cosine is therefore measured
 * in distances between unrelated contents of the library: equal stays 1, unrelated becomes what it is with the starter.
 */
import type { VectorsPort } from '../vector/types.ts';

/** Mean cosine of random pairs of photos of fashion-2k under the starter model. */
const starter = { modelId: 'starter-v1', background: 0.198 };
/** So that a library of nothing but one product is not stretched without limit. */
const highest = 0.95;

export class Likeness {
  readonly #stretch: number;

  constructor({ modelId, images }: Pick<VectorsPort, 'modelId' | 'images'>) {
    const background = modelId === starter.modelId ? undefined : images.background();
    this.#stretch = background === undefined ? 1 : (1 - starter.background) / (1 - Math.min(highest, background));
  }

  ofPhotos(cosine: number): number {
    return 1 - (1 - cosine) * this.#stretch;
  }
}
