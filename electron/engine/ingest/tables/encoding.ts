/**
 * Finds out in which encoding a table was written. Spreadsheet programs still export in the code page of the country: GBK in China,
 * windows-1252 in western Europe, Mac Roman on a Mac, UTF-16 for "Unicode text". All of the file decides: one bad byte changes nothing.
 */
import { isAscii, isUtf8 } from 'node:buffer';
import chardet from 'chardet';
import iconv from 'iconv-lite';
import { AppError } from '../../../contract/errors.ts';
import { rateCodePages } from './code-pages.ts';

/** Encodings where most non-ASCII characters are two neighbouring bytes above 0x7f. */
const multibyte: ReadonlySet<string> = new Set(['gb18030', 'big5', 'shift_jis', 'euc-jp', 'euc-kr']);

/** Lines with characters beyond ASCII that statistics are made of. */
const sampleBytes = 192 * 1024;
/** Of these, what one piece of the file gives at most, so that the end of a long table has a say. */
const sampleOfPiece = 32 * 1024;

/** What was seen of a file in pieces of a megabyte or so. */
export class EncodingEvidence {
  #start = Buffer.alloc(0);
  #rest = Buffer.alloc(0);
  #valid = 0;
  #broken = 0;
  readonly #lines: Buffer[] = [];
  #sampled = 0;

  push(piece: Buffer): void {
    if (this.#start.length < 65536) this.#start = Buffer.concat([this.#start, piece.subarray(0, 65536)]);
    if (isAscii(piece) && this.#rest.length === 0) return;
    const bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    const whole = bytes.subarray(0, bytes.length - cutCharacter(bytes));
    this.#rest = Buffer.from(bytes.subarray(whole.length));
    this.#count(whole);
    this.#sample(whole);
  }

  /** The encodings that it may be, the best first: one where a mark or the bytes themselves leave no doubt. */
  guesses(): string[] {
    const sure = byMark(this.#start) ?? byZeros(this.#start);
    if (sure !== undefined) return [sure];
    if (this.#valid + this.#broken === 0) return ['utf-8'];
    const sample = Buffer.concat(this.#lines);
    // A few characters of two bytes each may be UTF-8 by chance.
    if (this.#broken === 0) return this.#valid < 8 ? ['utf-8', ...byStatistics(sample)].filter(distinct) : ['utf-8'];
    // Text of another encoding is hardly ever valid UTF-8 by chance: a fifth of the characters in Chinese, none in European ones.
    const others = byStatistics(sample).filter((name) => name !== 'utf-8');
    return this.#valid > this.#broken * 2 ? ['utf-8', ...others] : [...others, 'utf-8'];
  }

  #count(bytes: Buffer): void {
    if (isAscii(bytes)) return;
    if (isUtf8(bytes)) {
      for (const byte of bytes) if (byte >= 0xc0) this.#valid++;
      return;
    }
    for (let at = 0; at < bytes.length; ) {
      const length = characterLength(bytes, at);
      if (length === 0) this.#broken++;
      else if (length > 1) this.#valid++;
      at += Math.max(1, length);
    }
  }

  #sample(bytes: Buffer): void {
    let room = Math.min(sampleOfPiece, sampleBytes - this.#sampled);
    for (let start = 0; start < bytes.length && room > 0; ) {
      const newline = bytes.indexOf(0x0a, start);
      const end = newline === -1 ? bytes.length : newline + 1;
      const line = bytes.subarray(start, Math.min(end, start + 4096));
      if (!isAscii(line)) {
        this.#lines.push(Buffer.from(line));
        this.#sampled += line.length;
        room -= line.length;
      }
      start = end;
    }
  }
}

/** The iconv name of the encoding of `bytes`, a whole table or its start. Plain ASCII counts as utf-8. */
export function detectEncoding(bytes: Buffer): string {
  const evidence = new EncodingEvidence();
  evidence.push(bytes);
  return evidence.guesses()[0] ?? 'utf-8';
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

function distinct(name: string, index: number, all: readonly string[]): boolean {
  return all.indexOf(name) === index;
}

/** Bytes at the end that begin a character of UTF-8 and do not end it. */
function cutCharacter(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte >= 0xc0) return back < expectedLength(byte) ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}

function expectedLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

/** Of the UTF-8 character at `at`; 0 when there is none. */
function characterLength(bytes: Buffer, at: number): number {
  const length = expectedLength(bytes[at] as number);
  for (let next = at + 1; next < at + length; next++) if (((bytes[next] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
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

/** The encodings that the lines may have, the best first; UTF-8 is another question. */
function byStatistics(lines: Buffer): string[] {
  const pages = rateCodePages(lines).filter(({ score }, place) => place === 0 || score > 0);
  const single = pages.map(({ encoding }) => encoding);
  const asian = byPairs(lines, (pages[0]?.score ?? 0) >= 1.2);
  const all = asian === undefined ? single : [asian, ...single];
  return [...all.slice(0, 2), 'windows-1252'].filter(distinct);
}

function byPairs(lines: Buffer, readsAsLetters: boolean): string | undefined {
  if (hasShiftedKana(lines) && decodes(lines, 'shift_jis')) return 'shift_jis';
  if (pairedShare(lines) <= 0.8) return undefined;
  const guesses = chardet
    .analyse(lines.subarray(0, 65536))
    .map((match) => match.name.toLowerCase())
    .filter((name) => multibyte.has(name));
  const lead = byLeadBytes(lines);
  if (lead !== undefined && decodes(lines, lead)) return lead;
  // Words of Cyrillic or Greek letters are rows of such bytes as well.
  if (readsAsLetters) return undefined;
  return guesses.find((name) => decodes(lines, name)) ?? (decodes(lines, 'gb18030') ? 'gb18030' : undefined);
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

/** Whether all but a few of the bytes are valid in the encoding. */
function decodes(bytes: Buffer, encoding: string): boolean {
  const text = new TextDecoder(encoding).decode(bytes);
  let lost = 0;
  for (let at = text.indexOf('\ufffd'); at !== -1; at = text.indexOf('\ufffd', at + 1)) lost++;
  let foreign = 0;
  for (const byte of bytes) if (byte > 0x7f) foreign++;
  return lost * 50 <= foreign || (lost <= 1 && foreign > 8);
}
