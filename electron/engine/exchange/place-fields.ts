/** Which cells of a product's rows hold a field, and what they are to hold for it to say something else. */

import type { ProductField } from '../../contract/exchange.ts';
import { attributeOf, type FieldValue, type PriceValue } from '../catalog/edited-fields.ts';
import type { SourceRow } from '../catalog/types.ts';
import { textOfCell } from '../ingest/tables/row-draft.ts';
import { writePrice } from './cells/price-cell.ts';
import { writeText } from './cells/text-cell.ts';
import type { ChosenColumn } from './choices.ts';
import { cellOf, type Placing, type PlannedCell } from './planned-change.ts';
import type { ColumnHabits, SourceTable, TableColumn } from './source-table.ts';

/** The columns that hold the field, the first to be asked first. */
export function columnsOfField({ columns }: SourceTable, field: ProductField): TableColumn[] {
  const role = (name: TableColumn['role']): TableColumn[] => columns.filter((column) => column.role === name);
  if (field === 'title') return role('title');
  if (field === 'price') return role('price').sort((a, b) => a.rank - b.rank);
  if (field === 'description') {
    return [...role('description'), ...columns.filter(({ use }) => use === 'short-description')];
  }
  const name = attributeOf(field);
  return columns.filter((column) => column.name === name && column.role !== 'image' && column.role !== 'tag');
}

/**
 * undefined when the cells say so already.
 * @param source what the rows say now, as it was read; @param value what they are to say
 */
export function placeField(
  table: SourceTable,
  habits: ColumnHabits,
  rows: readonly SourceRow[],
  field: ProductField,
  { source, value }: { readonly source: FieldValue; readonly value: FieldValue },
  chosen?: ChosenColumn,
): Placing | undefined {
  const proposed = columnsOfField(table, field);
  if (chosen?.column === null) return placeAnew(habits, rows, chosen.name, proposed, value);
  const columns = chosen === undefined ? proposed : [chosen.column];
  const attribute = attributeOf(field);
  if (columns.length === 0 && attribute !== undefined) {
    return (
      placePair(table, rows, attribute, textOf(source), textOf(value)) ?? newColumn(rows, attribute, textOf(value))
    );
  }
  if (columns.length === 0 || rows.length === 0) return { refused: 'no-column' };
  const placing =
    field === 'price'
      ? placePrice(table, habits, rows, columns, { source, value, chosen: chosen !== undefined })
      : placeText(table, rows, field, columns, {
          source: textOf(source),
          value: textOf(value),
          chosen: chosen !== undefined,
        });
  return placing.cells?.every(({ before, after }) => before === after) === true ? undefined : placing;
}

/** A column that is added. */
function placeAnew(
  habits: ColumnHabits,
  rows: readonly SourceRow[],
  name: string,
  like: readonly TableColumn[],
  value: FieldValue,
): Placing {
  const price = priceOf(value);
  const [first] = like;
  if (price !== null && price.upTo !== null) return { refused: 'several-values' };
  const text =
    price === null
      ? textOf(value)
      : first === undefined
        ? String(price.amount)
        : writePrice('', price, habits.money(first.index), habits.priceLike(first.index), null);
  if (text === undefined) return { refused: 'notation' };
  return addColumn(rows, name, text);
}

interface Placed<V> {
  readonly source: V;
  readonly value: V;
  /** Whether a person chose the column: it may say something else by now. */
  readonly chosen: boolean;
}

/** In a column that a person chose and that says something else: all cells that say the one thing; undefined where they say several. */
function sayingOne(rows: readonly SourceRow[], column: TableColumn): readonly SourceRow[] | undefined {
  const filled = rows.filter((row) => cellOf(row, column.index).trim() !== '');
  return new Set(filled.map((row) => cellOf(row, column.index).trim())).size === 1 ? filled : undefined;
}

