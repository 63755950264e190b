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
  if (hasShiftedKana(bytes) && decodes(bytes, 'shift_jis')) return 'shift_jis';
  if (pairedShare(bytes) > 0.8) {
    const asian = byLeadBytes(bytes) ?? guesses.find((name) => multibyte.has(name) && decodes(bytes, name));
    if (asian !== undefined && decodes(bytes, asian)) return asian;
    if (decodes(bytes, 'gb18030')) return 'gb18030';
  }
  const single = guesses.find((name) => !multibyte.has(name)) ?? 'windows-1252';
  return single.startsWith('iso-8859-1') && single !== 'iso-8859-15' ? 'windows-1252' : single;
}

/**
 * Tells the encodings built from pairs of bytes 0xa1..0xfe apart by the first byte of each pair, also in the few characters of a small
 * table: Chinese has its 3,755 common characters under 0xb0..0xd7, in the order of their sounds; Korean its syllables under 0xb0..0xc8;
 * Japanese its kana under 0xa4 and 0xa5 (GB 2312, KS X 1001, JIS X 0208).
 */
function byLeadBytes(bytes: Buffer): string | undefined {
  let pairs = 0;
  let common = 0;
  let beyondKorean = 0;
  let kana = 0;
  for (let i = 0; i < bytes.length - 1; i++) {
    const lead = bytes[i] ?? 0;
    if (lead <= 0x7f) continue;
    pairs++;
    const trail = bytes[++i] ?? 0;
    if (trail < 0xa1) continue;
    if (lead === 0xa4 || lead === 0xa5) kana++;
    if (lead >= 0xb0 && lead <= 0xd7) common++;
    if (lead >= 0xc9 && lead <= 0xd7) beyondKorean++;
  }
  if (kana > pairs * 0.3) return 'euc-jp';
  if (common < pairs * 0.75) return undefined;
  return beyondKorean < common * 0.05 && common >= 10 ? 'euc-kr' : 'gb18030';
}

/** Shift JIS has its kana under 0x82 and 0x83, bytes that hardly occur elsewhere; the second byte is often below 0x80. */
function hasShiftedKana(bytes: Buffer): boolean {
  let high = 0;
  let kana = 0;
  for (const byte of bytes) {
    if (byte > 0x7f) high++;
    if (byte === 0x82 || byte === 0x83) kana++;
  }
  return kana > high * 0.25;
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
