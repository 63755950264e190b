/** Tags over a real database and real vectors: who says what, what follows from it, and how it is taken back. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyBulkEdit, previewBulkEdit } from './bulk-edits.ts';
import { decide as decideTags } from './decisions.ts';
import { setOfGroup } from './group-cells.ts';
import { tagQualities } from './quality.ts';
import { reviewPage } from './review.ts';
import { applySuggestions, tagsOfProduct } from './suggestions.ts';
import { openTestLibrary, type TestLibrary, type TestProduct } from './testing.ts';
import { createTag, editTag, mergeTags, vocabulary } from './vocabulary.ts';

const never = new AbortController().signal;
const colour = (name: string) => ({ group: 'colour', name });
const type = (name: string) => ({ group: 'type', name });

/**
 * Twelve red and twelve blue shoes, called what they look like, but for R0, which is called blue, and N, without
 * colour.
 */
function shoes(): TestProduct[] {
  const products: TestProduct[] = [];
  for (let i = 0; i < 12; i++) {
    const jitter = i / 40;
    products.push({
      sku: `R${i}`,
      looks: [1, 0, 0.6 + jitter, 0],
      tags: [colour(i === 0 ? 'Blue' : 'Red'), type('Shoes')],
    });
    products.push({ sku: `B${i}`, looks: [0, 1, 0.6 + jitter, 0], tags: [colour('Blue'), type('Shoes')] });
  }
  products.push({ sku: 'N', looks: [1, 0, 0.65, 0], tags: [type('Shoes')] });
  return products;
}

let library: TestLibrary;
let ids: Map<string, number>;
const id = (sku: string): number => ids.get(sku) ?? -1;

beforeEach(async () => {
  library = await openTestLibrary();
  ids = library.put(shoes());
});
afterEach(() => library.close());

const found = async (filters: Record<string, string[]>, text?: string): Promise<number> => {
  const parts = text === undefined ? [] : [{ kind: 'text' as const, text, weight: 1 }];
  const params = { parts, filters: { tags: filters }, sort: 'relevance', imagesOnly: false, cutoff: false } as const;
  return (await library.search.find({ ...params, parts }, never)).length;
};
const tagsOf = (sku: string) =>
  library.catalog.products.get(id(sku)).tags.map(({ name, provenance }) => `${name} ${provenance}`);
const decide = (sku: string, verdict: 'confirmed' | 'rejected' | 'cleared', name: string) =>
  decideTags(library.tags, { decisions: [{ productId: id(sku), tag: colour(name), verdict }], by: 'Ann' });
const tagId = (name: string): number => {
  const groups = vocabulary(library.tags);
  return groups.flatMap(({ tags }) => tags).find((tag) => tag.name === name)?.id ?? -1;
};

describe('what the evidence says', () => {
  it('puts the tag that does not fit first', async () => {
    const { items, total, undecided } = await reviewPage(library.tags, {
      order: 'suspicious',
      group: 'colour',
      limit: 3,
      offset: 0,
      skip: [],
      seed: 1,
    });
    expect([total, undecided]).toEqual([1, 24]);
    expect(items[0]).toMatchObject({ product: { sku: 'R0' }, current: { name: 'Blue', provenance: 'imported' } });
    expect(items[0]?.proposals[0]).toMatchObject({ name: 'Red' });
    expect(items[0]?.suspicion).toBeGreaterThan(0.7);
    expect(items[1]?.suspicion).toBeLessThan(0.5);
    const skip = [{ productId: items[1]?.product.id ?? -1, group: 'colour' }];
    const rest = await reviewPage(library.tags, {
      order: 'suspicious',
      group: 'colour',
      limit: 3,
      offset: 0,
      skip,
      seed: 1,
    });
    expect([rest.total, rest.undecided]).toEqual([1, 23]);
  });

  it('suggests what is missing, and says why', async () => {
    const { suggestions } = await tagsOfProduct(library.tags, id('N'));
    const [first] = suggestions.filter(({ group }) => group === 'colour');
    expect(first?.name).toBe('Red');
    expect(first?.confidence).toBeGreaterThan(0.7);
    expect(first?.reasons.map(({ kind }) => kind).sort()).toEqual(['learned', 'neighbours', 'words']);
    expect(first?.reasons.find(({ kind }) => kind === 'neighbours')?.productIds).not.toContain(id('B0'));
  });

  it('suggests from the words alone before anything was tagged', async () => {
    const bare = await openTestLibrary();
    try {
      const own = bare.put([{ sku: 'X', looks: [0, 1, 0, 0], tags: [] }]);
      for (const name of ['Red', 'Blue'])
        await createTag(bare.tags, { group: 'colour', name, synonyms: [], by: 'Ann' });
      const { suggestions } = await tagsOfProduct(bare.tags, own.get('X') ?? -1);
      expect(suggestions[0]?.name).toBe('Blue');
    } finally {
      await bare.close();
    }
  });

  it('takes corrections into account at once', async () => {
    await decide('N', 'rejected', 'Red');
    const { suggestions, tags } = await tagsOfProduct(library.tags, id('N'));
    expect(suggestions.map(({ name }) => name)).not.toContain('Red');
    expect(tags.find(({ name }) => name === 'Red')).toMatchObject({ provenance: 'rejected', by: 'Ann' });
    await decide('R0', 'confirmed', 'Red');
    const { items } = await reviewPage(library.tags, {
      order: 'suspicious',
      group: 'colour',
      limit: 30,
      offset: 0,
      skip: [],
      seed: 1,
    });
    expect(items.map(({ product }) => product.sku)).not.toContain('R0');
  });
});

