/** Splits the text of a table into rows of cells, with the line each row starts on. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, type Info, parse } from 'csv-parse';
import { AppError, throwIfCancelled } from '../../../contract/errors.ts';
import type { Delimiter } from './delimiter.ts';
import { textOf } from './source.ts';

export interface TableRecord {
  /** Counted from 1; the line where the row starts when a cell spans several. */
  readonly line: number;
  /** Trimmed. */
  readonly cells: readonly string[];
}

export interface RecordOptions {
  readonly path: string;
  readonly encoding: string;
  readonly delimiter: Delimiter;
}

/** Longer rows come from a quote that is never closed. */
const maxRecordCharacters = 1_000_000;

/** Rows that are not blank, the header among them; a first line "sep=;" is passed over. @throws {AppError} `TABLE_UNREADABLE` with the line, `CANCELLED` */
export async function* recordsOf(options: RecordOptions, signal?: AbortSignal): AsyncGenerator<TableRecord> {
  const parser = parse({
    delimiter: options.delimiter,
    info: true,
    max_record_size: maxRecordCharacters,
    relax_column_count: true,
    relax_quotes: true,
    record_delimiter: '\n',
    skip_empty_lines: true,
    trim: true,
  });
  const feeding = pipeline(Readable.from(textOf(options)), parser).catch(() => {});
  let seen: Pick<Info, 'lines' | 'empty_lines'> = { lines: 0, empty_lines: 0 };
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      throwIfCancelled(signal);
      const line = seen.lines + (info.empty_lines - seen.empty_lines) + 1;
      seen = info;
      const isNote = line === 1 && /^sep=/i.test(record[0] ?? '');
      if (!isNote && record.some((cell) => cell !== '')) yield { line, cells: record };
    }
  } catch (error) {
    throw error instanceof CsvError ? brokenRow(options, error, seen.lines + 1) : error;
  } finally {
    parser.destroy();
    await feeding;
  }
}

function brokenRow(options: RecordOptions, error: CsvError, line: number): AppError {
  const neverClosed = error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE';
  const what = neverClosed
    ? 'a cell starts with a quote (") that is never closed'
    : 'something stands between a closing quote (") and the end of its cell';
  return new AppError(
    'TABLE_UNREADABLE',
    `${options.path}, line ${line}: ${what}. Double the quotes inside a cell ("") or remove them, then try again.`,
    {
      details: { why: neverClosed ? 'quote-open' : 'quote-stray', path: options.path, line },
      cause: error,
    },
  );
}
