/** Opens a table file, whatever it is: text in some encoding, a workbook, or a feed in XML. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import iconv from 'iconv-lite';
import { AppError } from '../../../contract/errors.ts';
import { decodingOf } from './decoding.ts';
import { assertEncoding, EncodingEvidence } from './encoding.ts';
import { sheetNames } from './workbook.ts';

const pieceBytes = 1024 * 1024;
const headBytes = 256 * 1024;

export interface TextSource {
  readonly kind: 'text';
  readonly path: string;
  readonly encoding: string;
  /** Encodings that it may be as well, the likeliest first. */
  readonly otherEncodings: readonly string[];
  /** The beginning as text, at least a few hundred rows. */
  readonly head: string;
}

export type TableSource =
  | TextSource
  | { readonly kind: 'workbook'; readonly path: string; readonly sheets: readonly string[] }
  | { readonly kind: 'feed'; readonly path: string; readonly encoding: string };

/** @throws {AppError} `FILE_MISSING`, `TABLE_UNREADABLE`, `TABLE_EMPTY` */
export async function openSource(path: string, encoding: string | undefined): Promise<TableSource> {
  if (encoding !== undefined) assertEncoding(encoding);
  const start = await readStart(path);
  const magic = start.toString('latin1', 0, 4);
  if (magic === 'PK\x03\x04') return { kind: 'workbook', path, sheets: await sheetNames(path) };
  if (magic === '\xd0\xcf\x11\xe0') throw oldWorkbook(path);
  const declared = xmlEncoding(start);
  if (declared !== undefined) return { kind: 'feed', path, encoding: encoding ?? declared };
  const guesses = await guessEncodings(path);
  const used = encoding ?? guesses[0] ?? 'utf-8';
  const decoded = unifyNewlines(decodeHead(start, used));
  if (isBinary(decoded)) throw binary(path);
  const head = markNuls(decoded);
  if (head.trim() === '') {
    throw new AppError('TABLE_EMPTY', `${path} is empty. Export the table again, or choose another file.`, {
      details: { path },
    });
  }
  return { kind: 'text', path, encoding: used, otherEncodings: guesses.filter((name) => name !== used), head };
}

/** The whole text in pieces, every line end as "\n". @throws {AppError} `TABLE_UNREADABLE` when reading breaks off */
export async function* textOf(source: Pick<TextSource, 'path' | 'encoding'>): AsyncGenerator<string> {
  const decoder = decodingOf(source.encoding);
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
  yield markNuls(unifyNewlines(held + decoder.end()));
}

/** A character cut by the end of the head is left away: it is no sign of another encoding. */
function decodeHead(bytes: Buffer, encoding: string): string {
  const decoder = decodingOf(encoding);
  return decoder.write(bytes) + (bytes.length < headBytes ? decoder.end() : '');
}

function unifyNewlines(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/** A NUL stands for a character that was lost, and is shown as one; left in, it would cut texts short in SQLite. */
function markNuls(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text;
}

async function readStart(path: string): Promise<Buffer> {
  try {
    const file = await open(path, 'r');
    try {
      const buffer = Buffer.alloc(headBytes);
      const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function guessEncodings(path: string): Promise<string[]> {
  const evidence = new EncodingEvidence();
  try {
    for await (const piece of createReadStream(path, { highWaterMark: pieceBytes })) evidence.push(piece as Buffer);
  } catch (error) {
    throw unreadable(path, error);
  }
  return evidence.guesses();
}

/** What an XML file says of its encoding; undefined for other files. Without a word it is UTF-8. */
function xmlEncoding(start: Buffer): string | undefined {
  const text = start.toString('latin1', 0, 1024).replace(/^\xef\xbb\xbf/, '');
  const declaration = /^\s*<\?xml([^>]*)\?>/.exec(text);
  if (declaration === null)
    return /^\s*<(?:rss|feed|products|catalog|yml_catalog|items)[\s>]/i.test(text) ? 'utf-8' : undefined;
  const named = /encoding\s*=\s*["']([\w.-]+)["']/.exec(declaration[1] ?? '')?.[1]?.toLowerCase();
  return named !== undefined && iconv.encodingExists(named) ? named : 'utf-8';
}

export function unreadable(path: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
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

function oldWorkbook(path: string): AppError {
  return new AppError(
    'TABLE_UNREADABLE',
    `${path} is a workbook of the old kind (.xls). Open it in the spreadsheet program and save it as .xlsx or CSV (UTF-8).`,
    { details: { why: 'table-workbook', path } },
  );
}

function binary(path: string): AppError {
  return new AppError(
    'TABLE_UNREADABLE',
    `${path} holds binary data, not a text table. Open it in the spreadsheet program and save it as CSV (UTF-8).`,
    { details: { why: 'table-binary', path } },
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
