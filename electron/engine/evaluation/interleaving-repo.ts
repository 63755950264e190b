/** SQL of interleaved comparisons. */
import type { Database } from '../db/database.ts';

export interface InterleavingRow {
  readonly id: number;
  readonly a: string;
  readonly b: string;
  readonly teams: string;
  readonly winner: 'a' | 'b' | 'tie' | null;
}

const select = 'SELECT id, a, b, teams, winner FROM interleavings';

export class InterleavingRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  add(parts: string, a: string, b: string, teams: string): number {
    const sql = 'INSERT INTO interleavings (parts, a, b, teams, at) VALUES (?, ?, ?, ?, ?)';
    return this.#db.run(sql, parts, a, b, teams, new Date().toISOString()).lastInsertRowid;
  }

  get(id: number): InterleavingRow | undefined {
    return this.#db.get<InterleavingRow>(`${select} WHERE id = ?`, id);
  }

  decide(id: number, winner: 'a' | 'b' | 'tie', judge: string): void {
    this.#db.run('UPDATE interleavings SET winner = ?, judge = ? WHERE id = ?', winner, judge, id);
  }

  /** Decided rounds of these two, whichever was called a. */
  decided(a: string, b: string): InterleavingRow[] {
    const sql = `${select} WHERE winner IS NOT NULL AND ((a = ? AND b = ?) OR (a = ? AND b = ?)) ORDER BY id`;
    return this.#db.all<InterleavingRow>(sql, a, b, b, a);
  }
}
