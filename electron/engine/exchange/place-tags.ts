/** Which cells hold the tags of a group, and what they are to hold with some added and others gone. */
import type { SourceRow } from '../catalog/types.ts';
import { fold, tagsIn, writeTags } from './cells/tags-cell.ts';
import type { ChosenColumn } from './choices.ts';
import { addColumn, newColumn } from './place-fields.ts';
import { cellOf, type Placing, type PlannedCell } from './planned-change.ts';
import type { ColumnHabits, SourceTable, TableColumn } from './source-table.ts';

export interface GroupEdit {
  readonly group: string;
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** Columns that hold tags of the group; without one of its own, the column of all kinds of tags. */
export function columnsOfGroup({ columns }: SourceTable, group: string): readonly TableColumn[] {
  const tags = columns.filter(({ role }) => role === 'tag');
  const own = tags.filter((column) => (column.group ?? 'tag') === group);
  return own.length > 0 ? own : tags.filter((column) => (column.group ?? 'tag') === 'tag');
}

export function hasOwnColumn({ columns }: SourceTable, group: string): boolean {
  return columns.some((column) => column.role === 'tag' && (column.group ?? 'tag') === group);
}

/** undefined when the cells say so already. */
export function placeTags(
  table: SourceTable,
  habits: ColumnHabits,
  rows: readonly SourceRow[],
  { group, add, remove }: GroupEdit,
  chosen?: ChosenColumn,
): Placing | undefined {
  const proposed = columnsOfGroup(table, group).filter((column) => column !== chosen?.column);
  const columns = chosen?.column == null ? proposed : [chosen.column, ...proposed];
  const present = new Set(
    columns.flatMap((column) =>
      rows.flatMap((row) => tagsIn(cellOf(row, column.index).trim(), column, table.dialect).map(fold)),
    ),
  );
  const missing = add.filter((name) => !present.has(fold(name)));
  const gone = remove.filter((name) => present.has(fold(name)));
  if (missing.length + gone.length === 0) return undefined;
  const [first] = columns;
  if (chosen?.column === null) {
    const removed = gone.length === 0 ? [] : writtenCells(table, habits, rows, columns, { gone });
    if (removed === undefined) return { refused: 'notation' };
    if (missing.length === 0) return { cells: removed };
    const { cells = [], ...added } = addColumn(rows, chosen.name, missing.join(', '));
    return { ...added, cells: [...removed, ...cells] };
  }
  if (first === undefined) return newColumn(rows, group, missing.join(', '));
  // What a variant is made of differs from row to row.
  const isOwn = (column: TableColumn): boolean =>
    column.use === 'option' && new Set(rows.map((row) => cellOf(row, column.index))).size > 1;
  if (columns.some(isOwn)) return { refused: 'several-values' };
  const target =
    chosen?.column ?? columns.find((column) => rows.some((row) => cellOf(row, column.index).trim() !== '')) ?? first;
  const cells = writtenCells(table, habits, rows, columns, { gone, target, missing });
  if (cells === undefined) return { refused: 'notation' };
  return cells.length === 0 ? undefined : { cells };
}

/** undefined when one cannot be written so that it is read again. */
function writtenCells(
  { dialect }: SourceTable,
  habits: ColumnHabits,
  rows: readonly SourceRow[],
  columns: readonly TableColumn[],
  {
    gone,
    target,
    missing = [],
  }: { readonly gone: readonly string[]; readonly target?: TableColumn; readonly missing?: readonly string[] },
): PlannedCell[] | undefined {
  const leading =
    target === undefined ? undefined : (rows.find((row) => cellOf(row, target.index).trim() !== '') ?? rows[0]);
  const cells: PlannedCell[] = [];
  for (const column of columns) {
    for (const row of rows) {
      const before = cellOf(row, column.index);
      const speaks = column === target && leading !== undefined && before === cellOf(leading, column.index);
      const adds = speaks && (before.trim() !== '' || row === leading) ? missing : [];
      const written = writeTags(before, { add: adds, remove: gone }, column, dialect, (name) =>
        habits.spelling(column.index, name),
      );
      if (written === undefined) return undefined;
      if (written !== before) cells.push({ line: row.line, column: column.index, before, after: written });
    }
  }
  return cells;
}
