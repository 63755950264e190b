/**
 * Reads a product table row by row. The table is gone through twice: once to see which rows belong together and how prices are written,
 * so that on the second way a product can be handed on as soon as its last row was met, wherever that stands. Only keys and unfinished
 * products are held.
 */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { TableHeader } from '../../catalog/types.ts';
import { sha256Of } from '../../files/checksum.ts';
import type { WebLookUp } from '../web/web-address.ts';
import { ImagePaths } from './image-paths.ts';
import { assertUsable, findLayout, type TableLayout } from './layout.ts';
import { mergeRows } from './merge.ts';
import { MoneyColumn } from './money/column.ts';
import { isBlankValue } from './price.ts';
import { recordsOf, type TableRecord } from './records.ts';
import { faultOf, type RowDraft, type RowReader, readRow, remarksOn } from './row-draft.ts';
import { RowGroups, RowKeys } from './row-keys.ts';
import type { TableItem, TableOptions, TableProblem } from './types.ts';

/**
 * Products and problems of the table at `file`; each product is followed by its own problems.
 * @throws {AppError} `FILE_MISSING`, `TABLE_UNREADABLE`, `TABLE_EMPTY`, `TABLE_MAPPING` before the first product; `CANCELLED`
 */
export async function* readTable(
  file: string,
  options: TableOptions = {},
  signal?: AbortSignal,
  onHeader?: (header: TableHeader) => void,
  web?: WebLookUp,
): AsyncGenerator<TableItem> {
  const layout = await findLayout(path.resolve(file), options);
  assertUsable(layout);
  if (onHeader !== undefined) onHeader(await headerOf(layout));
  yield* readProducts(await surveyTable(layout, signal, web), signal);
}

async function headerOf(layout: TableLayout): Promise<TableHeader> {
  const { columns, dialect, source, delimiter, sheet, records, headerLine } = layout;
  const { size } = await stat(layout.path);
  return {
    columns: columns.map(({ name }) => name),
    format: dialect?.id ?? 'table',
    encoding: source.kind === 'workbook' ? '' : source.encoding,
    delimiter: source.kind === 'text' ? delimiter : '',
    sheet,
    writing: {
      kind: source.kind,
      bytes: size,
      sha256: await sha256Of(layout.path),
      backslash: records.kind === 'text' && records.backslash,
      headerLine,
      meanings: columns.map(({ role, group, use, rank, path: levels, separators }) => ({
        role,
        group: group ?? undefined,
        use,
        rank,
        path: levels,
        separators,
      })),
    },
  };
}

export interface TableSurvey extends RowReader {
  readonly rows: number;
  /** Those that cannot be taken, and the line of the first of them. */
  readonly leftOut: { readonly count: number; readonly line: number } | null;
  /** Those with characters that are none in the encoding. */
  readonly broken: { readonly count: number; readonly line: number } | null;
  readonly groups: RowGroups;
  /** Rows of each product, by its key. */
  readonly counts: Map<string, number>;
  /** Knows the names of all images. */
  readonly images: ImagePaths;
}

/** Goes through the table to its end. */
export async function surveyTable(layout: TableLayout, signal?: AbortSignal, web?: WebLookUp): Promise<TableSurvey> {
  const keys = new RowKeys(layout);
  const groups = new RowGroups();
  const images = new ImagePaths(path.dirname(layout.path), web);
  const prices = new Map(
    layout.columns
      .filter(
        ({ role, use, rank }) => role === 'price' || use === 'compare-price' || (role === 'attribute' && rank < 1000),
      )
      .map(({ index, name }) => [index, new MoneyColumn(name)]),
  );
  const pictured = layout.columns.filter(({ role }) => role === 'image');
  const faulty = tally();
  const broken = tally();
  let rows = 0;
  for await (const record of dataRecords(layout, signal)) {
    rows++;
    const key = keys.next(record);
    if (record.raw.some((cell) => cell.includes('\ufffd'))) broken.add(record.line);
    if (key === undefined || faultOf(layout, record, key) !== undefined) {
      faulty.add(record.line);
      continue;
    }
    groups.add(key);
    for (const [index, column] of prices) {
      const cell = record.cells[index] ?? '';
      if (!isBlankValue(cell)) column.observe(cell);
    }
    for (const { index } of pictured) {
      const cell = record.cells[index] ?? '';
      if (cell !== '' && cell.length < 20_000) images.note(cell);
    }
  }
  const counts = groups.counts();
  const now = new Date();
  return { layout, prices, now, rows, leftOut: faulty.said(), broken: broken.said(), groups, counts, images };
}

function tally() {
  let count = 0;
  let first = 0;
  return {
    add(line: number): void {
      if (count++ === 0) first = line;
    },
    said: () => (count === 0 ? null : { count, line: first }),
  };
}

async function* readProducts(survey: TableSurvey, signal: AbortSignal | undefined): AsyncGenerator<TableItem> {
  const { layout, groups, counts: left, images } = survey;
  const keys = new RowKeys(layout);
  const unfinished = new Map<string, { rows: RowDraft[]; remarks: TableProblem[] }>();
  for await (const record of dataRecords(layout, signal)) {
    const key = keys.next(record);
    const fault = faultOf(layout, record, key);
    if (fault !== undefined || key === undefined) {
      if (fault !== undefined) yield fault;
      continue;
    }
    const group = groups.groupOf(key);
    const held = unfinished.get(group) ?? { rows: [], remarks: [] };
    held.rows.push(readRow(survey, record, key));
    held.remarks.push(...remarksOn(survey, record, key.sku));
    const missing = (left.get(group) ?? 1) - 1;
    left.set(group, missing);
    if (missing > 0) {
      unfinished.set(group, held);
      continue;
    }
    unfinished.delete(group);
    left.delete(group);
    const items = await mergeRows(survey, group, held.rows, images);
    yield* items;
    for (const remark of held.remarks) yield { ...remark, sku: items[0]?.sku ?? key.sku };
  }
}

/** The rows below the header. */
export async function* dataRecords(layout: TableLayout, signal?: AbortSignal): AsyncGenerator<TableRecord> {
  let above = layout.rowsAboveData;
  for await (const record of recordsOf(layout.records, signal)) {
    if (above > 0) above--;
    else yield record;
  }
}
