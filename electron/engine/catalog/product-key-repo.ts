/**
 * What stands for a product for ever, whatever becomes of its row: source and sku, or, once no product has those, the content of its first image.
 * Verdicts and merges hang on these keys and so survive re-import, moves and a change of model.
 */
import type { Database } from '../db/database.ts';
import { noProduct } from './product-read-repo.ts';

export interface ProductKeyRow {
  readonly id: number;
  /** Path of the source. */
  readonly source: string;
  readonly sku: string;
  readonly hash: string | null;
}

const firstHash = `(SELECT f.content_hash FROM images i JOIN files f ON f.id = i.file_id
  WHERE i.product_id = p.id AND f.content_hash IS NOT NULL ORDER BY i.position, i.id LIMIT 1)`;

export class ProductKeyRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  /**
   * The key that stands for a product for ever, made when there is none. One that was found again by its image keeps its key, at its new
   * address. @throws {AppError} `NOT_FOUND`
   */
  of(productId: number): number {
    const row = this.#db.get<{ source: string; sku: string; hash: string | null; createdAt: string }>(
      `SELECT s.path AS source, p.sku, ${firstHash} AS hash, p.created_at AS createdAt
       FROM products p JOIN sources s ON s.id = p.source_id WHERE p.id = ?`,
      productId,
    );
    if (row === undefined) throw noProduct(productId);
    if (this.#known(row.source, row.sku) === undefined && this.#mayHaveMoved(row.hash, row.createdAt)) {
      for (const [key, product] of this.products()) {
        if (product !== productId) continue;
        this.#db.run('UPDATE product_keys SET source = ?, sku = ? WHERE id = ?', row.source, row.sku, key);
        break;
      }
    }
    return this.put(row.source, row.sku, row.hash);
  }

  #known(source: string, sku: string): number | undefined {
    return this.#db.get<{ id: number }>('SELECT id FROM product_keys WHERE source = ? AND sku = ?', source, sku)?.id;
  }

  #mayHaveMoved(hash: string | null, createdAt: string): boolean {
    const sql = 'SELECT 1 AS found FROM product_keys WHERE content_hash = ? AND created_at < ? LIMIT 1';
    return hash !== null && this.#db.get<{ found: number }>(sql, hash, createdAt) !== undefined;
  }

  /**
   * The product that a key from another library means: the one at that address, else the only one with its number and image, the only one with
   * its image, or, where the image is not known, the only one with its number.
   */
  match(source: string, sku: string, hash: string | null): number | undefined {
    const only = (sql: string, ...values: string[]): number | undefined => {
      const rows = this.#db.all<{ id: number }>(`${sql} LIMIT 2`, ...values);
      return rows.length === 1 ? rows[0]?.id : undefined;
    };
    const here = only(
      'SELECT p.id FROM products p JOIN sources s ON s.id = p.source_id WHERE s.path = ? AND p.sku = ?',
      source,
      sku,
    );
    if (here !== undefined) return here;
    if (hash === null) return only('SELECT id FROM products WHERE sku = ?', sku);
    const shown = `SELECT p.id FROM files f JOIN images i ON i.file_id = f.id JOIN products p ON p.id = i.product_id
       WHERE f.content_hash = ? AND ${firstHash} = f.content_hash`;
    return only(`${shown} AND p.sku = ? GROUP BY p.id`, hash, sku) ?? only(`${shown} GROUP BY p.id`, hash);
  }

  /** The key of a source and sku, whose product need not be there; a hash that is given replaces the one kept. */
  put(source: string, sku: string, hash: string | null): number {
    const row = this.#db.put<{ id: number }>(
      `INSERT INTO product_keys (source, sku, content_hash, created_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (source, sku) DO UPDATE SET content_hash = coalesce(excluded.content_hash, content_hash) RETURNING id`,
      source,
      sku,
      hash,
      new Date().toISOString(),
    );
    return (row as { id: number }).id;
  }

  /** What is said of products at one path is said of those with the same numbers at another; what was said there goes the other way. */
  moveSource(from: string, to: string): void {
    // Two keys of one address may not be there for a moment.
    const between = `${from}\u0000`;
    for (const [before, after] of [
      [to, between],
      [from, to],
      [between, from],
    ] as const)
      this.#db.run('UPDATE product_keys SET source = ? WHERE source = ?', after, before);
  }

  /** The key of a product that has one. */
  known(productId: number): number | undefined {
    return this.#db.get<{ id: number }>(
      `SELECT k.id FROM products p JOIN sources s ON s.id = p.source_id
       JOIN product_keys k ON k.source = s.path AND k.sku = p.sku WHERE p.id = ?`,
      productId,
    )?.id;
  }

  /** The product that a key stands for now. */
  productOf(key: number): number | undefined {
    const here = this.#db.get<{ id: number }>(
      `SELECT p.id FROM product_keys k JOIN sources s ON s.path = k.source
       JOIN products p ON p.source_id = s.id AND p.sku = k.sku WHERE k.id = ?`,
      key,
    );
    return here?.id ?? this.products().get(key);
  }

  /** Path of the source and sku of those of these products that are there, merged or not. */
  addresses(productIds: readonly number[]): { productId: number; source: string; sku: string }[] {
    return this.#db.all<{ productId: number; source: string; sku: string }>(
      `SELECT p.id AS productId, s.path AS source, p.sku FROM products p JOIN sources s ON s.id = p.source_id
       WHERE p.id IN (SELECT value FROM json_each(?)) ORDER BY p.id`,
      JSON.stringify(productIds),
    );
  }

  all(): ProductKeyRow[] {
    return this.#db.all<ProductKeyRow>('SELECT id, source, sku, content_hash AS hash FROM product_keys ORDER BY id');
  }

  /**
   * Keys of the products that are there, with the id each has now. A product that was there when the key was made is found by source and sku alone;
   * by its image only one that came later, so that a twin that stays does not inherit what was said of one that left.
   */
  products(): Map<number, number> {
    const found = new Map(
      this.#db
        .all<{ key: number; product: number }>(
          `SELECT k.id AS key, p.id AS product FROM product_keys k JOIN sources s ON s.path = k.source
           JOIN products p ON p.source_id = s.id AND p.sku = k.sku ORDER BY k.id`,
        )
        .map(({ key, product }) => [key, product]),
    );
    const taken = new Set(found.values());
    const moved = this.#db.all<{ key: number; product: number }>(
      `SELECT k.id AS key, p.id AS product FROM product_keys k
       JOIN files f ON f.content_hash = k.content_hash JOIN images i ON i.file_id = f.id JOIN products p ON p.id = i.product_id
       WHERE k.id NOT IN (SELECT value FROM json_each(?)) AND p.created_at > k.created_at AND ${firstHash} = k.content_hash
       ORDER BY k.id, p.sku <> k.sku, p.id`,
      JSON.stringify([...found.keys()]),
    );
    for (const { key, product } of moved) {
      if (found.has(key) || taken.has(product)) continue;
      found.set(key, product);
      taken.add(product);
    }
    return found;
  }
}
