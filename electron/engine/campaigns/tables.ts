/** A set as tables that shop systems take in: what puts its products into a collection, a category, or under a label of a feed. */
import type { CampaignForm } from '../../contract/campaigns.ts';
import type { Product } from '../../contract/catalog.ts';
import { writeCsv } from '../text/csv.ts';
import type { ProductFacts } from './facts.ts';

export interface GivenProduct {
  readonly product: Product;
  readonly facts: ProductFacts;
  /** The first row of its table by the names of its columns, and which shop system wrote it; null for a product of a folder. */
  readonly row: { readonly format: string; readonly cells: ReadonlyMap<string, string> } | null;
}

export interface GivenTable {
  readonly ending: 'csv' | 'tsv';
  readonly mime: string;
  readonly text: string;
  readonly products: number;
  /** Titles of products without the number that the form needs. */
  readonly without: readonly string[];
}

type TableForm = Exclude<CampaignForm, 'png' | 'pdf'>;

/** Of a value of a custom label, as Google has it. */
export const longestLabel = 100;

export function writeSet(
  given: readonly GivenProduct[],
  { name, form, label }: { readonly name: string; readonly form: TableForm; readonly label: number },
): GivenTable {
  const { header, rows } = tables[form](given, name, label);
  const told = given.map((one) => ({ one, lines: rows(one) }));
  const ending = form === 'google' ? 'tsv' : 'csv';
  return {
    ending,
    mime: ending === 'tsv' ? 'text/tab-separated-values' : 'text/csv',
    text: writeCsv([header, ...told.flatMap(({ lines }) => lines)], '\n', ending === 'tsv' ? '\t' : ','),
    products: told.filter(({ lines }) => lines.length > 0).length,
    without: told.filter(({ lines }) => lines.length === 0).map(({ one }) => one.product.title),
  };
}

interface Table {
  readonly header: string[];
  /** None where the product has no number. */
  readonly rows: (given: GivenProduct) => string[][];
}

const tables: Readonly<Record<TableForm, (given: readonly GivenProduct[], name: string, label: number) => Table>> = {
  /**
   * The column "Collection" of Shopify's product table puts a product into a collection, and makes it where there is none. Tags are for a
   * collection with a condition; an import replaces them, so that they are written only where the tags of the shop are known.
   */
  shopify: (given, name) => {
    const ofShop = given.every(({ row }) => row?.format === 'shopify' && cellOf(row, /^tags$/i) !== undefined);
    return {
      header: ['Handle', 'Title', 'Collection', ...(ofShop ? ['Tags'] : [])],
      rows: ({ product, row }) => {
        const handle = (row?.format === 'shopify' ? cellOf(row, /^(?:url )?handle$/i) : undefined) ?? product.sku;
        const tags = ofShop ? [listed(cellOf(row, /^tags$/i) ?? '', name.replaceAll(',', ' '))] : [];
        return handle === '' ? [] : [[handle, product.title, name, ...tags]];
      },
    };
  },
  /** An import replaces the categories of a product: those of a table of the shop stay beside the new one. A comma in a name has a backslash. */
  woocommerce: (_, name) => ({
    header: ['SKU', 'Name', 'Categories'],
    rows: ({ product, row }) => {
      const before =
        row?.format === 'woocommerce' ? cellOf(row, /^(?:categories|kategorien|catégories|categorías|分类)$/i) : '';
      const category = name.replaceAll('>', '›').replaceAll(',', '\\,');
      return product.sku === '' ? [] : [[product.sku, product.title, listed(before ?? '', category)]];
    },
  }),
  /** A supplemental feed: its ids are those of the main one, which are of variants where there are some. */
  google: (_, name, label) => ({
    header: ['id', `custom_label_${label}`],
    rows: ({ product }) => {
      const own = [...new Set(product.variants.flatMap(({ sku }) => (sku === '' ? [] : [sku])))];
      const ids = own.length > 0 ? own : product.sku === '' ? [] : [product.sku];
      return ids.map((id) => [id, [...name].slice(0, longestLabel).join('')]);
    },
  }),
  csv: (given) => {
    const places = new Map(given.map(({ product }, i) => [product.id, i + 1]));
    return {
      header: ['position', 'sku', 'title', 'brand', 'price', 'currency', 'stock', 'margin', 'url'],
      rows: ({ product, facts }) => [
        [
          ...[String(places.get(product.id)), product.sku, product.title, facts.brand ?? ''],
          ...[product.price === null ? '' : String(product.price.amount), product.price?.currency ?? ''],
          ...[facts.stock === null ? '' : String(facts.stock), facts.margin === null ? '' : facts.margin.toFixed(4)],
          product.url ?? '',
        ],
      ],
    };
  },
};

function cellOf(row: GivenProduct['row'], name: RegExp): string | undefined {
  for (const [column, cell] of row?.cells ?? []) if (name.test(column.trim())) return cell.trim();
  return undefined;
}

/** A list with one more, if it does not have it. */
function listed(cell: string, one: string): string {
  const before = cell
    .split(/(?<!\\),/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return before.includes(one) ? cell : [...before, one].join(', ');
}
