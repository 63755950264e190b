/** The SQL of variants. Those that write expect to run inside a transaction. */
import { z } from 'zod';
import type { Product } from '../../contract/catalog.ts';
import type { Database } from '../db/database.ts';
import { unicodeForms } from '../text/normalise.ts';
import { askedPrice, priceRangeOf } from './asked-price.ts';
import type { VariantDraft } from './types.ts';

type ShownVariant = Product['variants'][number];

interface VariantRow {
  readonly sku: string;
  readonly options: string;
  readonly price: number | null;
  readonly sale_price: number | null;
  readonly sale_from: string | null;
  readonly sale_to: string | null;
  readonly asked: number | null;
  readonly compare_price: number | null;
  readonly currency: string | null;
  readonly stock: number | null;
  readonly barcode: string;
  readonly line: number;
}

export interface Offer {
  readonly productId: number;
  /** Of the table, counted from 1 with the header. */
  readonly line: number;
  readonly stock: number | null;
  /** What it costs now. */
  readonly asked: number | null;
  /** What it costs when there is no sale. */
  readonly price: number | null;
  /** What the price was, or is said to be elsewhere. */
  readonly comparePrice: number | null;
}

type StoredRow = VariantRow & { readonly position: number; readonly file_id: number | null };

const columns = [
  'sku',
  'options',
  'price',
  'sale_price',
  'sale_from',
  'sale_to',
  'asked',
  'compare_price',
  'currency',
  'stock',
  'barcode',
  'file_id',
  'line',
] as const;

const optionsSchema = z.array(z.tuple([z.string(), z.string()]));

