/** Which products are worth comparing with a given one: a few by each signal, from image vectors and blocks. */
import type { VectorIndex } from '../../vector/types.ts';
import type { BlockingIndex, ComparableProduct } from './blocking-index.ts';

/** Neighbours asked of the index of images. */
const imageNeighbours = 8;
/** Candidates a graph search keeps: near copies are the first to be found, so few will do. */
const imageEf = 32;
const leastLikeness = 0.5;

/** Ids, some more than once, the product's own among them. `likeness`: of two images by their cosine. */
export function* candidatesOf(
  product: ComparableProduct,
  blocks: BlockingIndex,
  images: VectorIndex,
  likeness: (cosine: number) => number,
): Generator<number> {
  for (const { imageId, hash } of product.images) {
    const vector = images.get(imageId);
    if (vector === undefined || blocks.isPlaceholder(hash)) continue;
    for (const { label, similarity } of images.search(vector, imageNeighbours + 1, undefined, imageEf)) {
      const id = blocks.productOfImage.get(label);
      if (likeness(similarity) >= leastLikeness && id !== undefined) yield id;
    }
  }
  yield* blocks.neighbours(product);
}
