/** What a library says of how right it was, learns from verdicts, and asks next. Two shops without photos. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { DuplicateGroup } from '../../contract/duplicates.ts';
import { type DuplicatesBench, openDuplicatesBench } from './testing.ts';

let bench: DuplicatesBench;
const makers = ['Zephyra', 'Lumora', 'Kestrin', 'Oravel', 'Bintari', 'Quendor'];
const things = ['kettle', 'toaster', 'mixer', 'grinder', 'juicer'];
const names = makers.flatMap((maker, i) =>
  things.map((thing, j) => ({ maker, thing, number: 1000 + 37 * (i * 5 + j) })),
);

beforeAll(async () => {
  bench = await openDuplicatesBench();
  const table = (shop: string, title: (name: (typeof names)[number]) => string): string =>
    ['sku,title,image', ...names.map((name, i) => `${shop}${i},${title(name)},`)].join('\n');
  await bench.write(
    'one.csv',
    table('a', ({ maker, thing, number }) => `${maker} ${thing} - ${maker[0]}K${number}B`),
  );
  await bench.write(
    'two.csv',
    table('b', ({ maker, thing, number }) => `${maker} ${maker[0]}K${number}B steel ${thing}`),
  );
  await bench.import('one.csv');
  await bench.import('two.csv');
  await bench.save();
});
beforeEach(() => bench.restore());
afterAll(() => bench.close());

const judge = async ({ members }: DuplicateGroup, value: 'same' | 'different'): Promise<void> => {
  await bench.call('duplicates.verdict', { products: members.map(({ id }) => id), value });
};
const learning = (precision = 0.9) => bench.call('duplicates.learning', { precision });

it('counts decisions by what was shown when they were made, and takes them back', async () => {
  expect((await learning()).record).toMatchObject({ decisions: 0, right: 0 });
  const groups = (await bench.groups()).filter(({ kind }) => kind === 'listing');
  expect(groups.length).toBeGreaterThan(20);
  for (const group of groups.slice(0, 4)) await judge(group, 'same');
  await judge(groups[4] as (typeof groups)[number], 'different');
  expect((await learning()).record).toMatchObject({ decisions: 5, right: 4 });
  await bench.call('operations.undo', {});
  expect((await learning()).record).toMatchObject({ decisions: 4, right: 4 });
  await bench.reopen();
  expect((await learning()).record).toMatchObject({ decisions: 4, right: 4 });
});

it('offers merging many once enough decisions were right, and asks for more where more is wanted', async () => {
  const groups = (await bench.groups()).filter(({ kind }) => kind === 'listing');
  for (const group of groups.slice(0, 18)) await judge(group, 'same');
  const { bulk } = await learning(0.9);
  expect(bulk).toMatchObject({ missing: 0, of: 18, right: 18 });
  expect(bulk.minProbability).toBeGreaterThanOrEqual(0.5);
  const left = (await bench.groups({ minProbability: bulk.minProbability ?? 1 })).filter(
    ({ kind }) => kind !== 'variant',
  );
  expect(bulk.groups).toBe(left.length);
  expect((await learning(0.99)).bulk).toMatchObject({ minProbability: null });
});

it('asks first what is uncertain and unlike what comes before it', async () => {
  const sure = await bench.groups({ minProbability: 0.05 });
  const teaching = await bench.groups({ minProbability: 0.05, order: 'teaching' });
  expect(teaching.map(({ id }) => id).sort()).toEqual(sure.map(({ id }) => id).sort());
  const uncertainty = ({ probability }: DuplicateGroup): number => Math.abs(probability - 0.5);
  const mean = (list: readonly DuplicateGroup[]): number =>
    list.reduce((sum, one) => sum + uncertainty(one), 0) / list.length;
  expect(mean(teaching.slice(0, 5))).toBeLessThan(mean(sure.slice(0, 5)));
});
