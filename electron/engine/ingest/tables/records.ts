/** The rows of a table file, whatever kind of file it is, with the line each starts on. */
import { throwIfCancelled } from '../../../contract/errors.ts';
import { RowCutter, type RowFault } from './cells.ts';
import type { Delimiter } from './delimiter.ts';
import { feedItems, recordOfItem } from './feed.ts';
import { textOf } from './source.ts';
import { sheetRows } from './workbook.ts';

export interface TableRecord {
  /** Counted from 1; the line where the row starts when a cell spans several. */
  readonly line: number;
  /** As the file has them. */
  readonly raw: readonly string[];
  /** Trimmed. */
  readonly cells: readonly string[];
  readonly fault: RowFault | null;
}

export type RecordOptions =
  | {
      readonly kind: 'text';
      readonly path: string;
      readonly encoding: string;
      readonly delimiter: Delimiter;
      readonly backslash: boolean;
    }
  | { readonly kind: 'workbook'; readonly path: string; readonly sheet: string | undefined }
  | { readonly kind: 'feed'; readonly path: string; readonly encoding: string; readonly header: readonly string[] };

/**
 * Rows that are not blank, the header among them; a first line "sep=;" is passed over.
 * @throws {AppError} `TABLE_UNREADABLE` when reading breaks off, `CANCELLED`
 */
export async function* recordsOf(options: RecordOptions, signal?: AbortSignal): AsyncGenerator<TableRecord> {
  if (options.kind === 'workbook') {
    for (const record of await sheetRows(options.path, options.sheet)) {
      throwIfCancelled(signal);
      yield record;
    }
  } else if (options.kind === 'feed') {
    const { header } = options;
    yield { line: 0, raw: header, cells: header, fault: null };
    for await (const item of feedItems(options, signal)) yield recordOfItem(item, header);
  } else {
    yield* textRecords(options, signal);
  }
}

async function* textRecords(
  options: Extract<RecordOptions, { kind: 'text' }>,
  signal: AbortSignal | undefined,
): AsyncGenerator<TableRecord> {
  const cutter = new RowCutter(options);
  for await (const text of textOf(options)) {
    throwIfCancelled(signal);
    for (const row of cutter.push(text)) {
      const record = recordOf(row);
      if (record !== undefined) yield record;
      throwIfCancelled(signal);
    }
  }
  for (const row of cutter.end()) {
    const record = recordOf(row);
    if (record !== undefined) yield record;
  }
}

function recordOf(row: {
  readonly line: number;
  readonly cells: readonly string[];
  readonly fault: RowFault | null;
}): TableRecord | undefined {
  const cells = row.cells.map((cell) => cell.trim());
  const isNote = row.line === 1 && /^sep=/i.test(cells[0] ?? '');
  if (isNote || cells.every((cell) => cell === '')) return undefined;
  return { line: row.line, raw: row.cells, cells, fault: row.fault };
}
