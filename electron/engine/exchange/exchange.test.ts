/** A shop's table through the whole engine: read, corrected, given back, read again. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MethodInput, MethodName, MethodResult } from '../../contract/contract.ts';
import { type ExportResult, exportResultSchema } from '../../contract/exchange.ts';
import { invoke } from '../../contract/rpc/server.ts';
import { createEngine, type Engine } from '../engine.ts';

const modelsDir = path.resolve(import.meta.dirname, '../../../models');
const by = 'Ann';

const header =
  'Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Price,Image Src,Image Position,Status,Note';
const rows = [
  'tee,Silk Tee,"<p>Soft <b>silk</b> tee.</p><ul><li>One</li></ul>",Acme,Shirt,"red, summer",TRUE,Size,S,T-S,"1,299.00",https://x.example/tee.jpg,1,active,keep me',
  'tee,,,,,,,,M,T-M,"1,299.00",https://x.example/tee-2.jpg,2,,',
  'tee-copy,Silk tee (copy),,Acme,Shirt,"red, sale",TRUE,Title,Default Title,T-C,"1,199.00",https://x.example/copy.jpg,1,active,',
  'bag,"Day bag, roomy",Plain words,Nova,Bag,blue,TRUE,Title,Default Title,B-1,59.5,,,active,"=HYPERLINK(""x"")"',
  'hat,Felt hat,,,Hat,,TRUE,Title,Default Title,H-1,25,,,active,',
];
const text = `\ufeff${[header, ...rows].join('\r\n')}\r\n`;

let home: string;
let dir: string;
let engine: Engine;
let file: string;
let sourceId: number;

async function call<M extends MethodName>(method: M, params: MethodInput<M>): Promise<MethodResult<M>> {
  return (await invoke(engine.handlers, method, params, new AbortController().signal)) as MethodResult<M>;
}

async function finished(jobId: number): Promise<Record<string, unknown> | null> {
  for (;;) {
    const { state, error, result } = await call('jobs.get', { id: jobId });
    if (state === 'done') return result;
    if (state !== 'queued' && state !== 'running') throw new Error(`The job ended ${state}: ${error?.message}`);
    await pause(20);
  }
}

async function idle(): Promise<void> {
  while ((await call('jobs.list', {})).some(({ state }) => state === 'queued' || state === 'running')) await pause(20);
}

async function read(): Promise<void> {
  const started = await call('ingest.start', { path: file });
  sourceId = started.sourceId;
  await finished(started.jobId);
}

const product = (sku: string) => call('catalog.productBySku', { sku });
const idOf = async (sku: string): Promise<number> => (await product(sku)).id;
const edit = async (sku: string, field: MethodInput<'exchange.edit'>['edits'][number]['field'], value: string | null) =>
  call('exchange.edit', { edits: [{ productId: await idOf(sku), field, value }], by });
const changes = (options: Partial<MethodInput<'exchange.changes'>> = {}) =>
  call('exchange.changes', { sourceId, ...options });
const cells = async () =>
  (await changes()).items.flatMap((change) =>
    change.cells.map(({ line, column, before, after }) => [change.kind, line, column, before, after]),
  );

async function write(options: MethodInput<'exchange.export'> = {}): Promise<ExportResult> {
  const { jobId } = await call('exchange.export', { sourceId, ...options });
  return exportResultSchema.parse(await finished(jobId));
}

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'lookalike-exchange-home-'));
  engine = await createEngine({ home, modelsDir });
});

afterAll(async () => {
  await engine.close();
  await rm(home, { recursive: true, force: true });
});

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'lookalike-exchange-'));
  file = path.join(dir, 'products.csv');
  await writeFile(file, text);
  await call('library.create', { name: path.basename(dir) });
  await read();
});

afterEach(() => rm(dir, { recursive: true, force: true }));

describe('the source given back', () => {
  it('is the same byte for byte while nothing was changed', async () => {
    expect((await changes()).total).toBe(0);
    const result = await write();
    expect(path.basename(result.path)).toBe('products-corrected.csv');
    expect(await readFile(result.path, 'utf8')).toBe(text);
    expect((await changes()).exports).toMatchObject([{ path: result.path, changes: 0, overSource: false }]);
    expect((await changes()).source.state).toBe('ready');
  });

  it('differs in what was edited, and reads as the same catalog', async () => {
    await edit('tee', 'title', '  Silk  shirt & co ');
    await edit('tee', 'description', 'Soft silk shirt.\n\nOne');
    await edit('tee', 'price', '1399');
    await edit('bag', 'price', '61,25');
    await edit('hat', 'description', 'Warm\nhat');
    expect(await product('tee')).toMatchObject({ title: 'Silk shirt & co', price: { amount: 1399 } });
    expect(await cells()).toEqual([
      ['title', 2, 'Title', 'Silk Tee', 'Silk shirt & co'],
      [
        'description',
        2,
        'Body (HTML)',
        '<p>Soft <b>silk</b> tee.</p><ul><li>One</li></ul>',
        '<p>Soft <b>silk</b> shirt.</p><ul><li>One</li></ul>',
      ],
      ['description', 6, 'Body (HTML)', '', '<p>Warm<br>hat</p>'],
      ['price', 2, 'Variant Price', '1,299.00', '1,399.00'],
      ['price', 3, 'Variant Price', '1,299.00', '1,399.00'],
      ['price', 5, 'Variant Price', '59.5', '61.25'],
    ]);
    const result = await write();
    expect(result).toMatchObject({ changes: 5, cells: 6, products: 3, refused: [] });
    const written = await readFile(result.path, 'utf8');
    expect(written).toBe(
      text
        .replace('Silk Tee', 'Silk shirt & co')
        .replace('</b> tee.', '</b> shirt.')
        .replaceAll('"1,299.00"', '"1,399.00"')
        .replace('59.5', '61.25')
        .replace('Felt hat,,', 'Felt hat,<p>Warm<br>hat</p>,'),
    );
    expect((await changes()).items.every(({ exported }) => exported?.path === result.path)).toBe(true);
    const before = await Promise.all(['tee', 'bag', 'hat'].map(product));
    await writeFile(file, written);
    await read();
    expect((await changes()).total).toBe(0);
    for (const { sku, title, description, price } of before)
      expect(await product(sku)).toMatchObject({ title, description, price });
  });

  it('has the tags that people confirmed and rejected', async () => {
    const decisions = await Promise.all(
      (
        [
          ['tee', 'tag', 'red', 'rejected'],
          ['tee', 'colour', 'Crimson', 'confirmed'],
          ['hat', 'brand', 'Acme', 'confirmed'],
          ['bag', 'brand', 'Acme', 'confirmed'],
        ] as const
      ).map(async ([sku, group, name, verdict]) => ({ productId: await idOf(sku), tag: { group, name }, verdict })),
    );
    await call('tags.create', { group: 'colour', name: 'Crimson', synonyms: [], by });
    await call('tags.decide', { decisions, by });
    expect((await cells()).sort()).toEqual([
      ['tags', 2, 'Tags', 'red, summer', 'summer, Crimson'],
      ['tags', 5, 'Vendor', 'Nova', 'Acme'],
      ['tags', 6, 'Vendor', '', 'Acme'],
    ]);
    const { path: out } = await write();
    expect(await readFile(out, 'utf8')).toContain('"summer, Crimson"');
  });

  it('puts merged and removed listings away, leads their addresses on, and takes images over', async () => {
    await call('duplicates.merge', {
      keeperId: await idOf('tee'),
      productIds: [await idOf('tee-copy')],
      fields: { title: 'keeper', description: 'keeper', price: 'lowest', tags: 'union', photos: 'union' },
    });
    const hat = await idOf('hat');
    await call('exchange.setRemoved', { productIds: [hat], removed: true, by });
    expect(await call('exchange.ofProduct', { productId: hat })).toMatchObject({ removed: { by } });
    expect((await call('catalog.product', { id: hat })).title).toBe('Felt hat');
    expect((await call('library.info', {})).products).toBe(2);
    const found = await call('search.run', { parts: [{ kind: 'text', text: 'felt hat', weight: 1 }], cutoff: false });
    expect(found.hits.map(({ id }) => id)).not.toContain(hat);
    expect((await cells()).map(([, line, column, , after]) => [line, column, after])).toEqual([
      [2, 'Variant Price', '1,199.00'],
      [3, 'Variant Price', '1,199.00'],
      [2, 'Tags', 'red, summer, sale'],
      [4, 'Status', 'archived'],
      [6, 'Status', 'archived'],
    ]);
    const result = await write();
    const written = (await readFile(result.path, 'utf8')).split('\r\n');
    expect(written[3]).toBe('tee,,,,,,,,,,,https://x.example/copy.jpg,3,,');
    expect(await readFile(result.redirects as string, 'utf8')).toBe(
      'Redirect from,Redirect to\n/products/tee-copy,/products/tee\n',
    );
    const without = await write({ merged: 'delete', removed: 'leave' });
    const text2 = await readFile(without.path, 'utf8');
    expect(text2).not.toContain('tee-copy,');
    expect(text2).toContain('Felt hat');
    await call('operations.undo', {});
    expect((await call('library.info', {})).products).toBe(3);
  });

  it('says where merged listings went also where the shop has no table of redirects', async () => {
    file = path.join(dir, 'plain.csv');
    await writeFile(
      file,
      'sku,title,url,status\nA,"One, first",https://x.example/a,on\nB,Two,https://x.example/b,on\n',
    );
    await read();
    await call('duplicates.merge', { keeperId: await idOf('A'), productIds: [await idOf('B')] });
    expect((await changes({ merged: 'delete' })).redirects).toBe(false);
    const { redirects } = await write({ merged: 'delete' });
    expect(path.basename(redirects ?? '')).toBe('plain-corrected-merged.csv');
    expect(await readFile(redirects as string, 'utf8')).toBe(
      'Old number,Old title,Old address,New number,New title,New address\nB,Two,https://x.example/b,A,"One, first",https://x.example/a\n',
    );
    expect((await write({ merged: 'leave' })).redirects).toBeNull();
  });

  it('leaves out what a person does not want', async () => {
    await edit('tee', 'title', 'One');
    await edit('bag', 'title', 'Two');
    const { items } = await changes();
    await call('exchange.tick', { sourceId, ids: [items[0]?.id as string], ticked: false });
    expect(await changes()).toMatchObject({ ticked: 1, byKind: [{ kind: 'title', count: 2, ticked: 1 }] });
    const { path: out } = await write();
    expect(await readFile(out, 'utf8')).toBe(text.replace('"Day bag, roomy"', '"Two"'));
    await call('exchange.tick', { sourceId, kind: 'title', ticked: true });
    expect((await changes()).ticked).toBe(2);
  });

  it('gets a new column only if asked', async () => {
    await edit('bag', 'attribute:Origin', 'Italy');
    expect((await changes()).items).toMatchObject([{ refused: 'no-column', ticked: false }]);
    expect(await write()).toMatchObject({ changes: 0, refused: [{ sku: 'bag', why: 'no-column' }] });
    const result = await write({ newColumns: true });
    const lines = (await readFile(result.path, 'utf8')).split('\r\n');
    expect([lines[0]?.endsWith(',Note,Origin'), lines[4]?.endsWith(',Italy'), lines[5]?.endsWith('active,,')]).toEqual([
      true,
      true,
      true,
    ]);
  });
});

describe('columns that a person chose', () => {
  const choose = (column: MethodInput<'exchange.choose'>['column']) => call('exchange.choose', { sourceId, column });
  const lines = async (options: MethodInput<'exchange.export'> = {}): Promise<string[]> =>
    (await readFile((await write(options)).path, 'utf8')).split('\r\n');

  it('are written to in the place of the proposed one, and remembered', async () => {
    await edit('hat', 'title', 'Warm hat');
    await edit('bag', 'title', 'Other bag');
    await choose({ kind: 'title', column: 'Note' });
    expect((await changes()).columns).toEqual([
      {
        kind: 'title',
        what: '',
        columns: ['Title'],
        chosen: { column: 'Note', isNew: false },
        choosable: true,
      },
    ]);
    const written = await lines();
    expect(written[5]).toBe('hat,Felt hat,,,Hat,,TRUE,Title,Default Title,H-1,25,,,active,Warm hat');
    // One cell with one thing in it makes way: the person asked for this column.
    expect(written[4]?.endsWith('active,"Other bag"')).toBe(true);
    await choose({ kind: 'title', column: null });
    expect((await lines())[5]?.startsWith('hat,Warm hat,')).toBe(true);
  });

  it('hold prices in their own notation, and nothing that would overwrite different things', async () => {
    await edit('hat', 'price', '27.5');
    await choose({ kind: 'price', column: 'Note' });
    expect((await lines())[5]?.endsWith('active,27.5')).toBe(true);
    await edit('tee', 'title', 'Linen Tee');
    await choose({ kind: 'title', column: 'Image Src' });
    expect((await changes({ kind: 'title' })).items).toMatchObject([{ refused: 'several-values' }]);
  });

  it('are added where a person asks for a new one, and found again once they are there', async () => {
    await edit('hat', 'attribute:Origin', 'Italy');
    await choose({ kind: 'attribute', what: 'Origin', column: 'Made in', isNew: true });
    expect(await changes()).toMatchObject({ ticked: 1, items: [{ refused: null, cells: [{ column: 'Made in' }] }] });
    const first = await lines({ out: file, overwrite: true });
    expect([first[0]?.endsWith(',Note,Made in'), first[5]?.endsWith(',active,,Italy')]).toEqual([true, true]);
    await idle();
    expect(await changes()).toMatchObject({ total: 0, columns: [{ chosen: { column: 'Made in', isNew: false } }] });
    await edit('hat', 'attribute:Origin', 'Spain');
    expect((await lines())[5]?.endsWith(',active,,Spain')).toBe(true);
  });

  it('take the tags of a group', async () => {
    await call('tags.decide', {
      decisions: [
        { productId: await idOf('hat'), tag: { group: 'tag', name: 'sale' }, verdict: 'confirmed' },
        { productId: await idOf('bag'), tag: { group: 'tag', name: 'blue' }, verdict: 'rejected' },
      ],
      by,
    });
    await choose({ kind: 'tags', what: 'tag', column: 'Note' });
    expect((await cells()).map(([, line, ...rest]) => [line, ...rest])).toEqual([
      [5, 'Tags', 'blue', ''],
      [6, 'Note', '', 'sale'],
    ]);
    await choose({ kind: 'tags', what: 'tag', column: 'Labels', isNew: true });
    expect((await cells()).map(([, line, ...rest]) => [line, ...rest])).toEqual([
      [5, 'Tags', 'blue', ''],
      [6, 'Labels', '', 'sale'],
    ]);
  });

  it('are those of the table, and may be said for one file only', async () => {
    await edit('hat', 'title', 'Warm hat');
    await expect(choose({ kind: 'title', column: 'Nowhere' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining('Note'),
    });
    await expect(write({ columns: [{ kind: 'title', column: 'Nowhere' }] })).rejects.toMatchObject({
      details: { why: 'no-such-column' },
    });
    expect((await lines({ columns: [{ kind: 'title', column: 'Note' }] }))[5]?.endsWith('active,Warm hat')).toBe(true);
    expect((await changes()).items[0]?.cells[0]?.column).toBe('Title');
  });

  it('stay as chosen with what becomes of listings that leave', async () => {
    await call('exchange.setRemoved', { productIds: [await idOf('hat')], removed: true, by });
    expect(await call('exchange.unwritten', {})).toEqual({ count: 1 });
    await call('exchange.choose', { sourceId, removed: 'leave' });
    expect(await changes()).toMatchObject({ total: 0, choices: { merged: 'archive', removed: 'leave' } });
    expect(await call('exchange.unwritten', {})).toEqual({ count: 0 });
    expect((await call('library.waiting', {})).changes).toBe(0);
    expect(await write()).toMatchObject({ changes: 0 });
    expect((await changes({ removed: 'delete' })).total).toBe(1);
  });
});

describe('a price that a discount makes', () => {
  it('is not written where the shop would go on to take the discount off it', async () => {
    file = path.join(dir, 'presta.csv');
    const head =
      'Product ID,Active (0/1),Name *,Categories (x;y;z...),Price tax included,Discount amount,Discount percent,Discount from (yyyy-mm-dd),Discount to (yyyy-mm-dd),Reference #';
    await writeFile(
      file,
      `${head}\n1,1,Percent,Music,100,,20,,2099-12-31,D-1\n2,1,Over,Music,40,5,,2013-06-01,2018-12-31,D-2\n`,
    );
    await read();
    expect((await product('D-1')).price).toMatchObject({ amount: 80 });
    await edit('D-1', 'price', '75');
    await edit('D-2', 'price', '35');
    expect((await changes()).items.map(({ sku, refused, cells }) => [sku, refused, cells.map((c) => c.after)])).toEqual(
      [
        ['D-1', 'several-values', []],
        ['D-2', null, ['35']],
      ],
    );
  });
});

describe('a source that changes', () => {
  it('keeps what a person said, and shows where both said something', async () => {
    await edit('tee', 'title', 'Ours');
    await writeFile(file, text.replace('Silk Tee', 'Theirs').replace('Day bag', 'Evening bag'));
    expect((await changes()).source.state).toBe('changed');
    await expect(write()).rejects.toMatchObject({ code: 'CONFLICT', details: { why: 'source-changed' } });
    await read();
    expect((await product('tee')).title).toBe('Ours');
    expect((await product('bag')).title).toBe('Evening bag, roomy');
    const { items, conflicts } = await changes();
    expect(conflicts).toBe(1);
    expect(items[0]).toMatchObject({
      conflict: { base: 'Silk Tee', source: 'Theirs', value: 'Ours' },
      cells: [{ before: 'Theirs', after: 'Ours' }],
    });
    await edit('tee', 'title', 'Ours');
    expect((await changes()).conflicts).toBe(0);
    await edit('tee', 'title', null);
    expect((await product('tee')).title).toBe('Theirs');
  });

  it('has the last word once it said the same', async () => {
    await edit('tee', 'title', 'Ours');
    await writeFile(file, text.replace('Silk Tee', 'Ours'));
    await read();
    expect((await changes()).total).toBe(0);
    await writeFile(file, text.replace('Silk Tee', 'Newer'));
    await read();
    expect((await product('tee')).title).toBe('Newer');
  });
});

describe('writing over the source', () => {
  it('is done only when asked, and can be taken back with all that was changed', async () => {
    await edit('tee', 'title', 'Ours');
    await expect(write({ out: file })).rejects.toMatchObject({ code: 'CONFLICT', details: { why: 'file-there' } });
    const { exportId } = await write({ out: file, overwrite: true });
    await idle();
    expect(await readFile(file, 'utf8')).toBe(text.replace('Silk Tee', 'Ours'));
    expect(await changes()).toMatchObject({ total: 0, source: { state: 'ready' } });
    await call('exchange.takeBack', { exportId: exportId as number });
    await idle();
    expect(await readFile(file, 'utf8')).toBe(text);
    expect((await product('tee')).title).toBe('Ours');
    expect(await changes()).toMatchObject({ total: 1, exports: [{ takenBackAt: expect.any(String) }] });
  });

  it('says what hinders it and leaves nothing behind', async () => {
    await expect(write({ out: path.join(dir, 'no', 'such', 'folder.csv') })).rejects.toThrow('is not there');
    expect(existsSync(path.join(dir, 'no'))).toBe(false);
  });
});

describe('a table under another name', () => {
  const later = async (name: string, content = text): Promise<string> => {
    const other = path.join(dir, name);
    await writeFile(other, content);
    return other;
  };

  it('takes the place of the one before with all that was said, and shows what both changed', async () => {
    await edit('tee', 'title', 'Ours');
    await edit('bag', 'price', '61.25');
    await call('duplicates.merge', {
      keeperId: await idOf('tee'),
      productIds: [await idOf('tee-copy')],
      fields: { title: 'keeper', description: 'keeper', price: 'keeper', tags: 'keeper', photos: 'keeper' },
    });
    await call('exchange.setRemoved', { productIds: [await idOf('hat')], removed: true, by });
    const before = await changes();
    const other = await later('products (2).csv', text.replace('Silk Tee', 'Theirs'));
    const preview = await call('ingest.preview', { path: other });
    expect(preview).toMatchObject({ earlier: [{ sourceId, path: file, products: 4, gone: false }] });
    await rm(file);
    expect(await call('ingest.preview', { path: other })).toMatchObject({ earlier: [{ gone: true }] });

    const started = await call('ingest.start', { path: other, replaces: sourceId });
    expect(started.sourceId).toBe(sourceId);
    await finished(started.jobId);
    expect((await call('library.info', {})).products).toBe(2);
    const after = await changes();
    expect(after.source).toMatchObject({ path: other, state: 'ready' });
    expect(after.items.map(({ id, kind }) => [id, kind])).toEqual(before.items.map(({ id, kind }) => [id, kind]));
    expect(after.items.find(({ kind }) => kind === 'title')?.conflict).toEqual({
      base: 'Silk Tee',
      source: 'Theirs',
      value: 'Ours',
    });
    expect(await call('ingest.preview', { path: other })).toMatchObject({ earlier: [] });
    file = other;
    expect(await readFile((await write()).path, 'utf8')).toContain(
      'bag,"Day bag, roomy",Plain words,Nova,Bag,blue,TRUE',
    );
  });

  it('stands beside it where nobody says so, and is not put on another', async () => {
    const other = await later('products (2).csv');
    await finished((await call('ingest.start', { path: other })).jobId);
    expect((await call('exchange.sources', {})).map(({ path: at }) => at)).toEqual([file, other]);
    await expect(call('ingest.start', { path: other, replaces: sourceId })).rejects.toMatchObject({
      code: 'CONFLICT',
      details: { why: 'source-there' },
    });
    await expect(call('ingest.start', { path: dir, replaces: sourceId })).rejects.toMatchObject({
      details: { why: 'no-table-to-replace' },
    });
    expect(await call('ingest.preview', { path: await later('third.csv', 'a,b\n1,2\n') })).toMatchObject({
      earlier: [],
    });
  });

  it('has the last word over what was said at its path once', async () => {
    const other = await later('products (2).csv');
    const first = await call('ingest.start', { path: other });
    await finished(first.jobId);
    const twin = (await call('exchange.rows', { target: { kind: 'search', cutoff: false } })).rows.filter(
      ({ sku }) => sku === 'hat',
    );
    const edits = twin.map(({ id }, n) => ({ productId: id, field: 'title' as const, value: `Hat ${n}` }));
    await call('exchange.edit', { edits, by });
    await call('ingest.removeSource', { sourceId: first.sourceId });
    const { title } = await product('hat');
    await finished((await call('ingest.start', { path: other, replaces: sourceId })).jobId);
    expect((await product('hat')).title).toBe(title);
    expect(await cells()).toEqual([['title', 6, 'Title', 'Felt hat', title]]);
  });
});

describe('edits', () => {
  it('are taken back one after the other, and not under later ones', async () => {
    const first = await edit('tee', 'title', 'One');
    const second = await edit('tee', 'title', 'Two');
    await expect(call('operations.undo', { id: first.operation?.id as number })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await call('operations.undo', { id: second.operation?.id as number });
    expect((await product('tee')).title).toBe('One');
    await call('operations.undo', {});
    expect((await product('tee')).title).toBe('Silk Tee');
    expect((await call('exchange.ofProduct', { productId: await idOf('tee') })).edits).toEqual([]);
    expect((await edit('tee', 'title', 'Silk Tee')).operation).toBeNull();
  });

  it('are found by their new words', async () => {
    await edit('hat', 'title', 'Xylophone');
    const { hits } = await call('search.run', { parts: [{ kind: 'text', text: 'xylophone', weight: 1 }] });
    expect(hits[0]?.title).toBe('Xylophone');
  });

  it('of prices must be clear', async () => {
    await expect(edit('bag', 'price', 'cheap')).rejects.toMatchObject({ details: { why: 'price-unclear' } });
    await edit('bag', 'price', '');
    expect((await product('bag')).price).toBeNull();
    expect(await cells()).toEqual([['price', 5, 'Variant Price', '59.5', '']]);
  });

  it('leave a product some title', async () => {
    await expect(edit('bag', 'title', ' \n')).rejects.toMatchObject({ details: { why: 'title-empty' } });
    expect((await product('bag')).title).toBe('Day bag, roomy');
  });

  it('give many products one text, but those that are excepted', async () => {
    const { total, productIds } = await call('exchange.productsOf', { target: { kind: 'search', cutoff: false } });
    expect([total, productIds.length]).toEqual([4, 4]);
    const [bag, tee] = [await idOf('bag'), await idOf('tee')];
    const target = { kind: 'products' as const, productIds };
    const field = 'attribute:Origin' as const;
    const words = { target, field, replace: 'Italy', whole: true, except: [bag] };
    const preview = await call('exchange.replacePreview', { ...words, offset: 1, limit: 2 });
    expect(preview).toMatchObject({ matched: 4, changed: 3, total: 4 });
    expect(preview.sample.map(({ productId, before, after }) => [productId, before, after])).toEqual([
      [productIds[1], '', 'Italy'],
      [productIds[2], '', 'Italy'],
    ]);
    expect(await call('exchange.replaceApply', { ...words, expect: 3, by })).toMatchObject({ products: 3 });
    const { rows: shown } = await call('exchange.rows', { target });
    expect(Object.fromEntries(shown.map(({ id, attributes }) => [id, attributes.Origin]))).toMatchObject({
      [tee]: 'Italy',
      [bag]: undefined,
    });
    await call('operations.undo', {});
    expect((await call('exchange.rows', { target })).rows.some(({ attributes }) => 'Origin' in attributes)).toBe(false);
    await expect(call('exchange.replacePreview', { target, field, replace: 'x' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });

  it('replace words in many products, as previewed', async () => {
    const target = { kind: 'search' as const, cutoff: false };
    const words = { target, field: 'title' as const, find: 'silk tee', replace: 'Linen tee' };
    const preview = await call('exchange.replacePreview', words);
    expect(preview).toMatchObject({ matched: 4, changed: 2 });
    expect(preview.sample.map(({ after }) => after).sort()).toEqual(['Linen tee', 'Linen tee (copy)']);
    await expect(call('exchange.replaceApply', { ...words, expect: 3, by })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect(await call('exchange.replaceApply', { ...words, expect: 2, by })).toMatchObject({ products: 2, job: null });
    expect((await product('tee-copy')).title).toBe('Linen tee (copy)');
    const { rows: shown } = await call('exchange.rows', { target });
    expect(shown.filter(({ edited }) => edited.includes('title'))).toHaveLength(2);
    await call('operations.undo', {});
    expect((await product('tee-copy')).title).toBe('Silk tee (copy)');
  });
});

describe('other forms', () => {
  it.each(['shopify', 'woocommerce', 'google', 'xlsx'] as const)(
    '%s is read again with titles, prices and brands',
    async (format) => {
      await edit('bag', 'title', '=Day bag');
      const { path: out, products } = await write({ format });
      expect(products).toBe(4);
      const preview = await call('ingest.preview', { path: out });
      expect(preview).toMatchObject({ kind: 'table', products: 4 });
      file = out;
      await read();
      const { items } = {
        items: await call('exchange.rows', { target: { kind: 'search', cutoff: false }, limit: 100 }),
      };
      // Where a shop knows a product by its number, that of its only variant.
      const own = items.rows.filter(({ sku }) => /^(?:bag|B-1)$/i.test(sku));
      expect(own.map(({ price }) => price?.amount)).toEqual([59.5, 59.5]);
      const brands = own.map(({ tags }) => tags.find(({ group }) => group === 'brand')?.name);
      expect(brands).toEqual(['Nova', 'Nova']);
      const tee = (await call('catalog.productBySku', { sku: 'tee' })).id;
      const again = items.rows.find(({ id, sku }) => sku.toLowerCase() === 'tee' && id !== tee)?.id as number;
      if (format !== 'xlsx') {
        const { variants } = await call('catalog.product', { id: again });
        expect(variants.map(({ sku, price, options }) => [sku, price, options[0]?.value])).toEqual([
          ['T-S', 1299, 'S'],
          ['T-M', 1299, 'M'],
        ]);
      }
      if (format !== 'xlsx') expect(await readFile(out, 'utf8')).toContain("'=Day bag");
    },
  );

  it('JSON Lines hold everything, vectors if asked', async () => {
    const { path: out } = await write({ format: 'jsonl', vectors: true });
    const lines = (await readFile(out, 'utf8')).trim().split('\n');
    const all = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(all).toHaveLength(4);
    expect(all[0]).toMatchObject({ sku: 'tee', rows: [{ line: 2 }, { line: 3 }], vectors: [{ kind: 'text' }] });
    const [vector] = (all[0] as { vectors: { vector: number[] }[] }).vectors;
    expect(Math.hypot(...(vector?.vector ?? []))).toBeCloseTo(1, 3);
  });
});
