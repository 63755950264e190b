/** The SQL of what nothing shows any more. */
import type { Database } from '../db/database.ts';

/** Vectors of images that no file holds and nobody confirmed, and of texts that no product has. */
const unusedVector = `(kind = 'image' AND NOT EXISTS (SELECT 1 FROM files f WHERE f.content_hash = e.content_hash)
    AND NOT EXISTS (SELECT 1 FROM reference_images r WHERE r.content_hash = e.content_hash))
  OR (kind = 'text' AND NOT EXISTS (SELECT 1 FROM products p WHERE p.text_hash = e.content_hash))`;

export class CompactionRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  /** Addresses of images that no source names. */
  dropUnnamedAddresses(): void {
    this.#db.run('DELETE FROM web_images WHERE id NOT IN (SELECT web_image_id FROM web_image_uses)');
  }

  /** Forgets a fetched file unless an address stands for its content or a product shows it; answers whether it may go. */
  dropFetched(hash: string, file: string): boolean {
    const needed = `SELECT 1 FROM web_images WHERE content_hash = ?1 UNION ALL
      SELECT 1 FROM files f JOIN images i ON i.file_id = f.id WHERE f.path = ?2`;
    if (this.#db.get(needed, hash, file) !== undefined) return false;
    this.#db.run('DELETE FROM files WHERE path = ?', file);
    return true;
  }

  isReference(hash: string): boolean {
    return this.#db.get('SELECT 1 FROM reference_images WHERE content_hash = ?', hash) !== undefined;
  }

  lastVectorId(): number {
    return this.#db.get<{ id: number | null }>('SELECT max(id) AS id FROM embeddings')?.id ?? 0;
  }

  /** Forgets those of unused content among some of the rows; answers how many. */
  dropVectors(from: number, to: number): number {
    const sql = `DELETE FROM embeddings WHERE id IN
      (SELECT id FROM embeddings e WHERE id BETWEEN ? AND ? AND (${unusedVector}))`;
    return this.#db.run(sql, from, to).changes;
  }

  /** Contents that no file holds. */
  unusedImages(): { hash: string; thumb: 'own' | 'original' }[] {
    return this.#db.all(`SELECT content_hash AS hash, thumb FROM pictures p
      WHERE NOT EXISTS (SELECT 1 FROM files f WHERE f.content_hash = p.content_hash)`);
  }

  /** Unless a file came to hold it meanwhile. */
  dropImage(hash: string): boolean {
    const sql = `DELETE FROM pictures WHERE content_hash = ?1 AND NOT EXISTS (SELECT 1 FROM files WHERE content_hash = ?1)`;
    return this.#db.run(sql, hash).changes > 0;
  }

  /** [bytes] of the database, and pages of it that hold nothing. */
  size(): { bytes: number; freePages: number } {
    const of = (pragma: string): number =>
      Object.values(this.#db.get<Record<string, number>>(`PRAGMA ${pragma}`) ?? {})[0] ?? 0;
    return { bytes: of('page_count') * of('page_size'), freePages: of('freelist_count') };
  }

  /** Gives up to `pages` empty ones back to the disk. */
  shrink(pages: number): void {
    this.#db.exec(`PRAGMA incremental_vacuum(${Math.floor(pages)})`);
  }

  /** Brings the journal into the file, so that the file becomes as small as it is. */
  checkpoint(): void {
    this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }
}
