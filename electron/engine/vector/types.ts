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
   * scanned exactly, a large one filters the graph search. `ef`: candidates a graph search keeps, where less than the usual will do.
   */
  search(query: Float32Array, k: number, among?: ReadonlySet<number>, ef?: number): Neighbour[];
  /** Mean cosine between vectors taken at random; `undefined` while there are few. Takes milliseconds. */
  background(): number | undefined;
}

export type EmbeddingKind = 'image' | 'text';

/** Whose vectors are meant. */
export interface EmbeddingScope {
  readonly modelId: string;
  readonly pipelineVersion: number;
  readonly dimensions: number;
}

/** An image without a vector of the active model and pipeline. */
export interface MissingImage {
  readonly hash: string;
  /** A readable file with this content. */
  readonly path: string;
  /** Rows of `images` that show it. */
  readonly labels: readonly number[];
}

/** A product text without a vector of the active model and pipeline. */
export interface MissingText {
  readonly hash: string;
  /** Products whose `text_hash` it is; never empty. */
  readonly labels: readonly number[];
}

export interface VectorStatus {
  readonly kind: 'hnsw' | 'exact';
  /** Why exact scan stands in for HNSW, null otherwise. */
  readonly reason: string | null;
  readonly images: number;
  readonly texts: number;
  readonly rebuilding: boolean;
}

/**
 * The vectors of one open library under one model; `LibraryVectors` implements it. SQLite is the truth and is written
 * first; the indexes follow it, and opening brings them in step again after a kill at any point.
 */
export interface VectorsPort {
  readonly modelId: string;
  readonly dimensions: number;
  /** Labels are `images.id`. */
  readonly images: VectorIndex;
  /** Labels are `products.id`. */
  readonly texts: VectorIndex;
  /** Which of these contents have a vector already. */
  embedded(kind: EmbeddingKind, hashes: Iterable<string>): Set<string>;
  /** The stored vector of a content, indexed or not. */
  embedding(kind: EmbeddingKind, hash: string): Float32Array | undefined;
  /** Writes vectors to SQLite in one transaction; `link` or `refresh` brings them into the index. */
  storeEmbeddings(kind: EmbeddingKind, rows: readonly { readonly hash: string; readonly vector: Float32Array }[]): void;
  /**
   * Puts the stored vector of each hash into the index under its label; a label whose hash has no vector yet leaves the index.
   * Cheap (the graph is brought up to date between other work), so thousands a call are fine. Answers how many were put in.
   */
  link(kind: EmbeddingKind, rows: readonly { readonly label: number; readonly hash: string }[]): number;
  unlink(kind: EmbeddingKind, labels: Iterable<number>): void;
  /** Brings these labels in step with what SQLite says of them: linked, replaced, or taken out when they are gone. */
  refresh(kind: EmbeddingKind, labels: Iterable<number>): void;
  /** What still has to be encoded, each content once, read page by page: storing while iterating is fine. Failed files are left out. */
  missing(kind: 'image'): Iterable<MissingImage>;
  missing(kind: 'text'): Iterable<MissingText>;
  /** Contents that `missing` would name. */
  countMissing(kind: EmbeddingKind): number;
  status(): VectorStatus;
  /** Resolves when no graph work is waiting or running. */
  idle(): Promise<void>;
  /** Writes the caches, when something changed since they were written. */
  save(): Promise<void>;
  /** Stops background work, saves, and lets go. The database stays open. */
  close(): Promise<void>;
}

/** Where a run that computes vectors puts them: the model in use, or one that is prepared beside it and that no index follows yet. */
export type VectorTarget = Pick<
  VectorsPort,
  'modelId' | 'embedded' | 'storeEmbeddings' | 'missing' | 'countMissing' | 'link' | 'refresh' | 'save'
> & { readonly texts: Pick<VectorIndex, 'has'> };
