/** The SQL of what events point to: products as files name them, and the words of searches. */
import type { Database } from '../db/database.ts';
import type { ProductRef } from './types.ts';

export interface StoredItem extends ProductRef {
  readonly id: number;
}

/** Entries held in memory, twice at most. */
const kept = 50_000;

/** Ids of texts that were met lately, so that the database is asked once for each. */
class RecentIds {
  #recent = new Map<string, number>();
  #earlier = new Map<string, number>();

  get(text: string, ask: () => number): number {
    const known = this.#recent.get(text);
    if (known !== undefined) return known;
    const id = this.#earlier.get(text) ?? ask();
    if (this.#recent.size >= kept) [this.#earlier, this.#recent] = [this.#recent, new Map()];
    this.#recent.set(text, id);
    return id;
  }

  clear(): void {
    this.#recent.clear();
    this.#earlier.clear();
  }
}

export class DictionaryRepo {
  readonly #db: Database;
  readonly #items = new RecentIds();
  readonly #queries = new RecentIds();

  constructor(database: Database) {
    this.#db = database;
  }

  /** The id of an item by what names it; its title only where nothing else does. Inside a transaction. */
  itemId(item: ProductRef): number {
    const { sku, barcode, url, title } = item;
    const ref = [sku, barcode, url].every((part) => part === '') ? `\0${title}` : `${sku}\0${barcode}\0${url}`;
    return this.#items.get(ref, () => {
      this.#db.afterRollback(this.#forget);
      const found = this.#db.get<{ id: number }>('SELECT id FROM event_items WHERE ref = ?', ref)?.id;
      if (found !== undefined) return found;
      return this.#db.run(
        'INSERT INTO event_items (ref, sku, barcode, url, title) VALUES (?, ?, ?, ?, ?)',
        ...[ref, sku, barcode, url, title],
      ).lastInsertRowid;
    });
  }

  /** Inside a transaction. */
  queryId(text: string): number {
    return this.#queries.get(text, () => {
      this.#db.afterRollback(this.#forget);
      const found = this.#db.get<{ id: number }>('SELECT id FROM event_queries WHERE text = ?', text)?.id;
      return found ?? this.#db.run('INSERT INTO event_queries (text) VALUES (?)', text).lastInsertRowid;
    });
  }

  items(): StoredItem[] {
    return this.#db.all<StoredItem>('SELECT id, sku, barcode, url, title FROM event_items ORDER BY id');
  }

  queries(ids: readonly number[]): Map<number, string> {
    const rows = this.#db.all<{ id: number; text: string }>(
      'SELECT id, text FROM event_queries WHERE id IN (SELECT value FROM json_each(?))',
      JSON.stringify(ids),
    );
    return new Map(rows.map(({ id, text }) => [id, text]));
  }

  /** Takes out what no event points to any more. */
  prune(): void {
    this.#db.run('DELETE FROM event_queries WHERE id NOT IN (SELECT query FROM events WHERE query IS NOT NULL)');
    const shown = `SELECT CAST(each.value AS INTEGER) FROM events, json_each('[' || shown || ']') AS each WHERE shown IS NOT NULL`;
    this.#db.run(
      `DELETE FROM event_items WHERE id NOT IN (SELECT item FROM events WHERE item IS NOT NULL) AND id NOT IN (${shown})`,
    );
    this.#forget();
  }

  readonly #forget = (): void => {
    this.#items.clear();
    this.#queries.clear();
  };
}
