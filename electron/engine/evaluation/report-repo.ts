/** SQL of kept reports and of interleaved comparisons. */
import type { Database } from '../db/database.ts';

export type ReportKind = 'evaluation' | 'learning';

export interface InterleavingRow {
  readonly id: number;
  readonly a: string;
  readonly b: string;
  readonly teams: string;
  readonly winner: 'a' | 'b' | 'tie' | null;
}

export class EvaluationRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  addReport(kind: ReportKind, at: string, report: string): number {
    return this.#db.run('INSERT INTO reports (kind, at, report) VALUES (?, ?, ?)', kind, at, report).lastInsertRowid;
  }

  report(kind: ReportKind, id: number): { id: number; report: string } | undefined {
    return this.#db.get<{ id: number; report: string }>(
      'SELECT id, report FROM reports WHERE kind = ? AND id = ?',
      kind,
      id,
    );
  }

  /** The report that a job of learning wrote before it ended. */
  learningOfJob(jobId: number): number | undefined {
    return this.#db.get<{ id: number }>(
      "SELECT id FROM reports WHERE kind = 'learning' AND json_extract(report, '$.jobId') = ?",
      jobId,
    )?.id;
  }

  /** Newest first. */
  reports(kind: ReportKind, limit: number): { id: number; report: string }[] {
    return this.#db.all<{ id: number; report: string }>(
      'SELECT id, report FROM reports WHERE kind = ? ORDER BY id DESC LIMIT ?',
      kind,
      limit,
    );
  }

  addInterleaving(parts: string, a: string, b: string, teams: string): number {
    return this.#db.run(
      'INSERT INTO interleavings (parts, a, b, teams, at) VALUES (?, ?, ?, ?, ?)',
      parts,
      a,
      b,
      teams,
      new Date().toISOString(),
    ).lastInsertRowid;
  }

  interleaving(id: number): InterleavingRow | undefined {
    return this.#db.get<InterleavingRow>('SELECT id, a, b, teams, winner FROM interleavings WHERE id = ?', id);
  }

  decide(id: number, winner: 'a' | 'b' | 'tie', judge: string): void {
    this.#db.run('UPDATE interleavings SET winner = ?, judge = ? WHERE id = ?', winner, judge, id);
  }

  /** Decided rounds of these two, whichever was called a. */
  decided(a: string, b: string): InterleavingRow[] {
    return this.#db.all<InterleavingRow>(
      `SELECT id, a, b, teams, winner FROM interleavings
       WHERE winner IS NOT NULL AND ((a = ? AND b = ?) OR (a = ? AND b = ?)) ORDER BY id`,
      a,
      b,
      b,
      a,
    );
  }
}
