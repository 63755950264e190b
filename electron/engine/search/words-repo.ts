/** SQL of the words index: BM25 over the words of products. */
import type { Database } from '../db/database.ts';
import { ftsTerm } from '../text/segment.ts';

export interface WordHit {
  readonly productId: number;
  /** Okapi BM25 (k1 = 1.2, b = 0.75) as FTS5 computes it, sign turned so that more is better. */
  readonly bm25: number;
}

/** Column weights of title, tags, description and sku. */
export const wordWeights = { title: 4, tags: 3, description: 0.5, sku: 4 } as const;

export class WordsRepo {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** What an FTS5 term adds to the BM25 of each product that has it, by product id, rising; of a range of ids. */
  weigh(term: string, from = 0, to = Number.MAX_SAFE_INTEGER): [productId: number, bm25: number][] {
    const { title, tags, description, sku } = wordWeights;
    return this.#database.tuples<[number, number]>(
      `SELECT rowid, -bm25(product_words, ${title}, ${tags}, ${description}, ${sku})
       FROM product_words WHERE product_words MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid`,
      ftsTerm(term),
      from,
      to,
    );
  }

  /** BM25 of these products alone, by their titles and numbers. */
  matchNames(expression: string, productIds: readonly number[]): WordHit[] {
    const { title, sku } = wordWeights;
    return this.#database.all<WordHit>(
      `SELECT rowid AS productId, -bm25(product_words, ${title}, 0, 0, ${sku}) AS bm25 FROM product_words
       WHERE product_words MATCH ? AND rowid IN (SELECT value FROM json_each(?)) ORDER BY rowid`,
      `{title sku} : (${expression})`,
      JSON.stringify(productIds),
    );
  }

  /** Products whose title or tags hold an FTS5 expression. */
  naming(expression: string): number[] {
    return this.#database
      .tuples<[number]>('SELECT rowid FROM product_words WHERE product_words MATCH ?', `{title tags} : (${expression})`)
      .map(([id]) => id);
  }

  /** Products whose title holds an FTS5 expression, at most `limit`. */
  titled(expression: string, limit: number): number[] {
    return this.#ids(`{title} : (${expression})`, limit);
  }

  /** Products that hold an FTS5 expression anywhere, also on their images, at most `limit`. */
  holding(expression: string, limit: number): number[] {
    const listed = this.#ids(expression, limit);
    return [...new Set([...listed, ...this.#onImages(expression, 0, Number.MAX_SAFE_INTEGER, limit)])].slice(0, limit);
  }

  /** Products whose images show an FTS5 expression, at most `limit`. */
  showing(expression: string, limit: number): number[] {
    return this.#onImages(expression, 0, Number.MAX_SAFE_INTEGER, limit);
  }

  /** Products on whose images an FTS5 term can be read, by id, rising; of a range of ids. */
  onImages(term: string, from = 0, to = Number.MAX_SAFE_INTEGER): number[] {
    return this.#onImages(ftsTerm(term), from, to, -1);
  }

  #onImages(expression: string, from: number, to: number, limit: number): number[] {
    return this.#database
      .tuples<[number]>(
        'SELECT rowid FROM picture_words WHERE picture_words MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid LIMIT ?',
        ...[expression, from, to, limit],
      )
      .map(([id]) => id);
  }

  #ids(expression: string, limit: number): number[] {
    return this.#database
      .tuples<[number]>('SELECT rowid FROM product_words WHERE product_words MATCH ? LIMIT ?', expression, limit)
      .map(([id]) => id);
  }

  /** The highest id of a product in the index. */
  lastId(): number {
    return this.#database.get<{ id: number | null }>('SELECT max(rowid) AS id FROM product_words')?.id ?? 0;
  }

  /** In how many products an FTS5 expression occurs, in their texts or on their images. */
  countMatches(expression: string): number {
    return this.#countListed(expression) + this.#countOnImagesAlone(expression);
  }

  #countListed(expression: string): number {
    return (
      this.#database.get<{ n: number }>(
        'SELECT count(*) AS n FROM product_words WHERE product_words MATCH ?',
        expression,
      )?.n ?? 0
    );
  }

  #countOnImagesAlone(expression: string): number {
    const sql = `SELECT count(*) AS n FROM picture_words WHERE picture_words MATCH ?
      AND rowid NOT IN (SELECT rowid FROM product_words WHERE product_words MATCH ?)`;
    if (this.#onImages(expression, 0, Number.MAX_SAFE_INTEGER, 1).length === 0) return 0;
    return this.#database.get<{ n: number }>(sql, expression, expression)?.n ?? 0;
  }
}
