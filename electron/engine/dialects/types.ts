/**
 * A dialect is what one shop system's product table is like, as data: how it is known, what each column means, how cells are cut. Reading
 * and writing tables work from this alone, so that another system is another file.
 */
import type { ColumnRole, TableFormat } from '../../contract/ingest.ts';

/** The part that a column plays beside its role, in putting rows together or in what a variant is. */
export type ColumnUse =
  /** Another number of the row: it stands in where the sku is empty, and `parent` may name it. */
  | 'id'
  /** The sku or id of the product that the row is a variant of. */
  | 'parent'
  /** The variants of the row: their skus and options, "sku=A-1,size=M|sku=A-2,size=L". */
  | 'children'
  /** Says "variation" where the row belongs to the product above it. */
  | 'relation'
  | 'option-name'
  /** Values of the option with the same number; one, or a list for all variants. */
  | 'option-value'
  /** Options by name and value in one cell: "Colour=Red|Size=M". */
  | 'options'
  /** "Colour:color:0; Size:select:1" and, in another column, "Red:0; M:1". */
  | 'option-names'
  | 'option-values'
  /** The header is the option's name: "size", "color_name". */
  | 'option'
  /** Attributes by name and value: "material=Silk,fit=Slim" or "Material:Silk:1". */
  | 'pairs'
  | 'variant-sku'
  /** The image of the row's variant, where others are those of the product. */
  | 'variant-image'
  /** A price that counts before the usual one, within its time. */
  | 'sale-price'
  /** What a sale takes off the usual price, as an amount or in percent of it. */
  | 'sale-off'
  | 'sale-percent'
  | 'sale-from'
  | 'sale-to'
  /** Both ends of the sale: "2030-02-24T11:07+0100/2030-02-29T23:07+0100". */
  | 'sale-window'
  | 'compare-price'
  | 'stock'
  | 'barcode'
  /** Place of the row's image among those of the product. */
  | 'image-position'
  /** Taken where the description is empty. */
  | 'short-description';

export interface DialectColumn {
  /** Header keys (see `headerKey`) that mean this, the system's own first, then those of other languages; "#" stands for a number. */
  readonly keys: string;
  /** Keys that mean this in a table of the system, and are too common to know it by. */
  readonly also?: string;
  readonly role: ColumnRole;
  /** Tag group, for role "tag". */
  readonly group?: string;
  readonly use?: ColumnUse;
  /** Where cells of one role may be empty, the lower rank is asked first: a sale price before the regular one. */
  readonly rank?: number;
  /** What separates the entries of a cell; null when it is one entry. Without it, that of the dialect. */
  readonly list?: string | null;
  /** What separates the levels of a category: ">" of "Clothing > Shoes". */
  readonly path?: string;
}

export interface Dialect {
  readonly id: Exclude<TableFormat, 'table'>;
  /** Keys that a header must have, each alternative in one string; `a|b` is one of the two. Other languages' keys count as the first. */
  readonly signs: readonly string[];
  readonly columns: readonly DialectColumn[];
  /** Columns that are not listed: left out (their cells are kept all the same), kept as attributes, or guessed. */
  readonly others: 'ignore' | 'attribute' | 'guess';
  /** What separates the entries of tags and options. */
  readonly list: string;
  /** Whether a backslash before the separator keeps it: "Hats\, Caps". */
  readonly escaped?: boolean;
  /** Whether "\n" is written for a line end. */
  readonly lineEnds?: boolean;
  /** Whether blanks in tags are written as "_". */
  readonly underscores?: boolean;
  /** How much of a category's path becomes its tag: all, the last level, or all but the first, which every product has. */
  readonly category: 'whole' | 'last' | 'below-root';
  /** Where a row stands that repeats the header in another language, if there is one. */
  readonly labels?: 'above' | 'below';
  /** Whether rows of the same sku are one product with variants, so that later rows add and do not contradict. */
  readonly variants: boolean;
  /** Whether rows may have no number at all, and are known by their title then. */
  readonly nameless?: boolean;
  /** What a parent reference begins with when it names an id: WooCommerce's "id:21". */
  readonly idPrefix?: string;
  /** How a listing is put away without being deleted: a column by its key and what it says then, the first that the table has. */
  readonly archive?: readonly { readonly key: string; readonly value: string }[];
  /** The system's own table of addresses that lead on to others. Without one, a plain table of old and new numbers is written. */
  readonly redirects?: { readonly header: readonly [from: string, to: string]; address(sku: string): string };
}
