/** What one row of a table says, before rows of the same product are put together. */
import { askedPrice } from '../../catalog/asked-price.ts';
import type { SourceRow, TagName, Variant } from '../../catalog/types.ts';
import type { ColumnUse, Dialect } from '../../dialects/index.ts';
import { optionGroup } from './header-words.ts';
import { hasWrittenLineEnds, plainText, withLineEnds, withoutEntities } from './html.ts';
import type { TableColumn, TableLayout } from './layout.ts';
import { splitCell } from './list-cells.ts';
import type { Money, MoneyColumn } from './money/column.ts';
import { type Option, optionsOf, type RowOptions } from './options.ts';
import { isBlankValue } from './price.ts';
import type { TableRecord } from './records.ts';
import type { RowKey } from './row-keys.ts';
import { saleAt } from './sale.ts';
import type { TableProblem } from './types.ts';

export interface ImageCell {
  /** As the table has it; it may name several images. */
  readonly cell: string;
  /** Shopify's "Image Position"; rows without one come last, in their order. */
  readonly position: number;
  /** Whether it shows the row's own variant, where others are those of the product; undefined where the table does not tell them apart. */
  readonly own: boolean | undefined;
}

export interface RowDraft {
  readonly key: RowKey;
  readonly line: number;
  readonly title: string;
  readonly description: string;
  /** What is asked now. */
  readonly price: Money | null;
  readonly url: string | null;
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: readonly TagName[];
  readonly images: readonly ImageCell[];
  /** Values of options, several where the row lists them for all its variants. */
  readonly options: readonly Option[];
  /** Names of options by their number, which a product's first row may give for all. */
  readonly optionNames: ReadonlyMap<number, string>;
  readonly children: RowOptions['children'];
  readonly variant: Omit<Variant, 'options'>;
  readonly source: SourceRow;
}

/** Why the row cannot be taken; undefined when it can. `key` is what it goes by. */
export function faultOf(layout: TableLayout, record: TableRecord, key: RowKey | undefined): TableProblem | undefined {
  const { line, cells } = record;
  const expected = layout.columns.length;
  if (record.fault === 'quote-open') {
    return rowProblem(
      line,
      null,
      'A cell of the row starts with a quote (") that is never closed, so the row was left out. Double the quotes inside a cell ("") or remove them.',
    );
  }
  if (cells.length < layout.fewestCells || cells.slice(expected).some((cell) => cell !== '')) {
    const stray =
      record.fault === 'quote-stray' ? ' Words stand between a closing quote (") and the end of a cell.' : '';
    const reason = `The row has ${cells.length} cells where the header has ${expected}.${stray} Check its delimiters and quotes.`;
    return rowProblem(line, null, reason);
  }
  if (key !== undefined) return undefined;
  const column = layout.columns.find((candidate) => candidate.role === 'sku')?.name;
  const what = column === undefined ? 'neither a picture nor a title' : `nothing in the column "${column}"`;
  return rowProblem(line, null, `The row has ${what}, so it is not clear which product it is.`);
}

/** What is odd about a row that is taken all the same. */
export function remarksOn(
  { layout, prices }: Omit<RowReader, 'now'>,
  record: TableRecord,
  sku: string,
): TableProblem[] {
  const { line, cells } = record;
  const problems: TableProblem[] = [];
  if (record.fault === 'quote-stray') {
    problems.push(
      rowProblem(
        line,
        sku,
        'Words stand between a closing quote (") and the end of its cell. They were read as a part of it; double the quotes inside a cell ("").',
      ),
    );
  }
  if (record.raw.some((cell) => cell.includes('\ufffd'))) {
    const encoding = layout.source.kind === 'workbook' ? 'text' : layout.source.encoding;
    problems.push(
      rowProblem(
        line,
        sku,
        `The row has characters that cannot be read as ${encoding}; they show as \ufffd. Correct them in the table.`,
      ),
    );
  }
  const sale = saleOf({ layout, prices }, record);
  if (sale !== null && 'unclear' in sale) {
    problems.push(
      rowProblem(
        line,
        sku,
        `"${shorten(sale.unclear)}" is not clear as the date of a sale, so the sale price was left out. Write it as 2030-01-31.`,
      ),
    );
  }
  for (const column of layout.columns) {
    const cell = cells[column.index] ?? '';
    if (
      column.role !== 'price' ||
      isBlankValue(cell) ||
      prices.get(column.index)?.read(cell, currencyOfRow(layout, record)) !== undefined
    )
      continue;
    problems.push(
      rowProblem(
        line,
        sku,
        `"${shorten(cell)}" in the column "${column.name}" is not clear as a price; it was left out.`,
      ),
    );
  }
  return problems;
}

