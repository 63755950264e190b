/** SQL of the searches that people keep by a name. */
import type { Database } from '../db/database.ts';

export interface StoredSearch {
  readonly id: number;
  readonly name: string;
  /** JSON. */
  readonly search: string;
  readonly savedAt: string;
}

const columns = 'id, name, search, saved_at AS savedAt';

export class SavedSearchesRepo {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** By name, whatever its case: what had the name before is replaced. */
  save(name: string, search: string): void {
    this.#database.run(
      `INSERT INTO saved_searches (name, search, saved_at) VALUES (?, ?, ?)
       ON CONFLICT (name) DO UPDATE SET name = excluded.name, search = excluded.search, saved_at = excluded.saved_at`,
      name,
      search,
      new Date().toISOString(),
    );
  }

  remove(id: number): void {
    this.#database.run('DELETE FROM saved_searches WHERE id = ?', id);
  }

  all(): StoredSearch[] {
    return this.#database.all<StoredSearch>(`SELECT ${columns} FROM saved_searches ORDER BY name COLLATE NOCASE`);
  }
}
