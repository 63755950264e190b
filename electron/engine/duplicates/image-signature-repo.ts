/** The SQL of how images look: perceptual hashes and signatures, by content. */
import type { Database } from '../db/database.ts';

/** An image of a product that could be read. */
export interface HashedImage {
  readonly imageId: number;
  readonly productId: number;
  /** Of its content. */
  readonly hash: string;
  readonly perceptualHash: Uint8Array | null;
}

const selectImages = `SELECT i.id AS imageId, i.product_id AS productId, f.content_hash AS hash,
    p.perceptual_hash AS perceptualHash
  FROM images i JOIN files f ON f.id = i.file_id LEFT JOIN pictures p ON p.content_hash = f.content_hash`;

export class ImageSignatureRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  /** By image id. */
  images(): Map<number, HashedImage> {
    const rows = this.#db.all<HashedImage>(`${selectImages} WHERE f.content_hash IS NOT NULL`);
    return new Map(rows.map((row) => [row.imageId, row]));
  }

  imagesWithContent(hash: string): HashedImage[] {
    return this.#db.all<HashedImage>(`${selectImages} WHERE f.content_hash = ? ORDER BY i.id`, hash);
  }

  imagesOf(imageIds: readonly number[]): HashedImage[] {
    return this.#db.all<HashedImage>(
      `${selectImages} WHERE f.content_hash IS NOT NULL AND i.id IN (SELECT value FROM json_each(?)) ORDER BY i.id`,
      JSON.stringify(imageIds),
    );
  }

  /** By content, of those that have one. */
  signatures(hashes: readonly string[]): Map<string, Uint8Array> {
    const rows = this.#db.all<{ hash: string; signature: Uint8Array }>(
      `SELECT content_hash AS hash, signature FROM pictures
       WHERE signature IS NOT NULL AND content_hash IN (SELECT value FROM json_each(?))`,
      JSON.stringify(hashes),
    );
    return new Map(rows.map(({ hash, signature }) => [hash, signature]));
  }

  /** Contents read before signatures were kept, each with a file that shows it. */
  withoutSignature(): { readonly hash: string; readonly path: string }[] {
    return this.#db.all<{ hash: string; path: string }>(
      `SELECT p.content_hash AS hash, min(f.path) AS path
       FROM pictures p JOIN files f ON f.content_hash = p.content_hash
       WHERE p.signature IS NULL GROUP BY p.content_hash ORDER BY p.content_hash`,
    );
  }

  setSignatures(rows: readonly { readonly hash: string; readonly signature: Uint8Array }[]): void {
    this.#db.transaction(() => {
      for (const { hash, signature } of rows) {
        this.#db.run('UPDATE pictures SET signature = ? WHERE content_hash = ?', signature, hash);
      }
    });
  }
}
