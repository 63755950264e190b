/** How a table is to be read: encoding, delimiter, header, and what each column holds. Found by looking at its first rows. */

import { AppError } from '../../../contract/errors.ts';
import type { ColumnMapping, TableOptions, TableWarning } from '../../../contract/ingest.ts';
import { type ColumnUse, columnOf, type Dialect, type KnownColumn, recognise } from '../../dialects/index.ts';
import { usesBackslash } from './cells.ts';
import { type Delimiter, detectDelimiter, namedDelimiter } from './delimiter.ts';
import { feedHeader } from './feed.ts';
import { type Meaning, usualUse } from './header-words.ts';
import { withoutEntities } from './html.ts';
import { detectSeparators } from './list-cells.ts';
import { type RecordOptions, recordsOf, type TableRecord } from './records.ts';
import { guessRoles, looksLikeData, priceRank, singularRoles } from './roles.ts';
import { openSource, type TableSource } from './source.ts';

const rowsLookedAt = 1000;
/** Lines of settings and notes that a tool may write above its header. */
const linesAboveHeader = 6;

export interface TableColumn extends Meaning {
  readonly name: string;
  readonly index: number;
  /** What separates the entries of a cell, the one that is used most first; none when each cell is one entry. */
  readonly separators: readonly string[];
  readonly use: ColumnUse | undefined;
  /** Holds columns of names and of values together. */
  readonly number: number | undefined;
  /** Columns of one role are asked in this order. */
  readonly rank: number;
  /** What separates the levels of a category. */
  readonly path: string | undefined;
  /** Distinct cells of the first rows, at most three. */
  readonly samples: readonly string[];
}

export interface TableLayout {
  readonly path: string;
  readonly source: TableSource;
  readonly records: RecordOptions;
  readonly delimiter: Delimiter;
  /** The sheet that is read, of a workbook. */
  readonly sheet: string | null;
  readonly dialect: Dialect | undefined;
  readonly hasHeader: boolean;
  /** Rows down to and with the header, and the labels below it, which hold no product. */
  readonly rowsAboveData: number;
  /** Where the header stands, 0 when there is none. */
  readonly headerLine: number;
  readonly columns: readonly TableColumn[];
  /** Cells that a row has at least: many tools leave empty ones at the end away, and a single row that does has lost a quote or a comma. */
  readonly fewestCells: number;
  readonly warnings: readonly TableWarning[];
}

/** @throws {AppError} `FILE_MISSING`, `TABLE_UNREADABLE`, `TABLE_EMPTY`, `TABLE_MAPPING` for a mapping of columns that are not there */
export async function findLayout(path: string, options: TableOptions): Promise<TableLayout> {
  const { source, delimiter, records, first } = await openTable(await openSource(path, options.encoding), options);
  const head = findHeader(first);
  if (first[0] === undefined) throw emptyTable(path);
  const rows = first.slice(head.rowsAboveData);
  if (rows.length === 0) throw emptyTable(path);
  const columns = describeColumns(columnNames(head.names), rows, head.dialect, options, path);
  return {
    path,
    source,
    records,
    delimiter,
    sheet: source.kind === 'workbook' ? (options.sheet ?? source.sheets[0] ?? null) : null,
    dialect: head.dialect,
    hasHeader: head.rowsAboveData > 0,
    rowsAboveData: head.rowsAboveData,
    headerLine: head.rowsAboveData > 0 ? (first[head.at]?.line ?? 0) : 0,
    columns,
    fewestCells: fewestCells(rows, columns.length),
    warnings: head.rowsAboveData > 0 ? [] : [noHeader],
  };
}

export interface OpenTable {
  readonly source: TableSource;
  readonly delimiter: Delimiter;
  readonly records: RecordOptions;
  /** The first rows, those above the data among them. */
  readonly first: readonly TableRecord[];
}

/** How the rows of a table are told apart, whatever they are about. @throws {AppError} `TABLE_UNREADABLE`, `TABLE_MAPPING` */
export async function openTable(
  source: TableSource,
  options: Pick<TableOptions, 'delimiter' | 'sheet'>,
): Promise<OpenTable> {
  if (options.sheet !== undefined && source.kind !== 'workbook') {
    const message = `${source.path} is no workbook, so it has no sheet "${options.sheet}".`;
    throw new AppError('TABLE_MAPPING', message, { details: { path: source.path } });
  }
  const delimiter = delimiterOf(source, options);
  const records = await recordOptions(source, delimiter, options);
  return { source, delimiter, records, first: await firstRecords(records) };
}

/** @throws {AppError} `TABLE_MAPPING` when there is nothing to make products of */
export function assertUsable(layout: TableLayout): void {
  if (layout.columns.some(({ role }) => role === 'image' || role === 'sku' || role === 'title')) return;
  const names = layout.columns.map((column) => `"${column.name}"`).join(', ');
  throw new AppError(
    'TABLE_MAPPING',
    `No column of ${layout.path} holds a product number, a title or pictures. Its columns are ${names}; say what they hold.`,
    { details: { path: layout.path, columns: layout.columns.map((column) => column.name) } },
  );
}

const noHeader: TableWarning = {
  why: 'no-header',
  values: {},
  message: 'The table has no header row; columns are named by their place.',
};

