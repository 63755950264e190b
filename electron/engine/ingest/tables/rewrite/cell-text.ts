/** Writes the text of one cell the way the file writes the cell that it takes the place of. */
import { RowCutter } from '../cells.ts';
import type { Delimiter } from '../delimiter.ts';

export interface CellNotation {
  readonly delimiter: Delimiter;
  /** Whether quotes inside a cell are written `\"`. */
  readonly backslash: boolean;
}

/** What a cell says, read as the import reads it; undefined when it is no single cell. */
export function readCell(written: string, notation: CellNotation): string | undefined {
  const cutter = new RowCutter(notation);
  const rows = [...cutter.push(written.replace(/\r\n?/g, '\n')), ...cutter.end()];
  const [row] = rows;
  if (row === undefined) return '';
  return rows.length === 1 && row.cells.length === 1 && row.fault === null ? row.cells[0] : undefined;
}

/**
 * `text` in the place of `before`, which is the cell as written: quoted when that was or when it has to be, with the line ends and the blanks
 * around that it had. Undefined when nothing that could be written would read as `text`.
 */
export function writeCell(text: string, before: string, notation: CellNotation): string | undefined {
  const [, lead = '', core = '', trail = ''] = /^([ \t]*)(.*?)([ \t]*)$/s.exec(before) ?? [];
  const wasQuoted = core.startsWith('"') && core.length > 1 && readCell(before, notation) !== undefined;
  const lineEnd = /\r\n|\r|\n/.exec(core)?.[0] ?? '\n';
  const value = text.replaceAll('\n', lineEnd);
  const quoted = `"${value.replaceAll('"', notation.backslash ? '\\"' : '""')}"`;
  const candidates = wasQuoted
    ? [`${lead}${quoted}${trail}`]
    : needsQuotes(text, notation)
      ? [quoted]
      : [`${lead}${value}${trail}`, quoted];
  return candidates.find((written) => readCell(written, notation)?.trim() === text.trim());
}

function needsQuotes(text: string, { delimiter }: CellNotation): boolean {
  return text.includes(delimiter) || /["\r\n]|^\s|\s$/.test(text);
}
