import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { unguarded, writeCsv } from './csv.ts';

const formulas = ['=HYPERLINK("http://a.example")', '+49 30', '-a', '@SUM(A1)', '\tx', '\rx', '＝1+1'];

test('quotes what needs it and nothing else', () => {
  expect(writeCsv([['a', 'b,c', 'say "x"', 'two\nlines', '']])).toBe('a,"b,c","say ""x""","two\nlines",\n');
  expect(writeCsv([['a'], ['b']], '\r\n')).toBe('a\r\nb\r\n');
});

test.each(formulas)('keeps %j from being run, and gives it back as it was', (cell) => {
  const [[read]] = parse(writeCsv([[cell]])) as [[string]];
  expect(read.startsWith("'")).toBe(true);
  expect(unguarded(read)).toBe(cell);
});

test.each(['-3', '+4.5', '-1e3', "'quoted'", "'t is", '12'])('leaves %j as it is', (cell) => {
  expect(writeCsv([[cell]])).toBe(`${cell}\n`);
  expect(unguarded(cell)).toBe(cell);
});
