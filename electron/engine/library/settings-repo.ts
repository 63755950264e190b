/** The few values a library keeps about itself, and a count that no one domain owns. */
import type { Database } from '../db/database.ts';

export class SettingsRepo {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Names the library, and notes the time and the model it begins with, unless that was done before. */
  beginOnce(name: string, modelId: string): void {
    const insert = 'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO NOTHING';
    this.#database.transaction(() => {
      if (this.createdAt() === '') this.#database.run(insert, 'modelId', modelId);
      this.#database.run(insert, 'name', name);
      this.#database.run(insert, 'createdAt', new Date().toISOString());
    });
  }

  name(): string | undefined {
    return this.#get('name');
  }

  rename(name: string): void {
    this.#set('name', name);
  }

  createdAt(): string {
    return this.#get('createdAt') ?? '';
  }

  /** The model that was chosen for it; libraries from before there was a choice have none. */
  modelId(): string | undefined {
    return this.#get('modelId');
  }

  /** Settles which model is in use; one that was to follow is forgotten. */
  chooseModel(modelId: string): void {
    this.#database.transaction(() => {
      this.#set('modelId', modelId);
      this.forgetNextModel();
    });
  }

  /** The model to switch to once its vectors are complete. */
  nextModelId(): string | undefined {
    return this.#get('nextModelId');
  }

  setNextModel(modelId: string): void {
    this.#set('nextModelId', modelId);
  }

  forgetNextModel(): void {
    this.#database.run("DELETE FROM settings WHERE key = 'nextModelId'");
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

  #set(key: string, value: string): void {
    const sql =
      'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value';
    this.#database.run(sql, key, value);
  }
}