export class VariantRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  /** What is left of each variant, null where nothing is said, by product. */
  stocks(productIds: readonly number[]): Map<number, (number | null)[]> {
    const rows = this.#db.all<{ productId: number; stock: number | null }>(
      'SELECT product_id AS productId, stock FROM variants WHERE product_id IN (SELECT value FROM json_each(?))',
      JSON.stringify(productIds),
    );
    const found = new Map<number, (number | null)[]>();
    for (const { productId, stock } of rows) found.set(productId, [...(found.get(productId) ?? []), stock]);
    return found;
  }

  /** What every variant costs now and before, and what is left of it; in the order of the products. */
  *offers(): Generator<Offer> {
    yield* this.#db.iterate<Offer>(
      `SELECT product_id AS productId, line, stock, asked, price, compare_price AS comparePrice FROM variants
       ORDER BY product_id, position`,
    );
  }

  /** Replaces the variants of a product; answers whether any differs from before. */
  put(productId: number, variants: readonly VariantDraft[], now: Date): boolean {
    const present = new Map(
      this.#db
        .all<StoredRow>(`SELECT position, ${columns.join(', ')} FROM variants WHERE product_id = ?`, productId)
        .map((row) => [row.position, columns.map((column) => row[column])]),
    );
    let changed = false;
    for (const [position, variant] of variants.entries()) {
      const values = valuesOf(variant, now);
      const known = present.get(position);
      present.delete(position);
      if (known !== undefined && values.every((value, place) => value === known[place])) continue;
      changed = true;
      this.#db.run(
        `INSERT OR REPLACE INTO variants (product_id, position, ${columns.join(', ')})
         VALUES (?, ?, ${columns.map(() => '?').join(', ')})`,
        productId,
        position,
        ...values,
      );
    }
    for (const position of present.keys()) {
      changed = true;
      this.#db.run('DELETE FROM variants WHERE product_id = ? AND position = ?', productId, position);
    }
    return changed;
  }

  /** In the order of the table. */
  ofProduct(productId: number): ShownVariant[] {
    return this.#db
      .all<VariantRow & { readonly image_id: number | null }>(
        `SELECT v.sku, v.options, v.price, v.sale_price, v.sale_from, v.sale_to, v.asked, v.compare_price, v.currency,
           v.stock, v.barcode, v.line, i.id AS image_id
         FROM variants v LEFT JOIN images i ON i.product_id = v.product_id AND i.file_id = v.file_id
         WHERE v.product_id = ? ORDER BY v.position`,
        productId,
      )
      .map((row) => ({
        sku: row.sku,
        options: optionsSchema.parse(JSON.parse(row.options)).map(([name, value]) => ({ name, value })),
        price: row.asked,
        usualPrice: row.price,
        sale: row.sale_price === null ? null : { price: row.sale_price, from: row.sale_from, to: row.sale_to },
        comparePrice: row.compare_price,
        currency: row.currency,
        stock: row.stock,
        barcode: row.barcode,
        imageId: row.image_id,
        line: row.line,
      }));
  }

  /** The numbers of the variants of a product, each once. */
  skus(productId: number): string[] {
    return this.#db
      .all<{ sku: string }>(
        `SELECT DISTINCT sku FROM variants WHERE product_id = ? AND sku <> '' ORDER BY position`,
        productId,
      )
      .map(({ sku }) => sku);
  }

  /** Products that have a variant of one of these numbers or barcodes, whatever its case. */
  numbered(numbers: readonly string[]): number[] {
    return this.#db
      .all<{ id: number }>(
        `SELECT product_id AS id FROM variants
         WHERE sku <> '' AND sku COLLATE NOCASE IN (SELECT value FROM json_each(?))
         UNION SELECT product_id AS id FROM variants
         WHERE barcode <> '' AND barcode IN (SELECT value FROM json_each(?)) ORDER BY id`,
        JSON.stringify(numbers.flatMap(unicodeForms)),
        JSON.stringify(numbers.flatMap(barcodeForms)),
      )
      .map(({ id }) => id);
  }

  /** Variants of these products that carry one of the numbers, as they are written. */
  matching(productIds: readonly number[], numbers: readonly string[]): { productId: number; text: string }[] {
    const ids = JSON.stringify(productIds);
    return this.#db.all<{ productId: number; text: string }>(
      `SELECT product_id AS productId, sku AS text FROM variants
       WHERE product_id IN (SELECT value FROM json_each(?)) AND sku <> ''
         AND sku COLLATE NOCASE IN (SELECT value FROM json_each(?))
       UNION SELECT product_id AS productId, barcode AS text FROM variants
       WHERE product_id IN (SELECT value FROM json_each(?)) AND barcode <> ''
         AND barcode IN (SELECT value FROM json_each(?)) ORDER BY productId, text`,
      ids,
      JSON.stringify(numbers.flatMap(unicodeForms)),
      ids,
      JSON.stringify(numbers.flatMap(barcodeForms)),
    );
  }

  /** Brings what is asked in step with the sales that run now; answers the products whose variants cost another price than before. */
  renewAsked(
    now: Date,
  ): { readonly productId: number; readonly price: number | null; readonly priceTo: number | null }[] {
    const timed = this.#db.all<VariantRow & { readonly id: number; readonly product_id: number }>(
      `SELECT id, product_id, price, sale_price, sale_from, sale_to, asked FROM variants
       WHERE sale_from IS NOT NULL OR sale_to IS NOT NULL`,
    );
    const changed = new Set<number>();
    for (const row of timed) {
      const asked = askedPrice(saleOf(row), now);
      if (asked === row.asked) continue;
      changed.add(row.product_id);
      this.#db.run('UPDATE variants SET asked = ? WHERE id = ?', asked, row.id);
    }
    return [...changed].map((productId) => ({ productId, ...priceRangeOf(this.#asked(productId)) }));
  }

  #asked(productId: number): (number | null)[] {
    return this.#db
      .all<{ asked: number | null }>('SELECT asked FROM variants WHERE product_id = ?', productId)
      .map(({ asked }) => asked);
  }
}

function saleOf(row: Pick<VariantRow, 'price' | 'sale_price' | 'sale_from' | 'sale_to'>) {
  const { price, sale_price: sale, sale_from: from, sale_to: to } = row;
  return { price, sale: sale === null ? null : { price: sale, from, to } };
}

function valuesOf(variant: VariantDraft, now: Date): (string | number | null)[] {
  const { sale } = variant;
  return [
    variant.sku,
    JSON.stringify(variant.options.map(({ name, value }) => [name, value])),
    variant.price,
    sale?.price ?? null,
    sale?.from ?? null,
    sale?.to ?? null,
    askedPrice(variant, now),
    variant.comparePrice,
    variant.currency,
    variant.stock,
    variant.barcode,
    variant.fileId,
    variant.line,
  ];
}

/** A spreadsheet takes zeros off the front of a barcode, and a scanner puts them there: an UPC is an EAN with a zero before it. */
function barcodeForms(text: string): string[] {
  const digits = text.replace(/[\s-]/g, '');
  if (!/^\d{6,14}$/.test(digits)) return [text];
  const bare = digits.replace(/^0+/, '');
  return [...new Set([text, digits, bare, ...[8, 12, 13, 14].map((length) => bare.padStart(length, '0'))])];
}
