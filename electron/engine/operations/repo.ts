/** The SQL of the operations log. */
import type { Operation } from '../../contract/operations.ts';
import type { Database } from '../db/database.ts';

export interface StoredOperation extends Operation {
  readonly undo: string;
}

const columns = 'id, kind, label, undo, done_at AS doneAt, undone_at AS undoneAt';

export class OperationsRepo {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  add(kind: string, label: string, undo: string): number {
    const sql = 'INSERT INTO operations (kind, label, undo, done_at) VALUES (?, ?, ?, ?)';
    return this.#database.run(sql, kind, label, undo, new Date().toISOString()).lastInsertRowid;
  }

  get(id: number): StoredOperation | undefined {
    return this.#database.get<StoredOperation>(`SELECT ${columns} FROM operations WHERE id = ?`, id);
  }

  /** The newest that still stands. */
  latest(): StoredOperation | undefined {
    const sql = `SELECT ${columns} FROM operations WHERE undone_at IS NULL ORDER BY id DESC LIMIT 1`;
    return this.#database.get<StoredOperation>(sql);
  }

  list(limit: number): Operation[] {
    return this.#database
      .all<StoredOperation>(`SELECT ${columns} FROM operations ORDER BY id DESC LIMIT ?`, limit)
      .map(({ undo: _undo, ...operation }) => operation);
  }

  markUndone(id: number): void {
    this.#database.run('UPDATE operations SET undone_at = ? WHERE id = ?', new Date().toISOString(), id);
  }
}
