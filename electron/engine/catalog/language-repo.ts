/** Which languages the listings of a catalog are in, and the language of one more. */
import type { Database } from '../db/database.ts';
import { type LanguageShares, languageOf } from '../text/languages/detect.ts';

/** Titles from which the languages of a catalog are known well enough. */
const enough = 200;

export class LanguageRepo {
  readonly #db: Database;
  #counts: Map<string, number> | undefined;
  #total = 0;

  constructor(database: Database) {
    this.#db = database;
  }

  forget(): void {
    this.#counts = undefined;
  }

  /** Reads the languages of a catalog of which little is known from titles that are about to come in. */
  expect(titles: readonly string[]): void {
    const counts = this.#known();
    if (this.#total < enough) for (const title of titles.slice(0, enough)) this.#add(counts, languageOf(title));
  }

  /** BCP 47; '' where nothing tells. */
  of(title: string, description: string): string {
    const counts = this.#known();
    const language = languageOf(title, this.#shares(), description);
    this.#add(counts, language);
    return language;
  }

  #add(counts: Map<string, number>, language: string): void {
    counts.set(language, (counts.get(language) ?? 0) + 1);
    this.#total++;
  }

  #shares(): LanguageShares {
    return new Map([...this.#known()].map(([language, count]) => [language, count / Math.max(1, this.#total)]));
  }

  #known(): Map<string, number> {
    if (this.#counts !== undefined) return this.#counts;
    const rows = this.#db.all<{ language: string; n: number }>(
      `SELECT language, count(*) AS n FROM products WHERE words_version > 0 GROUP BY language`,
    );
    this.#counts = new Map(rows.map(({ language, n }) => [language, n]));
    this.#total = rows.reduce((sum, { n }) => sum + n, 0);
    if (this.#total < enough) this.#sample(this.#counts);
    return this.#counts;
  }

  /** A library of an earlier version, whose languages nobody has looked at. */
  #sample(counts: Map<string, number>): void {
    const rows = this.#db.all<{ title: string }>(
      'SELECT title FROM products WHERE words_version = 0 ORDER BY id % 997, id LIMIT ?',
      enough,
    );
    for (const { title } of rows) this.#add(counts, languageOf(title));
  }
}
