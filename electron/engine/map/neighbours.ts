/** The nearest photos of products, as the index of the library has them already. */
import type { VectorIndex } from '../vector/types.ts';

/** As many as UMAP looks at unless told otherwise. */
export const neighbourCount = 15;

export class PhotoNeighbours {
  readonly #images: VectorIndex;
  /** Photos that count, by image: their place in a list. */
  readonly #placeOf: ReadonlyMap<number, number>;
  readonly #among: ReadonlySet<number>;
  readonly #asked: number;
  readonly #k: number;

  /** `imageIds`: in the order in which they are told of. */
  constructor(images: VectorIndex, imageIds: readonly number[], k = neighbourCount) {
    this.#k = k;
    this.#images = images;
    this.#placeOf = new Map(imageIds.map((id, place) => [id, place]));
    this.#among = new Set(imageIds);
    // Further photos of products are in the index too, and are passed over.
    const share = Math.max(1, images.size / Math.max(1, imageIds.length));
    this.#asked = Math.ceil((k + 1) * Math.min(share, 4) * 1.1) + 1;
  }

  /** Writes places and distances (1 - cosine) of the nearest of `imageId`, itself left out, from `from` on; answers how many there are. */
  find(imageId: number, at: Int32Array, distances: Float32Array, from: number): number {
    const vector = this.#images.get(imageId);
    if (vector === undefined) return 0;
    const enough = Math.min(this.#k, this.#among.size - (this.#among.has(imageId) ? 1 : 0));
    let count = this.#take(imageId, this.#images.search(vector, this.#asked), at, distances, from);
    if (count < enough)
      count = this.#take(imageId, this.#images.search(vector, this.#k + 1, this.#among), at, distances, from);
    return count;
  }

  #take(
    imageId: number,
    found: ReturnType<VectorIndex['search']>,
    at: Int32Array,
    distances: Float32Array,
    from: number,
  ): number {
    let count = 0;
    for (const { label, similarity } of found) {
      const place = label === imageId ? undefined : this.#placeOf.get(label);
      if (place === undefined) continue;
      at[from + count] = place;
      distances[from + count] = Math.max(0, 1 - similarity);
      if (++count === this.#k) break;
    }
    return count;
  }
}
