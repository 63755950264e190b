/** Ratings of other scales become grades only once it is said what they mean. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTestLibrary, type TestLibrary } from '../tags/testing.ts';
import { gradeReader, proposeFrom } from './grade-scale.ts';

it.each([
  ['0..4', [0, 1, 2, 3, 4], [1, 2, 4]],
  ['1..5', [1, 2, 3, 4, 5], [2, 3, 5]],
  ['1..10', [1, 4, 6, 10], [3, 6, 9]],
  ['0..10', [0, 4, 6, 10], [2, 5, 9]],
  ['0..100', [0, 50, 100], [17, 50, 84]],
  ['decimals', [0.5, 1.33, 3], [0.5, 1.5, 2.5]],
  ['below 0', [-2, 0, 1, 2], [1, 2, 3]],
])('proposes for %s', (_name, values, expected) => {
  expect(proposeFrom(values)).toEqual(expected);
});

it('takes grades as they are, and asks for others', () => {
  expect([0, 1, 2, 3].map(gradeReader([0, 1, 2, 3], undefined))).toEqual([0, 1, 2, 3]);
  expect([-1, 0, 1, 4, 5, 9, 10].map(gradeReader([], [1, 5, 10]))).toEqual([0, 0, 1, 1, 2, 2, 3]);
  expect(() => gradeReader([0, 4, 4], undefined)).toThrow(
    expect.objectContaining({
      code: 'TABLE_UNREADABLE',
      details: {
        why: 'grades-of-other-scale',
        lowest: 0,
        highest: 4,
        proposed: [1, 2, 4],
        ratings: [
          [0, 1],
          [4, 2],
        ],
      },
    }),
  );
});

let library: TestLibrary;
beforeEach(async () => {
  library = await openTestLibrary();
  library.put(['A', 'B', 'C', 'D'].map((sku) => ({ sku, title: sku, looks: [1, 0, 0, 0], tags: [] })));
});
afterEach(() => library.close());

const file = { format: 'quepid', text: 'query,docid,rating\nx,A,10\nx,B,6\nx,C,4\nx,D,1.5\n' } as const;

it('imports nothing before the question is answered, then each rating as said', async () => {
  const params = { ...file, setName: 'S', judge: 'Ann' };
  await expect(library.call('labels.import', params)).rejects.toMatchObject({
    details: { why: 'grades-of-other-scale' },
  });
  expect(await library.call('labels.sets', {})).toEqual([]);
  await library.call('labels.import', { ...params, gradesFrom: [2, 5, 9] });
  const judgements = await library.call('labels.judgements', { query: { parts: [{ kind: 'text', text: 'x' }] } });
  expect(judgements.map(({ grade }) => grade).sort()).toEqual([0, 1, 2, 3]);
});

it('asks when measuring by a file, too', async () => {
  await expect(library.call('evaluation.evaluate', { judgements: file })).rejects.toMatchObject({
    details: { why: 'grades-of-other-scale' },
  });
  const report = await library.call('evaluation.evaluate', { judgements: { ...file, gradesFrom: [2, 5, 9] } });
  expect(report.queries).toBe(1);
});
