/** What is answered from memory, and when it no longer is. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Filters } from '../../contract/search.ts';
import { openTestLibrary, type TestLibrary } from '../tags/testing.ts';

const never = new AbortController().signal;
const colour = (name: string) => ({ group: 'colour', name });

let library: TestLibrary;
beforeEach(async () => {
  library = await openTestLibrary();
  library.put([
    ...['R1', 'R2', 'R3'].map((sku) => ({
      sku,
      title: `red shoe ${sku}`,
      looks: [1, 0, 1, 0] as const,
      tags: [colour('Red')],
    })),
    ...['B1', 'B2'].map((sku) => ({
      sku,
      title: `blue shoe ${sku}`,
      looks: [0, 1, 1, 0] as const,
      tags: [colour('Blue')],
    })),
  ]);
});
afterEach(() => library.close());

async function run(more: { offset?: number; facets?: boolean; filters?: Filters } = {}) {
  const parts = [{ kind: 'text' as const, text: 'red shoe', weight: 1 }];
  const list = {
    parts,
    filters: { tags: {} },
    sort: 'relevance',
    imagesOnly: false,
    cutoff: false,
    spelling: true,
  } as const;
  return library.search.run({ ...list, offset: 0, limit: 2, facets: true, remember: false, ...more }, never);
}

it('asks neither the model nor the words index for another page, other filters or counts', async () => {
  const encoder = await library.tagsDependencies.encoders.active();
  const encode = vi.spyOn(encoder, 'encodeTexts');
  const asks = [vi.spyOn(library.database, 'all'), vi.spyOn(library.database, 'tuples')];
  const asked = (): number =>
    asks.flatMap(({ mock }) => mock.calls).filter(([sql]) => sql.includes('product_words')).length;

  const first = await run({ facets: false });
  const atFirst = asked();
  expect(atFirst).toBeGreaterThan(0);
  expect(encode).toHaveBeenCalledOnce();
  const second = await run({ offset: 2 });
  const blue = await run({ filters: { tags: { colour: ['Blue'] } } });
  expect(encode).toHaveBeenCalledOnce();
  expect(asked()).toBe(atFirst);

  expect([...first.hits, ...second.hits].map(({ sku }) => sku)).toEqual(['R1', 'R2', 'R3', 'B1']);
  expect(second.hits.map(({ rank }) => rank)).toEqual([3, 4]);
  expect([first.facets, second.facets, blue.facets]).toEqual([
    [],
    ...[0, 1].map(() => [
      {
        group: 'colour',
        values: [
          { name: 'Red', count: 3 },
          { name: 'Blue', count: 2 },
        ],
      },
    ]),
  ]);
  expect(blue.hits.map(({ sku }) => sku)).toEqual(['B1', 'B2']);
});

it('ranks anew when the catalog changes', async () => {
  expect((await run()).total).toBe(5);
  library.put([{ sku: 'R4', title: 'red shoe R4', looks: [1, 0, 1, 0], tags: [] }]);
  expect((await run()).total).toBe(6);
});

it('leaves out what says the words that are not wanted, in its title or its tags, and says how many', async () => {
  const ask = async (...texts: readonly string[]) => {
    const parts = texts.map((text, i) => ({ kind: 'text' as const, text, weight: i === 0 ? 1 : -1 }));
    const { hits, excluded } = await library.search.run(
      {
        ...{ parts, filters: { tags: {} }, sort: 'relevance', imagesOnly: false, cutoff: false, spelling: true },
        ...{ offset: 0, limit: 20, facets: false, remember: false },
      },
      never,
    );
    return [hits.map(({ sku }) => sku).sort(), excluded];
  };
  library.put([{ sku: 'P1', title: 'printed shirt', looks: [1, 1, 0, 0], tags: [colour('Blue')] }]);
  expect(await ask('shoe', 'red')).toEqual([['B1', 'B2', 'P1'], 3]);
  expect(await ask('shirt', 'blue')).toEqual([['R1', 'R2', 'R3'], 3]);
  // Words of one part are meant together.
  expect(await ask('shoe', 'blue shirt')).toEqual([['B1', 'B2', 'R1', 'R2', 'R3'], 1]);
  expect((await ask('shoe', 'leather'))[1]).toBe(0);
});

describe('words that stand there', () => {
  const ask = async (text: string, more: { cutoff?: boolean; asWords?: string[] } = {}) =>
    library.search.run(
      {
        ...{ parts: [{ kind: 'text' as const, text, weight: 1 }], filters: { tags: {} }, sort: 'relevance' },
        ...{ imagesOnly: false, cutoff: true, spelling: true, offset: 0, limit: 20, facets: false, remember: false },
        ...more,
      },
      never,
    );
  const skus = ({ hits }: { hits: readonly { sku: string }[] }): string[] => hits.map(({ sku }) => sku).sort();

  beforeEach(() => {
    library.put([
      { sku: 'L1', title: 'blue long sleeve shirt', looks: [0, 1, 0, 1], tags: [colour('Blue')], more: { price: 20 } },
      {
        sku: 'L2',
        title: 'blue shirt, long, one sleeve',
        looks: [0, 1, 0, 1],
        tags: [colour('Blue')],
        more: { price: 60 },
      },
      { sku: '4711-A', title: 'seat', looks: [0, 0, 0, 1], tags: [], more: { attributes: { gtin: '04006381333931' } } },
      {
        sku: 'S2',
        title: 'seat without lid',
        looks: [0, 0, 0, 1],
        tags: [],
        more: { attributes: { finish: 'soft close' } },
      },
      { sku: 'S3', title: 'seat with lid', looks: [0, 0, 0, 1], tags: [], more: { attributes: { finish: 'plain' } } },
    ]);
  });

  it('shows the product with the number alone, the others on request', async () => {
    for (const number of ['4711-a', '4006381333931', '04006381333931']) {
      const found = await ask(number);
      expect([skus(found), found.narrowedTo, found.hidden]).toEqual([['4711-A'], 'number', 9]);
    }
    const all = await ask('4711-A', { cutoff: false });
    expect([all.total, all.narrowedTo, all.hits[0]?.sku]).toEqual([10, null, '4711-A']);
  });

  it('takes what stands in quotes as a phrase, and as words where nothing says it', async () => {
    const found = await ask('"long sleeve" shirt');
    expect([skus(found), found.narrowedTo]).toEqual([['L1'], 'phrase']);
    expect((await ask('"sleeve long" shirt')).narrowedTo).toBeNull();
  });

  it('leaves out what is not wanted by title, tag or attribute, but not what says that it is without', async () => {
    expect((await ask('seat without lid', { cutoff: false })).hits.map(({ sku }) => sku)).not.toContain('S3');
    expect(skus(await ask('seat without lid', { cutoff: false }))).toContain('S2');
    expect(skus(await ask('seat not "soft close"', { cutoff: false }))).not.toContain('S2');
    const shoes = await ask('shoe not red', { cutoff: false });
    expect([shoes.excluded, shoes.readings]).toEqual([3, [{ kind: 'without', source: 'not red', words: 'red' }]]);
    expect(shoes.hits[0]?.why?.without).toEqual(['red']);
    expect((await ask('shoe not red', { cutoff: false, asWords: ['not red'] })).excluded).toBe(0);
  });

  it('filters by a price in the words, and lists where nothing else is asked', async () => {
    const cheap = await ask('shirt under $50', { cutoff: false });
    expect([skus(cheap), cheap.mode]).toEqual([['L1'], 'exact']);
    expect(skus(await ask('50元以上'))).toEqual(['L2']);
  });
});
