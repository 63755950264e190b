/** How a table is to be read: encoding, delimiter, header, and what each column holds. Found by looking at its first rows. */

import { AppError } from '../../../contract/errors.ts';
import type { ColumnMapping, TableOptions, TablePreview, TableWarning } from '../../../contract/ingest.ts';
import { type Delimiter, detectDelimiter, namedDelimiter } from './delimiter.ts';
import type { Meaning } from './header-words.ts';
import { detectSeparator } from './list-cells.ts';
import { recordsOf, type TableRecord } from './records.ts';
import { guessRoles, looksLikeData, singularRoles } from './roles.ts';
import { isShopify, type ShopifyColumns, shopifyColumns, shopifyMeaning } from './shopify.ts';
import { openSource } from './source.ts';

const rowsLookedAt = 1000;

export interface TableColumn extends Meaning {
  readonly name: string;
  readonly index: number;
  readonly separator: string | undefined;
  /** Distinct cells of the first rows, at most three. */
  readonly samples: readonly string[];
}

export interface TableLayout {
  readonly path: string;
  readonly encoding: string;
  readonly delimiter: Delimiter;
  readonly format: TablePreview['format'];
  readonly hasHeader: boolean;
  readonly columns: readonly TableColumn[];
  readonly shopify: ShopifyColumns | undefined;
  readonly warnings: readonly TableWarning[];
}

/** @throws {AppError} `FILE_MISSING`, `TABLE_UNREADABLE`, `TABLE_EMPTY`, `TABLE_MAPPING` for a mapping of columns that are not there */
export async function findLayout(path: string, options: TableOptions): Promise<TableLayout> {
  const source = await openSource(path, options.encoding);
  const delimiter = options.delimiter ?? namedDelimiter(source.head) ?? detectDelimiter(source.head);
  const records = await firstRecords({ path, encoding: source.encoding, delimiter });
  const [first] = records;
  if (first === undefined) throw emptyTable(path);
  const hasHeader = !looksLikeData(first.cells);
  const rows = hasHeader ? records.slice(1) : records;
  if (rows.length === 0) throw emptyTable(path);
  const names = columnNames(hasHeader ? first.cells : first.cells.map(() => ''));
  const format = hasHeader && isShopify(names) ? 'shopify' : 'table';
  const columns = describeColumns(names, rows, format, options, path);
  return {
    path,
    encoding: source.encoding,
    delimiter,
    format,
    hasHeader,
    columns,
    shopify: format === 'shopify' ? shopifyColumns(names) : undefined,
    warnings: [
      ...(hasHeader ? [] : [noHeader]),
      ...(source.head.includes('\ufffd') ? [unreadableCharacters(source.encoding)] : []),
    ],
  };
}

const noHeader: TableWarning = {
  why: 'no-header',
  values: {},
  message: 'The table has no header row; columns are named by their place.',
};

const unreadableCharacters = (encoding: string): TableWarning => ({
  why: 'unreadable-characters',
  values: { encoding },
  message: `Some characters cannot be read as ${encoding}. Choose another encoding.`,
});

/** @throws {AppError} `TABLE_MAPPING` when there is nothing to make products with images of */
export function assertUsable(layout: TableLayout): void {
  if (layout.columns.some((column) => column.role === 'image')) return;
  const names = layout.columns.map((column) => `"${column.name}"`).join(', ');
  throw new AppError(
    'TABLE_MAPPING',
    `No column of ${layout.path} names pictures. Its columns are ${names}; say which of them holds the picture file.`,
    { details: { path: layout.path, columns: layout.columns.map((column) => column.name) } },
  );
}

async function firstRecords(options: { path: string; encoding: string; delimiter: Delimiter }): Promise<TableRecord[]> {
  const records: TableRecord[] = [];
  for await (const record of recordsOf(options)) {
    records.push(record);
    if (records.length > rowsLookedAt) break;
  }
  return records;
}

function describeColumns(
  names: readonly string[],
  rows: readonly TableRecord[],
  format: TableLayout['format'],
  options: TableOptions,
  path: string,
): TableColumn[] {
  const named = mappingByName(options.mapping ?? [], names, path);
  const filled = names.map((name, index) => ({
    name,
    values: rows.map((row) => row.cells[index] ?? '').filter((cell) => cell !== ''),
  }));
  const all = format === 'shopify' ? withShopify(names, named) : named;
  const meanings = guessRoles(filled, all);
  return filled.map(({ name, values }, index) => {
    const meaning = meanings[index] ?? { role: 'ignore' };
    return { ...meaning, name, index, separator: separatorOf(meaning, values, options), samples: distinct(values, 3) };
  });
}

/** What is known of Shopify's columns, except for roles that the caller gives to another column. */
function withShopify(names: readonly string[], named: ReadonlyMap<string, ColumnMapping>): Map<string, ColumnMapping> {
  const claimed = new Set([...named.values()].map((mapping) => mapping.role).filter((role) => singularRoles.has(role)));
  const known = names.map((column): [string, ColumnMapping] => {
    const meaning = shopifyMeaning(column);
    return [column, { column, ...(claimed.has(meaning.role) ? { role: 'attribute' } : meaning) }];
  });
  return new Map([...known, ...named]);
}

/** A separator given by the caller counts wherever it occurs; lists written otherwise are still found. */
function separatorOf(meaning: Meaning, values: readonly string[], options: TableOptions): string | undefined {
  const { listSeparator } = options;
  const isList = meaning.role === 'tag' || meaning.role === 'image';
  if (isList && listSeparator !== undefined && values.some((value) => value.includes(listSeparator)))
    return listSeparator;
  return detectSeparator(meaning, values);
}

function mappingByName(
  mapping: readonly ColumnMapping[],
  names: readonly string[],
  path: string,
): Map<string, ColumnMapping> {
  for (const { column } of mapping) {
    if (names.includes(column)) continue;
    throw new AppError(
      'TABLE_MAPPING',
      `${path} has no column "${column}". Its columns are ${names.map((name) => `"${name}"`).join(', ')}.`,
      { details: { path, column, columns: names } },
    );
  }
  return new Map(mapping.map((entry) => [entry.column, entry]));
}

/** Headers made different from one another, so that a mapping can name each. */
function columnNames(headers: readonly string[]): string[] {
  const used = new Set<string>();
  return headers.map((header, index) => {
    const base = header === '' ? `Column ${index + 1}` : header;
    let name = base;
    for (let n = 2; used.has(name); n++) name = `${base} (${n})`;
    used.add(name);
    return name;
  });
}

function emptyTable(path: string): AppError {
  return new AppError(
    'TABLE_EMPTY',
    `${path} has no rows with products. Export the table again, or choose another file.`,
    {
      details: { path },
    },
  );
}

function distinct(values: readonly string[], limit: number): string[] {
  const found = new Set<string>();
  for (const value of values) {
    found.add(value);
    if (found.size === limit) break;
  }
  return [...found].map((value) => (value.length > 200 ? `${value.slice(0, 199)}…` : value));
}
