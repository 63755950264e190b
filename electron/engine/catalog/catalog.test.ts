import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { methods } from '../../contract/contract.ts';
import type { AppError } from '../../contract/errors.ts';
import { catalogHandlers } from './methods.ts';
import { productText, textHash } from './product-text.ts';
import { addFile, draft, fakeHash, openTestCatalog, type TestCatalog } from './testing.ts';
import type { CatalogChange, ProductDraft } from './types.ts';

let t: TestCatalog;
let sourceId: number;
let changes: CatalogChange[];

const red = { group: 'colour', name: 'Red' };
const blue = { group: 'colour', name: 'Blue' };
const shoes = { group: 'type', name: 'Shoes' };

beforeEach(() => {
  t = openTestCatalog();
  sourceId = t.catalog.sources.put({ kind: 'folder', path: '/photos', layout: 'photo' }).id;
  changes = [];
  t.catalog.onChange((change) => changes.push(change));
});

afterEach(() => {
  vi.useRealTimers();
  t.close();
});

function put(...drafts: ProductDraft[]) {
  return t.catalog.upsert(sourceId, drafts);
}

function idOf(sku: string): number {
  return t.catalog.products.bySku(sku).id;
}

/** Ids of the products whose words match an FTS5 expression. */
function matching(expression: string): number[] {
  return t.database
    .all<{ rowid: number }>('SELECT rowid FROM product_words WHERE product_words MATCH ? ORDER BY rowid', expression)
    .map((row) => row.rowid);
}

function setProvenance(sku: string, tag: { group: string; name: string }, provenance: string): void {
  t.database.run(
    `UPDATE product_tags SET provenance = ? WHERE product_id = ? AND tag_id = (SELECT id FROM tags WHERE grp = ? AND name = ?)`,
    provenance,
    idOf(sku),
    tag.group,
    tag.name,
  );
}

const provenances = (sku: string) =>
  Object.fromEntries(t.catalog.products.bySku(sku).tags.map((tag) => [tag.name, tag.provenance]));

