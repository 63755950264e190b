/** The SQL of merges: which products are shown as part of another, and what the other takes from them. */
import { z } from 'zod';
import type { Database } from '../db/database.ts';

/** Keys of products; see product-key-repo.ts. */
export const mergeRowSchema = z.object({
  memberKey: z.int(),
  keeperKey: z.int(),
  fields: z.object({
    title: z.int().nullable().describe('key of the product it comes from, null for the keeper itself'),
    description: z.int().nullable(),
    price: z.int().nullable(),
    tags: z.enum(['union', 'keeper']),
    photos: z.enum(['union', 'keeper']),
  }),
  mergedAt: z.string(),
});
export type MergeRow = z.infer<typeof mergeRowSchema>;

interface StoredMerge {
  readonly memberKey: number;
  readonly keeperKey: number;
  readonly fields: string;
  readonly mergedAt: string;
}

const selectMerges =
  'SELECT member_key AS memberKey, keeper_key AS keeperKey, fields, merged_at AS mergedAt FROM merges';

export class MergeRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  all(): MergeRow[] {
    return this.#db.all<StoredMerge>(`${selectMerges} ORDER BY keeper_key, member_key`).map(toRow);
  }

  /** With one of these keys as member or as keeper. */
  touching(keys: readonly number[]): MergeRow[] {
    const list = JSON.stringify(keys);
    return this.#db
      .all<StoredMerge>(
        `${selectMerges} WHERE member_key IN (SELECT value FROM json_each(?)) OR keeper_key IN (SELECT value FROM json_each(?))
         ORDER BY keeper_key, member_key`,
        list,
        list,
      )
      .map(toRow);
  }

  put({ memberKey, keeperKey, fields, mergedAt }: MergeRow): void {
    this.#db.run(
      'INSERT OR REPLACE INTO merges (member_key, keeper_key, fields, merged_at) VALUES (?, ?, ?, ?)',
      memberKey,
      keeperKey,
      JSON.stringify(fields),
      mergedAt,
    );
  }

  remove(memberKey: number): void {
    this.#db.run('DELETE FROM merges WHERE member_key = ?', memberKey);
  }

  /** Image ids of these products with the content each shows, best image first. */
  photos(productIds: readonly number[]): { productId: number; imageId: number; hash: string | null }[] {
    return this.#db.all<{ productId: number; imageId: number; hash: string | null }>(
      `SELECT i.product_id AS productId, i.id AS imageId, f.content_hash AS hash FROM images i JOIN files f ON f.id = i.file_id
       WHERE i.product_id IN (SELECT value FROM json_each(?)) ORDER BY i.product_id, i.position, i.id`,
      JSON.stringify(productIds),
    );
  }
}

function toRow(row: StoredMerge): MergeRow {
  return mergeRowSchema.parse({ ...row, fields: JSON.parse(row.fields) });
}
