/**
 * Finds out in which encoding a table was written. Spreadsheet programs still export in the code page of the country: GBK in China,
 * windows-1252 in western Europe, UTF-16 for "Unicode text".
 */
import chardet from 'chardet';
import iconv from 'iconv-lite';
import { AppError } from '../../../contract/errors.ts';

/** Encodings where most non-ASCII characters are two neighbouring bytes above 0x7f. */
const multibyte: ReadonlySet<string> = new Set(['gb18030', 'big5', 'shift_jis', 'euc-jp', 'euc-kr']);

/** The iconv name of the encoding of `bytes`, the start of a table. Plain ASCII counts as utf-8. */
export function detectEncoding(bytes: Buffer): string {
  return byMark(bytes) ?? byZeros(bytes) ?? (decodes(bytes, 'utf-8') ? 'utf-8' : byStatistics(bytes));
}

/** @throws {AppError} `TABLE_UNREADABLE` for a name that iconv does not know */
export function assertEncoding(name: string): void {
  if (iconv.encodingExists(name)) return;
  throw new AppError(
    'TABLE_UNREADABLE',
    `There is no encoding called "${name}". Use a name such as utf-8, gb18030 or windows-1252, or leave it out.`,
    { details: { encoding: name } },
  );
}

function byMark(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}

/** UTF-16 without a mark: every second byte of its delimiters, digits and line ends is zero. */
function byZeros(bytes: Buffer): string | undefined {
  const length = Math.min(bytes.length, 65536);
  let even = 0;
  let odd = 0;
  for (let i = 0; i < length; i++) if (bytes[i] === 0) i % 2 === 0 ? even++ : odd++;
  if (even + odd < length / 20) return undefined;
  if (odd > even * 10) return 'utf-16le';
  return even > odd * 10 ? 'utf-16be' : undefined;
}

function byStatistics(bytes: Buffer): string {
  const guesses = chardet
    .analyse(foreignPart(bytes))
    .map((match) => match.name.toLowerCase())
    .filter((name) => iconv.encodingExists(name) && name !== 'utf-8');
  if (pairedShare(bytes) > 0.8) {
    const guess = guesses.find((name) => multibyte.has(name) && decodes(bytes, name));
    if (decodes(bytes, 'gb18030')) return guess ?? 'gb18030';
    if (guess !== undefined) return guess;
  }
  const single = guesses.find((name) => !multibyte.has(name)) ?? 'windows-1252';
  return single.startsWith('iso-8859-1') && single !== 'iso-8859-15' ? 'windows-1252' : single;
}

/** chardet looks at a limited stretch, so it gets the lines that hold something else than ASCII. */
function foreignPart(bytes: Buffer): Buffer {
  const lines: Buffer[] = [];
  let length = 0;
  for (let start = 0; start < bytes.length && length < 65536; ) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline === -1 ? bytes.length : newline + 1;
    const line = bytes.subarray(start, end);
    if (line.some((byte) => byte > 0x7f)) {
      lines.push(line);
      length += line.length;
    }
    start = end;
  }
  return Buffer.concat(lines);
}

/** Of the bytes above 0x7f, the share that stands beside another one. */
function pairedShare(bytes: Buffer): number {
  let high = 0;
  let paired = 0;
  for (let i = 0; i < bytes.length; i++) {
    if ((bytes[i] ?? 0) <= 0x7f) continue;
    high++;
    if ((bytes[i - 1] ?? 0) > 0x7f || (bytes[i + 1] ?? 0) > 0x7f) paired++;
  }
  return high === 0 ? 0 : paired / high;
}

/** Whether the bytes are valid in the encoding; a character cut at their end is forgiven. */
function decodes(bytes: Buffer, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
