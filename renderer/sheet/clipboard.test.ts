import { expect, it } from 'vitest';
import { fromClipboard, toClipboard } from './clipboard.ts';

it('gives cells back as they were copied', () => {
  const cells = [
    ['plain', 'two\nlines', '"quoted" first'],
    ['', 'a\ttab', 'inside "quotes"'],
  ];
  expect(fromClipboard(toClipboard(cells))).toEqual(cells);
});

it('reads what spreadsheets copy', () => {
  expect(fromClipboard('a\tb\r\nc\td\r\n')).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
  expect(fromClipboard('13" laptop')).toEqual([['13" laptop']]);
  expect(fromClipboard('"never closed')).toEqual([['"never closed']]);
  expect(fromClipboard('a\t')).toEqual([['a', '']]);
  expect(fromClipboard('')).toEqual([['']]);
});
