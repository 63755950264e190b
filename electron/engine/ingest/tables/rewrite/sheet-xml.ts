/** The XML of a sheet with other words in some of its cells; everything else of it stays as it was written. */
import { escapeXml, plainXml } from '../xml-text.ts';
import type { CellEdit, RefusedCell, TableEdits, TableShape } from './types.ts';

export interface SheetOutcome {
  readonly xml: string;
  readonly written: number;
  readonly refused: readonly RefusedCell[];
  /** Whether a cell that was calculated has a fixed value now. */
  readonly formulas: boolean;
}

/** What a cell says, by line and column. */
export type SaidInSheet = (line: number, column: number) => string;

/** `said`: what the sheet says now, as the import reads it. */
export function rewriteSheet(xml: string, shape: TableShape, edits: TableEdits, said: SaidInSheet): SheetOutcome {
  const refused: RefusedCell[] = [];
  let written = 0;
  let formulas = false;
  const missing = new Set(edits.cells.keys());
  const names = edits.columns ?? [];
  let line = 0;
  const body = /<((?:\w+:)?)sheetData\b[^>]*?(?:\/>|>([\s\S]*?)<\/\1sheetData>)/.exec(xml);
  if (body === null) return { xml, written, refused: refuseAll(edits, missing), formulas };
  const prefix = body[1] ?? '';
  const rows = new RegExp(`<${prefix}row\\b([^>]*?)(?:/>|>([\\s\\S]*?)</${prefix}row>)`, 'g');
  const changed = body[0].replace(rows, (whole, attributes: string, content: string | undefined) => {
    line = Number(/\br="(\d+)"/.exec(attributes)?.[1] ?? line + 1);
    missing.delete(line);
    // What stands below keeps its number, so the row stays, empty.
    if (edits.removed?.has(line) === true) return `<${prefix}row${attributes}/>`;
    const own = new Map(edits.cells.get(line));
    if (line === shape.headerLine)
      for (const [place, text] of names.entries()) own.set(shape.width + place, { text, before: '' });
    if (own.size === 0) return whole;
    const row = new SheetRow(prefix, content ?? '');
    for (const [column, edit] of [...own].sort(([a], [b]) => a - b)) {
      const now = said(line, column);
      if (now !== edit.before) refused.push({ line, column, text: edit.text, why: 'changed' });
      else if (now !== edit.text) {
        formulas = row.put(line, column, edit) || formulas;
        written++;
      }
    }
    return `<${prefix}row${attributes}>${row.content}</${prefix}row>`;
  });
  refused.push(...refuseAll(edits, missing));
  const added = addedRows(edits, prefix, line);
  written += added.cells;
  const closed =
    added.xml === '' ? changed : changed.replace(`</${prefix}sheetData>`, `${added.xml}</${prefix}sheetData>`);
  return { xml: xml.replace(body[0], () => closed), written, refused, formulas };
}

function refuseAll(edits: TableEdits, lines: ReadonlySet<number>): RefusedCell[] {
  return [...lines].flatMap((line) =>
    [...(edits.cells.get(line) ?? [])].map(([column, { text }]) => ({ line, column, text, why: 'gone' as const })),
  );
}

/** New rows stand below all others: between them they would move what formulas name. */
function addedRows(edits: TableEdits, prefix: string, lastLine: number): { xml: string; cells: number } {
  let line = lastLine;
  let cells = 0;
  let xml = '';
  for (const rows of edits.added?.values() ?? []) {
    for (const row of rows) {
      line++;
      const content = row.flatMap((text, column) =>
        text === '' ? [] : [cellXml(prefix, line, column, '', text, false)],
      );
      cells += content.length;
      xml += `<${prefix}row r="${line}">${content.join('')}</${prefix}row>`;
    }
  }
  return { xml, cells };
}

/** The cells of one row, in their order. */
class SheetRow {
  content: string;
  readonly #prefix: string;

  constructor(prefix: string, content: string) {
    this.#prefix = prefix;
    this.content = content;
  }

  /** Answers whether a formula left. */
  put(line: number, column: number, { text }: CellEdit): boolean {
    const prefix = this.#prefix;
    const cells = new RegExp(`<${prefix}c\\b([^>]*?)(?:/>|>([\\s\\S]*?)</${prefix}c>)`, 'g');
    let place = -1;
    for (const found of this.content.matchAll(cells)) {
      const attributes = found[1] ?? '';
      const named = /\br="([A-Z]+)\d+"/.exec(attributes)?.[1];
      place = named === undefined ? place + 1 : columnNumber(named);
      if (place < column) continue;
      const style = place === column ? (/\bs="\d+"/.exec(attributes)?.[0] ?? '') : '';
      const inside = place === column ? (found[2] ?? '') : '';
      const wasNumber = place === column && inside !== '' && !/\bt="(?!n")/.test(attributes);
      const written = cellXml(prefix, line, column, style, text, wasNumber);
      const end = place === column ? found.index + found[0].length : found.index;
      this.content = this.content.slice(0, found.index) + written + this.content.slice(end);
      return inside.includes(`<${prefix}f`);
    }
    this.content += cellXml(prefix, line, column, '', text, false);
    return false;
  }
}

function cellXml(p: string, line: number, column: number, style: string, text: string, asNumber: boolean): string {
  const start = `<${p}c r="${columnName(column)}${line}"${style === '' ? '' : ` ${style}`}`;
  if (text === '') return `${start}/>`;
  if (asNumber && String(Number(text)) === text) return `${start}><${p}v>${text}</${p}v></${p}c>`;
  return `${start} t="inlineStr"><${p}is><${p}t xml:space="preserve">${escapeXml(plainXml(text))}</${p}t></${p}is></${p}c>`;
}

/** 0 -> "A", 26 -> "AA". */
export function columnName(column: number): string {
  return column < 26
    ? String.fromCharCode(65 + column)
    : columnName(Math.floor(column / 26) - 1) + String.fromCharCode(65 + (column % 26));
}

function columnNumber(name: string): number {
  let number = 0;
  for (const letter of name) number = number * 26 + letter.charCodeAt(0) - 64;
  return number - 1;
}