describe('upsert', () => {
  it('adds, then leaves alone what did not change', async () => {
    const file = addFile(t.database, { path: '/photos/a.jpg' });
    const drafts = [draft('a', { tags: [red, shoes], fileIds: [file], attributes: { fit: 'slim' } }), draft('b')];
    expect(put(...drafts)).toEqual({ added: 2, updated: 0, unchanged: 0 });
    const before = [t.catalog.products.bySku('a'), t.catalog.products.bySku('b')];
    const changesBefore = t.database.get('SELECT total_changes() AS n');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(put(...drafts)).toEqual({ added: 0, updated: 0, unchanged: 2 });
    expect([t.catalog.products.bySku('a'), t.catalog.products.bySku('b')]).toEqual(before);
    expect(t.database.get('SELECT total_changes() AS n')).toEqual(changesBefore);
    expect(changes.map((change) => change.changed.length)).toEqual([2]);
  });

  it.each<[string, Partial<ProductDraft>]>([
    ['title', { title: 'Other' }],
    ['description', { description: 'Soft' }],
    ['price', { price: 12 }],
    ['currency', { currency: 'EUR' }],
    ['url', { url: 'https://shop.example/a' }],
    ['attributes', { attributes: { fit: 'wide' } }],
    ['tags', { tags: [red] }],
  ])('notices a changed %s', (_, more) => {
    put(draft('a'), draft('b'));
    const id = idOf('a');
    expect(put(draft('a', more), draft('b'))).toEqual({ added: 0, updated: 1, unchanged: 1 });
    expect(idOf('a')).toBe(id);
    expect(changes.at(-1)).toEqual({ changed: [id], removed: [], removedImages: [] });
  });

  it('keeps image ids while pictures come, go and change places', () => {
    const [one, two, three] = ['1', '2', '3'].map((name) => addFile(t.database, { path: `/photos/${name}.jpg` }));
    put(draft('a', { fileIds: [one ?? 0, two ?? 0] }));
    const ids = () => t.catalog.products.bySku('a').images.map((image) => [image.path, image.id]);
    const [first, second] = ids();
    put(draft('a', { fileIds: [two ?? 0, three ?? 0, one ?? 0, two ?? 0] }));
    expect(ids()).toEqual([second, ['/photos/3.jpg', expect.any(Number)], first]);
    put(draft('a', { fileIds: [one ?? 0] }));
    expect(ids()).toEqual([first]);
    expect(changes.at(-1)?.removedImages).toHaveLength(2);
    expect(changes.at(-1)?.removedImages).toContain(second?.[1]);
  });

  it('replaces imported tags but not what a person decided', () => {
    put(draft('a', { tags: [red, blue, shoes] }));
    setProvenance('a', blue, 'rejected');
    setProvenance('a', shoes, 'confirmed');
    put(draft('a', { tags: [blue, { group: 'tag', name: 'Sale' }] }));
    expect(provenances('a')).toEqual({ Blue: 'rejected', Shoes: 'confirmed', Sale: 'imported' });
    expect(t.catalog.products.summaries([idOf('a')])[0]?.tags.map((tag) => tag.name)).toEqual(['Shoes', 'Sale']);
    expect(matching('tags:blue')).toEqual([]);
    expect(matching('tags:shoes')).toEqual([idOf('a')]);
  });

  it('turns a suggestion that the source makes itself into an imported tag', () => {
    put(draft('a', { tags: [red, blue] }));
    setProvenance('a', red, 'suggested');
    setProvenance('a', blue, 'suggested');
    expect(put(draft('a', { tags: [red] })).updated).toBe(1);
    expect(provenances('a')).toEqual({ Red: 'imported', Blue: 'suggested' });
  });

  it('takes nothing in when one draft of the call cannot be written', () => {
    put(draft('a'));
    changes.length = 0;
    expect(() => put(draft('b', { tags: [red] }), draft('c', { fileIds: [999] }))).toThrow(/FOREIGN KEY/);
    expect(t.catalog.products.counts()).toEqual({ products: 1, images: 0, problems: 0, unfetched: 0 });
    expect(changes).toEqual([]);
    expect(put(draft('b', { tags: [red] })).added).toBe(1);
    expect(t.catalog.products.bySku('b').tags.map((tag) => tag.name)).toEqual(['Red']);
  });

  it('gives the text hash the words that can be embedded, whatever order tags come in', () => {
    put(draft('a', { title: 'Canvas sneaker', tags: [red, shoes] }));
    const [row] = t.catalog.rows.read();
    const [text] = t.catalog.rows.texts();
    expect(text?.textHash).toBe(row?.textHash);
    expect(row?.textHash).toBe(textHash({ sku: 'a', title: 'Canvas sneaker', tags: [shoes, red] }));
    put(draft('a', { title: 'Canvas sneaker', tags: [shoes, red], price: 5 }));
    expect(t.catalog.rows.read()[0]?.textHash).toBe(row?.textHash);
  });
});

describe('words', () => {
  it('follow updates and removals', () => {
    put(draft('a', { title: 'Green parka' }), draft('b', { title: 'Green coat' }));
    expect(matching('parka')).toEqual([idOf('a')]);
    put(draft('a', { title: 'Yellow raincoat', description: 'waterproof' }));
    expect(matching('parka')).toEqual([]);
    expect(matching('raincoat')).toEqual([idOf('a')]);
    expect(matching('description:waterproof')).toEqual([idOf('a')]);
    t.catalog.removeMissing(sourceId, new Set(['b']));
    expect(matching('raincoat')).toEqual([]);
    expect(matching('green')).toEqual([idOf('b')]);
  });

  it('are segmented, so that a Chinese word is found within a title', () => {
    put(draft('牛-1', { title: '蓝色牛仔裤女' }));
    expect(matching('牛仔')).toEqual([idOf('牛-1')]);
  });
});

