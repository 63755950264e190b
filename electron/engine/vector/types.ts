/** What the engine asks of a nearest-neighbour index, whichever way it is searched. Vectors are L2-normalised, so the inner product is the cosine. */

export interface Neighbour {
  /** Image id or product id, whatever the index was filled with. */
  readonly label: number;
  /** Cosine similarity, -1..1. */
  readonly similarity: number;
}

export interface VectorIndex {
  readonly kind: 'hnsw' | 'exact';
  readonly dimensions: number;
  /** Live vectors. */
  readonly size: number;
  has(label: number): boolean;
  /** The stored vector [dimensions], a view that must not be changed. */
  get(label: number): Float32Array | undefined;
  /** Adds or replaces. @throws {RangeError} when the length is not `dimensions` or a value is not finite */
  set(label: number, vector: Float32Array): void;
  delete(label: number): boolean;
  /**
   * The `k` nearest to `query` [dimensions], most similar first, ties by label. With `among`, only those labels count: a small set is
   * scanned exactly, a large one filters the graph search.
   */
  search(query: Float32Array, k: number, among?: ReadonlySet<number>): Neighbour[];
}
