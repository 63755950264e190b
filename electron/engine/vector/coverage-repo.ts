/** SQL over the vectors of all models at once: whose there are, how many bytes they take, and forgetting those of one. */
import type { Database } from '../db/database.ts';
import type { EmbeddingScope } from './types.ts';

export class CoverageRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  /** Models with vectors here, and how many, by the index alone. */
  counts(): { modelId: string; kind: string; vectors: number; sample: string }[] {
    return this.#db.all(
      `SELECT model_id AS modelId, kind, count(*) AS vectors, max(content_hash) AS sample
       FROM embeddings GROUP BY model_id, kind ORDER BY model_id, vectors DESC`,
    );
  }

  scopeOf(modelId: string, kind: string, contentHash: string): EmbeddingScope | undefined {
    return this.#db.get<EmbeddingScope & Record<string, unknown>>(
      `SELECT model_id AS modelId, pipeline_version AS pipelineVersion, length(vector) / 4 AS dimensions
       FROM embeddings WHERE content_hash = ? AND kind = ? AND model_id = ?`,
      contentHash,
      kind,
      modelId,
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
