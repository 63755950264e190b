/**
 * Cuts the text of a table into rows of cells (RFC 4180, as leniently as real files need it). A row that breaks the rules costs that row
 * and never the table: after a quote that nobody closes, reading goes on with the line below it. csv-parse ends a table there, and counts
 * lines from where it noticed.
 */
import type { Delimiter } from './delimiter.ts';

/** What is wrong with a row: its quote is never closed, or words stand between a closing quote and the end of the cell. */
export type RowFault = 'quote-open' | 'quote-stray';

export interface CutRow {
  /** Counted from 1; the line on which the row starts. */
  readonly line: number;
  /** As written, blanks around them and all; a row with an open quote has what its one line holds. */
  readonly cells: readonly string[];
  readonly fault: RowFault | null;
  /** Where the row stands in the text as it came, its line end included, and where each of its cells does: start and end by turns. */
  readonly place: { readonly start: number; readonly end: number; readonly cells: readonly number[] };
}

export interface Dialect {
  readonly delimiter: Delimiter;
  /** Whether `\"` is a quote inside a quoted cell throughout, as PHP and MySQL write it. */
  readonly backslash: boolean;
}

/** A cell longer than this comes from a quote that is never closed; pictures written into a table (base64) stay below. */
const maxCellCharacters = 32 * 1024 * 1024;

interface Cut {
  readonly cells: string[];
  readonly places: number[];
  readonly fault: RowFault | null;
  /** Behind the line end; -1 when the row does not end in this text. */
  readonly end: number;
}

/** `end` is where its delimiter, its line end or the end of the text stands. */
interface QuotedCell {
  readonly value: string;
  readonly stray: boolean;
  readonly end: number;
}

/** Rows of a text that comes in pieces whose lines end with "\n", blank ones included. */
export class RowCutter {
  readonly #dialect: Dialect;
  #text = '';
  #line = 1;
  /** Of the text at hand, in all that came. */
  #offset = 0;
  /** Where the row at hand was looked through in vain, so that a long cell is not searched anew with every piece. */
  #wanted = 0;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  /** The rows that are complete with this piece. */
  *push(piece: string): Generator<CutRow> {
    this.#text += piece;
    if (this.#text.length >= this.#wanted) yield* this.#cut(false);
  }

  *end(): Generator<CutRow> {
    yield* this.#cut(true);
  }

  *#cut(last: boolean): Generator<CutRow> {
    let from = 0;
    while (from < this.#text.length) {
      const cut = this.#row(from, last);
      if (cut.end === -1) break;
      const at = this.#offset;
      const place = { start: at + from, end: at + cut.end, cells: cut.places.map((own) => at + own) };
      yield { line: this.#line, cells: cut.cells, fault: cut.fault, place };
      this.#line += lineEnds(this.#text, from, cut.end);
      from = cut.end;
    }
    this.#text = this.#text.slice(from);
    this.#offset += from;
    this.#wanted = this.#text.length > 1024 * 1024 ? this.#text.length * 2 : 0;
  }

  #row(from: number, last: boolean): Cut {
    const { delimiter } = this.#dialect;
    const text = this.#text;
    const cells: string[] = [];
    const places: number[] = [];
    let fault: RowFault | null = null;
    let at = from;
    for (;;) {
      const start = firstVisible(text, at, delimiter);
      if (text[start] !== '"') {
        const end = plainEnd(text, at, delimiter);
        if (end === text.length && !last) return unfinished;
        cells.push(text.slice(at, end));
        places.push(at, end);
        if (text[end] !== delimiter) return { cells, places, fault, end: Math.min(end + 1, text.length) };
        at = end + 1;
        continue;
      }
      const quoted = this.#quoted(start, last);
      if (quoted === 'unfinished') return unfinished;
      if (quoted === 'open') return this.#brokenLine(from);
      cells.push(quoted.value);
      places.push(at, quoted.end);
      if (quoted.stray) fault = 'quote-stray';
      if (text[quoted.end] !== delimiter) return { cells, places, fault, end: Math.min(quoted.end + 1, text.length) };
      at = quoted.end + 1;
    }
  }

