/** The SQL of the operations log. */
import type { Operation } from '../../contract/operations.ts';
import type { Database } from '../db/database.ts';

const select = 'SELECT id, kind, label, done_at AS doneAt, undone_at AS undoneAt FROM operations';

export class OperationsRepo {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  add(kind: string, label: string, undo: string, jobId: number | null = null): number {
    const sql = 'INSERT INTO operations (kind, label, undo, done_at, job_id) VALUES (?, ?, ?, ?, ?)';
    return this.#database.run(sql, kind, label, undo, new Date().toISOString(), jobId).lastInsertRowid;
  }

  get(id: number): Operation | undefined {
    return this.#database.get<Operation>(`${select} WHERE id = ?`, id);
  }

  /** What takes it back, as JSON. */
  payload(id: number): string {
    return this.#database.get<{ undo: string }>('SELECT undo FROM operations WHERE id = ?', id)?.undo ?? 'null';
  }

  /** The newest that still stands. */
  latest(): Operation | undefined {
    return this.#database.get<Operation>(`${select} WHERE undone_at IS NULL ORDER BY id DESC LIMIT 1`);
  }

  /** The id of the one that a job is writing, or has written, and that still stands. */
  ofJob(jobId: number): number | undefined {
    const sql = 'SELECT id FROM operations WHERE job_id = ? AND undone_at IS NULL ORDER BY id DESC LIMIT 1';
    return this.#database.get<{ id: number }>(sql, jobId)?.id;
  }

  /** Newest first. */
  list(limit: number): Operation[] {
    return this.#database.all<Operation>(`${select} ORDER BY id DESC LIMIT ?`, limit);
  }

  markUndone(id: number): void {
    this.#database.run('UPDATE operations SET undone_at = ? WHERE id = ?', new Date().toISOString(), id);
  }

  addPart(operationId: number, undo: string, size: number): void {
    const sql = `INSERT INTO operation_parts (operation_id, part, undo, size)
      SELECT ?, coalesce(max(part), 0) + 1, ?, ? FROM operation_parts WHERE operation_id = ?`;
    this.#database.run(sql, operationId, undo, size, operationId);
  }

  /** The numbers of its parts, newest first. */
  parts(operationId: number): number[] {
    const sql = 'SELECT part FROM operation_parts WHERE operation_id = ? ORDER BY part DESC';
    return this.#database.all<{ part: number }>(sql, operationId).map(({ part }) => part);
  }

  /** What takes back one of them, as JSON. */
  partPayload(operationId: number, part: number): string {
    const sql = 'SELECT undo FROM operation_parts WHERE operation_id = ? AND part = ?';
    return this.#database.get<{ undo: string }>(sql, operationId, part)?.undo ?? 'null';
  }

  removePart(operationId: number, part: number): void {
    this.#database.run('DELETE FROM operation_parts WHERE operation_id = ? AND part = ?', operationId, part);
  }

  /** The sizes of its parts together. */
  size(operationId: number): number {
    const sql = 'SELECT coalesce(sum(size), 0) AS size FROM operation_parts WHERE operation_id = ?';
    return this.#database.get<{ size: number }>(sql, operationId)?.size ?? 0;
  }
}
