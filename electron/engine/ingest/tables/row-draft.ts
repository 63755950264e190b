/** What one row of a table says, before rows of the same product are put together. */
import type { TagName } from '../../catalog/types.ts';
import { looksLikeHtml, textOfHtml } from './html.ts';
import type { TableColumn, TableLayout } from './layout.ts';
import { splitCell } from './list-cells.ts';
import { isBlankValue, parsePrice } from './price.ts';
import type { TableRecord } from './records.ts';
import { lastOfPath, optionGroup } from './shopify.ts';
import type { TableProblem } from './types.ts';

export interface ImageCell {
  readonly cell: string;
  /** Shopify's "Image Position"; rows without one come last, in their order. */
  readonly position: number;
}

export interface RowDraft {
  readonly sku: string;
  readonly line: number;
  readonly title: string;
  readonly description: string;
  readonly price: number | null;
  readonly currency: string | null;
  readonly url: string | null;
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: readonly TagName[];
  readonly pictures: readonly ImageCell[];
  /** Names of variant options by their place, given in a product's first row. */
  readonly optionNames: readonly string[];
  readonly optionValues: readonly string[];
}

/** The sku of a row; without such a column, what it says of its first image. '' when the row has neither. */
export function skuOf(layout: TableLayout, record: TableRecord): string {
  const column = layout.columns.find((candidate) => candidate.role === 'sku');
  if (column !== undefined) return record.cells[column.index] ?? '';
  const image = layout.columns.find((candidate) => candidate.role === 'image');
  const first = image && splitCell(record.cells[image.index] ?? '', image.separator)[0];
  return first?.replaceAll('\\', '/').replace(/\.[a-z0-9]{2,5}$/i, '') ?? '';
}

/** Why the row cannot be taken; undefined when it can. */
export function faultOf(layout: TableLayout, record: TableRecord): TableProblem | undefined {
  const { line, cells } = record;
  const expected = layout.columns.length;
  if (cells.length < expected || cells.slice(expected).some((cell) => cell !== '')) {
    const reason = `The row has ${cells.length} cells where the header has ${expected}. Check its delimiters and quotes.`;
    return rowProblem(line, null, reason);
  }
  if (skuOf(layout, record) !== '') return undefined;
  const column = layout.columns.find((candidate) => candidate.role === 'sku')?.name;
  const what = column === undefined ? 'no picture' : `nothing in the column "${column}"`;
  return rowProblem(line, null, `The row has ${what}, so it is not clear which product it is.`);
}

/** The price cells that are no price, as problems. */
export function priceProblems(layout: TableLayout, record: TableRecord, sku: string): TableProblem[] {
  return layout.columns.flatMap((column) => {
    const cell = record.cells[column.index] ?? '';
    if (column.role !== 'price' || isBlankValue(cell) || parsePrice(cell) !== undefined) return [];
    return [
      rowProblem(
        record.line,
        sku,
        `"${shorten(cell)}" in the column "${column.name}" is not a price; it was left out.`,
      ),
    ];
  });
}

export function rowProblem(line: number, sku: string | null, reason: string): TableProblem {
  return { kind: 'problem', code: 'ROW_INVALID', reason, row: line, sku, path: null };
}

/** What a row without fault says. */
export function readRow(layout: TableLayout, record: TableRecord): RowDraft {
  const cellOf = (column: TableColumn): string => record.cells[column.index] ?? '';
  const single = (role: TableColumn['role']): string => {
    const column = layout.columns.find((candidate) => candidate.role === role);
    return column === undefined || isBlankValue(cellOf(column)) ? '' : cellOf(column);
  };
  const price = parsePrice(single('price'));
  const { shopify } = layout;
  const position = Number.parseInt(record.cells[shopify?.imagePosition ?? -1] ?? '', 10);
  return {
    sku: skuOf(layout, record),
    line: record.line,
    title: plainText(single('title')),
    description: plainText(single('description')),
    price: price?.amount ?? null,
    currency: price === undefined ? null : currencyCode(single('currency')) || price.currency,
    url: single('url') || null,
    attributes: Object.fromEntries(
      layout.columns
        .filter((column) => column.role === 'attribute' && !isBlankValue(cellOf(column)))
        .map((column) => [column.name, cellOf(column)]),
    ),
    tags: layout.columns
      .filter((column) => column.role === 'tag')
      .flatMap((column) => tagsOf(column, cellOf(column), shopify !== undefined)),
    pictures: layout.columns
      .filter((column) => column.role === 'image')
      .flatMap((column) => splitCell(cellOf(column), column.separator))
      .map((cell) => ({ cell, position: Number.isNaN(position) ? Number.MAX_SAFE_INTEGER : position })),
    optionNames: shopify?.options.map((option) => record.cells[option.name] ?? '') ?? [],
    optionValues: shopify?.options.map((option) => record.cells[option.value] ?? '') ?? [],
  };
}

function tagsOf(column: TableColumn, cell: string, shopify: boolean): TagName[] {
  const group = column.group ?? 'tag';
  return splitCell(cell, shopify && group === 'tag' ? (column.separator ?? ',') : column.separator)
    .filter((name) => !isBlankValue(name))
    .map((name) => ({ group, name: shopify && group === 'category' ? lastOfPath(name) : name }));
}

/** The tags that a product's variant options stand for. */
export function optionTags(names: readonly string[], values: readonly string[]): TagName[] {
  return values.flatMap((name, place) => {
    const group = optionGroup(names[place] ?? '');
    return group === undefined || isBlankValue(name) ? [] : [{ group, name }];
  });
}

function plainText(cell: string): string {
  return looksLikeHtml(cell) ? textOfHtml(cell) : cell;
}

function currencyCode(cell: string): string {
  const code = cell.trim().toUpperCase();
  return code === 'RMB' ? 'CNY' : code;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
