/** The few values a library keeps about itself, and a count that no one domain owns. */
import type { Database } from '../db/database.ts';

export class SettingsRepo {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Names the library and notes the time, unless that was done before. */
  nameOnce(name: string): void {
    const insert = 'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO NOTHING';
    this.#database.transaction(() => {
      this.#database.run(insert, 'name', name);
      this.#database.run(insert, 'createdAt', new Date().toISOString());
    });
  }

  name(): string | undefined {
    return this.#get('name');
  }

  createdAt(): string {
    return this.#get('createdAt') ?? '';
  }

  /** Images whose file cannot be read and that will therefore have no vector. */
  unreadableImages(): number {
    const sql =
      'SELECT count(*) AS n FROM images WHERE file_id IN (SELECT id FROM files WHERE failure_code IS NOT NULL)';
    return this.#database.get<{ n: number }>(sql)?.n ?? 0;
  }

  #get(key: string): string | undefined {
    return this.#database.get<{ value: string }>('SELECT value FROM settings WHERE key = ?', key)?.value;
  }
}
