/** The SQL of photos that people confirmed, by the keys that stand for products for ever. */
import { z } from 'zod';
import type { Database } from '../db/database.ts';

export const referenceRowSchema = z.object({
  hash: z.string(),
  productKey: z.int(),
  name: z.string(),
  addedAt: z.string(),
});
export type ReferenceRow = z.infer<typeof referenceRowSchema>;

const select = `SELECT content_hash AS hash, product_key AS productKey, name, added_at AS addedAt FROM reference_images`;

export class ReferenceRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  /** Oldest first. */
  all(): ReferenceRow[] {
    return this.#db.all<ReferenceRow>(`${select} ORDER BY added_at, content_hash`);
  }

  get(hash: string): ReferenceRow | undefined {
    return this.#db.get<ReferenceRow>(`${select} WHERE content_hash = ?`, hash);
  }

  put({ hash, productKey, name, addedAt }: ReferenceRow): void {
    this.#db.run(
      'INSERT OR REPLACE INTO reference_images (content_hash, product_key, name, added_at) VALUES (?, ?, ?, ?)',
      hash,
      productKey,
      name,
      addedAt,
    );
  }

  remove(hash: string): void {
    this.#db.run('DELETE FROM reference_images WHERE content_hash = ?', hash);
  }
}