describe('removal', () => {
  it('takes out products that are gone, and says which images went', () => {
    const file = addFile(t.database, { path: '/photos/a.jpg' });
    put(draft('a', { fileIds: [file] }), draft('b'));
    const a = t.catalog.products.bySku('a');
    expect(t.catalog.removeMissing(sourceId, new Set(['b', 'c']))).toBe(1);
    expect(changes.at(-1)).toEqual({ changed: [], removed: [a.id], removedImages: [a.images[0]?.id] });
    expect(t.catalog.removeMissing(sourceId, new Set(['b']))).toBe(0);
    expect(changes).toHaveLength(2);
  });

  it('takes a source out with everything it brought, and nothing of another', () => {
    const other = t.catalog.sources.put({ kind: 'table', path: '/t.csv', layout: null });
    const shared = addFile(t.database, { path: '/photos/shared.jpg' });
    const own = addFile(t.database, { path: '/photos/own.jpg' });
    addFile(t.database, { path: '/photos/never-shown.jpg' });
    addFile(t.database, { path: '/photos-2/elsewhere.jpg' });
    put(draft('a', { fileIds: [shared, own] }));
    t.catalog.upsert(other.id, [draft('a', { fileIds: [shared] })]);
    t.catalog.setProblems(sourceId, [{ productSku: 'a', path: '/x', row: null, code: 'FILE_EMPTY', reason: 'empty' }]);
    const id = t.catalog.rows.read()[0]?.productId;
    expect(t.catalog.removeSource(sourceId)).toBe(1);
    expect(changes.at(-1)?.removed).toEqual([id]);
    expect(changes.at(-1)?.removedImages).toHaveLength(2);
    expect(t.catalog.products.counts()).toEqual({ products: 1, images: 1, problems: 0, unfetched: 0 });
    expect(matching('product')).toEqual([idOf('a')]);
    const paths = t.database.all<{ path: string }>('SELECT path FROM files ORDER BY path').map((row) => row.path);
    expect(paths).toEqual(['/photos-2/elsewhere.jpg', '/photos/shared.jpg']);
    expect(() => t.catalog.removeSource(sourceId)).toThrow(/no source/);
  });
});

describe('sources', () => {
  it('take up the one that is there, with the options at hand', () => {
    const first = t.catalog.sources.put({ kind: 'table', path: '/t.csv', layout: null, options: { delimiter: ';' } });
    expect(first).toMatchObject({ available: false, lastScanAt: null, products: 0, options: { delimiter: ';' } });
    t.catalog.sources.setScanned(first.id, '2026-01-02T03:04:05.000Z');
    t.catalog.upsert(first.id, [draft('a')]);
    const again = t.catalog.sources.put({ kind: 'table', path: '/t.csv', layout: null, options: { delimiter: ',' } });
    expect(again).toMatchObject({ id: first.id, products: 1, lastScanAt: '2026-01-02T03:04:05.000Z' });
    expect(again.options).toEqual({ delimiter: ',' });
    expect(t.catalog.sources.all().map((source) => source.id)).toEqual([sourceId, first.id]);
  });
});

describe('problems', () => {
  const problem = (row: number, reason = 'no sku', productSku: string | null = null) => ({
    productSku,
    path: '/t.csv',
    row,
    code: 'ROW_INVALID' as const,
    reason,
  });

  it('keep the day they were first met', async () => {
    t.catalog.setProblems(sourceId, [problem(2), problem(3), problem(3)]);
    const list = () => t.catalog.problems.list({ offset: 0, limit: 100 });
    const before = list();
    expect(before.total).toBe(2);
    await new Promise((resolve) => setTimeout(resolve, 5));
    t.catalog.setProblems(sourceId, [problem(3, 'worded otherwise'), problem(4)]);
    const after = list();
    expect(after.items[0]).toEqual({ ...before.items[1], reason: 'worded otherwise' });
    expect(after.items.map((item) => item.row)).toEqual([3, 4]);
    expect(after.items[1]?.since).not.toBe(before.items[0]?.since);
    expect(after.byCode).toEqual([{ code: 'ROW_INVALID', count: 2 }]);
  });

  it('belong to their product, and their coming and going is told', () => {
    put(draft('a'), draft('b'));
    changes.length = 0;
    t.catalog.setProblems(sourceId, [problem(2, 'odd', 'a'), problem(9, 'nobody', 'zzz')]);
    expect(changes).toEqual([{ changed: [idOf('a')], removed: [], removedImages: [] }]);
    expect(t.catalog.products.bySku('a')).toMatchObject({ hasProblem: true, problems: [{ reason: 'odd' }] });
    expect(t.catalog.rows.read().map((row) => row.hasProblem)).toEqual([true, false]);
    expect(t.catalog.products.summaries([idOf('b'), idOf('a')]).map((summary) => summary.hasProblem)).toEqual([
      false,
      true,
    ]);
    t.catalog.setProblems(sourceId, [problem(2, 'odd', 'a'), problem(9, 'nobody', 'zzz')]);
    expect(changes).toHaveLength(1);
    t.catalog.setProblems(sourceId, []);
    expect(changes.at(-1)?.changed).toEqual([idOf('a')]);
  });

  it('come in pages, of one source or of all', () => {
    const other = t.catalog.sources.put({ kind: 'table', path: '/t.csv', layout: null });
    t.catalog.setProblems(
      sourceId,
      [1, 2, 3, 4].map((row) => problem(row)),
    );
    t.catalog.setProblems(other.id, [problem(7)]);
    const page = t.catalog.problems.list({ offset: 1, limit: 2, sourceId });
    expect(page.items.map((item) => item.row)).toEqual([2, 3]);
    expect(page.total).toBe(4);
    expect(t.catalog.problems.list({ offset: 4, limit: 9 }).items.map((item) => item.row)).toEqual([7]);
  });
});

