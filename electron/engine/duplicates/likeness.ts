/**
 * Cosines of any model on the scale of the starter model, on which the shipped weights and thresholds were found. Two pictures of unrelated
 * products have a cosine of 0.2 there; other models give 0.6, which would pass for likeness. The distance 1 - cosine is therefore measured
 * in distances between unrelated contents of the library: equal stays 1, unrelated becomes what it is with the starter.
 */
import type { VectorIndex, VectorsPort } from '../vector/types.ts';

/** Mean cosines of random pairs of fashion-2k under the starter model. */
const starter = { modelId: 'starter-v1', photo: 0.198, text: 0.405 };
/** So that a library of nothing but one product is not stretched without limit. */
const highest = 0.95;

export class Likeness {
  readonly #photo: number;
  readonly #text: number;

  constructor({ modelId, images, texts }: Pick<VectorsPort, 'modelId' | 'images' | 'texts'>) {
    const known = modelId === starter.modelId;
    this.#photo = known ? 1 : stretch(images, starter.photo);
    this.#text = known ? 1 : stretch(texts, starter.text);
  }

  ofPhotos(cosine: number): number {
    return 1 - (1 - cosine) * this.#photo;
  }

  ofTexts(cosine: number): number {
    return 1 - (1 - cosine) * this.#text;
  }
}

function stretch(index: VectorIndex, wanted: number): number {
  const background = index.background();
  return background === undefined ? 1 : (1 - wanted) / (1 - Math.min(highest, background));
}
