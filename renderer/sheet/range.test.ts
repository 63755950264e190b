import { expect, it } from 'vitest';
import { isInside, moved, type Range } from './range.ts';

const at = (row: number, column: number): Range => ({ anchor: { row, column }, focus: { row, column } });
const size = { rows: 100, columns: 5, page: 10 };
const press = (range: Range, key: string, shift = false, mod = false) => moved(range, { key, shift, mod }, size);

it('moves with the keys of a spreadsheet and stops at the edges', () => {
  expect(press(at(3, 2), 'ArrowDown')).toEqual(at(4, 2));
  expect(press(at(0, 0), 'ArrowUp')).toEqual(at(0, 0));
  expect(press(at(3, 4), 'ArrowRight')).toEqual(at(3, 4));
  expect(press(at(95, 2), 'PageDown')).toEqual(at(99, 2));
  expect(press(at(3, 2), 'ArrowDown', false, true)).toEqual(at(99, 2));
  expect(press(at(3, 2), 'Home')).toEqual(at(3, 0));
  expect(press(at(3, 2), 'End', false, true)).toEqual(at(99, 4));
  expect(press(at(3, 2), 'x')).toBeNull();
});

it('grows a range while Shift is held', () => {
  const range = press(press(at(3, 2), 'ArrowDown', true) as Range, 'ArrowLeft', true) as Range;
  expect(range).toEqual({ anchor: { row: 3, column: 2 }, focus: { row: 4, column: 1 } });
  expect(isInside(range, { row: 3, column: 1 })).toBe(true);
  expect(isInside(range, { row: 2, column: 1 })).toBe(false);
  expect(press(range, 'ArrowDown')).toEqual(at(5, 1));
});