function delimiterOf(source: TableSource, options: Pick<TableOptions, 'delimiter'>): Delimiter {
  if (options.delimiter !== undefined) return options.delimiter;
  return source.kind === 'text' ? (namedDelimiter(source.head) ?? detectDelimiter(source.head)) : ',';
}

async function recordOptions(
  source: TableSource,
  delimiter: Delimiter,
  options: Pick<TableOptions, 'sheet'>,
): Promise<RecordOptions> {
  const { path } = source;
  if (source.kind === 'workbook') return { kind: 'workbook', path, sheet: options.sheet };
  if (source.kind === 'feed') {
    const { encoding } = source;
    return { kind: 'feed', path, encoding, header: await feedHeader({ path, encoding }) };
  }
  const backslash = usesBackslash(source.head, delimiter);
  return { kind: 'text', path, encoding: source.encoding, delimiter, backslash };
}

async function firstRecords(options: RecordOptions): Promise<TableRecord[]> {
  const records: TableRecord[] = [];
  for await (const record of recordsOf(options)) {
    records.push(record);
    if (records.length > rowsLookedAt) break;
  }
  return records;
}

interface Header {
  readonly names: readonly string[];
  readonly dialect: Dialect | undefined;
  /** Which of the rows it begins with. */
  readonly at: number;
  readonly rowsAboveData: number;
}

/** The first row that a shop system is known by, else the first row of all, if it is none of data. */
function findHeader(records: readonly TableRecord[]): Header {
  for (const [index, { cells }] of records.slice(0, linesAboveHeader).entries()) {
    const dialect = recognise(cells);
    if (dialect === undefined) continue;
    const below = records[index + 1]?.cells;
    const twice = dialect.labels !== undefined && below !== undefined && recognise(below) === dialect;
    const names = twice && dialect.labels === 'above' ? below : cells;
    return { names, dialect, at: index, rowsAboveData: index + (twice ? 2 : 1) };
  }
  const first = records[0]?.cells ?? [];
  if (looksLikeData(first)) return { names: first.map(() => ''), dialect: undefined, at: 0, rowsAboveData: 0 };
  return { names: first, dialect: undefined, at: 0, rowsAboveData: 1 };
}

function fewestCells(rows: readonly TableRecord[], expected: number): number {
  const short = rows.filter(({ cells, fault }) => fault === null && cells.length < expected);
  return short.length * 2 < rows.length ? expected : Math.min(...short.map(({ cells }) => cells.length));
}

function describeColumns(
  names: readonly string[],
  rows: readonly TableRecord[],
  dialect: Dialect | undefined,
  options: TableOptions,
  path: string,
): TableColumn[] {
  const named = mappingByName(options.mapping ?? [], names, path);
  const known = new Map(names.map((name) => [name, dialect && columnOf(dialect, name)]));
  const filled = names.map((name, index) => ({
    name,
    values: rows.map((row) => row.cells[index] ?? '').filter((cell) => cell !== ''),
  }));
  const meanings = guessRoles(filled, withDialect(names, known, named, dialect));
  return filled.map(({ name, values }, index) => {
    const meaning = meanings[index] ?? { role: 'ignore' };
    const column = known.get(name);
    const asKnown = meaning.role === column?.role;
    return {
      ...meaning,
      name,
      index,
      use: dialect === undefined ? usualUse(name, meaning.role) : asKnown ? column?.use : undefined,
      number: column?.number,
      rank: (asKnown ? column?.rank : undefined) ?? (meaning.role === 'attribute' ? priceRank(name) : index),
      path: asKnown ? column?.path : undefined,
      separators: separatorsOf(meaning, values, column, dialect, options),
      samples: distinct(values, 3),
    };
  });
}

/** What is known of the dialect's columns, except for roles that the caller gives to another column. */
function withDialect(
  names: readonly string[],
  known: ReadonlyMap<string, KnownColumn | undefined>,
  named: ReadonlyMap<string, ColumnMapping>,
  dialect: Dialect | undefined,
): Map<string, ColumnMapping> {
  if (dialect === undefined) return new Map(named);
  const claimed = new Set([...named.values()].map((mapping) => mapping.role).filter((role) => singularRoles.has(role)));
  const columns = names.flatMap((column): [string, ColumnMapping][] => {
    const meaning = known.get(column);
    if (meaning === undefined) return dialect.others === 'guess' ? [] : [[column, { column, role: dialect.others }]];
    const role = claimed.has(meaning.role) ? 'attribute' : meaning.role;
    return [[column, { column, role, ...(role === 'tag' ? { group: meaning.group } : {}) }]];
  });
  return new Map([...columns, ...named]);
}

/** A separator given by the caller counts wherever it occurs; lists written otherwise are still found. */
function separatorsOf(
  meaning: Meaning,
  values: readonly string[],
  column: KnownColumn | undefined,
  dialect: Dialect | undefined,
  { listSeparator }: TableOptions,
): string[] {
  const isList = meaning.role === 'tag' || meaning.role === 'image';
  if (isList && listSeparator !== undefined && values.some((value) => value.includes(listSeparator)))
    return [listSeparator];
  if (dialect === undefined || column === undefined) return detectSeparators(meaning, values.map(withoutEntities));
  const list = column.list === undefined ? dialect.list : column.list;
  // What a feed has several times comes joined by line ends.
  return ['\n', ...(list ?? '')];
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
export function columnNames(headers: readonly string[]): string[] {
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
