/** Products whose text says nothing are ranked by their image alone; the others as they were. */
import { expect, it } from 'vitest';
import type { CatalogRow } from '../catalog/types.ts';
import { openTestLibrary } from '../tags/testing.ts';
import { InformativeText } from './informative-text.ts';

const never = new AbortController().signal;

const row = (productId: number, title: string, tagIds: readonly number[] = []): CatalogRow => ({
  productId,
  sourceId: 1,
  sku: `${productId}`,
  title,
  price: null,
  morePrices: [],
  createdAt: '',
  textHash: '',
  tagIds,
  imageIds: [],
  hasProblem: false,
  language: 'en',
});

it('takes a word that most titles share for none', () => {
  const rows = Array.from({ length: 30 }, (_, i) => row(i, `Acme ${i}`));
  const [vase, tagged] = [row(90, 'Acme vase'), row(91, 'Acme 91', [7])];
  const text = new InformativeText({ version: 1, rows: () => [...rows, vase, tagged] });
  expect(text.isInformative(rows[0] as CatalogRow)).toBe(false);
  expect(text.isInformative(vase)).toBe(true);
  expect(text.isInformative(tagged)).toBe(true);
});

it('does not call words common where there are few titles', () => {
  const rows = [row(1, 'Acme 1'), row(2, 'Acme 2')];
  const text = new InformativeText({ version: 1, rows: () => rows });
  expect(text.isInformative(rows[0] as CatalogRow)).toBe(true);
});

it('ranks and explains by the photo alone', async () => {
  const library = await openTestLibrary();
  try {
    library.put([
      { sku: 'IMG_0001', title: 'IMG 0001', looks: [1, 0, 1, 0], tags: [] },
      { sku: '3f2ace91', title: 'DSC 0002', looks: [0.2, 1, 1, 0], tags: [] },
      { sku: 'told', title: 'red shirt', looks: [0, 1, 0, 1], tags: [] },
    ]);
    const parts = [{ kind: 'text' as const, text: 'red shoe', weight: 1 }];
    const params = {
      filters: { tags: {} },
      sort: 'relevance',
      imagesOnly: false,
      cutoff: false,
      spelling: true,
    } as const;
    const page = { offset: 0, limit: 10, facets: false, remember: false };
    const { hits } = await library.search.run({ ...params, ...page, parts, filters: { tags: {} } }, never);
    const why = new Map(hits.map((hit) => [hit.sku, hit.why]));
    expect(hits[0]?.sku).toBe('IMG_0001');
    expect(why.get('IMG_0001')?.textTells).toBe(false);
    expect(why.get('IMG_0001')?.components.map(({ name }) => name)).toEqual(['picture']);
    expect(why.get('told')?.components.map(({ name }) => name)).toEqual(['picture', 'listing', 'words']);
  } finally {
    await library.close();
  }
});
