/**
 * Writes a table of text anew with other words in some of its cells. Every byte outside of them stays: the file is cut into rows as for reading,
 * on text in which places are places of bytes, and the cells are spliced in.
 */
import { open } from 'node:fs/promises';
import { throwIfCancelled } from '../../../../contract/errors.ts';
import { type CutRow, RowCutter } from '../cells.ts';
import type { RecordOptions } from '../records.ts';
import { unreadable } from '../source.ts';
import { readCell, writeCell } from './cell-text.ts';
import type {
  ByteSink,
  CellEdit,
  RefusalReason,
  RefusedCell,
  RewriteOutcome,
  TableEdits,
  TableShape,
} from './types.ts';
import { Units } from './units.ts';

type TextOptions = Extract<RecordOptions, { kind: 'text' }>;

const pieceBytes = 256 * 1024;

/** @throws {AppError} `FILE_MISSING`, `TABLE_UNREADABLE`, `CANCELLED`, and what `sink` throws */
export async function rewriteText(
  options: TextOptions,
  shape: TableShape,
  edits: TableEdits,
  sink: ByteSink,
  signal?: AbortSignal,
): Promise<RewriteOutcome> {
  const writer = new RowWriter(options, shape, edits);
  const file = await open(options.path, 'r').catch((error) => {
    throw unreadable(options.path, error);
  });
  try {
    let units: Units | undefined;
    for (;;) {
      throwIfCancelled(signal);
      const buffer = Buffer.allocUnsafe(pieceBytes);
      const { bytesRead } = await file.read(buffer, 0, pieceBytes).catch((error) => {
        throw unreadable(options.path, error);
      });
      if (bytesRead === 0) break;
      const piece = buffer.subarray(0, bytesRead);
      if (units === undefined) {
        units = new Units(options.encoding, piece);
        writer.begin(units);
        if (units.mark > 0) await sink(piece.subarray(0, units.mark));
        writer.push(piece.subarray(units.mark));
      } else writer.push(piece);
      const done = writer.take();
      if (done.length > 0) await sink(done);
    }
    const rest = writer.end();
    if (rest.length > 0) await sink(rest);
  } finally {
    await file.close();
  }
  return writer.outcome();
}

class RowWriter {
  readonly #options: TextOptions;
  readonly #shape: TableShape;
  readonly #edits: TableEdits;
  readonly #cutter: RowCutter;
  #units!: Units;
  /** Bytes that no row has taken yet, and the place of their first unit. */
  #bytes: Buffer = Buffer.alloc(0);
  #base = 0;
  /** A "\r" at the end of the piece before: what it is depends on what follows. */
  #held = '';
  #out: Buffer[] = [];
  readonly #missing: Set<number>;
  readonly #refused: RefusedCell[] = [];
  #written = 0;
  /** Behind the last row that was met. */
  #passed = 0;
  /** As the row before has it, for a last row that has none. */
  #lineEnd: Buffer | undefined;

  constructor(options: TextOptions, shape: TableShape, edits: TableEdits) {
    this.#options = options;
    this.#shape = shape;
    this.#edits = edits;
    this.#cutter = new RowCutter(options);
    this.#missing = new Set(edits.cells.keys());
  }

  begin(units: Units): void {
    this.#units = units;
  }

