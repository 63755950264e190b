/**
 * Reads all products at once for ranking, filtering and embedding. Rows come as arrays, and the tags and images of a product as one
 * comma-joined string: with 50,000 products the time goes into what crosses from SQLite into JavaScript.
 */
import type { Database } from '../db/database.ts';
import type { MergedView } from './merged-view.ts';
import { productText } from './product-text.ts';
import type { CatalogRow, ProductText } from './types.ts';
import type { VocabularyRepo } from './vocabulary-repo.ts';

type ProductRow = readonly [
  id: number,
  sourceId: number,
  sku: string,
  title: string,
  price: number | null,
  createdAt: string,
  textHash: string,
  hasProblem: 0 | 1,
  morePrices: string | null,
  language: string,
];

type IdsRow = readonly [productId: number, ids: string];

const chosen = 'IN (SELECT value FROM json_each(?))';
const products = `SELECT p.id, p.source_id, p.sku, p.title, p.price, p.created_at, p.text_hash,
  EXISTS (SELECT 1 FROM problems q WHERE q.product_id = p.id),
  iif(p.price_to IS NULL, NULL,
    coalesce((SELECT group_concat(v.asked) FROM variants v WHERE v.product_id = p.id AND v.asked > p.price), p.price_to)
  ), p.language FROM products p`;
const tagIds = `SELECT product_id, group_concat(tag_id) FROM product_tags WHERE provenance <> 'rejected'`;
const imageIds = 'SELECT product_id, group_concat(id ORDER BY position, id) FROM images';
const grouped = 'GROUP BY product_id ORDER BY product_id';

const queries = {
  all: {
    products: `${products} ORDER BY p.id`,
    tagIds: `${tagIds} ${grouped}`,
    imageIds: `${imageIds} ${grouped}`,
  },
  some: {
    products: `${products} WHERE p.id ${chosen} ORDER BY p.id`,
    tagIds: `${tagIds} AND product_id ${chosen} ${grouped}`,
    imageIds: `${imageIds} WHERE product_id ${chosen} ${grouped}`,
  },
};

export class CatalogRowRepo {
  readonly #db: Database;
  readonly #vocabulary: VocabularyRepo;
  readonly #merged: MergedView;

  constructor(database: Database, vocabulary: VocabularyRepo, merged: MergedView) {
    this.#db = database;
    this.#vocabulary = vocabulary;
    this.#merged = merged;
  }

  /**
   * All products, or those with the given ids, in id order; tag ids in order, image ids best image first. Merged products are one row,
   * that of their keeper; what a person took out is none.
   */
  read(ids?: readonly number[]): CatalogRow[] {
    const rows = this.#asStored(ids);
    const { keepers, removed } = this.#merged;
    if (keepers.size + removed.size === 0) return rows;
    return rows
      .filter(({ productId }) => !keepers.has(productId) && !removed.has(productId))
      .map((row) => this.#withMembers(row));
  }

  #withMembers(row: CatalogRow): CatalogRow {
    const merged = this.#merged.of(row.productId);
    if (merged === undefined) return row;
    const all = new Map(this.#asStored([row.productId, ...merged.memberIds]).map((part) => [part.productId, part]));
    const tagIds = merged.tags === 'keeper' ? row.tagIds : [...all.values()].flatMap((part) => part.tagIds);
    return {
      ...row,
      title: all.get(merged.titleFrom)?.title ?? row.title,
      price: (all.get(merged.priceFrom) ?? row).price,
      morePrices: (all.get(merged.priceFrom) ?? row).morePrices,
      tagIds: [...new Set(tagIds)].sort((a, b) => a - b),
      imageIds: [...row.imageIds, ...merged.imageIds],
    };
  }

  #asStored(ids: readonly number[] | undefined): CatalogRow[] {
    const query = ids === undefined ? queries.all : queries.some;
    const list = ids === undefined ? [] : [JSON.stringify(ids)];
    const tags = new Cursor(this.#arrays<IdsRow>(query.tagIds, list));
    const images = new Cursor(this.#arrays<IdsRow>(query.imageIds, list));
    return this.#arrays<ProductRow>(query.products, list).map((row) => ({
      productId: row[0],
      sourceId: row[1],
      sku: row[2],
      title: row[3],
      price: row[4],
      createdAt: row[5],
      textHash: row[6],
      tagIds: tags.take(row[0]),
      imageIds: images.take(row[0]),
      hasProblem: row[7] === 1,
      morePrices: row[8] === null ? none : risingAmounts(row[8]),
      language: row[9],
    }));
  }

  /** Product id -> language, of all products. */
  languages(): Map<number, string> {
    const rows = this.#db.all<{ id: number; language: string }>('SELECT id, language FROM products');
    return new Map(rows.map(({ id, language }) => [id, language]));
  }

  /**
   * The texts to embed, of all products or of those with the given ids, in id order. Each as the product is listed itself, merged or not:
   * its text vector stays the same.
   */
  texts(ids?: readonly number[]): ProductText[] {
    const tags = this.#vocabulary.byId();
    return this.#asStored(ids).map((row) => ({
      productId: row.productId,
      textHash: row.textHash,
      text: productText({ sku: row.sku, title: row.title, tags: row.tagIds.flatMap((id) => tags.get(id) ?? []) }),
    }));
  }

  #arrays<T>(sql: string, values: readonly string[]): T[] {
    const statement = this.#db.statement(sql);
    statement.setReturnArrays(true);
    return statement.all(...values) as unknown as T[];
  }
}

/** Shared by all products with one price. */
const none: readonly number[] = [];

function risingAmounts(list: string): number[] {
  return [...new Set(list.split(',').map(Number))].sort((a, b) => a - b);
}

/** Walks id lists beside the products, both in product order. */
class Cursor {
  readonly #rows: readonly IdsRow[];
  #at = 0;

  constructor(rows: readonly IdsRow[]) {
    this.#rows = rows;
  }

  take(productId: number): number[] {
    const row = this.#rows[this.#at];
    if (row?.[0] !== productId) return [];
    this.#at++;
    return row[1].split(',').map(Number);
  }
}
