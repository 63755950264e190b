/** What is answered from memory, and when it no longer is. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
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
  const ask = vi.spyOn(library.database, 'all');
  const asked = (): number => ask.mock.calls.filter(([sql]) => sql.includes('product_words')).length;

  const first = await run({ facets: false });
  expect([encode.mock.calls.length, asked()]).toEqual([1, 1]);
  const second = await run({ offset: 2 });
  const blue = await run({ filters: { tags: { colour: ['Blue'] } } });
  expect([encode.mock.calls.length, asked()]).toEqual([1, 1]);

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
