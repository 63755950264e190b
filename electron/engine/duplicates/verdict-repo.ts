/** The SQL of verdicts on pairs of products, by the keys that stand for products for ever. */
import type { Database } from '../db/database.ts';
import type { GivenVerdict } from './groups/judgements.ts';

const verdictColumns =
  'left_key AS leftKey, right_key AS rightKey, value, decided_at AS decidedAt, given_by AS by, shown';

export class VerdictRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  /** Oldest first. */
  all(): GivenVerdict[] {
    return this.#db.all<GivenVerdict>(
      `SELECT ${verdictColumns} FROM duplicate_verdicts ORDER BY decided_at, left_key, right_key`,
    );
  }

  get(leftKey: number, rightKey: number): GivenVerdict | undefined {
    return this.#db.get<GivenVerdict>(
      `SELECT ${verdictColumns} FROM duplicate_verdicts WHERE left_key = ? AND right_key = ?`,
      Math.min(leftKey, rightKey),
      Math.max(leftKey, rightKey),
    );
  }

  put({ leftKey, rightKey, value, decidedAt, by, shown }: GivenVerdict): void {
    this.#db.run(
      `INSERT OR REPLACE INTO duplicate_verdicts (left_key, right_key, value, decided_at, given_by, shown)
       VALUES (?, ?, ?, ?, ?, ?)`,
      Math.min(leftKey, rightKey),
      Math.max(leftKey, rightKey),
      value,
      decidedAt,
      by,
      shown,
    );
  }

  remove(leftKey: number, rightKey: number): void {
    this.#db.run(
      'DELETE FROM duplicate_verdicts WHERE left_key = ? AND right_key = ?',
      Math.min(leftKey, rightKey),
      Math.max(leftKey, rightKey),
    );
  }
}
