/** Nearest neighbours by looking at every vector: the reference in tests, and what answers where HNSW cannot be loaded. */
import { backgroundOf } from './background.ts';
import { checkVector, VectorMatrix } from './matrix.ts';
import { TopK } from './top-k.ts';
import type { Neighbour, VectorIndex } from './types.ts';

export class ExactIndex implements VectorIndex {
  readonly kind = 'exact';
  readonly #matrix: VectorMatrix;

  constructor(dimensions: number) {
    this.#matrix = new VectorMatrix(dimensions);
  }

  get dimensions(): number {
    return this.#matrix.dimensions;
  }

  get size(): number {
    return this.#matrix.size;
  }

  has(label: number): boolean {
    return this.#matrix.has(label);
  }

  get(label: number): Float32Array | undefined {
    return this.#matrix.get(label);
  }

  background(): number | undefined {
    return backgroundOf(this.#matrix);
  }

  set(label: number, vector: Float32Array): void {
    this.#matrix.set(label, vector);
  }

  delete(label: number): boolean {
    return this.#matrix.delete(label);
  }

  search(query: Float32Array, k: number, among?: ReadonlySet<number>): Neighbour[] {
    checkVector(query, this.dimensions);
    return exactSearch(this.#matrix, query, k, among);
  }
}

/** The `k` nearest rows of a matrix, of those in `among` when it is given. */
export function exactSearch(
  matrix: VectorMatrix,
  query: Float32Array,
  k: number,
  among?: ReadonlySet<number>,
): Neighbour[] {
  const best = new TopK(k);
  if (among === undefined || among.size > matrix.size) {
    matrix.scan(query, (label, similarity) => {
      if (among === undefined || among.has(label)) best.offer(label, similarity);
    });
  } else {
    for (const label of among) {
      const similarity = matrix.similarity(label, query);
      if (similarity !== undefined) best.offer(label, similarity);
    }
  }
  return best.sorted();
}