  /** The cell whose quote stands at `start`. */
  #quoted(start: number, last: boolean): QuotedCell | 'open' | 'unfinished' {
    const text = this.#text;
    const { delimiter, backslash } = this.#dialect;
    let value = '';
    let from = start + 1;
    let escaped = backslash;
    for (;;) {
      const quote = text.indexOf('"', from);
      const tooLong = (quote === -1 ? text.length : quote) - start > maxCellCharacters;
      if (tooLong) return 'open';
      if (quote === -1) return last ? 'open' : 'unfinished';
      const next = firstVisible(text, quote + 1, delimiter);
      const closes = next === text.length || text[next] === delimiter || text[next] === '\n';
      if (next === text.length && !last) return 'unfinished';
      if (isEscaped(text, from, quote) && (escaped || (!closes && text[quote + 1] !== '"'))) {
        escaped = true;
        value += `${text.slice(from, quote - 1)}"`;
        from = quote + 1;
      } else if (text[quote + 1] === '"') {
        value += text.slice(from, quote + 1);
        from = quote + 2;
      } else if (closes) {
        return { value: value + text.slice(from, quote), stray: false, end: next };
      } else {
        return this.#stray(start, value + text.slice(from, quote), quote, last);
      }
    }
  }

  /** A quote with words behind it: those words belong to the cell, or the quote begins another and this one was never closed. */
  #stray(start: number, value: string, quote: number, last: boolean): QuotedCell | 'open' | 'unfinished' {
    const text = this.#text;
    const { delimiter } = this.#dialect;
    if (value.includes('\n')) return 'open';
    const end = plainEnd(text, quote, delimiter);
    if (end === text.length && !last) return 'unfinished';
    return { value: `"${text.slice(start + 1, end)}`, stray: true, end };
  }

  #brokenLine(from: number): Cut {
    const newline = this.#text.indexOf('\n', from);
    const end = newline === -1 ? this.#text.length : newline;
    const cells = this.#text.slice(from, end).split(this.#dialect.delimiter);
    const places: number[] = [];
    let at = from;
    for (const cell of cells) {
      places.push(at, at + cell.length);
      at += cell.length + 1;
    }
    return { cells, places, fault: 'quote-open', end: Math.min(end + 1, this.#text.length) };
  }
}

const unfinished: Cut = { cells: [], places: [], fault: null, end: -1 };

/** Whether `\"` writes quotes in this text: it stands where a closing quote cannot. */
export function usesBackslash(text: string, delimiter: Delimiter): boolean {
  const odd = text.match(
    new RegExp(`[^\\\\"](?:\\\\\\\\)*\\\\"(?![\\s"${delimiter === '|' ? '\\|' : delimiter}]|$)`, 'g'),
  );
  return odd !== null && text.includes('"');
}

/** An odd number of backslashes before the quote, as two of them write one. */
function isEscaped(text: string, from: number, quote: number): boolean {
  let count = 0;
  while (quote - 1 - count >= from && text[quote - 1 - count] === '\\') count++;
  return count % 2 === 1;
}

/** The first place from `at` that is no blank; a tab that separates cells counts. */
function firstVisible(text: string, at: number, delimiter: Delimiter): number {
  let place = at;
  while (place < text.length) {
    const char = text[place];
    if (char === delimiter || (char !== ' ' && char !== '\t')) break;
    place++;
  }
  return place;
}

function plainEnd(text: string, at: number, delimiter: Delimiter): number {
  const newline = text.indexOf('\n', at);
  const end = newline === -1 ? text.length : newline;
  const cell = text.slice(at, end).indexOf(delimiter);
  return cell === -1 ? end : at + cell;
}

function lineEnds(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
