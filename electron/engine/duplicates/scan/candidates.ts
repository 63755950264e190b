/** Which products are worth comparing with a given one: a few by each signal, told from the index of photos and from shelves, never from all. */
import type { VectorIndex } from '../../vector/types.ts';
import type { Likeness } from '../likeness.ts';
import type { ShelvedProduct, Shelves } from './shelf.ts';

/** Neighbours asked of the index of photos. */
const photoNeighbours = 8;
/** Candidates a graph search keeps: near copies are the first to be found, so few will do. */
const photoEf = 32;
const leastPhotoCosine = 0.5;

/** Ids, some more than once, the product's own among them. */
export function* candidatesOf(
  product: ShelvedProduct,
  shelves: Shelves,
  images: VectorIndex,
  likeness: Likeness,
): Generator<number> {
  for (const { imageId, hash } of product.photos) {
    const vector = images.get(imageId);
    if (vector === undefined || shelves.isPlaceholder(hash)) continue;
    for (const { label, similarity } of images.search(vector, photoNeighbours + 1, undefined, photoEf)) {
      const id = shelves.productOfImage.get(label);
      if (likeness.ofPhotos(similarity) >= leastPhotoCosine && id !== undefined) yield id;
    }
  }
  yield* shelves.neighbours(product);
}
