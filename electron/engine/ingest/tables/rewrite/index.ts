/** Gives a table back as it came, with other words in some of its cells. */
import type { RecordOptions } from '../records.ts';
import { rewriteFeed } from './feed.ts';
import { rewriteText } from './text-table.ts';
import type { ByteSink, RewriteOutcome, TableEdits, TableShape } from './types.ts';
import { rewriteWorkbook } from './workbook.ts';

export type {
  ByteSink,
  CellEdit,
  RefusalReason,
  RefusedCell,
  RewriteOutcome,
  TableEdits,
  TableShape,
} from './types.ts';

/**
 * Without edits, `sink` gets the bytes of the file as they are.
 * @throws {AppError} `FILE_MISSING`, `TABLE_UNREADABLE`, `CANCELLED`, and what `sink` throws
 */
export function rewriteTable(
  records: RecordOptions,
  shape: TableShape,
  edits: TableEdits,
  sink: ByteSink,
  signal?: AbortSignal,
): Promise<RewriteOutcome> {
  if (records.kind === 'workbook') return rewriteWorkbook(records, shape, edits, sink, signal);
  if (records.kind === 'feed') return rewriteFeed(records, edits, sink, signal);
  return rewriteText(records, shape, edits, sink, signal);
}
