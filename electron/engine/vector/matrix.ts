/**
 * Vectors by label in contiguous memory: rows in chunks, so that growing copies nothing, and the last row moves into a gap, so that a
 * scan never meets one.
 */
import { dot } from '../numbers/vectors.ts';

const rowsPerChunk = 2048;

export class VectorMatrix {
  readonly dimensions: number;
  readonly #chunks: Float32Array<ArrayBuffer>[] = [];
  /** The same memory as 32-bit words. */
  readonly #words: Uint32Array[] = [];
  readonly #labels: number[] = [];
  readonly #rows = new Map<number, number>();

  constructor(dimensions: number) {
    this.dimensions = dimensions;
  }

  get size(): number {
    return this.#labels.length;
  }

  /** In row order; changes with every change of the matrix. */
  get labels(): readonly number[] {
    return this.#labels;
  }

  has(label: number): boolean {
    return this.#rows.has(label);
  }

  /** A view [dimensions], valid until the next change. */
  get(label: number): Float32Array<ArrayBuffer> | undefined {
    const row = this.#rows.get(label);
    return row === undefined ? undefined : this.#view(row);
  }

  /** Copies the vector in. @throws {RangeError} when the length is not `dimensions` or a value is not finite */
  set(label: number, vector: Float32Array): void {
    checkVector(vector, this.dimensions);
    if (!Number.isSafeInteger(label)) throw new RangeError(`A label must be an integer, not ${label}.`);
    let row = this.#rows.get(label);
    if (row === undefined) {
      row = this.#labels.length;
      if (row % rowsPerChunk === 0) this.#addChunk();
      this.#labels.push(label);
      this.#rows.set(label, row);
    }
    this.#view(row).set(vector);
  }

  delete(label: number): boolean {
    const row = this.#rows.get(label);
    if (row === undefined) return false;
    const last = this.#labels.length - 1;
    if (row !== last) {
      const moved = this.#labels[last] as number;
      this.#view(row).set(this.#view(last));
      this.#labels[row] = moved;
      this.#rows.set(moved, row);
    }
    this.#labels.pop();
    this.#rows.delete(label);
    if (last % rowsPerChunk === 0) {
      this.#chunks.pop();
      this.#words.pop();
    }
    return true;
  }

  /** Whether this very vector is there under the label. */
  holds(label: number, vector: Float32Array): boolean {
    const held = this.get(label);
    return held !== undefined && held.length === vector.length && held.every((value, at) => value === vector[at]);
  }

  /** 32-bit FNV-1a over the words of a vector: tells a changed vector from the one that a cache was made of. */
  fingerprint(label: number): number | undefined {
    const row = this.#rows.get(label);
    return row === undefined ? undefined : this.#fingerprint(row);
  }

  /** Inner product with the vector of a label, undefined when there is none. */
  similarity(label: number, query: Float32Array): number | undefined {
    const row = this.#rows.get(label);
    if (row === undefined) return undefined;
    const chunk = this.#chunks[Math.floor(row / rowsPerChunk)] as Float32Array;
    return dot(query, chunk, (row % rowsPerChunk) * this.dimensions);
  }

  /** Calls `visit` with the label and inner product of every row. */
  scan(query: Float32Array, visit: (label: number, similarity: number) => void): void {
    const labels = this.#labels;
    for (let row = 0; row < labels.length; ) {
      const chunk = this.#chunks[row / rowsPerChunk] as Float32Array;
      const end = Math.min(labels.length, row + rowsPerChunk);
      for (let offset = 0; row < end; row++, offset += this.dimensions) {
        visit(labels[row] as number, dot(query, chunk, offset));
      }
    }
  }

  /** A copy of the different vectors, each with one of its labels. */
  distinct(): { labels: Float64Array; fingerprints: Uint32Array; vectors: Float32Array<ArrayBuffer> } {
    const rows: number[] = [];
    const fingerprints: number[] = [];
    const firsts = new Map<number, number>();
    for (let row = 0; row < this.size; row++) {
      const fingerprint = this.#fingerprint(row);
      const twin = firsts.get(fingerprint);
      if (twin !== undefined && this.holds(this.#labels[twin] as number, this.#view(row))) continue;
      if (twin === undefined) firsts.set(fingerprint, row);
      rows.push(row);
      fingerprints.push(fingerprint);
    }
    const vectors = new Float32Array(rows.length * this.dimensions);
    rows.forEach((row, at) => {
      vectors.set(this.#view(row), at * this.dimensions);
    });
    return {
      labels: Float64Array.from(rows, (row) => this.#labels[row] as number),
      fingerprints: Uint32Array.from(fingerprints),
      vectors,
    };
  }

  #addChunk(): void {
    const chunk = new Float32Array(rowsPerChunk * this.dimensions);
    this.#chunks.push(chunk);
    this.#words.push(new Uint32Array(chunk.buffer));
  }

  #fingerprint(row: number): number {
    const words = this.#words[Math.floor(row / rowsPerChunk)] as Uint32Array;
    const from = (row % rowsPerChunk) * this.dimensions;
    let hash = 0x811c9dc5;
    for (let at = from; at < from + this.dimensions; at++) hash = Math.imul(hash ^ (words[at] as number), 0x01000193);
    return hash >>> 0;
  }

  #view(row: number): Float32Array<ArrayBuffer> {
    const chunk = this.#chunks[Math.floor(row / rowsPerChunk)] as Float32Array<ArrayBuffer>;
    const offset = (row % rowsPerChunk) * this.dimensions;
    return chunk.subarray(offset, offset + this.dimensions);
  }
}

/** @throws {RangeError} when the length is not `dimensions` or a value is not finite */
export function checkVector(vector: Float32Array, dimensions: number): void {
  if (vector.length !== dimensions) {
    throw new RangeError(`A vector of ${vector.length} values does not fit an index of ${dimensions} dimensions.`);
  }
  for (let at = 0; at < dimensions; at++) {
    if (!Number.isFinite(vector[at])) throw new RangeError(`Value ${at} of the vector is not finite.`);
  }
}
