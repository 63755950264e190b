/** SQL of campaign sets and their versions. */
import type { Database } from '../db/database.ts';

export interface StoredSet {
  readonly id: number;
  readonly name: string;
}

export interface StoredVersion {
  readonly version: number;
  readonly savedAt: string;
  /** JSON. */
  readonly brief: string;
  readonly places: string;
}

export class SetRepo {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** By name. */
  all(): StoredSet[] {
    return this.#database.all<StoredSet>('SELECT id, name FROM campaign_sets ORDER BY name COLLATE NOCASE');
  }

  get(id: number): StoredSet | undefined {
    return this.#database.get<StoredSet>('SELECT id, name FROM campaign_sets WHERE id = ?', id);
  }

  called(name: string): StoredSet | undefined {
    return this.#database.get<StoredSet>('SELECT id, name FROM campaign_sets WHERE name = ?', name);
  }

  /** Answers its id. */
  add(name: string): number {
    const row = this.#database.put<{ id: number }>('INSERT INTO campaign_sets (name) VALUES (?) RETURNING id', name);
    return (row as { id: number }).id;
  }

  /** One that was removed, as it was. */
  putBack({ id, name }: StoredSet): void {
    this.#database.run('INSERT INTO campaign_sets (id, name) VALUES (?, ?)', id, name);
  }

  rename(id: number, name: string): void {
    this.#database.run('UPDATE campaign_sets SET name = ? WHERE id = ?', name, id);
  }

  remove(id: number): void {
    this.#database.run('DELETE FROM campaign_sets WHERE id = ?', id);
  }

  /** Newest first. */
  versions(id: number): StoredVersion[] {
    return this.#database.all<StoredVersion>(
      `SELECT version, saved_at AS savedAt, brief, places FROM campaign_versions WHERE set_id = ? ORDER BY version DESC`,
      id,
    );
  }

  addVersion(id: number, { version, savedAt, brief, places }: StoredVersion): void {
    this.#database.run(
      'INSERT INTO campaign_versions (set_id, version, saved_at, brief, places) VALUES (?, ?, ?, ?, ?)',
      ...[id, version, savedAt, brief, places],
    );
  }
}
