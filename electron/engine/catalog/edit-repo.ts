/** The SQL of what people changed of products, and of products that they took out. */
import type { ProductField } from '../../contract/exchange.ts';
import type { Database } from '../db/database.ts';

/** JSON where it says so: see the migration. */
export interface StoredEdit {
  readonly productKey: number;
  readonly field: ProductField;
  readonly value: string;
  readonly base: string;
  readonly source: string;
  readonly by: string;
  readonly at: string;
}

export interface StoredRemoval {
  readonly productKey: number;
  readonly by: string;
  readonly at: string;
}

const editColumns =
  'e.product_key AS productKey, e.field, e.value, e.base, e.source, e.edited_by AS "by", e.edited_at AS at';
const selectRemovals = 'SELECT product_key AS productKey, removed_by AS "by", removed_at AS at FROM product_removals';

export class EditRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  /** All edits, or those of some products, in the order of the keys. */
  all(productKeys?: readonly number[]): StoredEdit[] {
    const select = `SELECT ${editColumns} FROM product_edits e`;
    if (productKeys === undefined) return this.#db.all<StoredEdit>(`${select} ORDER BY product_key, field`);
    return this.#db.all<StoredEdit>(
      `${select} WHERE e.product_key IN (SELECT value FROM json_each(?)) ORDER BY product_key, field`,
      JSON.stringify(productKeys),
    );
  }

  get(productKey: number, field: ProductField): StoredEdit | undefined {
    return this.#db.get<StoredEdit>(
      `SELECT ${editColumns} FROM product_edits e WHERE e.product_key = ? AND e.field = ?`,
      productKey,
      field,
    );
  }

  /** Of the product with this number in the source. */
  ofSku(sourceId: number, sku: string): StoredEdit[] {
    return this.#db.all<StoredEdit>(
      `SELECT ${editColumns} FROM product_keys k JOIN product_edits e ON e.product_key = k.id
       WHERE k.source = (SELECT path FROM sources WHERE id = ?) AND k.sku = ?`,
      sourceId,
      sku,
    );
  }

  ofProduct(productId: number, field: ProductField): StoredEdit | undefined {
    return this.#db.get<StoredEdit>(
      `SELECT ${editColumns} FROM products p JOIN sources s ON s.id = p.source_id
       JOIN product_keys k ON k.source = s.path AND k.sku = p.sku
       JOIN product_edits e ON e.product_key = k.id AND e.field = ? WHERE p.id = ?`,
      field,
      productId,
    );
  }

  put({ productKey, field, value, base, source, by, at }: StoredEdit): void {
    this.#db.run(
      `INSERT OR REPLACE INTO product_edits (product_key, field, value, base, source, edited_by, edited_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      productKey,
      field,
      value,
      base,
      source,
      by,
      at,
    );
  }

  remove(productKey: number, field: ProductField): void {
    this.#db.run('DELETE FROM product_edits WHERE product_key = ? AND field = ?', productKey, field);
  }

  removals(productKeys?: readonly number[]): StoredRemoval[] {
    if (productKeys === undefined) return this.#db.all<StoredRemoval>(`${selectRemovals} ORDER BY product_key`);
    const list = JSON.stringify(productKeys);
    return this.#db.all<StoredRemoval>(
      `${selectRemovals} WHERE product_key IN (SELECT value FROM json_each(?)) ORDER BY product_key`,
      list,
    );
  }

  putRemoval({ productKey, by, at }: StoredRemoval): void {
    this.#db.run(
      'INSERT OR REPLACE INTO product_removals (product_key, removed_by, removed_at) VALUES (?, ?, ?)',
      productKey,
      by,
      at,
    );
  }

  takeBackRemoval(productKey: number): void {
    this.#db.run('DELETE FROM product_removals WHERE product_key = ?', productKey);
  }

  /** The products that these keys stand for. */
  productsOf(productKeys: readonly number[]): number[] {
    return this.#db
      .all<{ id: number }>(
        `SELECT p.id FROM json_each(?) wanted JOIN product_keys k ON k.id = wanted.value
         JOIN sources s ON s.path = k.source JOIN products p ON p.source_id = s.id AND p.sku = k.sku`,
        JSON.stringify(productKeys),
      )
      .map(({ id }) => id);
  }

  /** Of products that others were merged into: their keys with the fields that a person edited. */
  editedFields(): Map<number, Set<string>> {
    const rows = this.#db.all<{ productKey: number; field: string }>(
      `SELECT e.product_key AS productKey, e.field FROM product_edits e
       WHERE e.product_key IN (SELECT keeper_key FROM merges)`,
    );
    return new Map(
      [...Map.groupBy(rows, ({ productKey }) => productKey)].map(([key, own]) => [
        key,
        new Set(own.map(({ field }) => field)),
      ]),
    );
  }
}
