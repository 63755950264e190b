/** What becomes of the rows of a listing that was merged into another or taken out, and of the images that another takes over. */
import type { ListingPolicy } from '../../contract/exchange.ts';
import type { SourceRow } from '../catalog/types.ts';
import { headerKey } from '../dialects/index.ts';
import { splitCell } from '../ingest/tables/list-cells.ts';
import { cellOf, type Placing } from './planned-change.ts';
import type { SourceTable, TableColumn } from './source-table.ts';

/** undefined when nothing is left to be done. */
export function placeListing(
  table: SourceTable,
  rows: readonly SourceRow[],
  policy: Exclude<ListingPolicy, 'leave'>,
): Placing | undefined {
  if (rows.length === 0) return undefined;
  if (policy === 'delete') return { removed: rows.map(({ line }) => line) };
  const found = archiveColumn(table);
  if (found === undefined) return { refused: 'no-archive-column' };
  const { column, value } = found;
  const filled = rows.filter((row) => cellOf(row, column.index).trim() !== '');
  const own = filled.length > 0 ? filled : rows.slice(0, 1);
  const cells = own
    .map((row) => ({ line: row.line, column: column.index, before: cellOf(row, column.index), after: value }))
    .filter(({ before, after }) => before.trim().toLowerCase() !== after.toLowerCase());
  return cells.length === 0 ? undefined : { cells };
}

export function archiveColumn({
  dialect,
  columns,
}: SourceTable): { readonly column: TableColumn; readonly value: string } | undefined {
  for (const { key, value } of dialect?.archive ?? []) {
    const column = columns.find(({ name }) => headerKey(name) === key);
    if (column !== undefined) return { column, value };
  }
  return undefined;
}

/** The images that `others` name and `rows` do not, put where the table keeps images. */
export function placeImages(
  table: SourceTable,
  rows: readonly SourceRow[],
  others: readonly SourceRow[],
  chosen?: TableColumn | null,
): Placing | undefined {
  const proposed = table.columns.filter(({ role }) => role === 'image').sort((a, b) => a.rank - b.rank);
  const columns = chosen == null ? proposed : [chosen];
  const named = (all: readonly SourceRow[]): string[] =>
    [...new Set([...columns, ...proposed])].flatMap((column) =>
      all.flatMap((row) => splitCell(cellOf(row, column.index), column.separators)),
    );
  const own = new Set(named(rows));
  const missing = [...new Set(named(others))].filter((image) => !own.has(image));
  const [first] = rows;
  if (missing.length === 0 || first === undefined) return undefined;
  if (table.dialect?.id === 'shopify') return shopifyRows(table, rows, columns, missing);
  const list = columns.find(({ separators }) => separators.some((separator) => separator !== '\n'));
  if (list !== undefined) {
    const before = cellOf(first, list.index);
    const separator =
      list.separators.find((candidate) => before.includes(candidate)) ??
      list.separators.find((candidate) => candidate !== '\n') ??
      '\n';
    if (missing.some((image) => image.includes(separator))) return { refused: 'notation' };
    const blank = before.includes(`${separator} `) ? ' ' : '';
    const after = [...(before.trim() === '' ? [] : [before.trimEnd()]), ...missing].join(separator + blank);
    return { cells: [{ line: first.line, column: list.index, before, after }] };
  }
  const free = columns.filter((column) => cellOf(first, column.index).trim() === '');
  if (free.length < missing.length) return { refused: 'no-column' };
  return {
    cells: missing.map((image, place) => {
      const column = free[place] as TableColumn;
      return { line: first.line, column: column.index, before: cellOf(first, column.index), after: image };
    }),
  };
}

/** Of further images Shopify has rows with the handle, the address and its place. */
function shopifyRows(
  { columns, header }: SourceTable,
  rows: readonly SourceRow[],
  images: readonly TableColumn[],
  missing: readonly string[],
): Placing {
  const handle = columns.find(({ role }) => role === 'sku');
  const image = images[0];
  const last = rows.at(-1);
  if (handle === undefined || image === undefined || last === undefined) return { refused: 'no-column' };
  const position = columns.find(({ use }) => use === 'image-position');
  const highest = Math.max(
    0,
    ...rows.map((row) => Number.parseInt(cellOf(row, position?.index ?? -1), 10) || 0),
    position === undefined ? 0 : rows.filter((row) => cellOf(row, image.index).trim() !== '').length,
  );
  const added = missing.map((address, place) => {
    const cells = header.columns.map(() => '');
    cells[handle.index] = cellOf(rows[0] as SourceRow, handle.index);
    cells[image.index] = address;
    if (position !== undefined) cells[position.index] = String(highest + place + 1);
    return cells;
  });
  return { added: { below: last.line, rows: added } };
}
