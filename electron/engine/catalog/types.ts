/** What other domains put into the catalog and hear from it. */
import type { ErrorCode } from '../../contract/errors.ts';

export interface TagName {
  readonly group: string;
  readonly name: string;
}

/** A product as a source describes it. */
export interface ProductDraft {
  /** Unique within its source. */
  readonly sku: string;
  readonly title: string;
  readonly description: string;
  readonly price: number | null;
  readonly currency: string | null;
  readonly url: string | null;
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: readonly TagName[];
  /** Rows of `files`, best picture first. */
  readonly fileIds: readonly number[];
}

export interface CatalogChange {
  /** Products added or changed in text, tags, price or images. */
  readonly changed: readonly number[];
  readonly removed: readonly number[];
  /** Images that left with their product or were taken off it. */
  readonly removedImages: readonly number[];
}

/** One product as ranking and filtering need it, small enough to hold 50,000 of them in memory. */
export interface CatalogRow {
  readonly productId: number;
  readonly sourceId: number;
  readonly sku: string;
  readonly title: string;
  readonly price: number | null;
  readonly createdAt: string;
  readonly textHash: string;
  readonly tagIds: readonly number[];
  readonly imageIds: readonly number[];
  readonly hasProblem: boolean;
}

export interface ProblemDraft {
  readonly productSku: string | null;
  readonly path: string | null;
  readonly row: number | null;
  readonly code: ErrorCode;
  readonly reason: string;
}

/**
 * The catalog as the rest of the engine uses it; `Catalog` in service.ts implements it. Writing is synchronous and transactional.
 */
export interface CatalogPort {
  /** Adds or updates products of a source. Product and image ids survive an update; what did not change is not touched. */
  upsert(sourceId: number, drafts: readonly ProductDraft[]): { added: number; updated: number; unchanged: number };
  /** Takes out the products of a source whose sku is not in `keep`; answers how many. */
  removeMissing(sourceId: number, keep: ReadonlySet<string>): number;
  /** Replaces the recorded problems of a source by these; `since` of a problem that persists is kept. */
  setProblems(sourceId: number, problems: readonly ProblemDraft[]): void;
  onChange(listener: (change: CatalogChange) => void): () => void;
  /** All products, or those with the given ids, in id order. */
  rows(ids?: readonly number[]): Iterable<CatalogRow>;
  tagsById(): ReadonlyMap<number, TagName>;
}
