/** SQL of the queries that were asked. */
import type { Database } from '../db/database.ts';

export interface StoredQuery {
  readonly id: number;
  readonly parts: string;
  readonly label: string;
  readonly askedAt: string;
  readonly found: number | null;
}

const columns = 'id, parts, label, asked_at AS askedAt, found';

export class QueryHistoryRepo {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @param found null leaves what was noted before */
  remember(parts: string, label: string, found: number | null): void {
    this.#database.run(
      `INSERT INTO queries (parts, label, asked_at, found) VALUES (?, ?, ?, ?)
       ON CONFLICT (parts) DO UPDATE SET
         asked_at = excluded.asked_at, times = times + 1, found = coalesce(excluded.found, found)`,
      parts,
      label,
      new Date().toISOString(),
      found,
    );
  }

  fruitless(limit: number): StoredQuery[] {
    return this.#database.all<StoredQuery>(
      `SELECT ${columns} FROM queries WHERE found = 0 ORDER BY asked_at DESC, id DESC LIMIT ?`,
      limit,
    );
  }

  latest(limit: number): StoredQuery[] {
    return this.#database.all<StoredQuery>(
      `SELECT ${columns} FROM queries ORDER BY asked_at DESC, id DESC LIMIT ?`,
      limit,
    );
  }
}