describe('reading', () => {
  it('gives summaries in the order asked for, with the first readable picture', () => {
    const broken = addFile(t.database, { path: '/photos/broken.jpg' });
    const good = addFile(t.database, { path: '/photos/good.jpg', hash: fakeHash('a') });
    put(draft('a'), draft('b', { fileIds: [broken, good], price: 9.5, currency: 'EUR' }), draft('c'));
    const [a, b, c] = ['a', 'b', 'c'].map(idOf) as [number, number, number];
    const summaries = t.catalog.products.summaries([c, 999, b, a, b]);
    expect(summaries.map((summary) => summary.sku)).toEqual(['c', 'b', 'a', 'b']);
    expect(summaries[1]).toMatchObject({
      price: { amount: 9.5, currency: 'EUR' },
      imageCount: 2,
      image: { path: '/photos/good.jpg', thumb: `thumb/${fakeHash('a')}`, width: 60, height: 80, format: 'jpeg' },
    });
    expect(t.catalog.products.bySku('b').images[0]).toMatchObject({ hash: null, thumb: null, width: null });
    expect(summaries[0]?.image).toBeNull();
  });

  it('gives rows in id order, all or some', () => {
    const files = ['1', '2', '3'].map((name) => addFile(t.database, { path: `/photos/${name}.jpg` }));
    put(draft('a', { tags: [red, shoes] }), draft('b'), draft('c', { tags: [red], fileIds: files.toReversed() }));
    setProvenance('a', red, 'rejected');
    const names = t.catalog.vocabulary.byId();
    const rows = t.catalog.rows.read();
    expect(rows.map((row) => row.sku)).toEqual(['a', 'b', 'c']);
    expect(rows.map((row) => row.tagIds.map((id) => names.get(id)?.name))).toEqual([['Shoes'], [], ['Red']]);
    expect(rows[2]?.imageIds).toEqual(t.catalog.products.bySku('c').images.map((image) => image.id));
    expect(t.catalog.rows.read([idOf('c'), idOf('b')])).toEqual([rows[1], rows[2]]);
    expect(t.catalog.rows.read([])).toEqual([]);
  });

  it('counts the vocabulary without rejected tags, most used first', () => {
    put(draft('a', { tags: [red, shoes] }), draft('b', { tags: [blue] }), draft('c', { tags: [blue, shoes] }));
    setProvenance('a', red, 'rejected');
    expect(t.catalog.vocabulary.counted()).toEqual([
      { group: 'type', tags: [{ name: 'Shoes', products: 2 }] },
      { group: 'colour', tags: [{ name: 'Blue', products: 2 }] },
    ]);
  });

  it('answers through handlers what the contract says', () => {
    const file = addFile(t.database, { path: '/photos/a.jpg', hash: fakeHash('b') });
    put(draft('a', { tags: [red], fileIds: [file], attributes: { fit: 'slim' }, price: 3 }));
    t.catalog.setProblems(sourceId, [{ productSku: 'a', path: null, row: 3, code: 'ROW_INVALID', reason: 'odd' }]);
    const handlers = catalogHandlers(t.catalog);
    const context = { signal: new AbortController().signal };
    const product = handlers['catalog.productBySku']({ sku: 'a' }, context);
    expect(methods['catalog.productBySku'].result.parse(product)).toEqual(product);
    expect(handlers['catalog.product']({ id: idOf('a') }, context)).toEqual(product);
    const vocabulary = handlers['catalog.vocabulary']({}, context);
    expect(methods['catalog.vocabulary'].result.parse(vocabulary)).toEqual(vocabulary);
    const problems = handlers['catalog.problems']({ offset: 0, limit: 10 }, context);
    expect(methods['catalog.problems'].result.parse(problems)).toEqual(problems);
    for (const ask of [() => t.catalog.products.get(77), () => t.catalog.products.bySku('zz')]) {
      expect(ask).toThrow(expect.objectContaining({ code: 'NOT_FOUND' } satisfies Partial<AppError>));
    }
  });
});

