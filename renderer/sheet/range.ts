/** Where one is in the table, and how keys move it. */

export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** From the cell where it began to the one with the focus. */
export interface Range {
  readonly anchor: Cell;
  readonly focus: Cell;
}

export interface Size {
  readonly rows: number;
  readonly columns: number;
  /** Rows that a page key goes. */
  readonly page: number;
}

export const start: Range = { anchor: { row: 0, column: 1 }, focus: { row: 0, column: 1 } };

export function cornersOf({ anchor, focus }: Range): { readonly from: Cell; readonly to: Cell } {
  return {
    from: { row: Math.min(anchor.row, focus.row), column: Math.min(anchor.column, focus.column) },
    to: { row: Math.max(anchor.row, focus.row), column: Math.max(anchor.column, focus.column) },
  };
}

export function isInside(range: Range, { row, column }: Cell): boolean {
  const { from, to } = cornersOf(range);
  return row >= from.row && row <= to.row && column >= from.column && column <= to.column;
}

interface Keys {
  readonly key: string;
  readonly shift: boolean;
  /** Ctrl, or Command on a Mac. */
  readonly mod: boolean;
}

/** Where a key leads; null when it moves nothing. */
export function moved(range: Range, { key, shift, mod }: Keys, { rows, columns, page }: Size): Range | null {
  const { row, column } = range.focus;
  const to = ((): Cell | null => {
    switch (key) {
      case 'ArrowUp':
        return { row: mod ? 0 : row - 1, column };
      case 'ArrowDown':
        return { row: mod ? rows - 1 : row + 1, column };
      case 'ArrowLeft':
        return { row, column: mod ? 0 : column - 1 };
      case 'ArrowRight':
        return { row, column: mod ? columns - 1 : column + 1 };
      case 'PageUp':
        return { row: row - page, column };
      case 'PageDown':
        return { row: row + page, column };
      case 'Home':
        return { row: mod ? 0 : row, column: 0 };
      case 'End':
        return { row: mod ? rows - 1 : row, column: columns - 1 };
      default:
        return null;
    }
  })();
  if (to === null) return null;
  const focus = {
    row: Math.min(Math.max(0, to.row), rows - 1),
    column: Math.min(Math.max(0, to.column), columns - 1),
  };
  return { anchor: shift ? range.anchor : focus, focus };
}
