/** SQL of the fitted rankers and of which one is in use with each model. */
import type { Database } from '../../db/database.ts';

export interface RankerRow {
  readonly number: number;
  readonly modelId: string;
  readonly settings: string;
  readonly heldOut: string | null;
  readonly createdAt: string;
}

const columns = 'number, model_id AS modelId, settings, held_out AS heldOut, created_at AS createdAt';

export class RankerRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  /** Newest first. */
  all(): RankerRow[] {
    return this.#db.all<RankerRow>(`SELECT ${columns} FROM rankers ORDER BY number DESC`);
  }

  byNumber(number: number): RankerRow | undefined {
    return this.#db.get<RankerRow>(`SELECT ${columns} FROM rankers WHERE number = ?`, number);
  }

  add(modelId: string, settings: string, heldOut: string | null): number {
    return this.#db.run(
      'INSERT INTO rankers (model_id, settings, held_out, created_at) VALUES (?, ?, ?, ?)',
      modelId,
      settings,
      heldOut,
      new Date().toISOString(),
    ).lastInsertRowid;
  }

  chosen(modelId: string): number | undefined {
    return this.#db.get<{ number: number }>('SELECT number FROM ranker_choices WHERE model_id = ?', modelId)?.number;
  }

  /** `null`: the default. */
  choose(modelId: string, number: number | null): void {
    if (number === null) this.#db.run('DELETE FROM ranker_choices WHERE model_id = ?', modelId);
    else {
      this.#db.run(
        `INSERT INTO ranker_choices (model_id, number) VALUES (?, ?)
         ON CONFLICT (model_id) DO UPDATE SET number = excluded.number`,
        modelId,
        number,
      );
    }
  }
}
