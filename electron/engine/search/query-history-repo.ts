/** SQL of the queries that were asked. */
import type { Database } from '../db/database.ts';

export interface StoredQuery {
  readonly id: number;
  readonly parts: string;
  readonly label: string;
  readonly askedAt: string;
}

export class QueryHistoryRepo {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  remember(parts: string, label: string): void {
    this.#database.run(
      `INSERT INTO queries (parts, label, asked_at) VALUES (?, ?, ?)
       ON CONFLICT (parts) DO UPDATE SET asked_at = excluded.asked_at, times = times + 1`,
      parts,
      label,
      new Date().toISOString(),
    );
  }

  latest(limit: number): StoredQuery[] {
    return this.#database.all<StoredQuery>(
      'SELECT id, parts, label, asked_at AS askedAt FROM queries ORDER BY asked_at DESC, id DESC LIMIT ?',
      limit,
    );
  }
}