  push(piece: Buffer): void {
    this.#bytes = this.#bytes.length === 0 ? piece : Buffer.concat([this.#bytes, piece]);
    const text = this.#held + this.#units.write(piece);
    this.#held = text.endsWith('\r') ? '\r' : '';
    const whole = this.#held === '' ? text : text.slice(0, -1);
    for (const row of this.#cutter.push(inPlace(whole))) this.#row(row);
    this.#forget();
  }

  take(): Buffer {
    const done = Buffer.concat(this.#out);
    this.#out = [];
    return done;
  }

  end(): Buffer {
    if (this.#units === undefined) return Buffer.alloc(0);
    for (const row of this.#cutter.push(inPlace(this.#held))) this.#row(row);
    for (const row of this.#cutter.end()) this.#row(row);
    this.#forget();
    this.#out.push(this.#bytes);
    return this.take();
  }

  outcome(): RewriteOutcome {
    for (const line of this.#missing) {
      for (const [column, { text }] of this.#edits.cells.get(line) ?? []) this.#refuse(line, column, text, 'gone');
    }
    return { written: this.#written, refused: this.#refused };
  }

  /** Lets go of what all rows so far have taken. */
  #forget(): void {
    const bytes = (this.#passed - this.#base) * this.#units.size;
    this.#bytes = this.#bytes.subarray(bytes);
    this.#base = this.#passed;
  }

  #slice(from: number, to: number): Buffer {
    const { size } = this.#units;
    return this.#bytes.subarray((from - this.#base) * size, (to - this.#base) * size);
  }

  #row(row: CutRow): void {
    const { start, end } = row.place;
    this.#passed = end;
    const ending = this.#slice(this.#cellEnd(start, row.place.cells.at(-1) as number), end);
    if (ending.length > 0) this.#lineEnd = ending;
    const blank = row.cells.every((cell) => cell.trim() === '');
    const own = this.#edits.cells.get(row.line);
    this.#missing.delete(row.line);
    if (blank) {
      this.#out.push(this.#slice(start, end));
      return;
    }
    if (this.#edits.removed?.has(row.line) === true) return;
    const names = this.#edits.columns ?? [];
    const widened = names.length > 0 && row.line >= Math.max(1, this.#shape.headerLine);
    if (own === undefined && !widened) this.#out.push(this.#slice(start, end));
    else this.#changed(row, own, widened);
    for (const cells of this.#edits.added?.get(row.line) ?? []) this.#added(row, cells);
  }

  #changed(row: CutRow, own: ReadonlyMap<number, CellEdit> | undefined, widened: boolean): void {
    const { start, end, cells } = row.place;
    let at = start;
    let contentEnd = start;
    for (let column = 0; column * 2 < cells.length; column++) {
      const from = cells[column * 2] as number;
      const to = this.#cellEnd(from, cells[column * 2 + 1] as number);
      contentEnd = to;
      const edit = own?.get(column);
      if (edit === undefined) continue;
      const written = this.#cell(row.line, column, edit, this.#slice(from, to));
      if (written === undefined) continue;
      this.#out.push(this.#slice(at, from), written);
      at = to;
    }
    this.#out.push(this.#slice(at, contentEnd), this.#behind(row, own, widened), this.#slice(contentEnd, end));
  }

  /** Where the cell ends: the "\r" of a line end counts as a blank while rows are cut. */
  #cellEnd(from: number, to: number): number {
    return to > from && this.#units.isReturn(this.#bytes, (to - 1 - this.#base) * this.#units.size) ? to - 1 : to;
  }

  #cell(line: number, column: number, edit: CellEdit, bytes: Buffer): Buffer | undefined {
    const before = this.#units.decode(bytes);
    const said = readCell(before, this.#options);
    if (said === undefined || said.replaceAll('\0', '\ufffd') !== edit.before) {
      return this.#refuse(line, column, edit.text, said === undefined ? 'notation' : 'changed');
    }
    if (said === edit.text) return undefined;
    const text = writeCell(edit.text, before, this.#options);
    if (text === undefined) return this.#refuse(line, column, edit.text, 'notation');
    const written = this.#units.encode(text);
    if (written === undefined) return this.#refuse(line, column, edit.text, 'encoding');
    this.#written++;
    return written;
  }

  /** Cells behind the last one that the row has. */
  #behind(row: CutRow, own: ReadonlyMap<number, CellEdit> | undefined, widened: boolean): Buffer {
    const { width, headerLine } = this.#shape;
    const names = this.#edits.columns ?? [];
    const values = new Map(own);
    if (widened && row.line === headerLine)
      for (const [place, text] of names.entries()) values.set(width + place, { text, before: '' });
    const last = Math.max(widened ? width + names.length - 1 : -1, ...[...values.keys()]);
    let text = '';
    for (let column = row.cells.length; column <= last; column++) {
      const value = values.get(column)?.text ?? '';
      const written = writeCell(value, '', this.#options);
      const fits = written !== undefined && this.#units.encode(written) !== undefined;
      if (!fits) this.#refuse(row.line, column, value, written === undefined ? 'notation' : 'encoding');
      else if (value !== '') this.#written++;
      text += this.#options.delimiter + (fits ? written : '');
    }
    return this.#units.encode(text) ?? Buffer.alloc(0);
  }

  #added(row: CutRow, cells: readonly string[]): void {
    const { start, end } = row.place;
    const ending = this.#slice(this.#cellEnd(start, row.place.cells.at(-1) as number), end);
    const lineEnd = ending.length > 0 ? ending : (this.#lineEnd ?? (this.#units.encode('\n') as Buffer));
    const written = cells.map((text, column) => {
      const own = writeCell(text, '', this.#options);
      if (own !== undefined && this.#units.encode(own) !== undefined) return own;
      this.#refuse(row.line, column, text, own === undefined ? 'notation' : 'encoding');
      return '';
    });
    const line = this.#units.encode(written.join(this.#options.delimiter)) ?? Buffer.alloc(0);
    // Behind a last row without a line end, the line end comes first.
    if (ending.length > 0) this.#out.push(line, lineEnd);
    else this.#out.push(lineEnd, line);
    this.#written += cells.filter((cell) => cell !== '').length;
  }

  #refuse(line: number, column: number, text: string, why: RefusalReason): undefined {
    this.#refused.push({ line, column, text, why });
    return undefined;
  }
}

/** Line ends as the cutter wants them, without moving anything: the "\r" of "\r\n" counts as a blank. */
function inPlace(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n/g, ' \n').replaceAll('\r', '\n') : text;
}
