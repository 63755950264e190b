/** The SQL of image files and of what is known of their content. */
import type { ErrorCode } from '../../contract/errors.ts';
import type { Database } from '../db/database.ts';
import type { DecodedImage } from '../images/index.ts';

export interface KnownFile {
  readonly id: number;
  readonly bytes: number;
  readonly modifiedMs: number;
  /** null for a file that was read before this was noted. */
  readonly changedMs: number | null;
  readonly contentHash: string | null;
  readonly failureCode: ErrorCode | null;
  readonly failureReason: string | null;
  /** Whether the row of `pictures` for this content is there. */
  readonly hasImage: boolean;
  /** Whether the process ended while native code had this file, and it has not been read since. */
  readonly suspect: boolean;
}

export interface FileStamp {
  readonly bytes: number;
  readonly modifiedMs: number;
  /** When the system saw content, name or rights of the file change last (ctime); null where that was not noted. */
  readonly changedMs: number | null;
}

interface FileRow {
  readonly id: number;
  readonly bytes: number;
  readonly modified_ms: number;
  readonly changed_ms: number | null;
  readonly content_hash: string | null;
  readonly failure_code: ErrorCode | null;
  readonly failure_reason: string | null;
  readonly has_picture: number;
  readonly failures: number;
}

export class FilesRepo {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  known(path: string): KnownFile | undefined {
    const row = this.#database.get<FileRow>(
      `SELECT id, bytes, modified_ms, changed_ms, content_hash, failure_code, failure_reason, failures,
         EXISTS (SELECT 1 FROM pictures p WHERE p.content_hash = f.content_hash) AS has_picture
       FROM files f WHERE path = ?`,
      path,
    );
    return row === undefined
      ? undefined
      : {
          id: row.id,
          bytes: row.bytes,
          modifiedMs: row.modified_ms,
          changedMs: row.changed_ms,
          contentHash: row.content_hash,
          failureCode: row.failure_code,
          failureReason: row.failure_reason,
          hasImage: row.has_picture === 1,
          suspect: row.failures > 0,
        };
  }

  /** A row for a file that has not been read; it counts as changed until it is. */
  add(path: string, stamp: FileStamp): number {
    return this.#database.run(
      'INSERT INTO files (path, bytes, modified_ms, changed_ms) VALUES (?, ?, ?, ?)',
      path,
      stamp.bytes,
      stamp.modifiedMs,
      stamp.changedMs,
    ).lastInsertRowid;
  }

  /** Of a file whose time of change is not known yet. */
  noteChange(id: number, { changedMs }: FileStamp): void {
    this.#database.run('UPDATE files SET changed_ms = ? WHERE id = ?', changedMs, id);
  }

  /** Notes that reading these may have ended the process; an image that can be read takes the note back. */
  suspect(ids: Iterable<number>): void {
    this.#database.transaction(() => {
      for (const id of ids) this.#database.run('UPDATE files SET failures = 1 WHERE id = ?', id);
    });
  }

  /** Has the files that failed in this way read again, whether they changed or not; answers how many there are. */
  tryAgain(code: ErrorCode): number {
    return this.#database.run(
      'UPDATE files SET failure_code = NULL, failure_reason = NULL WHERE failure_code = ?',
      code,
    ).changes;
  }

  setReady(id: number, stamp: FileStamp, contentHash: string, realPath: string): void {
    this.#database.run(
      `UPDATE files SET bytes = ?, modified_ms = ?, changed_ms = ?, content_hash = ?, real_path = ?,
         failure_code = NULL, failure_reason = NULL, failures = 0 WHERE id = ?`,
      stamp.bytes,
      stamp.modifiedMs,
      stamp.changedMs,
      contentHash,
      realPath,
      id,
    );
  }

  /** Notes a failure that may pass by itself; what was known of the file stays. */
  setUnreachable(id: number, code: ErrorCode, reason: string): void {
    this.#database.run('UPDATE files SET failure_code = ?, failure_reason = ? WHERE id = ?', code, reason, id);
  }

  setFailed(id: number, stamp: FileStamp, code: ErrorCode, reason: string): void {
    this.#database.run(
      `UPDATE files SET bytes = ?, modified_ms = ?, changed_ms = ?, content_hash = NULL, real_path = NULL,
         failure_code = ?, failure_reason = ? WHERE id = ?`,
      stamp.bytes,
      stamp.modifiedMs,
      stamp.changedMs,
      code,
      reason,
      id,
    );
  }

  hasImage(contentHash: string): boolean {
    return this.#database.get('SELECT 1 FROM pictures WHERE content_hash = ?', contentHash) !== undefined;
  }

  putImage(image: Omit<DecodedImage, 'pixels'>): void {
    this.#database.run(
      `INSERT OR REPLACE INTO pictures (content_hash, width, height, bytes, format, thumb, perceptual_hash, signature)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      image.contentHash,
      image.width,
      image.height,
      image.bytes,
      image.format,
      image.thumb,
      image.perceptualHash,
      image.signature,
    );
  }

  /** Forgets files below `folder` that no product shows and that were not `seen`; answers how many. */
  forgetUnseen(folder: string, separator: string, seen: ReadonlySet<number>): number {
    const unused = this.#database.all<{ id: number }>(
      `SELECT id FROM files f WHERE path >= ? AND path < ? AND NOT EXISTS (SELECT 1 FROM images i WHERE i.file_id = f.id)`,
      folder + separator,
      folder + String.fromCharCode(separator.charCodeAt(0) + 1),
    );
    const gone = unused.filter(({ id }) => !seen.has(id));
    this.#database.transaction(() => {
      for (const { id } of gone) this.#database.run('DELETE FROM files WHERE id = ?', id);
    });
    return gone.length;
  }

  /** Skus that a source has now. */
  skus(sourceId: number): string[] {
    return this.#database
      .all<{ sku: string }>('SELECT sku FROM products WHERE source_id = ?', sourceId)
      .map(({ sku }) => sku);
  }

  /** Paths of the images that a source shows, one by one. */
  *imagePaths(sourceId: number): Generator<string> {
    const rows = this.#database.iterate<{ path: string }>(
      `SELECT f.path FROM products p JOIN images i ON i.product_id = p.id JOIN files f ON f.id = i.file_id
       WHERE p.source_id = ?`,
      sourceId,
    );
    for (const { path } of rows) yield path;
  }
}