export function rowProblem(line: number, sku: string | null, reason: string): TableProblem {
  return { kind: 'problem', code: 'ROW_INVALID', reason, row: line, sku, path: null };
}

export interface RowReader {
  readonly layout: TableLayout;
  /** How each column of prices is read, by its index. */
  readonly prices: ReadonlyMap<number, MoneyColumn>;
  /** Sales that run at this time count. */
  readonly now: Date;
}

/** What a row without fault says. */
export function readRow({ layout, prices, now }: RowReader, record: TableRecord, key: RowKey): RowDraft {
  const { columns, dialect } = layout;
  const cellOf = (column: TableColumn | undefined): string => {
    const cell = column === undefined ? '' : (record.cells[column.index] ?? '');
    return isBlankValue(cell) ? '' : cell;
  };
  const byRole = (role: TableColumn['role']): string =>
    cellOf(columns.find((column) => column.role === role && cellOf(column) !== ''));
  const byUse = (use: TableColumn['use']): string => cellOf(columns.find((column) => column.use === use));
  const text = (cell: string): string => textOfCell(dialect, cell);
  const usual = usualPriceOf({ layout, prices }, record);
  const said = saleOf({ layout, prices }, record);
  const sale = said === null || 'unclear' in said ? null : said;
  const amount = askedPrice({ price: usual?.amount ?? null, sale }, now);
  const currency = usual?.currency ?? (sale === null ? null : saleMoney({ layout, prices }, record)?.currency) ?? null;
  const range = amount === usual?.amount && usual?.upTo !== undefined ? { upTo: usual.upTo } : {};
  const price: Money | null = amount === null ? null : { amount, ...range, currency };
  const comparePrice = firstMoney(
    columns.filter(({ use }) => use === 'compare-price'),
    prices,
    record,
    layout,
  );
  const position = Number.parseInt(byUse('image-position'), 10);
  const stock = Number(byUse('stock').replace(/\s/g, '') || Number.NaN);
  const found = optionsOf(layout, record);
  const ownImages = columns.some(({ use }) => use === 'variant-image');
  const description = text(byRole('description'));
  const short = columns.find((column) => column.use === 'short-description');
  const attributes: [string, string][] = columns
    .filter((column) => column.role === 'attribute' && cellOf(column) !== '')
    .map((column) => [column.name, text(cellOf(column))]);
  return {
    key,
    line: record.line,
    title: text(byRole('title')).replace(/\s+/g, ' '),
    description: description === '' && short !== undefined ? text(cellOf(short)) : description,
    price,
    url: withoutEntities(byRole('url')) || null,
    attributes: Object.fromEntries([...attributes, ...found.attributes]),
    tags: [
      ...columns.filter(({ role }) => role === 'tag').flatMap((column) => tagsOf(layout, column, cellOf(column))),
      ...found.attributes.flatMap(([name, value]) => pairTags(name, value)),
    ],
    images: columns
      .filter((column) => column.role === 'image' && cellOf(column) !== '')
      .sort((a, b) => a.rank - b.rank)
      .map((column) => ({
        cell: cellOf(column),
        own: ownImages ? column.use === 'variant-image' : undefined,
        position: Number.isNaN(position) ? Number.MAX_SAFE_INTEGER : position,
      })),
    options: found.options,
    optionNames: found.names,
    children: found.children,
    variant: {
      sku: byUse('variant-sku') || (key.parent === '' || !key.numbered ? '' : key.sku),
      price: usual?.amount ?? null,
      sale,
      comparePrice: comparePrice?.amount ?? null,
      currency,
      stock: Number.isFinite(stock) ? stock : null,
      barcode: byUse('barcode').replace(/^'/, ''),
      line: record.line,
    },
    source: { line: record.line, cells: record.raw },
  };
}

/** What a cell of words says. */
export function textOfCell(dialect: Dialect | undefined, cell: string): string {
  return plainText(dialect?.lineEnds === true || hasWrittenLineEnds(cell) ? withLineEnds(cell) : cell);
}

type PriceReader = Pick<RowReader, 'layout' | 'prices'>;

/** The sale that the row speaks of, whether it runs or not; null where it speaks of none. */
function saleOf({ layout, prices }: PriceReader, record: TableRecord): ReturnType<typeof saleAt> | null {
  const cell = (use: ColumnUse): string => {
    const column = layout.columns.find((candidate) => candidate.use === use);
    const text = column === undefined ? '' : (record.cells[column.index] ?? '');
    return isBlankValue(text) ? '' : text;
  };
  /** The usual price without what the sale takes off; the amount counts before the percentage. */
  const reduced = (): number | undefined => {
    const [off, percent] = (['sale-off', 'sale-percent'] as const).map((use) => Number(cell(use).replace(',', '.')));
    const usual = off || percent ? usualPriceOf({ layout, prices }, record)?.amount : undefined;
    const left = usual === undefined ? Number.NaN : off ? usual - off : usual * (1 - (percent ?? 0) / 100);
    return left >= 0 && left < (usual ?? 0) ? Math.round(left * 1000) / 1000 : undefined;
  };
  const amount = saleMoney({ layout, prices }, record)?.amount ?? reduced();
  if (amount === undefined) return null;
  return saleAt(amount, { from: cell('sale-from'), to: cell('sale-to'), window: cell('sale-window') });
}

function saleMoney({ layout, prices }: PriceReader, record: TableRecord): Money | undefined {
  return firstMoney(
    layout.columns.filter(({ role, use }) => role === 'price' && use === 'sale-price'),
    prices,
    record,
    layout,
  );
}

/** The price of a row without a sale: of the columns that hold one, the first that is filled. */
export function usualPriceOf({ layout, prices }: PriceReader, record: TableRecord): Money | undefined {
  const columns = layout.columns.filter(({ role, use }) => role === 'price' && use !== 'sale-price');
  const found = firstMoney(columns, prices, record, layout);
  if (found !== undefined || columns.length === 0) return found;
  const further = layout.columns.filter(({ role, index }) => role === 'attribute' && prices.has(index));
  return columns.every(({ index }) => isBlankValue(record.cells[index] ?? ''))
    ? firstMoney(further, prices, record, layout)
    : undefined;
}

function firstMoney(
  columns: readonly TableColumn[],
  prices: RowReader['prices'],
  record: TableRecord,
  layout: TableLayout,
): Money | undefined {
  const currency = currencyOfRow(layout, record);
  for (const { index } of columns.toSorted((a, b) => a.rank - b.rank)) {
    const cell = record.cells[index] ?? '';
    if (isBlankValue(cell)) continue;
    const money = prices.get(index)?.read(cell, currency);
    if (money !== undefined) return currency === null ? money : { ...money, currency };
  }
  return undefined;
}

function currencyOfRow({ columns }: TableLayout, record: TableRecord): string | null {
  const column = columns.find((candidate) => candidate.role === 'currency');
  const code = (column === undefined ? '' : (record.cells[column.index] ?? '')).trim().toUpperCase();
  if (code === '') return null;
  return code === 'RMB' ? 'CNY' : code;
}

function tagsOf({ dialect }: TableLayout, column: TableColumn, cell: string): TagName[] {
  const group = column.group ?? 'tag';
  return splitCell(withoutEntities(cell), column.separators, dialect?.escaped)
    .filter((name) => !isBlankValue(name))
    .map((name) => ({ group, name: tagName(name, column, dialect) }));
}

function pairTags(name: string, value: string): TagName[] {
  const group = optionGroup(name);
  if (group === undefined || value.length > 200) return [];
  return value.split(', ').map((entry) => ({ group, name: entry.normalize('NFC') }));
}

/** What an entry of a column of tags is called here. */
export function tagName(
  name: string,
  column: { readonly path?: string | undefined },
  dialect: Dialect | undefined,
): string {
  const tag = name.normalize('NFC').replace(/\s+/g, ' ');
  if (dialect?.underscores === true) return tag.replaceAll('_', ' ');
  if (column.path === undefined) return tag;
  const levels = tag
    .split(column.path)
    .map((level) => level.trim())
    .filter((level) => level !== '');
  if (dialect?.category === 'last') return levels.at(-1) ?? tag;
  return (dialect?.category === 'below-root' && levels.length > 1 ? levels.slice(1) : levels).join(' > ');
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
