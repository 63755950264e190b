/** Opens a table file: its first bytes to look at, then its text in pieces. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import iconv from 'iconv-lite';
import { AppError } from '../../../contract/errors.ts';
import { assertEncoding, detectEncoding } from './encoding.ts';

/** Enough to meet the first characters that are not ASCII in all but odd tables. */
const sampleBytes = 8 * 1024 * 1024;

export interface TableSource {
  readonly path: string;
  readonly encoding: string;
  /** The beginning as text, at least a few hundred rows. */
  readonly head: string;
}

/** @throws {AppError} `FILE_MISSING`, `TABLE_UNREADABLE`, `TABLE_EMPTY` */
export async function openSource(path: string, encoding: string | undefined): Promise<TableSource> {
  if (encoding !== undefined) assertEncoding(encoding);
  const bytes = await readHead(path);
  const used = encoding ?? detectEncoding(bytes);
  const decoded = unifyNewlines(iconv.decode(bytes.subarray(0, 256 * 1024), used));
  refuseOtherFormats(path, bytes, decoded);
  const head = markNuls(decoded);
  if (head.trim() === '') {
    throw new AppError('TABLE_EMPTY', `${path} is empty. Export the table again, or choose another file.`, {
      details: { path },
    });
  }
  return { path, encoding: used, head };
}

/** The whole text in pieces, every line end as "\n". @throws {AppError} `TABLE_UNREADABLE` when reading breaks off */
export async function* textOf(source: Pick<TableSource, 'path' | 'encoding'>): AsyncGenerator<string> {
  const decoder = iconv.getDecoder(source.encoding);
  let held = '';
  try {
    for await (const chunk of createReadStream(source.path, { highWaterMark: 256 * 1024 })) {
      const text = held + decoder.write(chunk as Buffer);
      held = text.endsWith('\r') ? '\r' : '';
      yield markNuls(unifyNewlines(held === '' ? text : text.slice(0, -1)));
    }
  } catch (error) {
    throw unreadable(source.path, error);
  }
  yield markNuls(unifyNewlines(held + (decoder.end() ?? '')));
}

function unifyNewlines(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/** A NUL stands for a character that was lost, and is shown as one; left in, it would cut texts short in SQLite. */
function markNuls(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text;
}

async function readHead(path: string): Promise<Buffer> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const buffer = Buffer.allocUnsafe(Math.min(size, sampleBytes));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): AppError {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
    return new AppError('FILE_MISSING', `${path} is not there. It may have been moved or renamed.`, {
      details: { why: 'table-gone', path },
      cause: error,
    });
  }
  const why = error instanceof Error ? error.message : String(error);
  return new AppError('TABLE_UNREADABLE', `${path} cannot be read (${why}). Check its permissions and the disk.`, {
    details: { why: 'table-unreadable', path },
    cause: error,
  });
}

function refuseOtherFormats(path: string, bytes: Buffer, head: string): void {
  const start = bytes.toString('latin1', 0, 4);
  const isWorkbook = start === 'PK\x03\x04' || start === '\xd0\xcf\x11\xe0';
  if (!isWorkbook && !isBinary(head)) return;
  const what = isWorkbook ? 'is a spreadsheet workbook, not a text table' : 'holds binary data, not a text table';
  throw new AppError(
    'TABLE_UNREADABLE',
    `${path} ${what}. Open it in the spreadsheet program and save it as CSV (UTF-8).`,
    {
      details: { why: isWorkbook ? 'table-workbook' : 'table-binary', path },
    },
  );
}

/** More than one character in a hundred is one that no text holds. */
function isBinary(head: string): boolean {
  let odd = 0;
  for (let i = 0; i < head.length; i++) {
    const code = head.charCodeAt(i);
    if (code < 9 || (code > 13 && code < 32)) odd++;
  }
  return odd * 100 > head.length;
}
