/** Which results stand in which row of the grid, with the line between what was meant and the rest as a row of its own. */

export interface GridRows {
  readonly count: number;
  /** The row that is the line; `null` where there is none. */
  readonly line: number | null;
  /** Indexes of the results of a row, `to` left out; empty for the line. */
  itemsOf(row: number): { readonly from: number; readonly to: number };
  rowOf(index: number): number;
}

/** @param meant results before the line, of `total` */
export function gridRows(total: number, meant: number, columns: number): GridRows {
  const line = meant < total ? Math.ceil(meant / columns) : null;
  const itemsOf = (row: number): { from: number; to: number } => {
    if (line === null || row < line) {
      const from = row * columns;
      return { from, to: Math.min(line === null ? total : meant, from + columns) };
    }
    const from = row === line ? meant : meant + (row - line - 1) * columns;
    return { from, to: row === line ? meant : Math.min(total, from + columns) };
  };
  const rowOf = (index: number): number =>
    line === null || index < meant ? Math.floor(index / columns) : line + 1 + Math.floor((index - meant) / columns);
  const count = line === null ? Math.ceil(total / columns) : line + 1 + Math.ceil((total - meant) / columns);
  return { count, line, itemsOf, rowOf };
}
