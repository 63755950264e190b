/** From a brief to a set that is kept, held against a catalog that changes, and given to a shop; over a real database and toy vectors. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CampaignBrief, campaignBriefSchema } from '../../contract/campaigns.ts';
import { EventHub } from '../../contract/rpc/event-hub.ts';
import { variant } from '../catalog/testing.ts';
import { Operations } from '../operations/operations.ts';
import { openTestLibrary, type TestLibrary, type TestProduct } from '../tags/testing.ts';
import { Campaigns } from './campaigns.ts';

const never = new AbortController().signal;

let library: TestLibrary;
let campaigns: Campaigns;
let operations: Operations;
let ids: Map<string, number>;
let bought: readonly string[];

interface Shoe {
  readonly sku: string;
  readonly brand: string;
  readonly price: number;
  readonly stock?: number | null;
  readonly compare?: number;
  readonly colour?: 'Red' | 'Blue';
}

function shoe({ sku, brand, price, stock = 5, compare, colour = 'Red' }: Shoe): TestProduct {
  return {
    sku,
    title: `${colour.toLowerCase()} shoe ${sku}`,
    looks: colour === 'Red' ? [1, 0, 1, 0] : [0, 1, 1, 0],
    tags: [
      { group: 'brand', name: brand },
      { group: 'colour', name: colour },
    ],
    more: { price, currency: 'EUR', variants: [variant(sku, { price, stock, comparePrice: compare ?? null })] },
  };
}

const shoes: readonly Shoe[] = [
  { sku: 'R1', brand: 'Acme', price: 30 },
  { sku: 'R2', brand: 'Acme', price: 40 },
  { sku: 'R3', brand: 'Acme', price: 50 },
  { sku: 'R4', brand: 'Bolt', price: 60, stock: 0 },
  { sku: 'R5', brand: 'Bolt', price: 70, compare: 90 },
  { sku: 'B1', brand: 'Bolt', price: 35, colour: 'Blue' },
];

beforeEach(async () => {
  library = await openTestLibrary();
  ids = library.put(shoes.map(shoe));
  bought = [];
  const { database, catalog, vectors, search } = library;
  operations = new Operations(database, new EventHub());
  campaigns = new Campaigns({
    ...{ database, catalog, vectors, search, operations },
    view: search.view,
    hub: new EventHub(),
    libraryDir: library.dir,
    behaviour: {
      version: 0,
      count: () => bought.length,
      interactions: () => bought.map((sku) => ({ productId: idOf(sku), kind: 'purchase', weight: 1 })),
    },
    sameAs: () => [],
  });
});
afterEach(() => library.close());

const idOf = (sku: string): number => ids.get(sku) as number;
const brief = (more: Partial<CampaignBrief> = {}): CampaignBrief =>
  campaignBriefSchema.parse({ words: 'red shoe', count: 4, diversity: 0, ...more });
const propose = async (more: Partial<CampaignBrief> = {}, keep: string[] = [], not: string[] = []) => {
  const found = await campaigns.proposals.propose(brief(more), keep.map(idOf), not.map(idOf), never);
  return { ...found, skus: found.items.map(({ sku }) => sku) };
};

describe('a proposal', () => {
  it('reads a brief in words with the tags of the catalog', async () => {
    const { brief: read, unapplied } = await campaigns.read(
      'red shoe, under 50 €, no blue, 3 products, margin over 20 %',
    );
    expect(read).toMatchObject({ words: 'red shoe', priceMax: 50, without: ['blue'], count: 3, marginMin: 0.2 });
    expect(read.tags).toEqual([{ group: 'colour', name: 'Red', must: false }]);
    expect(unapplied).toEqual(['margin']);
  });

  it('holds every limit, and says which one leaves too few', async () => {
    const { skus, short, unapplied } = await propose({ priceMax: 60, inStock: true, perBrand: 2, without: ['blue'] });
    expect(skus.toSorted()).toEqual(['R1', 'R2']);
    expect(unapplied).toEqual([]);
    expect(Object.fromEntries(short.map(({ limit, more }) => [limit, more]))).toEqual({
      price: 1,
      stock: 1,
      brand: 1,
      without: 1,
    });
  });

  it('keeps what is sold for less than before where a sale is asked for, and says that a catalog has none', async () => {
    expect((await propose({ onSale: true })).skus).toEqual(['R5']);
    library.put([shoe({ sku: 'R5', brand: 'Bolt', price: 70 })]);
    const { skus, unapplied } = await propose({ onSale: true, count: 3 });
    expect([skus.length, unapplied]).toEqual([3, ['sale']]);
  });

  it('leaves out what says the unwanted word in the language of the catalog', async () => {
    const { skus } = await propose({ words: 'shoe', count: 6, without: ['蓝色'] });
    expect(skus).not.toContain('B1');
    expect(skus.length).toBeGreaterThan(3);
  });

  it('fills up beside what is kept, never with what was taken off', async () => {
    const { skus } = await propose({ count: 3 }, ['B1'], ['R1', 'R2']);
    expect(skus[0]).toBe('B1');
    expect(skus.slice(1).toSorted()).not.toContain('R1');
    expect(skus).toHaveLength(3);
  });

  it('puts what is bought often before what is alike, and tells no count below five', async () => {
    bought = ['R3', 'R3', 'R3', 'R3', 'R3', 'R3', 'R2', 'R2'];
    const { items, skus } = await propose({ count: 2 });
    expect(skus[0]).toBe('R3');
    expect(items[0]?.why).toContainEqual({ kind: 'bought', times: 6 });
    expect(items.find(({ sku }) => sku === 'R2')?.why.some(({ kind }) => kind === 'bought')).not.toBe(true);
  });

  it('says why a product is in, and what one that was added by hand breaks', async () => {
    const asked = brief({ priceMax: 40, tags: [{ group: 'colour', name: 'Red', must: true }] });
    const [red, blue, dear] = await campaigns.proposals.items(asked, ['R1', 'B1', 'R5'].map(idOf), never);
    expect(red).toMatchObject({ breaks: [], brand: 'Acme', stock: 5 });
    expect(red?.why).toContainEqual({ kind: 'tag', group: 'colour', name: 'Red' });
    expect([blue?.breaks, dear?.breaks]).toEqual([['tags'], ['price']]);
  });

  it('offers others in place of one that hold the limits beside the rest of the board', async () => {
    const board = ['R1', 'R2', 'R5'].map(idOf);
    const asked = brief({ perBrand: 2, inStock: true });
    const others = await campaigns.proposals.another(asked, idOf('R1'), { board, not: [], limit: 5 }, never);
    expect(others.map(({ sku }) => sku).toSorted()).toEqual(['B1', 'R3']);
    const free = await campaigns.proposals.another(brief(), idOf('R1'), { board, not: [], limit: 5 }, never);
    expect(free.map(({ sku }) => sku)).toEqual(expect.arrayContaining(['R3', 'R4']));
  });
});

describe('a set', () => {
  const save = (name: string, skus: string[], locked: string[] = [], id?: number) => {
    const places = skus.map((sku) => ({ productId: idOf(sku), locked: locked.includes(sku) }));
    return campaigns.sets.save({ id, name, brief: brief({ priceMax: 100 }), places }, never);
  };

  it('is kept in versions that can be looked at and saved again', async () => {
    const { id } = await save('Spring', ['R1', 'R2'], ['R2']);
    expect(await save('Spring', ['R3'], [], id)).toEqual({ id, version: 2 });
    const first = await campaigns.sets.open(id, 1, never);
    expect(first).toMatchObject({ name: 'Spring', version: 2, shown: 1, products: 1 });
    expect(first.places.map(({ sku, locked, state }) => [sku, locked, state])).toEqual([
      ['R1', false, 'here'],
      ['R2', true, 'here'],
    ]);
    expect((await campaigns.sets.open(id, undefined, never)).places.map(({ sku }) => sku)).toEqual(['R3']);
    await expect(save('spring', ['R1'])).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('says what became of its products when the catalog changed', async () => {
    const { id } = await save('Spring', ['R1', 'R2', 'R3', 'R5', 'R4']);
    library.put([
      shoe({ sku: 'R1', brand: 'Acme', price: 45 }),
      shoe({ sku: 'R2', brand: 'Acme', price: 40, stock: 0 }),
    ]);
    library.put([shoe({ sku: 'R3', brand: 'Acme', price: 20 })]);
    library.catalog.removeMissing(1, new Set(['R1', 'R2', 'R3', 'R4', 'B1']));
    const { places, attention } = await campaigns.sets.open(id, undefined, never);
    expect(places.map(({ sku, state, price }) => [sku, state, price])).toEqual([
      ['R1', 'dearer', 30],
      ['R2', 'sold-out', 40],
      ['R3', 'here', 50],
      ['R5', 'gone', 70],
      // It was sold out when it was put there.
      ['R4', 'here', 60],
    ]);
    expect(attention).toBe(3);
    expect(places[3]).toMatchObject({ productId: null, item: null, title: 'red shoe R5' });
  });

  it('comes back with its versions when its removal is undone', async () => {
    const { id } = await save('Spring', ['R1']);
    const { id: operation } = campaigns.sets.remove(id);
    expect(await campaigns.sets.all(never)).toEqual([]);
    operations.undo(operation);
    expect(await campaigns.sets.all(never)).toMatchObject([{ id, name: 'Spring', version: 1, products: 1 }]);
  });
});

describe('giving a set to a shop', () => {
  const give = (
    form: 'shopify' | 'woocommerce' | 'google' | 'csv' | 'png' | 'pdf',
    more: { label?: number; out?: string } = {},
  ) =>
    campaigns.given.give({ name: 'Spring, 2026', productIds: ['R1', 'R2'].map(idOf), form, label: 0, ...more }, never);

  it('writes the tables of shop systems', async () => {
    expect((await give('shopify')).text).toBe(
      'Handle,Title,Collection\nR1,red shoe R1,"Spring, 2026"\nR2,red shoe R2,"Spring, 2026"\n',
    );
    expect((await give('woocommerce')).text).toBe(
      'SKU,Name,Categories\nR1,red shoe R1,"Spring\\, 2026"\nR2,red shoe R2,"Spring\\, 2026"\n',
    );
    expect(await give('google', { label: 3 })).toMatchObject({
      name: 'Spring 2026 google.tsv',
      text: 'id\tcustom_label_3\nR1\tSpring, 2026\nR2\tSpring, 2026\n',
    });
    expect((await give('csv')).text?.split('\n')[1]).toBe('1,R1,red shoe R1,Acme,30,EUR,5,,');
  });

  it('writes sheets into the library, each under a name of its own, and never over a file', async () => {
    const [png, pdf, again] = [await give('png'), await give('pdf'), await give('pdf')];
    expect(
      readFileSync(png.path ?? '')
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    expect(
      readFileSync(pdf.path ?? '')
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    expect([pdf.path, again.path].map((file) => path.basename(file ?? ''))).toEqual([
      'Spring 2026.pdf',
      'Spring 2026 2.pdf',
    ]);
    expect(existsSync(path.join(library.dir, 'exports', 'Spring 2026.png'))).toBe(true);
    await expect(give('csv', { out: pdf.path ?? '' })).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(give('csv', { out: 'here.csv' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});
