/** What comes out of a product table. */

import type { ErrorCode } from '../../../contract/errors.ts';
import type { TableOptions } from '../../../contract/ingest.ts';
import type { SourceRow, TagName } from '../../catalog/types.ts';

export type { TableOptions };

/** One thing of a product that can be bought: a row of its own in most tables, an entry of a cell in some. */
export interface TableVariant {
  /** '' where the table gives it no number of its own. */
  readonly sku: string;
  readonly options: readonly { readonly name: string; readonly value: string }[];
  readonly price: number | null;
  /** What the price was, or is said to be elsewhere. */
  readonly comparePrice: number | null;
  readonly currency: string | null;
  readonly stock: number | null;
  readonly barcode: string;
  readonly line: number;
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
