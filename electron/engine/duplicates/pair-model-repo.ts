/** The SQL of weights fitted to verdicts, each for the model whose vectors were compared. */
import type { Database } from '../db/database.ts';

export interface StoredWeights {
  readonly version: number;
  readonly weights: string;
  readonly verdicts: number;
  readonly fittedAt: string;
}

export class PairModelRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  /** Of the weights fitted for an encoder; `undefined` asks for those of any. */
  latest(modelId?: string): StoredWeights | undefined {
    return this.#db.get<StoredWeights>(
      `SELECT version, weights, verdicts, fitted_at AS fittedAt FROM pair_models
       WHERE model_id = coalesce(?, model_id) ORDER BY version DESC LIMIT 1`,
      modelId ?? null,
    );
  }

  add(modelId: string, weights: string, verdicts: number): void {
    this.#db.run(
      'INSERT INTO pair_models (model_id, weights, verdicts, fitted_at) VALUES (?, ?, ?, ?)',
      modelId,
      weights,
      verdicts,
      new Date().toISOString(),
    );
  }

  clear(modelId: string): void {
    this.#db.run('DELETE FROM pair_models WHERE model_id = ?', modelId);
  }
}
