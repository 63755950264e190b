/**
 * Bytes of a table as text with one character for each unit of its encoding, in which delimiters, quotes and line ends stand where they
 * stand in the bytes. What it says otherwise means nothing: it is for finding the place of a cell, not for reading it.
 */
import iconv from 'iconv-lite';
import { decode } from '../decoding.ts';

/** Encodings with characters of several bytes, whose second byte may look like "|" or "\". */
const pairedEncodings =
  /^(?:gbk?\d*|cp936|big5(?:-?hkscs)?|cp950|shift_?jis|sjis|cp932|windows-?31j|euc-?kr|cp949|windows-?949)$/i;

interface Unit {
  readonly bytes: 1 | 2 | 4;
  readonly bigEndian: boolean;
  readonly paired: boolean;
}

export class Units {
  readonly encoding: string;
  /** Bytes of the mark at the beginning of the file, which belong to no row. */
  readonly mark: number;
  readonly #unit: Unit;
  #rest: Buffer = Buffer.alloc(0);
  /** Whether the piece before ended with the first byte of a pair. */
  #inPair = false;

  /** @param start the first bytes of the file */
  constructor(encoding: string, start: Buffer) {
    this.encoding = encoding;
    this.#unit = unitOf(encoding, start);
    this.mark = markLength(start, this.#unit);
  }

  get size(): number {
    return this.#unit.bytes;
  }

  /** The next bytes of the file, those of the mark left away. */
  write(piece: Buffer): string {
    const { bytes, paired } = this.#unit;
    if (bytes === 1) return paired ? this.#pairs(piece) : piece.toString('latin1');
    const whole = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    const used = whole.length - (whole.length % bytes);
    this.#rest = Buffer.from(whole.subarray(used));
    return this.#wide(whole.subarray(0, used));
  }

  /** Whether the unit whose bytes begin at `at` is "\r". */
  isReturn(bytes: Buffer, at: number): boolean {
    const { bytes: size, bigEndian } = this.#unit;
    for (let place = 0; place < size; place++) {
      const wanted = place === (bigEndian ? size - 1 : 0) ? 0x0d : 0;
      if (bytes[at + place] !== wanted) return false;
    }
    return true;
  }

  /** Text as the file writes it; undefined when its encoding lacks a character of it. */
  encode(text: string): Buffer | undefined {
    const name = this.#name();
    const mend = name === 'macintosh' ? text.replaceAll('€', '¤') : text;
    const encoded = iconv.encode(mend, name, { addBOM: false });
    return decode(encoded, name) === text ? encoded : undefined;
  }

  /** What stands in these bytes. */
  decode(bytes: Buffer): string {
    return decode(bytes, this.#name());
  }

  #name(): string {
    const { bytes, bigEndian } = this.#unit;
    if (bytes === 1) return this.encoding;
    return bytes === 2 ? (bigEndian ? 'utf-16be' : 'utf-16le') : bigEndian ? 'utf-32be' : 'utf-32le';
  }

  #pairs(piece: Buffer): string {
    const masked = Buffer.from(piece);
    // Of Shift JIS, 0xa1 to 0xdf are single bytes.
    const shifted = /^(?:shift|sjis|cp932|windows)/i.test(this.encoding) && !/949$/.test(this.encoding);
    for (let at = 0; at < masked.length; at++) {
      const byte = masked[at] as number;
      if (this.#inPair) {
        this.#inPair = false;
        // A byte that cannot be a second one begins anew: the first was a stray.
        if (byte >= 0x30 && byte !== 0x7f) {
          masked[at] = 0x78;
          continue;
        }
      }
      this.#inPair = byte > 0x80 && byte !== 0xff && !(shifted && byte >= 0xa0 && byte <= 0xdf);
    }
    return masked.toString('latin1');
  }

  #wide(bytes: Buffer): string {
    const { bytes: size, bigEndian } = this.#unit;
    if (size === 2) return (bigEndian ? Buffer.from(bytes).swap16() : bytes).toString('utf16le');
    let text = '';
    for (let at = 0; at < bytes.length; at += 4) {
      const code = bigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
      text += code < 0xd800 ? String.fromCharCode(code) : 'x';
    }
    return text;
  }
}

function unitOf(encoding: string, start: Buffer): Unit {
  const name = encoding.toLowerCase().replace(/[^a-z0-9]/g, '');
  const wide = /^(?:utf|ucs)(16|2|32|4)(le|be)?/.exec(name);
  if (wide === null) return { bytes: 1, bigEndian: false, paired: pairedEncodings.test(encoding) };
  const bytes = wide[1] === '32' || wide[1] === '4' ? 4 : 2;
  const marked = bytes === 2 ? start[0] === 0xfe && start[1] === 0xff : start[2] === 0xfe && start[3] === 0xff;
  return { bytes, bigEndian: wide[2] === 'be' || (wide[2] === undefined && marked), paired: false };
}

function markLength(start: Buffer, { bytes, bigEndian }: Unit): number {
  const begins = (...mark: number[]): boolean => mark.every((byte, at) => start[at] === byte);
  if (bytes === 1) return begins(0xef, 0xbb, 0xbf) ? 3 : 0;
  if (bytes === 2) return begins(...(bigEndian ? [0xfe, 0xff] : [0xff, 0xfe])) ? 2 : 0;
  return begins(...(bigEndian ? [0, 0, 0xfe, 0xff] : [0xff, 0xfe, 0, 0])) ? 4 : 0;
}
