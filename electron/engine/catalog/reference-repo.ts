/** Everything by which files of other programs name the products of the catalog, one after the other. */
import type { Database } from '../db/database.ts';

export interface ProductNames {
  readonly id: number;
  readonly sku: string;
  readonly title: string;
  readonly url: string | null;
  /** Of attributes, as JSON: a barcode may be among them. */
  readonly attributes: string;
}

export interface VariantNames {
  readonly productId: number;
  readonly sku: string;
  readonly barcode: string;
}

export class ReferenceRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  /** The oldest first. */
  products(): Generator<ProductNames> {
    return this.#db.iterate<ProductNames>('SELECT id, sku, title, url, attributes FROM products ORDER BY id');
  }

  variants(): Generator<VariantNames> {
    return this.#db.iterate<VariantNames>(
      `SELECT product_id AS productId, sku, barcode FROM variants WHERE sku <> '' OR barcode <> '' ORDER BY product_id, position`,
    );
  }
}
