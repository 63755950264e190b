/** Folders of documents, their files and passages as they are stored. */
import type { Database } from '../../db/database.ts';
import { segment } from '../../text/segment.ts';

export interface StoredDocument {
  readonly id: number;
  readonly folderId: number;
  readonly path: string;
  readonly stamp: string;
  readonly version: number;
  readonly failure: string | null;
  readonly readAt: string;
}

export interface StoredPassage {
  readonly id: number;
  readonly documentId: number;
  readonly heading: string;
  readonly text: string;
  readonly line: number;
  readonly language: string;
  readonly textHash: string;
}

export type NewPassage = Omit<StoredPassage, 'id' | 'documentId'>;

const passageColumns = 'id, document_id AS documentId, heading, text, line, language, text_hash AS textHash';

export class DocumentRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  folders(): { id: number; path: string }[] {
    return this.#db.all('SELECT id, path FROM document_folders ORDER BY id');
  }

  addFolder(path: string): void {
    this.#db.run(
      'INSERT OR IGNORE INTO document_folders (path, added_at) VALUES (?, ?)',
      path,
      new Date().toISOString(),
    );
  }

  /** Answers whether it was there. */
  removeFolder(id: number): boolean {
    return this.#db.transaction(() => {
      // The trigger on passages does not fire for rows that leave by a cascade of a cascade in every version of SQLite.
      for (const { id: documentId } of this.documents(id)) this.removeDocument(documentId);
      return this.#db.run('DELETE FROM document_folders WHERE id = ?', id).changes > 0;
    });
  }

  documents(folderId: number): StoredDocument[] {
    return this.#db.all(
      `SELECT id, folder_id AS folderId, path, stamp, version, failure, read_at AS readAt FROM documents
       WHERE folder_id = ? ORDER BY path`,
      folderId,
    );
  }

  document(id: number): (StoredDocument & { readonly folder: string }) | undefined {
    return this.#db.get(
      `SELECT d.id, d.folder_id AS folderId, d.path, d.stamp, d.version, d.failure, d.read_at AS readAt, f.path AS folder
       FROM documents d JOIN document_folders f ON f.id = d.folder_id WHERE d.id = ?`,
      id,
    );
  }

  removeDocument(id: number): void {
    this.#db.run('DELETE FROM document_passages WHERE document_id = ?', id);
    this.#db.run('DELETE FROM documents WHERE id = ?', id);
  }

  /** Puts a file with its passages in the place of what was stored of it, in the caller's transaction. */
  put(document: Omit<StoredDocument, 'id' | 'readAt'>, passages: readonly NewPassage[]): void {
    const { folderId, path, stamp, version, failure } = document;
    const before = this.#db.get<{ id: number }>(
      'SELECT id FROM documents WHERE folder_id = ? AND path = ?',
      folderId,
      path,
    );
    if (before !== undefined) this.removeDocument(before.id);
    const { lastInsertRowid: id } = this.#db.run(
      'INSERT INTO documents (folder_id, path, stamp, version, failure, read_at) VALUES (?, ?, ?, ?, ?, ?)',
      ...[folderId, path, stamp, version, failure, new Date().toISOString()],
    );
    passages.forEach(({ heading, text, line, language, textHash }, position) => {
      const { lastInsertRowid: passageId } = this.#db.run(
        `INSERT INTO document_passages (document_id, position, heading, text, line, language, text_hash)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        ...[id, position, heading, text, line, language, textHash],
      );
      this.#db.run(
        'INSERT INTO document_words (rowid, heading, text) VALUES (?, ?, ?)',
        ...[passageId, segment(heading, language), segment(text, language)],
      );
    });
  }

  passages(): StoredPassage[] {
    return this.#db.all(`SELECT ${passageColumns} FROM document_passages ORDER BY id`);
  }

  passage(id: number): StoredPassage | undefined {
    return this.#db.get(`SELECT ${passageColumns} FROM document_passages WHERE id = ?`, id);
  }

  passagesOf(documentId: number): StoredPassage[] {
    return this.#db.all(
      `SELECT ${passageColumns} FROM document_passages WHERE document_id = ? ORDER BY position`,
      documentId,
    );
  }

  counts(): Map<number, number> {
    const rows = this.#db.all<{ id: number; n: number }>(
      'SELECT document_id AS id, count(*) AS n FROM document_passages GROUP BY document_id',
    );
    return new Map(rows.map(({ id, n }) => [id, n]));
  }

  /** Passage id -> BM25, heading words three times as heavy. @param expression of FTS5 */
  matching(expression: string, limit: number): Map<number, number> {
    const rows = this.#db.all<{ id: number; bm25: number }>(
      `SELECT rowid AS id, -bm25(document_words, 3.0, 1.0) AS bm25 FROM document_words
       WHERE document_words MATCH ? ORDER BY bm25 DESC, rowid LIMIT ?`,
      ...[expression, limit],
    );
    return new Map(rows.map(({ id, bm25 }) => [id, bm25]));
  }
}
