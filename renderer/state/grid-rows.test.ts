import { expect, it } from 'vitest';
import { gridRows } from './grid-rows.ts';

const rowsOf = (total: number, meant: number, columns: number): string[] => {
  const rows = gridRows(total, meant, columns);
  return Array.from({ length: rows.count }, (_, row) => {
    const { from, to } = rows.itemsOf(row);
    return row === rows.line ? 'line' : Array.from({ length: to - from }, (_, i) => from + i).join(' ');
  });
};

it('puts the rest on rows of its own, below the line', () => {
  expect(rowsOf(10, 4, 3)).toEqual(['0 1 2', '3', 'line', '4 5 6', '7 8 9']);
  expect(rowsOf(5, 3, 3)).toEqual(['0 1 2', 'line', '3 4']);
});

it('begins with the line where nothing was meant, and has none where everything was', () => {
  expect(rowsOf(2, 0, 3)).toEqual(['line', '0 1']);
  expect(rowsOf(4, 4, 3)).toEqual(['0 1 2', '3']);
});

it('finds the row of each result', () => {
  for (const [total, meant] of [
    [10, 4],
    [10, 0],
    [7, 7],
    [12, 6],
  ] as const) {
    const rows = gridRows(total, meant, 3);
    for (let index = 0; index < total; index++) {
      const { from, to } = rows.itemsOf(rows.rowOf(index));
      expect(index >= from && index < to, `${index} of ${total}, ${meant}`).toBe(true);
    }
  }
});
