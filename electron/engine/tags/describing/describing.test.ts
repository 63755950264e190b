/** From a catalog without tags to one with them: words, walls, and what decisions teach. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { decide } from '../decisions.ts';
import { openTestLibrary, type TestLibrary, type TestProduct } from '../testing.ts';
import { vocabulary } from '../vocabulary.ts';
import { describedGroups, wallPage } from './pages.ts';
import { beginDescribing, countUndescribed, starterWords } from './starter.ts';

/** Fourteen red and six blue things without any tag, some of them less clearly so. */
function bare(): TestProduct[] {
  const look = (i: number): number => 0.05 + i / 40;
  return [
    ...Array.from({ length: 14 }, (_, i): TestProduct => ({ sku: `1${i}`, looks: [1, look(i), 0.3, 0], tags: [] })),
    ...Array.from({ length: 6 }, (_, i): TestProduct => ({ sku: `2${i}`, looks: [look(i), 1, 0.3, 0], tags: [] })),
  ];
}

let library: TestLibrary;
let ids: Map<string, number>;
const idOf = (sku: string): number => ids.get(sku) ?? -1;
/** The nearest of the words in this small world. */
const blue = 'Navy blue';
const colour = (name: string) => ({ group: 'colour', name });

beforeEach(async () => {
  library = await openTestLibrary();
  ids = library.put(bare());
});
afterEach(() => library.close());

async function begin(language: 'en' | 'zh' = 'en') {
  const { groups } = await starterWords(library.tags, language);
  const chosen = groups.filter(({ group }) => group === 'colour');
  return beginDescribing(library.tags, {
    by: 'Ann',
    groups: chosen.map(({ group, tags }) => ({ group, tags: tags.filter(({ wanted }) => wanted) })),
  });
}

async function wallOf(name: string, part: 'open' | 'confirmed' | 'rejected' = 'open') {
  const { groups } = await describedGroups(library.tags, ['colour']);
  const tagId = groups[0]?.walls.find((wall) => wall.name === name)?.tagId ?? -1;
  return wallPage(library.tags, { tagId, part, offset: 0, limit: 100 });
}

const say = (verdict: 'confirmed' | 'rejected', name: string, productIds: readonly number[]) =>
  decide(library.tags, {
    decisions: productIds.map((productId) => ({ productId, tag: colour(name), verdict })),
    by: 'Ann',
  });

it('offers the words that products show, in the language of the person', async () => {
  const { products, untagged, groups } = await starterWords(library.tags, 'zh');
  expect([products, untagged, countUndescribed(library.tags)]).toEqual([20, 20, 20]);
  const wanted = groups.find(({ group }) => group === 'colour')?.tags.filter((tag) => tag.wanted);
  expect(wanted).toMatchObject([
    { name: '红色', products: 14, synonyms: [{ language: 'en', text: 'Red' }] },
    { name: '藏青色', products: 6 },
  ]);
});

it('takes words up once, as one step of undo', async () => {
  expect((await begin()).tags).toBe(2);
  expect(await begin('zh')).toEqual({ operation: null, tags: 0 });
  expect(vocabulary(library.tags)).toMatchObject([{ group: 'colour', tags: [{ name: blue }, { name: 'Red' }] }]);
  await library.operations.takeBack();
  expect(vocabulary(library.tags)).toEqual([]);
});

it('puts each product on the wall of its likeliest tag, most certain first', async () => {
  await begin();
  const { groups } = await describedGroups(library.tags, undefined);
  expect(groups[0]).toMatchObject({ group: 'colour', products: 20, settled: 0 });
  expect(groups[0]?.walls.map(({ name, open }) => [name, open])).toEqual([
    ['Red', 14],
    [blue, 6],
  ]);
  const red = await wallOf('Red');
  const certain = red.items.map(({ confidence }) => confidence ?? 0);
  expect(certain).toEqual([...certain].sort((a, b) => b - a));
  expect(red.items.filter(({ sure }) => sure)).toHaveLength(red.sure);
  expect(red.items[0]?.others[0]).toMatchObject({ name: blue });
});

it('does not take a tag that nobody came to yet for one that nothing has', async () => {
  await begin();
  const red = await wallOf('Red');
  await say('confirmed', 'Red', red.ids);
  const { groups } = await describedGroups(library.tags, ['colour']);
  expect(groups[0]).toMatchObject({ settled: 14 });
  expect((await wallOf(blue)).ids).toHaveLength(6);
  expect((await wallOf('Red')).ids).toHaveLength(0);
  expect((await wallOf('Red', 'confirmed')).ids).toHaveLength(14);
});

it('counts how often proposals were right, and a tag chosen instead is none of them', async () => {
  await begin();
  await say('confirmed', 'Red', [idOf('10'), idOf('11'), idOf('12')]);
  await say('rejected', 'Red', [idOf('13')]);
  await say('confirmed', blue, [idOf('13')]);
  expect((await wallOf('Red')).precision).toMatchObject({ looked: 4, right: 3 });
  const { precision, confirmed } = await wallOf(blue);
  expect([precision.looked, confirmed]).toEqual([0, 1]);
  // A product whose proposal was refused stands on the wall of the next tag.
  await say('rejected', 'Red', [idOf('14')]);
  expect((await wallOf(blue)).ids).toContain(idOf('14'));
  expect((await wallOf('Red', 'rejected')).ids.sort()).toEqual([idOf('13'), idOf('14')].sort());
});

it('says so when a tag is gone', async () => {
  await expect(wallPage(library.tags, { tagId: 99, part: 'open', offset: 0, limit: 10 })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});
