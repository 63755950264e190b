/** SQL of kept reports, which are JSON: of measuring, and of learning a ranker. */
import type { z } from 'zod';
import type { Database } from '../db/database.ts';

export class ReportRepo {
  readonly #db: Database;
  readonly #kind: 'evaluation' | 'learning';

  constructor(database: Database, kind: 'evaluation' | 'learning') {
    this.#db = database;
    this.#kind = kind;
  }

  add(at: string, report: object): number {
    const sql = 'INSERT INTO reports (kind, at, report) VALUES (?, ?, ?)';
    return this.#db.run(sql, this.#kind, at, JSON.stringify(report)).lastInsertRowid;
  }

  /** `undefined` when there is none. @throws {z.ZodError} when it is of another version */
  get<T>(id: number, schema: z.ZodType<T>): T | undefined {
    const sql = 'SELECT report FROM reports WHERE kind = ? AND id = ?';
    const row = this.#db.get<{ report: string }>(sql, this.#kind, id);
    return row === undefined ? undefined : schema.parse({ ...JSON.parse(row.report), id });
  }

  /** Newest first, without those of another version. */
  list<T>(limit: number, schema: z.ZodType<T>): T[] {
    const sql = 'SELECT id, report FROM reports WHERE kind = ? ORDER BY id DESC LIMIT ?';
    return this.#db.all<{ id: number; report: string }>(sql, this.#kind, limit).flatMap(({ id, report }) => {
      const parsed = schema.safeParse({ ...JSON.parse(report), id });
      return parsed.success ? [parsed.data] : [];
    });
  }

  /** The id of the report that a job wrote before it ended. */
  ofJob(jobId: number): number | undefined {
    const sql = "SELECT id FROM reports WHERE kind = ? AND json_extract(report, '$.jobId') = ?";
    return this.#db.get<{ id: number }>(sql, this.#kind, jobId)?.id;
  }
}
