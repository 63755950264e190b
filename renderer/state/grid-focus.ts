/** Which result the keyboard is on, and how focus gets there and back. */
import { create } from 'zustand';
import { gridRows } from './grid-rows.ts';

interface FocusStore {
  /** Index of the result that Tab reaches. */
  readonly active: number;
  /** Set when the view should move real focus to the active result once it is drawn. */
  readonly wanted: boolean;
}

export const useGridFocus = create<FocusStore>(() => ({ active: 0, wanted: false }));

export function focusResults(): void {
  useGridFocus.setState({ wanted: true });
}

export function focusResult(index: number): void {
  useGridFocus.setState({ active: index, wanted: true });
}

export function setActiveResult(index: number): void {
  useGridFocus.setState({ active: index });
}

export interface GridShape {
  readonly columns: number;
  /** Rows that fit on the screen. */
  readonly page: number;
  readonly total: number;
  /** Results before the line; all where it is left out. */
  readonly meant?: number;
}

/** Where a key moves to from `index`; null when the key is not one of movement. */
export function nextIndex(
  key: string,
  index: number,
  { columns, page, total, meant = total }: GridShape,
): number | null {
  const last = total - 1;
  const clamp = (next: number): number => Math.min(last, Math.max(0, next));
  const rows = gridRows(total, meant, columns);
  const row = rows.rowOf(index);
  const column = index - rows.itemsOf(row).from;
  /** The result so many rows of results away, the line not counted, in the same column where there is one. */
  const inRow = (step: number): number => {
    const { line, count } = rows;
    const own = line !== null && row > line ? row - 1 : row;
    const most = line === null ? count - 1 : count - 2;
    const wanted = Math.min(most, Math.max(0, own + step));
    const { from, to } = rows.itemsOf(line !== null && wanted >= line ? wanted + 1 : wanted);
    return Math.min(to - 1, from + column);
  };
  switch (key) {
    case 'ArrowRight':
      return columns === 1 ? null : clamp(index + 1);
    case 'ArrowLeft':
      return columns === 1 ? null : clamp(index - 1);
    case 'ArrowDown':
      return row === rows.count - 1 ? index : inRow(1);
    case 'ArrowUp':
      return row === (rows.line === 0 ? 1 : 0) ? index : inRow(-1);
    case 'PageDown':
      return inRow(page);
    case 'PageUp':
      return inRow(-page);
    case 'Home':
      return 0;
    case 'End':
      return clamp(last);
    default:
      return null;
  }
}
