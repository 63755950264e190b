/** One change over a source, as cells of its table. */
import type { Change, ChangeKind, Refusal } from '../../contract/exchange.ts';
import type { SourceRow } from '../catalog/types.ts';

export interface PlannedCell {
  readonly line: number;
  readonly column: number;
  readonly before: string;
  readonly after: string;
}

export interface PlannedChange
  extends Pick<Change, 'productId' | 'sku' | 'title' | 'kind' | 'what' | 'why' | 'by' | 'at'> {
  readonly id: string;
  readonly detail: string;
  readonly cells: readonly PlannedCell[];
  /** Lines of rows that leave. */
  readonly removed: readonly number[];
  /** Rows that come below a line. */
  readonly added: { readonly below: number; readonly rows: readonly (readonly string[])[] } | null;
  readonly refused: Refusal | null;
  readonly conflict: Change['conflict'];
  /** A column that is to be added for it, by its name. */
  readonly newColumn: string | null;
}

/** Where a change is put: cells to write, or why there are none. */
export type Placing = Partial<Pick<PlannedChange, 'cells' | 'removed' | 'added' | 'newColumn'>> & {
  readonly refused?: Refusal;
};

export function plannedChange(
  about: Omit<PlannedChange, 'id' | 'detail' | 'cells' | 'removed' | 'added' | 'refused' | 'conflict' | 'newColumn'> &
    Partial<Pick<PlannedChange, 'detail' | 'conflict'>>,
  sourceId: number,
  { cells = [], removed = [], added = null, newColumn = null, refused }: Placing,
): PlannedChange {
  return {
    detail: '',
    conflict: null,
    ...about,
    id: changeId(sourceId, about.sku, about.kind, about.what),
    cells,
    removed,
    added,
    newColumn,
    refused: refused ?? null,
  };
}

export function changeId(sourceId: number, sku: string, kind: ChangeKind, what: string): string {
  return JSON.stringify([sourceId, sku, kind, what]);
}

export function cellOf(row: SourceRow, column: number): string {
  return row.cells[column] ?? '';
}

/** What is compared to tell whether a change was exported as it is now. */
export function exportedValue({ cells, removed, added }: PlannedChange): string {
  return JSON.stringify([cells.map(({ line, column, after }) => [line, column, after]), removed, added?.rows ?? []]);
}
