/** Two shops without photos, whose listings carry the numbers that products have everywhere. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DuplicatesBench, openDuplicatesBench } from './testing.ts';

let bench: DuplicatesBench;

const one = `sku,title,barcode,image
a1,Blue mug with a handle,4006381333931,
a2,Kitchen towel striped,036000291452,
a3,The Logic of Scientific Discovery,0-306-40615-2,
a4,Sparkling water,01234505,
a5,Glue stick Zephyra 40,4006381333948,
a6,Garden chair,4006381333999,
a7,Desk lamp,2000000000008,
`;
const other = `sku,title,ean,size,image
b1,Tasse blau,="04006381333931",,
b2,Geschirrtuch,36000291452,,
b3,Popper: Logik der Forschung,9780306406157,,
b4,Mineralwasser,12000003455,,
b5,Glue stick Zephyra 40,4006381333955,,
b6,Bergstiefel,4006381333999,,
b7,Handtasche,2000000000008,,
`;

beforeAll(async () => {
  bench = await openDuplicatesBench();
  await bench.write('one.csv', one);
  await bench.write('other.csv', other);
  await bench.import('one.csv');
  await bench.import('other.csv');
});
afterAll(() => bench.close());

it('takes what carries one valid number for one product, however it is written and whatever the titles say', async () => {
  const groups = (await bench.groups()).filter(({ kind }) => kind !== 'variant');
  expect(groups.map(({ kind }) => kind)).toEqual(['listing', 'listing', 'listing', 'listing']);
  expect(groups.map(({ skus }) => skus.join(' ')).sort()).toEqual(['a1 b1', 'a2 b2', 'a3 b3', 'a4 b4']);
  for (const { probability } of groups) expect(probability).toBeGreaterThanOrEqual(0.98);
});

it('tells apart what carries two valid numbers, also under one title', async () => {
  const [left = 0, right = 0] = await Promise.all(['a5', 'b5'].map((sku) => bench.id(sku)));
  const { pair } = await bench.call('duplicates.compare', { left, right });
  expect(pair.veto).toEqual({ kind: 'identifier', left: '4006381333948', right: '4006381333955' });
});

it('makes nothing of numbers that are invalid or of one shop only', async () => {
  for (const skus of [
    ['a6', 'b6'],
    ['a7', 'b7'],
  ]) {
    const [left = 0, right = 0] = await Promise.all(skus.map((sku) => bench.id(sku)));
    const { pair } = await bench.call('duplicates.compare', { left, right });
    expect(pair.veto).toBeNull();
    expect(pair.probability).toBeLessThan(0.5);
  }
});

it('counts as already known exactly what it shows in groups', async () => {
  const { lastCheck } = await bench.call('duplicates.state', {});
  expect(lastCheck).toMatchObject({ added: 7, known: 4 });
});
