/** SQL over the vectors of all models at once: whose there are, how many bytes they take, and forgetting those of one. */
import type { Database } from '../../db/database.ts';
import type { EmbeddingScope } from '../types.ts';

export interface StoredScope extends EmbeddingScope {
  readonly bytes: number;
}

export class HoldingsRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  /** What is stored, one entry a model, pipeline and length of vector; of one model the largest first. */
  scopes(): StoredScope[] {
    return this.#db.all<StoredScope>(
      `SELECT model_id AS modelId, pipeline_version AS pipelineVersion, length(vector) / 4 AS dimensions,
         sum(length(vector)) AS bytes
       FROM embeddings GROUP BY 1, 2, 3 ORDER BY 1, 4 DESC`,
    );
  }

  /** The highest row. */
  last(): number {
    return this.#db.get<{ id: number | null }>('SELECT max(id) AS id FROM embeddings')?.id ?? 0;
  }

  /** Forgets the vectors of a model among some of the rows. */
  drop(modelId: string, from: number, to: number): void {
    this.#db.run('DELETE FROM embeddings WHERE id BETWEEN ? AND ? AND model_id = ?', from, to, modelId);
  }

  /** Pages that hold nothing. */
  freePages(): number {
    return this.#db.get<{ freelist_count: number }>('PRAGMA freelist_count')?.freelist_count ?? 0;
  }

  /** Gives up to `pages` of them back to the disk, in files that were made for it. */
  shrink(pages: number): void {
    this.#db.exec(`PRAGMA incremental_vacuum(${Math.floor(pages)})`);
  }
}