function placeText(
  table: SourceTable,
  rows: readonly SourceRow[],
  field: ProductField,
  columns: readonly TableColumn[],
  { source, value, chosen }: Placed<string>,
): Placing {
  const { dialect } = table;
  const oneLine = field === 'title';
  const read = (cell: string): string => {
    const said = textOfCell(dialect, cell.trim());
    return oneLine ? said.replace(/\s+/g, ' ') : said;
  };
  const found = columns
    .map((column) => ({
      column,
      own: rows.filter((row) => cellOf(row, column.index).trim() !== '' && read(cellOf(row, column.index)) === source),
    }))
    .find(({ own }) => own.length > 0);
  const column = found?.column ?? (columns[0] as TableColumn);
  const empty = columns.every((column) => rows.every((row) => cellOf(row, column.index).trim() === ''));
  const own = found?.own ?? (empty ? rows.slice(0, 1) : chosen ? sayingOne(rows, column) : undefined);
  if (own === undefined) return { refused: 'several-values' };
  const asHtml = field === 'description' && /html/i.test(column.name);
  const cells: PlannedCell[] = [];
  for (const row of own) {
    const before = cellOf(row, column.index);
    const after = chosen && read(before) === value ? before : writeText(before, value, dialect, { asHtml, oneLine });
    if (after === undefined) return { refused: 'notation' };
    cells.push({ line: row.line, column: column.index, before, after });
  }
  return { cells };
}

function placePrice(
  table: SourceTable,
  habits: ColumnHabits,
  rows: readonly SourceRow[],
  columns: readonly TableColumn[],
  { source, value, chosen }: Placed<FieldValue>,
): Placing {
  const before = priceOf(source);
  const after = priceOf(value);
  if (before?.upTo !== null && before !== null) return { refused: 'several-values' };
  const currencies = table.columns.find(({ role }) => role === 'currency');
  const currencyOf = (row: SourceRow): string | null =>
    (currencies === undefined ? '' : cellOf(row, currencies.index).trim().toUpperCase()) || null;
  const amountIn = (row: SourceRow, column: TableColumn): number | undefined =>
    habits.money(column.index).read(cellOf(row, column.index).trim(), currencyOf(row))?.amount;
  const says = (row: SourceRow, column: TableColumn): boolean => amountIn(row, column) === before?.amount;
  const found = before === null ? undefined : columns.find((column) => rows.some((row) => says(row, column)));
  if (found === undefined && before !== null && !chosen) return { refused: 'several-values' };
  const column = found ?? (columns.at(-1) as TableColumn);
  const empty = rows.every((row) => cellOf(row, column.index).trim() === '');
  const own =
    found !== undefined
      ? rows.filter((row) => says(row, found))
      : empty || !chosen
        ? rows.slice(0, 1)
        : sayingOne(rows, column);
  if (own === undefined) return { refused: 'several-values' };
  const money = habits.money(column.index);
  const cells: PlannedCell[] = [];
  for (const row of own) {
    const cell = cellOf(row, column.index);
    const already = chosen && after !== null && amountIn(row, column) === after.amount;
    const written = already
      ? cell
      : after === null
        ? ''
        : writePrice(cell, after, money, habits.priceLike(column.index), currencyOf(row));
    if (written === undefined) return { refused: 'notation' };
    cells.push({ line: row.line, column: column.index, before: cell, after: written });
  }
  return { cells };
}

/** "material=Silk,fit=Slim" in one cell. */
function placePair(
  { columns }: SourceTable,
  rows: readonly SourceRow[],
  name: string,
  source: string,
  value: string,
): Placing | undefined {
  const cells: PlannedCell[] = [];
  for (const column of columns.filter(({ use }) => use === 'pairs')) {
    for (const row of rows) {
      const before = cellOf(row, column.index);
      const old = [`${name}=${source}`, `${name}:${source}`].find((pair) => before.includes(pair));
      if (old === undefined) continue;
      if (value === '' || /[,|;=:\n]/.test(value)) return { refused: 'notation' };
      const after = before.replace(old, () => old.slice(0, name.length + 1) + value);
      cells.push({ line: row.line, column: column.index, before, after });
    }
  }
  return cells.length === 0 ? undefined : { cells };
}

/** Behind the last column, where new columns are asked for. */
export function newColumn(rows: readonly SourceRow[], name: string, value: string): Placing {
  return { ...addColumn(rows, name, value), refused: 'no-column' };
}

/** Behind the last column, asked for by its name. */
export function addColumn(rows: readonly SourceRow[], name: string, value: string): Placing {
  const [row] = rows;
  if (row === undefined) return { refused: 'no-column' };
  return { newColumn: name, cells: [{ line: row.line, column: -1, before: '', after: value }] };
}

function textOf(value: FieldValue): string {
  return typeof value === 'string' ? value : '';
}

function priceOf(value: FieldValue): PriceValue | null {
  return typeof value === 'string' ? null : value;
}
