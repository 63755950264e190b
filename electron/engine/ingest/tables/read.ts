/**
 * Reads a product table row by row. The table is gone through twice: once to count the rows of each sku, so that on the second way a
 * product can be handed on as soon as its last row was met, wherever that stands. Only skus and unfinished products are held.
 */
import path from 'node:path';
import { ImagePaths } from './image-paths.ts';
import { assertUsable, findLayout, type TableLayout } from './layout.ts';
import { mergeRows } from './merge.ts';
import { recordsOf, type TableRecord } from './records.ts';
import { faultOf, priceProblems, type RowDraft, readRow, skuOf } from './row-draft.ts';
import type { TableItem, TableOptions } from './types.ts';

/**
 * Products and problems of the table at `file`; each product is followed by its own problems.
 * @throws {AppError} `FILE_MISSING`, `TABLE_UNREADABLE`, `TABLE_EMPTY`, `TABLE_MAPPING` before the first product; `CANCELLED`
 */
export async function* readTable(
  file: string,
  options: TableOptions = {},
  signal?: AbortSignal,
): AsyncGenerator<TableItem> {
  const layout = await findLayout(path.resolve(file), options);
  assertUsable(layout);
  yield* readProducts(layout, (await countRows(layout, signal)).bySku, signal);
}

export interface RowCounts {
  readonly rows: number;
  /** Those that cannot be taken, and the line of the first of them. */
  readonly leftOut: { readonly count: number; readonly line: number } | null;
  readonly bySku: Map<string, number>;
}

/** Rows below the header, and how many of them each sku has. Reads the table to its end. */
export async function countRows(layout: TableLayout, signal?: AbortSignal): Promise<RowCounts> {
  const bySku = new Map<string, number>();
  const faulty: number[] = [];
  let rows = 0;
  for await (const record of dataRecords(layout, signal)) {
    rows++;
    if (faultOf(layout, record) !== undefined) {
      faulty.push(record.line);
      continue;
    }
    const sku = skuOf(layout, record);
    bySku.set(sku, (bySku.get(sku) ?? 0) + 1);
  }
  const [first] = faulty;
  return { rows, leftOut: first === undefined ? null : { count: faulty.length, line: first }, bySku };
}

async function* readProducts(
  layout: TableLayout,
  left: Map<string, number>,
  signal: AbortSignal | undefined,
): AsyncGenerator<TableItem> {
  const images = new ImagePaths(path.dirname(layout.path));
  const unfinished = new Map<string, RowDraft[]>();
  for await (const record of dataRecords(layout, signal)) {
    const fault = faultOf(layout, record);
    if (fault !== undefined) {
      yield fault;
      continue;
    }
    const draft = readRow(layout, record);
    const rows = unfinished.get(draft.sku) ?? [];
    rows.push(draft);
    const missing = (left.get(draft.sku) ?? 1) - 1;
    left.set(draft.sku, missing);
    if (missing > 0) unfinished.set(draft.sku, rows);
    else {
      unfinished.delete(draft.sku);
      left.delete(draft.sku);
      yield* await mergeRows(layout, rows, images);
    }
    yield* priceProblems(layout, record, draft.sku);
  }
}

/** The rows below the header. */
export async function* dataRecords(layout: TableLayout, signal?: AbortSignal): AsyncGenerator<TableRecord> {
  let isHeader = layout.hasHeader;
  for await (const record of recordsOf(layout, signal)) {
    if (!isHeader) yield record;
    isHeader = false;
  }
}
