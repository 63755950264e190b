/** The folders and tables that products come from. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../contract/errors.ts';
import { tableOptionsSchema } from '../../contract/ingest.ts';
import type { Source } from '../../contract/library.ts';
import type { Database } from '../db/database.ts';
import type { SourceDraft, StoredSource } from './types.ts';

interface SourceRow {
  readonly id: number;
  readonly kind: Source['kind'];
  readonly path: string;
  readonly layout: Source['layout'];
  readonly options: string;
  readonly last_scan_at: string | null;
  readonly products: number;
}

const selectSource = `SELECT s.id, s.kind, s.path, s.layout, s.options, s.last_scan_at,
  (SELECT count(*) FROM products p WHERE p.source_id = s.id) AS products FROM sources s`;

export class SourceRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  all(): StoredSource[] {
    return this.#db.all<SourceRow>(`${selectSource} ORDER BY s.id`).map(toSource);
  }

  /** @throws {AppError} `NOT_FOUND` */
  get(id: number): StoredSource {
    const row = this.#db.get<SourceRow>(`${selectSource} WHERE s.id = ?`, id);
    if (row === undefined) throw new AppError('NOT_FOUND', `There is no source ${id} in this library.`);
    return toSource(row);
  }

  /** Adds a source, or takes up the one with this path, giving it the layout and options at hand. */
  put(draft: SourceDraft): StoredSource {
    const row = this.#db.put<{ id: number }>(
      `INSERT INTO sources (kind, path, layout, options, created_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (path) DO UPDATE SET kind = excluded.kind, layout = excluded.layout, options = excluded.options
       RETURNING id`,
      draft.kind,
      draft.path,
      draft.layout,
      JSON.stringify(draft.options ?? {}),
      new Date().toISOString(),
    );
    if (row === undefined) throw new Error(`The source ${draft.path} could not be written.`);
    return this.get(row.id);
  }

  /** What it is read from from now on. */
  setPath(id: number, path: string): void {
    this.#db.run('UPDATE sources SET path = ? WHERE id = ?', path, id);
  }

  setScanned(id: number, at = new Date().toISOString()): void {
    this.#db.run('UPDATE sources SET last_scan_at = ? WHERE id = ?', at, id);
  }

  productIds(id: number): number[] {
    return this.#db
      .all<{ id: number }>('SELECT id FROM products WHERE source_id = ? ORDER BY id', id)
      .map((row) => row.id);
  }

  /** Files that this source shows, names in a problem, or holds below its folder. */
  fileIds(source: StoredSource): number[] {
    const shown = this.#db.all<{ id: number }>(
      'SELECT i.file_id AS id FROM products p JOIN images i ON i.product_id = p.id WHERE p.source_id = ?',
      source.id,
    );
    const failed = this.#db.all<{ id: number }>(
      'SELECT f.id FROM problems p JOIN files f ON f.path = p.path WHERE p.source_id = ?',
      source.id,
    );
    const folder = source.path.endsWith(path.sep) ? source.path : source.path + path.sep;
    const below =
      source.kind === 'folder'
        ? this.#db.all<{ id: number }>(
            'SELECT id FROM files WHERE path >= ? AND path < ?',
            folder,
            folder.slice(0, -1) + String.fromCharCode(path.sep.charCodeAt(0) + 1),
          )
        : [];
    return [...new Set([...shown, ...failed, ...below].map((row) => row.id))];
  }

  remove(id: number): void {
    this.#db.run('DELETE FROM sources WHERE id = ?', id);
  }

  /** Forgets those of the files that no product shows any more. */
  removeUnusedFiles(fileIds: readonly number[]): void {
    this.#db.run(
      `DELETE FROM files WHERE id IN (SELECT value FROM json_each(?))
       AND NOT EXISTS (SELECT 1 FROM images i WHERE i.file_id = files.id)`,
      JSON.stringify(fileIds),
    );
  }
}

function toSource(row: SourceRow): StoredSource {
  const options = tableOptionsSchema.safeParse(JSON.parse(row.options));
  return {
    id: row.id,
    kind: row.kind,
    path: row.path,
    layout: row.layout,
    products: row.products,
    lastScanAt: row.last_scan_at,
    available: existsSync(row.path),
    options: options.success ? options.data : {},
  };
}
