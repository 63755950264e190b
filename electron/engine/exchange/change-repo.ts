/** The SQL of what people decided about the products of a source, of ticks, and of files that were written. */
import {
  type ExportChoices,
  type ExportFormat,
  exportFormatSchema,
  type StoredExport,
} from '../../contract/exchange.ts';
import type { Database } from '../db/database.ts';

export interface DecidedTag {
  readonly productId: number;
  readonly group: string;
  readonly name: string;
  readonly provenance: 'confirmed' | 'rejected';
  readonly origin: 'imported' | 'suggested' | null;
  readonly by: string | null;
  readonly at: string;
}

export interface ChangeMark {
  readonly change: string;
  readonly leftOut: boolean;
  readonly exportedValue: string | null;
  readonly exported: { readonly at: string; readonly path: string } | null;
}

export interface ExportRow extends StoredExport {
  /** Path of the source, null for a file of the whole library. */
  readonly source: string | null;
  /** Name of a file in the library's folder. */
  readonly backup: string | null;
}

interface StoredRow {
  readonly id: number;
  readonly source: string | null;
  readonly format: string;
  readonly path: string;
  readonly changes: number;
  readonly backup: string | null;
  readonly at: string;
  readonly takenBackAt: string | null;
}

const selectExports = `SELECT id, source, format, path, changes, backup, written_at AS at, taken_back_at AS takenBackAt FROM exports`;

export class ChangeRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  decidedTags(sourceId: number): DecidedTag[] {
    return this.#db.all<DecidedTag>(
      `SELECT pt.product_id AS productId, t.grp AS "group", t.name, pt.provenance, pt.origin, pt.decided_by AS "by",
         pt.updated_at AS at
       FROM product_tags pt JOIN products p ON p.id = pt.product_id JOIN tags t ON t.id = pt.tag_id
       WHERE p.source_id = ? AND pt.provenance IN ('confirmed', 'rejected') ORDER BY pt.product_id, t.grp, t.name`,
      sourceId,
    );
  }

  /** Products of a source by their keys. */
  keysOf(sourceId: number): Map<number, number> {
    const rows = this.#db.all<{ key: number; product: number }>(
      `SELECT k.id AS key, p.id AS product FROM sources s JOIN product_keys k ON k.source = s.path
       JOIN products p ON p.source_id = s.id AND p.sku = k.sku WHERE s.id = ?`,
      sourceId,
    );
    return new Map(rows.map(({ key, product }) => [key, product]));
  }

  /** Of all changes that were left out or exported; ids of changes begin with their source. */
  marks(sourceId: number): Map<string, ChangeMark> {
    const rows = this.#db.all<{
      change: string;
      leftOut: number;
      exportedValue: string | null;
      at: string | null;
      path: string | null;
    }>(
      `SELECT m.change, m.left_out AS leftOut, m.exported_value AS exportedValue, e.written_at AS at, e.path
       FROM change_marks m LEFT JOIN exports e ON e.id = m.export_id
       WHERE m.change >= ? AND m.change < ?`,
      `[${sourceId},`,
      `[${sourceId}-`,
    );
    return new Map(
      rows.map(({ at, path, leftOut, ...mark }) => [
        mark.change,
        { ...mark, leftOut: leftOut === 1, exported: at === null || path === null ? null : { at, path } },
      ]),
    );
  }

  tick(changes: Iterable<string>, ticked: boolean): void {
    this.#db.transaction(() => {
      for (const change of changes) {
        this.#db.run(
          `INSERT INTO change_marks (change, left_out) VALUES (?, ?)
           ON CONFLICT (change) DO UPDATE SET left_out = excluded.left_out`,
          change,
          ticked ? 0 : 1,
        );
      }
    });
  }

  addExport(
    row: Omit<ExportRow, 'id' | 'takenBackAt' | 'overSource'>,
    changes: Iterable<readonly [change: string, value: string]>,
  ): number {
    return this.#db.transaction(() => {
      const id = this.#db.run(
        'INSERT INTO exports (source, format, path, changes, backup, written_at) VALUES (?, ?, ?, ?, ?, ?)',
        row.source,
        row.format,
        row.path,
        row.changes,
        row.backup,
        row.at,
      ).lastInsertRowid;
      for (const [change, value] of changes) {
        this.#db.run(
          `INSERT INTO change_marks (change, exported_value, export_id) VALUES (?, ?, ?)
           ON CONFLICT (change) DO UPDATE SET exported_value = excluded.exported_value, export_id = excluded.export_id`,
          change,
          value,
          id,
        );
      }
      return id;
    });
  }

  /** Newest first, those of the whole library among them. */
  exports(source: string, limit: number): ExportRow[] {
    return this.#db
      .all<StoredRow>(`${selectExports} WHERE source = ? ORDER BY id DESC LIMIT ?`, source, limit)
      .map(toExport);
  }

  getExport(id: number): ExportRow | undefined {
    const row = this.#db.get<StoredRow>(`${selectExports} WHERE id = ?`, id);
    return row === undefined ? undefined : toExport(row);
  }

  /** The vectors of a product: of its listing and of each image. */
  vectors(productId: number, modelId: string): { kind: string; contentHash: string; vector: number[] }[] {
    return this.#db
      .all<{ kind: string; contentHash: string; vector: Uint8Array }>(
        `SELECT e.kind, e.content_hash AS contentHash, e.vector FROM products p
         JOIN embeddings e ON e.kind = 'text' AND e.content_hash = p.text_hash AND e.model_id = ?2 WHERE p.id = ?1
         UNION ALL
         SELECT e.kind, e.content_hash, e.vector FROM images i JOIN files f ON f.id = i.file_id
         JOIN embeddings e ON e.kind = 'image' AND e.content_hash = f.content_hash AND e.model_id = ?2
         WHERE i.product_id = ?1`,
        productId,
        modelId,
      )
      .map(({ vector, ...row }) => {
        const copy = new Uint8Array(vector);
        return { ...row, vector: [...new Float32Array(copy.buffer, 0, copy.byteLength / 4)] };
      });
  }

  /** As stored for a source, unchecked; undefined when nothing was chosen. */
  choices(source: string): unknown {
    const row = this.#db.get<{ choices: string }>('SELECT choices FROM export_choices WHERE source = ?', source);
    return row === undefined ? undefined : JSON.parse(row.choices);
  }

  putChoices(source: string, choices: ExportChoices): void {
    this.#db.run(
      'INSERT INTO export_choices (source, choices) VALUES (?, ?) ON CONFLICT (source) DO UPDATE SET choices = excluded.choices',
      source,
      JSON.stringify(choices),
    );
  }

  takeBack(id: number): void {
    this.#db.transaction(() => {
      this.#db.run('UPDATE exports SET taken_back_at = ? WHERE id = ?', new Date().toISOString(), id);
      this.#db.run('UPDATE change_marks SET exported_value = NULL, export_id = NULL WHERE export_id = ?', id);
    });
  }
}

function toExport(row: StoredRow): ExportRow {
  const format: ExportFormat = exportFormatSchema.parse(row.format);
  return { ...row, format, overSource: row.source !== null && row.path === row.source };
}
