/** The SQL of the rows of tables that products were made from. */
import { z } from 'zod';
import { columnRoleSchema } from '../../contract/ingest.ts';
import type { Database } from '../db/database.ts';
import type { SourceRow, TableHeader } from './types.ts';

const cellsSchema = z.array(z.string());
const meaningSchema = z.object({
  role: columnRoleSchema,
  group: z.string().optional(),
  use: z.string().optional(),
  rank: z.number(),
  path: z.string().optional(),
  separators: z.array(z.string()),
});
const writingSchema = z.object({
  kind: z.enum(['text', 'workbook', 'feed']),
  bytes: z.int(),
  sha256: z.string(),
  backslash: z.boolean(),
  headerLine: z.int(),
  meanings: z.array(meaningSchema),
});
const headerSchema = z.object({
  columns: z.array(z.string()),
  format: z.string(),
  encoding: z.string(),
  delimiter: z.string(),
  sheet: z.string().nullable(),
  writing: writingSchema.optional(),
});

export class SourceRowRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  /** Rows of a product in the order of the table; none for a product of a folder. */
  ofProduct(productId: number): SourceRow[] {
    return this.#db
      .all<{ line: number; cells: string }>(
        'SELECT line, cells FROM source_rows WHERE product_id = ? ORDER BY line',
        productId,
      )
      .map(({ line, cells }) => ({ line, cells: cellsSchema.parse(JSON.parse(cells)) }));
  }

  /** Every row of a source with the product it belongs to, in no order. */
  *ofSource(sourceId: number): Generator<SourceRow & { readonly productId: number }> {
    const rows = this.#db.iterate<{ productId: number; line: number; cells: string }>(
      `SELECT r.product_id AS productId, r.line, r.cells FROM products p JOIN source_rows r ON r.product_id = p.id
       WHERE p.source_id = ?`,
      sourceId,
    );
    for (const { cells, ...row } of rows) yield { ...row, cells: JSON.parse(cells) as string[] };
  }

  /** What the columns of a source are; undefined for one that is no table or was read before this was kept. */
  header(sourceId: number): TableHeader | undefined {
    const row = this.#db.get<{ header: string }>('SELECT header FROM source_headers WHERE source_id = ?', sourceId);
    return row === undefined ? undefined : headerSchema.parse(JSON.parse(row.header));
  }

  putHeader(sourceId: number, header: TableHeader): void {
    this.#db.run(
      'INSERT INTO source_headers (source_id, header) VALUES (?, ?) ON CONFLICT (source_id) DO UPDATE SET header = excluded.header',
      sourceId,
      JSON.stringify(header),
    );
  }

  /** Replaces the rows of a product; those that are the same stay. */
  put(productId: number, rows: readonly SourceRow[]): void {
    const present = new Map(
      this.#db
        .all<{ line: number; cells: string }>('SELECT line, cells FROM source_rows WHERE product_id = ?', productId)
        .map(({ line, cells }) => [line, cells]),
    );
    for (const { line, cells } of rows) {
      const text = JSON.stringify(cells);
      if (present.get(line) !== text) {
        this.#db.run(
          'INSERT INTO source_rows (product_id, line, cells) VALUES (?, ?, ?) ON CONFLICT (product_id, line) DO UPDATE SET cells = excluded.cells',
          productId,
          line,
          text,
        );
      }
      present.delete(line);
    }
    for (const line of present.keys()) {
      this.#db.run('DELETE FROM source_rows WHERE product_id = ? AND line = ?', productId, line);
    }
  }
}