it('measures how often the evidence names the tag of a product', async () => {
  const [colours, types] = await tagQualities(library.tags, ['colour', 'type']);
  expect(colours).toMatchObject({ group: 'colour', products: 24, tags: [{ products: 13 }, { products: 11 }] });
  expect(colours?.accuracy.mean).toBeCloseTo(23 / 24, 5);
  expect(types).toMatchObject({ products: 25, accuracy: { mean: 1 } });
});

describe('deciding', () => {
  it('changes filters and search, and undo changes them back', async () => {
    expect(await found({ colour: ['Red'] })).toBe(11);
    const { operation, products } = await decide('R0', 'confirmed', 'Red');
    expect(products).toBe(1);
    expect(tagsOf('R0')).toEqual(['Shoes imported', 'Blue rejected', 'Red confirmed']);
    expect(await found({ colour: ['Red'] })).toBe(12);
    const text = library.catalog.rows.texts([id('R0')])[0]?.text;
    expect(text).toContain('Red');
    expect(library.vectors.texts.has(id('R0'))).toBe(true);
    library.operations.undo(operation?.id);
    expect(await found({ colour: ['Red'] })).toBe(11);
    expect(tagsOf('R0')).toEqual(['Shoes imported', 'Blue imported']);
    expect(library.catalog.rows.texts([id('R0')])[0]?.text).toContain('Blue');
  });

  it('outlives the next import', async () => {
    await decide('R0', 'confirmed', 'Red');
    library.put(shoes());
    expect(tagsOf('R0')).toEqual(['Shoes imported', 'Blue rejected', 'Red confirmed']);
  });

  it('keeps what a person confirmed when an import brings another tag of the group', async () => {
    await decide('N', 'confirmed', 'Red');
    const told: string[][] = [];
    library.catalog.onChange(({ changed }) => {
      if (changed.includes(id('N'))) told.push(tagsOf('N'));
    });
    const contrary = shoes().map((one) => (one.sku === 'N' ? { ...one, tags: [colour('Blue'), type('Shoes')] } : one));
    library.put(contrary);
    expect(tagsOf('N')).toEqual(['Shoes imported', 'Blue rejected', 'Red confirmed']);
    for (const tags of told) expect(tags).toEqual(tagsOf('N'));
    expect(told).not.toEqual([]);
    const { tags } = await tagsOfProduct(library.tags, id('N'));
    expect(tags.filter(({ contradicted }) => contradicted).map(({ name }) => name)).toEqual(['Blue']);
    expect(await found({ colour: ['Blue'] })).toBe(13);
    library.put(contrary);
    await decide('N', 'cleared', 'Red');
    expect(tagsOf('N')).toEqual(['Shoes imported', 'Blue imported']);
    expect(await found({ colour: ['Blue'] })).toBe(14);
    library.operations.undo();
    expect(tagsOf('N')).toEqual(['Shoes imported', 'Blue rejected', 'Red confirmed']);
  });

  it('takes back that a person cleared what an import then says against another tag', async () => {
    library.put(shoes().map((one) => (one.sku === 'N' ? { ...one, tags: [colour('Blue'), type('Shoes')] } : one)));
    await decide('N', 'confirmed', 'Red');
    await decide('N', 'cleared', 'Blue');
    expect(tagsOf('N')).toEqual(['Shoes imported', 'Blue rejected', 'Red confirmed']);
    library.operations.undo();
    library.operations.undo();
    expect(tagsOf('N')).toEqual(['Shoes imported', 'Blue imported']);
  });

  it('goes back to what the import said when cleared', async () => {
    await decide('R1', 'rejected', 'Red');
    await decide('R1', 'cleared', 'Red');
    expect(tagsOf('R1')).toEqual(['Shoes imported', 'Red imported']);
    await decide('N', 'confirmed', 'Red');
    await decide('N', 'cleared', 'Red');
    expect(tagsOf('N')).toEqual(['Shoes imported']);
  });

  it('does not undo under a later decision', async () => {
    const first = await decide('R1', 'rejected', 'Red');
    await decide('R1', 'confirmed', 'Red');
    expect(() => library.operations.undo(first.operation?.id)).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
    expect(tagsOf('R1')).toContain('Red confirmed');
  });

  it('logs nothing when it was decided that way already', async () => {
    await decide('R1', 'confirmed', 'Red');
    expect((await decide('R1', 'confirmed', 'Red')).operation).toBeNull();
  });

  it('refuses tags that are not in the vocabulary', async () => {
    await expect(decide('R1', 'confirmed', 'Reed')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('the vocabulary', () => {
  it('renames for good: products, search, later imports, and back', async () => {
    const { operation, products } = await editTag(library.tags, { tagId: tagId('Red'), name: 'Scarlet', by: 'Ann' });
    expect(products).toBe(11);
    expect(await found({ colour: ['Scarlet'] })).toBe(11);
    library.put(shoes());
    expect(tagsOf('R1')).toEqual(['Shoes imported', 'Scarlet imported']);
    expect(vocabulary(library.tags).flatMap(({ tags }) => tags.map(({ name }) => name))).not.toContain('Red');
    library.operations.undo(operation?.id);
    expect(await found({ colour: ['Red'] })).toBe(11);
    library.put(shoes());
    expect(tagsOf('R1')).toEqual(['Shoes imported', 'Red imported']);
  });

  it('merges tags and takes them apart again', async () => {
    library.put([...shoes(), { sku: 'C', looks: [1, 0, 0.6, 0], tags: [colour('Crimson')] }]);
    ids = new Map(library.catalog.rows.read().map((row) => [row.sku, row.productId]));
    const { operation } = await mergeTags(library.tags, { from: [tagId('Crimson')], into: tagId('Red'), by: 'Ann' });
    expect(tagsOf('C')).toEqual(['Red imported']);
    expect(tagId('Crimson')).toBe(-1);
    library.put([...shoes(), { sku: 'C', looks: [1, 0, 0.6, 0], tags: [colour('Crimson')] }]);
    expect(tagsOf('C')).toEqual(['Red imported']);
    library.operations.undo(operation?.id);
    expect(tagsOf('C')).toEqual(['Crimson imported']);
    expect(tagsOf('R1')).toContain('Red imported');
  });

  it('finds products by a synonym', async () => {
    const words = async (text: string): Promise<number> => {
      const pool = await library.search.pool([{ kind: 'text', text, weight: 1 }], never);
      return pool.candidates.filter(({ similarities }) => (similarities.words ?? 0) > 0).length;
    };
    expect(await words('红色')).toBe(0);
    await editTag(library.tags, { tagId: tagId('Red'), synonyms: [{ language: 'zh', text: '红色' }], by: 'Ann' });
    expect(await words('红色')).toBe(11);
  });

  it('refuses a name that is taken', async () => {
    await expect(editTag(library.tags, { tagId: tagId('Red'), name: 'Blue', by: 'Ann' })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });
});

describe('cells of a table', () => {
  const set = (...edits: [sku: string, group: string, ...names: string[]][]) =>
    setOfGroup(library.tags, {
      edits: edits.map(([sku, group, ...names]) => ({ productId: id(sku), group, names })),
      by: 'Ann',
    });

  it('say all tags of the group, in one step of undo, tags that are new included', async () => {
    const { operation, products } = await set(
      ['R0', 'colour', 'red'],
      ['R1', 'colour', 'Red', 'Crème'],
      ['N', 'brand', 'Acme'],
      ['B0', 'colour'],
    );
    expect(products).toBe(4);
    expect(tagsOf('R0')).toEqual(expect.arrayContaining(['Red confirmed', 'Blue rejected', 'Shoes imported']));
    // Products have one colour here: whoever writes two means both.
    expect(tagsOf('R1')).toEqual(expect.arrayContaining(['Red confirmed', 'Crème confirmed', 'Shoes imported']));
    expect(tagsOf('N')).toContain('Acme confirmed');
    expect(tagsOf('B0')).toContain('Blue rejected');
    expect(await found({ brand: ['Acme'] })).toBe(1);
    expect(vocabulary(library.tags).find(({ group }) => group === 'colour')?.tags).toHaveLength(3);

    library.operations.undo(operation?.id);
    expect(tagsOf('R0')).toEqual(expect.arrayContaining(['Blue imported']));
    expect(tagsOf('R1').sort()).toEqual(['Red imported', 'Shoes imported']);
    expect(vocabulary(library.tags).map(({ group }) => group)).not.toContain('brand');
    expect(vocabulary(library.tags).find(({ group }) => group === 'colour')?.tags).toHaveLength(2);
  });

  it('leave tags as they came beside one that comes to them', async () => {
    const use = ['Town', 'Rain'].map((name) => ({ group: 'use', name }));
    ids = library.put(shoes().map((own) => ({ ...own, tags: [...own.tags, ...use] })));
    await set(['B1', 'use', 'Town', 'Rain', 'Hiking']);
    expect(tagsOf('B1')).toEqual(expect.arrayContaining(['Town imported', 'Rain imported', 'Hiking confirmed']));
    await set(['B1', 'use', 'Rain']);
    expect(tagsOf('B1')).toEqual(expect.arrayContaining(['Town rejected', 'Rain imported']));
    expect(tagsOf('B1')).not.toContain('Hiking confirmed');
  });

  it('are not taken back once a tag that they made is on another product', async () => {
    const first = await set(['N', 'brand', 'Acme']);
    await set(['R1', 'brand', 'Acme']);
    expect(() => library.operations.undo(first.operation?.id)).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
    expect((await set(['R1', 'brand', 'ACME'])).operation).toBeNull();
  });
});

describe('bulk edits', () => {
  const target = {
    kind: 'search',
    parts: [],
    filters: { tags: { colour: ['Blue'] } },
    imagesOnly: false,
    cutoff: true,
  } as const;
  const request = {
    target: { ...target, parts: [], filters: { tags: { colour: ['Blue'] } } },
    add: [colour('Red')],
    remove: [type('Shoes')],
  };

  it('does what the preview said, in one step of undo', async () => {
    const preview = await previewBulkEdit(library.tags, request, never);
    expect(preview).toMatchObject({
      matched: 13,
      changed: 13,
      adds: [{ name: 'Red', products: 13 }],
      removes: expect.arrayContaining([
        { ...colour('Blue'), products: 13 },
        { ...type('Shoes'), products: 13 },
      ]),
    });
    const { operation, products } = await applyBulkEdit(
      library.tags,
      { ...request, expect: preview.changed, by: 'Ann' },
      never,
    );
    expect(products).toBe(13);
    expect(await found({ colour: ['Blue'] })).toBe(0);
    library.operations.undo(operation?.id);
    expect(await found({ colour: ['Blue'] })).toBe(13);
    expect(tagsOf('B3')).toEqual(['Shoes imported', 'Blue imported']);
  });

  it('refuses when the catalog has moved on', async () => {
    await expect(applyBulkEdit(library.tags, { ...request, expect: 12, by: 'Ann' }, never)).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });
});

it('writes confident suggestions as suggested, and leaves decisions alone', async () => {
  const params = { group: 'colour', minConfidence: 0.6, dryRun: false };
  expect(await applySuggestions(library.tags, { ...params, dryRun: true }, never)).toMatchObject({
    tags: 1,
    operation: null,
  });
  expect(tagsOf('N')).toEqual(['Shoes imported']);
  await applySuggestions(library.tags, params, never);
  await library.jobs.idle();
  expect(tagsOf('N')).toEqual(['Shoes imported', 'Red suggested']);
  await library.operations.takeBack();
  expect(tagsOf('N')).toEqual(['Shoes imported']);
});
