/** The vectors of one model as SQLite holds them, without an index in front: what is computed while another model is in use goes here. */
import type { Database } from '../db/database.ts';
import { EmbeddingRepo } from './embedding-repo.ts';
import { checkVector } from './matrix.ts';
import type { EmbeddingKind, EmbeddingScope, MissingImage, MissingText, VectorIndex, VectorTarget } from './types.ts';

/** Hashes or labels asked for in one statement. */
const batch = 500;

/** There is no index that could lack anything. */
const noIndex: Pick<VectorIndex, 'has'> = { has: () => true };

export class StoredVectors implements VectorTarget {
  readonly modelId: string;
  readonly dimensions: number;
  readonly #repo: EmbeddingRepo;

  protected constructor(repo: EmbeddingRepo, { modelId, dimensions }: EmbeddingScope) {
    this.modelId = modelId;
    this.dimensions = dimensions;
    this.#repo = repo;
  }

  static of(database: Database, { modelId, pipelineVersion, dimensions }: EmbeddingScope): StoredVectors {
    const scope = { modelId, pipelineVersion, dimensions };
    return new StoredVectors(new EmbeddingRepo(database, scope), scope);
  }

  get texts(): Pick<VectorIndex, 'has'> {
    return noIndex;
  }

  embedded(kind: EmbeddingKind, hashes: Iterable<string>): Set<string> {
    return new Set(chunked(hashes).flatMap((some) => this.#repo.present(kind, some)));
  }

  embedding(kind: EmbeddingKind, hash: string): Float32Array | undefined {
    return this.#repo.ofHash(kind, hash);
  }

  /** @throws {RangeError} when a vector is not finite or not `dimensions` long; nothing is written then */
  storeEmbeddings(
    kind: EmbeddingKind,
    rows: readonly { readonly hash: string; readonly vector: Float32Array }[],
  ): void {
    for (const { vector } of rows) checkVector(vector, this.dimensions);
    this.#repo.put(kind, rows);
  }

  missing(kind: 'image'): Iterable<MissingImage>;
  missing(kind: 'text'): Iterable<MissingText>;
  missing(kind: EmbeddingKind): Iterable<MissingImage | MissingText> {
    return kind === 'image' ? this.#repo.missingImages() : this.#repo.missingTexts();
  }

  countMissing(kind: EmbeddingKind): number {
    return this.#repo.countMissing(kind);
  }

  /** Distinct contents of the library that have a vector. */
  countPresent(kind: EmbeddingKind): number {
    return this.#repo.countPresent(kind);
  }

  link(_kind: EmbeddingKind, rows: readonly { readonly label: number; readonly hash: string }[]): number {
    return rows.length;
  }

  refresh(_kind: EmbeddingKind, _labels: Iterable<number>): void {}

  save(): Promise<void> {
    return Promise.resolve();
  }
}

export function chunked<T>(items: Iterable<T>): T[][] {
  const all = [...items];
  return Array.from({ length: Math.ceil(all.length / batch) }, (_, at) => all.slice(at * batch, (at + 1) * batch));
}
