/** Changes put together as the edits of one table. */

import type { CellEdit, RefusalReason, RefusedCell, TableEdits } from '../../ingest/tables/rewrite/index.ts';
import { isFormula } from '../../text/csv.ts';
import type { PlannedChange } from '../planned-change.ts';
import type { SourceTable } from '../source-table.ts';

export interface SourceEdits {
  readonly edits: TableEdits;
  /** Changes that are in the edits. */
  readonly taken: readonly PlannedChange[];
  /** The change that a cell comes from. */
  readonly ofCell: (line: number, column: number) => PlannedChange | undefined;
}

/** @param newColumns whether columns are added for what the table has none for */
export function sourceEdits(table: SourceTable, changes: readonly PlannedChange[], newColumns: boolean): SourceEdits {
  const width = table.columns.length;
  const cells = new Map<number, Map<number, CellEdit>>();
  const owners = new Map<string, PlannedChange>();
  const removed = new Set<number>();
  const added = new Map<number, (readonly string[])[]>();
  const columns: string[] = [];
  const taken: PlannedChange[] = [];
  for (const change of changes) {
    const asked = newColumns && change.newColumn !== null;
    if (change.refused !== null && !asked) continue;
    taken.push(change);
    for (const line of change.removed) removed.add(line);
    if (change.added !== null) {
      added.set(change.added.below, [...(added.get(change.added.below) ?? []), ...change.added.rows]);
    }
    if (change.newColumn !== null && !columns.includes(change.newColumn)) columns.push(change.newColumn);
    for (const cell of change.cells) {
      const column = cell.column >= 0 ? cell.column : width + columns.indexOf(change.newColumn ?? '');
      const own = cells.get(cell.line) ?? new Map<number, CellEdit>();
      own.set(column, { text: guarded(change, cell.before, cell.after), before: cell.before });
      cells.set(cell.line, own);
      owners.set(`${cell.line} ${column}`, change);
    }
  }
  return {
    edits: { cells, removed, added, columns },
    taken,
    ofCell: (line, column) => owners.get(`${line} ${column}`),
  };
}

/** What comes from another listing must not run in a spreadsheet; what the table had, or a person wrote, stays as it is. */
function guarded({ why }: PlannedChange, before: string, after: string): string {
  return why === 'merged' && isFormula(after) && !isFormula(before) ? `'${after}` : after;
}

/** Of a change in several cells, each one counts by itself. */
export function refusedChanges(
  { ofCell }: SourceEdits,
  table: SourceTable,
  refused: readonly RefusedCell[],
): { readonly change: PlannedChange | undefined; readonly column: string; readonly why: RefusalReason }[] {
  return refused.map(({ line, column, why }) => ({
    change: ofCell(line, column),
    column: table.header.columns[column] ?? '',
    why,
  }));
}
