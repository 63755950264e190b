/** What looking through a source gives, before any image is read. */
import type { ProblemDraft, ProductDraft } from '../../catalog/types.ts';
import type { TableVariant } from '../tables/index.ts';

/** A product as the source names it, its images still paths. */
export interface ScannedProduct {
  readonly kind: 'product';
  readonly draft: Omit<ProductDraft, 'fileIds' | 'variants'>;
  /** Of a table; each of their images is one of `imagePaths`. */
  readonly variants: readonly TableVariant[];
  /** Absolute, best image first. */
  readonly imagePaths: readonly string[];
  /** Images of the web that it names, fetched or not. */
  readonly addresses?: readonly string[];
  /** Line of the table it came from, null in a folder. */
  readonly row: number | null;
}

export interface ScanProblem extends ProblemDraft {
  readonly kind: 'problem';
  /** Sku prefix below which nothing could be seen, so that what was there before must not be taken for gone. */
  readonly unseen?: string;
}

export type ScanItem = ScannedProduct | ScanProblem;