describe('catalog.changed', () => {
  it('is sent at once, then at most twice a second, and the last state always', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const sent: { version: number; products: number }[] = [];
    t.hub.on('catalog.changed', (event) => sent.push(event));
    for (const sku of ['a', 'b', 'c', 'd']) put(draft(sku));
    expect(sent.map((event) => event.products)).toEqual([1]);
    vi.advanceTimersByTime(499);
    expect(sent).toHaveLength(1);
    vi.advanceTimersByTime(2);
    expect(sent.map((event) => event.products)).toEqual([1, 4]);
    vi.advanceTimersByTime(5000);
    expect(sent).toHaveLength(2);
    put(draft('e'));
    put(draft('f'));
    t.catalog.close();
    expect(sent.map((event) => event.products)).toEqual([1, 4, 5, 6]);
    expect(sent.map((event) => event.version)).toEqual(sent.map((event) => event.version).toSorted((a, b) => a - b));
    expect(new Set(sent.map((event) => event.version)).size).toBe(4);
  });

  it('reaches listeners after the commit, also when only the bytes of a file changed', () => {
    const file = addFile(t.database, { path: '/photos/a.jpg' });
    const seen: number[] = [];
    t.catalog.onChange(() => seen.push(t.catalog.products.counts().products));
    put(draft('a', { fileIds: [file] }), draft('b'));
    expect(seen).toEqual([2]);
    t.catalog.filesChanged([file, 12345]);
    expect(changes.at(-1)?.changed).toEqual([idOf('a')]);
    t.catalog.filesChanged([12345]);
    expect(seen).toHaveLength(2);
  });
});

describe('productText', () => {
  const text = (title: string, tags: [string, string][], sku = 'x') =>
    productText({ sku, title, tags: tags.map(([group, name]) => ({ group, name })) });

  it.each<[string, string, [string, string][], string]>([
    ['says the title alone', ' Red  shoe ', [], 'Red shoe'],
    [
      'adds the tags, words of the title too',
      'Jockey Men Grey Trunks',
      [
        ['season', 'Summer'],
        ['type', 'Trunk'],
      ],
      'Jockey Men Grey Trunks, Trunk, Summer',
    ],
    [
      'says a tag once, the telling group first',
      'Zip',
      [
        ['category', 'Shoes'],
        ['type', 'shoe'],
        ['colour', 'Red'],
      ],
      'Zip, shoe, Red',
    ],
    [
      'leaves sizes out, keeps groups it does not know',
      'Tee',
      [
        ['size', 'XL'],
        ['coarse', 'Apple'],
      ],
      'Tee, Apple',
    ],
    ['does not repeat the whole title', 'Blazers', [['type', 'blazer']], 'Blazers'],
    ['leaves out a title that is the sku', 'x', [['type', 'Blazer']], 'Blazer'],
    ['keeps a title that is the sku when there is nothing else', 'x', [], 'x'],
    ['folds full-width forms', 'Ｔｅｅ　Ｌ', [['colour', '白色']], 'Tee L, 白色'],
  ])('%s', (_, title, tags, expected) => {
    expect(text(title, tags)).toBe(expected);
    expect(text(title, tags.toReversed())).toBe(expected);
  });
});
