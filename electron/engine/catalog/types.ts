/** What other domains put into the catalog and hear from it. */
import type { ErrorCode } from '../../contract/errors.ts';
import type { ColumnRole, TableOptions } from '../../contract/ingest.ts';
import type { Source } from '../../contract/library.ts';

export interface TagName {
  readonly group: string;
  readonly name: string;
}

/** A row of a table as it stands there, every cell in the order of the columns. */
export interface SourceRow {
  /** Counted from 1 with the header. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** How a table was read, for showing its rows and for writing it back. */
export interface TableHeader {
  /** Names of the columns, in their order. */
  readonly columns: readonly string[];
  readonly format: string;
  readonly encoding: string;
  readonly delimiter: string;
  /** Of a workbook. */
  readonly sheet: string | null;
  /** Absent for a table that was read before this was kept. */
  readonly writing?: TableWriting | undefined;
}

/** What giving the table back needs to know of how it was read. */
export interface TableWriting {
  readonly kind: 'text' | 'workbook' | 'feed';
  /** Of the file that was read. */
  readonly bytes: number;
  readonly sha256: string;
  readonly backslash: boolean;
  /** 0 when the table has no header. */
  readonly headerLine: number;
  /** What the columns mean, in their order. */
  readonly meanings: readonly ColumnMeaning[];
}

export interface ColumnMeaning {
  readonly role: ColumnRole;
  readonly group?: string | undefined;
  /** A `ColumnUse` of engine/dialects. */
  readonly use?: string | undefined;
  readonly rank: number;
  readonly path?: string | undefined;
  readonly separators: readonly string[];
}

/** One thing of a product that can be bought: a row of its own in most tables. */
export interface Variant {
  /** '' where the table gives it no number of its own. */
  readonly sku: string;
  readonly options: readonly { readonly name: string; readonly value: string }[];
  /** What it costs when there is no sale. */
  readonly price: number | null;
  readonly sale: Sale | null;
  /** What the price was, or is said to be elsewhere. */
  readonly comparePrice: number | null;
  readonly currency: string | null;
  readonly stock: number | null;
  readonly barcode: string;
  /** Of the table, counted from 1 with the header. */
  readonly line: number;
}

/** A lower price for a time; null is without an end on that side. ISO 8601 in UTC. */
export interface Sale {
  readonly price: number;
  readonly from: string | null;
  readonly to: string | null;
}

export interface VariantDraft extends Variant {
  /** Its own image among those of the product. */
  readonly fileId: number | null;
}

/** A product as a source describes it. */
export interface ProductDraft {
  /** Unique within its source. */
  readonly sku: string;
  readonly title: string;
  readonly description: string;
  /** The lowest, where variants have several. */
  readonly price: number | null;
  /** The highest, where it is another. */
  readonly priceTo?: number | null;
  readonly currency: string | null;
  readonly url: string | null;
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: readonly TagName[];
  /** In the order of the table; a product of a shop's table has one at least, one of a folder has none. */
  readonly variants?: readonly VariantDraft[];
  /** The rows of a table that it was made from. */
  readonly rows?: readonly SourceRow[];
  /** Rows of `files`, best image first. */
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
  /** The lowest. */
  readonly price: number | null;
  /** What its other variants cost, each amount once, rising. */
  readonly morePrices: readonly number[];
  readonly createdAt: string;
  readonly textHash: string;
  readonly tagIds: readonly number[];
  readonly imageIds: readonly number[];
  readonly hasProblem: boolean;
  /** Of the listing, BCP 47; '' where nothing tells. */
  readonly language: string;
}

/** The fields of a product as it is listed, without its images and tags. */
export interface ListedFields {
  readonly id: number;
  readonly sku: string;
  readonly title: string;
  readonly description: string;
  readonly price: number | null;
  readonly priceTo: number | null;
  readonly currency: string | null;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface CatalogCounts {
  readonly products: number;
  readonly images: number;
  readonly problems: number;
  /** Of the problems, images at addresses that were not fetched yet. */
  readonly unfetched: number;
}

export interface ProblemDraft {
  readonly productSku: string | null;
  readonly path: string | null;
  readonly row: number | null;
  readonly code: ErrorCode;
  readonly reason: string;
}

export interface SourceDraft {
  readonly kind: Source['kind'];
  /** Absolute. */
  readonly path: string;
  readonly layout: Source['layout'];
  readonly options?: TableOptions;
}

export interface StoredSource extends Source {
  readonly options: TableOptions;
}

/** What is embedded of a product, and the key of its vector. */
export interface ProductText {
  readonly productId: number;
  readonly textHash: string;
  readonly text: string;
}
