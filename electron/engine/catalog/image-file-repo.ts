/** The files behind image addresses, as they were when they were imported. */
import type { Database } from '../db/database.ts';

export interface ImportedFile {
  readonly path: string;
  readonly realPath: string | null;
  readonly bytes: number;
  readonly modifiedMs: number;
  /** By the name libvips gives it. */
  readonly format: string | null;
}

const selectFile = `SELECT f.path, f.real_path AS realPath, f.bytes, f.modified_ms AS modifiedMs, pic.format
  FROM files f LEFT JOIN pictures pic ON pic.content_hash = f.content_hash`;

export class ImageFileRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  ofImage(imageId: number): ImportedFile | undefined {
    return this.#db.get<ImportedFile>(`${selectFile} JOIN images i ON i.file_id = f.id WHERE i.id = ?`, imageId);
  }

  thumbKind(hash: string): 'own' | 'original' | undefined {
    return this.#db.get<{ thumb: 'own' | 'original' }>('SELECT thumb FROM pictures WHERE content_hash = ?', hash)
      ?.thumb;
  }

  /** Files with this content that a product shows. */
  withContent(hash: string): ImportedFile[] {
    return this.#db.all<ImportedFile>(
      `${selectFile} WHERE f.content_hash = ? AND EXISTS (SELECT 1 FROM images i WHERE i.file_id = f.id) ORDER BY f.id`,
      hash,
    );
  }
}
