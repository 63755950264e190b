/** Grades of the judge "clicks": one step of undo together, and apart from those of people. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Operations } from '../operations/operations.ts';
import { openTestLibrary, type TestLibrary } from '../tags/testing.ts';
import { clicksJudge, giveGrades } from './given-grades.ts';
import { JudgedQueries } from './judged-queries.ts';
import { Labels } from './labels.ts';

let library: TestLibrary;
let ids: Map<string, number>;
const id = (sku: string): number => ids.get(sku) ?? -1;

beforeAll(async () => {
  library = await openTestLibrary();
  ids = library.put(['A', 'B'].map((sku) => ({ sku, title: sku, looks: [1, 0, 0, 0], tags: [] })));
});
afterAll(() => library.close());

test('they take the place of earlier ones, count only where that judge is named, and go in one step', async () => {
  const { database, catalog, hub } = library;
  const operations = new Operations(database, hub);
  const search = { view: { get: (productId: number) => catalog.products.listed(productId) } };
  const labels = new Labels({ database, catalog, operations, hub, search: search as never });
  const judged = new JudgedQueries(labels);
  const given = (grade: 0 | 1 | 2 | 3, sku: string) => ({ query: 'cap', productId: id(sku), grade, note: '40 %' });
  expect(giveGrades(labels, clicksJudge, [given(3, 'A'), given(1, 'B')])).toEqual({ queries: 1, grades: 2 });
  expect(giveGrades(labels, clicksJudge, [given(2, 'A'), { ...given(1, 'A'), productId: 999 }])).toEqual({
    queries: 1,
    grades: 1,
  });
  const grades = (judge?: string) => judged.judged(undefined, judge).map((query) => [query.label, [...query.grades]]);
  expect(grades(clicksJudge)).toEqual([['cap', [[id('A'), 2]]]]);
  expect(judged.judged(undefined).flatMap((query) => [...query.grades])).toEqual([]);
  operations.undo();
  expect(grades(clicksJudge)).toEqual([
    [
      'cap',
      [
        [id('A'), 3],
        [id('B'), 1],
      ],
    ],
  ]);
});
