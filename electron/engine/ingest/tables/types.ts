/** What comes out of a product table. */

import type { ErrorCode } from '../../../contract/errors.ts';
import type { TableOptions } from '../../../contract/ingest.ts';
import type { SourceRow, TagName, Variant } from '../../catalog/types.ts';

export type { TableOptions };

export interface TableVariant extends Variant {
  /** Its own image among those of the product, as an absolute path. */
  readonly imagePath: string | null;
}

/** One product of a table, its rows merged and its image paths resolved to files that exist. */
export interface TableProduct {
  readonly kind: 'product';
  readonly sku: string;
  readonly title: string;
  readonly description: string;
  /** The lowest of its variants. */
  readonly price: number | null;
  /** The highest, where it is another. */
  readonly priceTo: number | null;
  readonly currency: string | null;
  readonly url: string | null;
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: readonly TagName[];
  readonly variants: readonly TableVariant[];
  /** Absolute paths, in the order of the table. */
  readonly imagePaths: readonly string[];
  /** Images of the web among those that it names, fetched or not. */
  readonly addresses: readonly string[];
  /** Line of the table where the product starts, counted from 1 with the header. */
  readonly row: number;
  /** Every row that it was made from, with every cell as the table has it. */
  readonly rows: readonly SourceRow[];
}

/** Something in the table that could not be taken as it stands; reading goes on. */
export interface TableProblem {
  readonly kind: 'problem';
  readonly code: ErrorCode;
  readonly reason: string;
  readonly row: number | null;
  readonly sku: string | null;
  /** The image that is missing or remote, as an absolute path or URL; null when the row itself is at fault. */
  readonly path: string | null;
}

export type TableItem = TableProduct | TableProblem;
