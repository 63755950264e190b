/** Which result the keyboard is on, and how focus gets there and back. */
import { create } from 'zustand';

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
}

/** Where a key moves to from `index`; null when the key is not one of movement. */
export function nextIndex(key: string, index: number, { columns, page, total }: GridShape): number | null {
  const last = total - 1;
  const clamp = (next: number): number => Math.min(last, Math.max(0, next));
  switch (key) {
    case 'ArrowRight':
      return columns === 1 ? null : clamp(index + 1);
    case 'ArrowLeft':
      return columns === 1 ? null : clamp(index - 1);
    case 'ArrowDown':
      return index + columns > last && Math.floor(index / columns) === Math.floor(last / columns)
        ? index
        : clamp(index + columns);
    case 'ArrowUp':
      return index - columns < 0 ? index : index - columns;
    case 'PageDown':
      return clamp(index + columns * page);
    case 'PageUp':
      return clamp(index - columns * page);
    case 'Home':
      return 0;
    case 'End':
      return clamp(last);
    default:
      return null;
  }
}
