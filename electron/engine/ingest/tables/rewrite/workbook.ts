/**
 * Copies a workbook with other words in some cells of one sheet. Every other part of the file keeps its bytes, cells keep their style; a cell that
 * was calculated, or that had words in several styles, has one fixed value in one style then.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate';
import { throwIfCancelled } from '../../../../contract/errors.ts';
import type { RecordOptions } from '../records.ts';
import { unreadable } from '../source.ts';
import { sheetRows } from '../workbook.ts';
import { rewriteSheet } from './sheet-xml.ts';
import type { ByteSink, RewriteOutcome, TableEdits, TableShape } from './types.ts';

/** @throws {AppError} `FILE_MISSING`, `TABLE_UNREADABLE`, `CANCELLED`, and what `sink` throws */
export async function rewriteWorkbook(
  options: Extract<RecordOptions, { kind: 'workbook' }>,
  shape: TableShape,
  edits: TableEdits,
  sink: ByteSink,
  signal?: AbortSignal,
): Promise<RewriteOutcome> {
  const rows = new Map((await sheetRows(options.path, options.sheet)).map(({ line, raw }) => [line, raw]));
  throwIfCancelled(signal);
  const bytes = await readFile(options.path).catch((error) => {
    throw unreadable(options.path, error);
  });
  const parts = unzipSync(bytes);
  const sheet = sheetPart(parts, options.sheet);
  const outcome = rewriteSheet(textOf(parts, sheet), shape, edits, (line, column) => rows.get(line)?.[column] ?? '');
  const { written, refused } = outcome;
  if (written === 0 && (edits.removed?.size ?? 0) === 0) {
    await sink(bytes);
    return { written, refused };
  }
  parts[sheet] = strToU8(outcome.xml);
  if (outcome.formulas) dropCalculationChain(parts);
  await sink(Buffer.from(zipSync(parts as Zippable, { level: 6 })));
  return { written, refused };
}

/** The part of the archive that holds the sheet: the first one without a name. */
function sheetPart(parts: Record<string, Uint8Array>, name: string | undefined): string {
  const relations = new Map(
    [...textOf(parts, 'xl/_rels/workbook.xml.rels').matchAll(/<(?:\w+:)?Relationship\b([^>]*)>/g)].map(
      ([, own = '']) => [attribute(own, 'Id'), attribute(own, 'Target')],
    ),
  );
  const sheets = [...textOf(parts, 'xl/workbook.xml').matchAll(/<(?:\w+:)?sheet\b([^>]*)>/g)].map(
    ([, own = '']) => own,
  );
  const found = sheets.find((own) => name === undefined || attribute(own, 'name') === name) ?? '';
  const target = relations.get(attribute(found, '(?:\\w+:)?id')) ?? 'worksheets/sheet1.xml';
  return target.startsWith('/') ? target.slice(1) : path.posix.join('xl', target);
}

function attribute(own: string, name: string): string {
  const value = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(own)?.[1] ?? '';
  return value
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

/** The list of calculated cells names cells that are none any more, and a spreadsheet program would call the file damaged. It makes its own. */
function dropCalculationChain(parts: Record<string, Uint8Array>): void {
  if (parts['xl/calcChain.xml'] === undefined) return;
  delete parts['xl/calcChain.xml'];
  const without = (name: string, pattern: RegExp): void => {
    if (parts[name] !== undefined) parts[name] = strToU8(textOf(parts, name).replace(pattern, ''));
  };
  without('[Content_Types].xml', /<Override\b[^>]*calcChain[^>]*\/>/g);
  without('xl/_rels/workbook.xml.rels', /<Relationship\b[^>]*calcChain[^>]*\/>/g);
}

function textOf(parts: Record<string, Uint8Array>, name: string): string {
  const part = parts[name];
  return part === undefined ? '' : strFromU8(part);
}
