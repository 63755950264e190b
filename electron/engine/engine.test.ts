/** The engine as a host sees it: every answer goes through the contract, with the real model, SQLite and files. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MethodInput, MethodName, MethodResult } from '../contract/contract.ts';
import { invoke } from '../contract/rpc/server.ts';
import type { QueryPart, SearchResult } from '../contract/search.ts';
import { createEngine, type Engine } from './engine.ts';

const modelsDir = path.resolve(import.meta.dirname, '../../models');
const colours = { Red: '#c8102e', Blue: '#1f4fbf', Green: '#1d8a3a', Black: '#111111' };
const kinds = ['Shirt', 'Mug', 'Bag'];

let dir: string;
let engine: Engine;

async function call<M extends MethodName>(method: M, params: MethodInput<M>): Promise<MethodResult<M>> {
  return (await invoke(engine.handlers, method, params, new AbortController().signal)) as MethodResult<M>;
}

const text = (words: string, weight = 1): QueryPart => ({ kind: 'text', text: words, weight });

async function titles(params: MethodInput<'search.run'>): Promise<string[]> {
  return (await call('search.run', params)).hits.map((hit) => hit.title);
}

/** Twelve plain rectangles on a grey foot, one a colour and kind: enough for a model to tell the colours. */
async function makeCatalog(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const rows = ['sku,title,type,colour,price,image'];
  for (const [colourNumber, [colour, code]] of Object.entries(colours).entries()) {
    for (const [kindNumber, kind] of kinds.entries()) {
      const sku = `${kind[0]}${colourNumber}`;
      const image = sharp({ create: { width: 120, height: 160 + kindNumber, channels: 3, background: code } }).extend({
        bottom: 40,
        background: '#e6e6e6',
      });
      await writeFile(path.join(folder, `${sku}.png`), await image.png().toBuffer());
      rows.push(`${sku},${colour} cotton ${kind},${kind},${colour},${10 * (kindNumber + 1) + colourNumber},${sku}.png`);
    }
  }
  const table = path.join(folder, 'products.csv');
  await writeFile(table, rows.join('\n'));
  return table;
}

async function finished(jobId: number): Promise<void> {
  for (;;) {
    const { state, error } = await call('jobs.get', { id: jobId });
    if (state === 'done') return;
    if (state !== 'queued' && state !== 'running') throw new Error(`The job ended ${state}: ${error?.message}`);
    await pause(50);
  }
}

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'lookalike-engine-'));
  engine = await createEngine({ home: path.join(dir, 'home'), modelsDir });
  await call('library.create', { name: 'Test shop' });
  const { jobId } = await call('ingest.start', { path: await makeCatalog(path.join(dir, 'shop')) });
  await finished(jobId);
});

afterAll(async () => {
  await engine.close();
  await rm(dir, { recursive: true, force: true });
});

describe('the library', () => {
  it('says what it holds and is found again among the recent ones', async () => {
    const info = await call('library.info', {});
    expect(info).toMatchObject({ name: 'Test shop', products: 12, images: 12, problems: 0, unencoded: 0 });
    expect(await call('library.recent', {})).toMatchObject([{ name: 'Test shop', current: true, exists: true }]);
  });

  it('stays open when another cannot be opened', async () => {
    await expect(call('library.open', { dir: path.join(dir, 'nowhere') })).rejects.toMatchObject({
      code: 'LIBRARY_MISSING',
    });
    expect((await call('library.info', {})).name).toBe('Test shop');
  });

  it('can be searched by a second process while it is open, and not opened for writing', async () => {
    const library = (await call('library.info', {})).dir;
    const options = { home: path.join(dir, 'other'), modelsDir, library };
    await expect(createEngine(options)).rejects.toMatchObject({ code: 'LIBRARY_LOCKED' });
    const reader = await createEngine({ ...options, readOnly: true });
    const found = await invoke(
      reader.handlers,
      'search.run',
      { parts: [text('red mug')] },
      new AbortController().signal,
    );
    expect((found as SearchResult).hits[0]?.title).toBe('Red cotton Mug');
    await reader.close();
  });
});

describe('searching', () => {
  it('lists everything when nothing is asked', async () => {
    const { total, mode, hits, facets, priceRange } = await call('search.run', { limit: 5 });
    expect({ total, mode, shown: hits.length, score: hits[0]?.score }).toEqual({
      total: 12,
      mode: 'browse',
      shown: 5,
      score: null,
    });
    expect(facets.find(({ group }) => group === 'colour')?.values).toHaveLength(4);
    expect(priceRange).toEqual({ min: 10, max: 33 });
  });

  it('finds by words and says why', async () => {
    const { hits } = await call('search.run', { parts: [text('blue bag')] });
    expect(hits[0]?.title).toBe('Blue cotton Bag');
    const why = hits[0]?.why;
    expect(why?.components.map(({ name }) => name)).toEqual(['picture', 'listing', 'words']);
    expect(why?.components.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(why?.matches.find(({ field }) => field === 'title')?.ranges).toEqual([
      [0, 4],
      [12, 15],
    ]);
  });

  it('goes by the picture alone when told to', async () => {
    const { hits } = await call('search.run', { parts: [text('red')], imagesOnly: true, cutoff: false, limit: 3 });
    expect(hits.map(({ tags }) => tags.find(({ group }) => group === 'colour')?.name)).toEqual(['Red', 'Red', 'Red']);
    expect(hits[0]?.why?.components.map(({ name }) => name)).toEqual(['picture']);
  });

  it('finds the product on a photo, by path and by file address', async () => {
    const file = path.join(dir, 'shop', 'M2.png');
    for (const address of [file, `file://${file}`]) {
      const { hash } = await call('search.addImage', { path: address });
      expect((await titles({ parts: [{ kind: 'image', hash, weight: 1 }] }))[0]).toBe('Green cotton Mug');
    }
    await expect(call('search.addImage', { path: 'https://example.com/a.jpg' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });

  it('leads away from parts with a minus sign', async () => {
    const plain = await titles({ parts: [text('mug')], cutoff: false });
    const without = await titles({ parts: [text('mug'), text('crimson', -1)], cutoff: false });
    expect(without.indexOf('Red cotton Mug')).toBeGreaterThan(plain.indexOf('Red cotton Mug'));
  });

  it('leaves out what says the words of a part with a minus sign', async () => {
    const without = await titles({ parts: [text('mug'), text('red', -1)], cutoff: false });
    expect(without).toContain('Blue cotton Mug');
    expect(without.filter((title) => title.includes('Red'))).toEqual([]);
  });

  it('answers "more like this" with others', async () => {
    const { id } = await call('catalog.productBySku', { sku: 'S0' });
    const { hits } = await call('search.run', { parts: [{ kind: 'product', productId: id }], cutoff: false });
    expect(hits).toHaveLength(11);
    expect(hits.slice(0, 2).map(({ title }) => title)).toEqual(
      expect.arrayContaining(['Red cotton Mug', 'Red cotton Bag']),
    );
  });

  it('filters, and counts each group as if it were not filtered by', async () => {
    const filters = { tags: { colour: ['Red', 'Blue'], type: ['Mug'] }, priceMax: 20 };
    const { total, hits, facets, priceRange } = await call('search.run', { filters });
    expect([total, hits[0]?.title]).toEqual([1, 'Red cotton Mug']);
    const count = (group: string) =>
      facets
        .find((facet) => facet.group === group)
        ?.values.map(({ name }) => name)
        .sort();
    expect(count('colour')).toEqual(['Red']);
    expect(count('type')).toEqual(['Mug', 'Shirt']);
    expect(priceRange).toEqual({ min: 20, max: 21 });
  });

  it('sorts what it found, page after page', async () => {
    const first = await titles({ sort: 'price-desc', limit: 2 });
    const next = await titles({ sort: 'price-desc', limit: 2, offset: 2 });
    expect([...first, ...next]).toEqual(['Black cotton Bag', 'Green cotton Bag', 'Blue cotton Bag', 'Red cotton Bag']);
    expect((await titles({ sort: 'title', limit: 1 }))[0]).toBe('Black cotton Bag');
  });

  it('puts what is clearly unrelated below a line, shows ten at least, and says how many it hides', async () => {
    const { total, meant, hidden } = await call('search.run', { parts: [text('quantum physics')] });
    expect([total, hidden]).toEqual([10, 2]);
    expect(meant).toBeLessThan(3);
    expect((await call('search.run', { parts: [text('quantum physics')], cutoff: false })).total).toBe(12);
  });

  it('remembers queries that are meant to be', async () => {
    await call('search.run', { parts: [text('green shirt'), text('striped', -1)], remember: true });
    await call('search.run', { parts: [text('never mind')] });
    expect((await call('search.history', {})).map(({ label }) => label)).toEqual(['green shirt - striped']);
  });

  it('shows what in a photo mattered, region by region', async () => {
    const { images } = await call('catalog.productBySku', { sku: 'S0' });
    const map = await call('search.heatmap', { parts: [text('red')], imageId: images[0]?.id ?? 0, grid: 4 });
    expect(map.drops).toHaveLength(16);
    expect(new Set(map.drops.map((drop) => drop.toFixed(6))).size).toBeGreaterThan(1);
  });

  it('refuses what it does not understand', async () => {
    await expect(call('search.run', { parts: [text('x', 0)] })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(call('search.run', { parts: [{ kind: 'product', productId: 999 }] })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

it('takes in what changed on disk', async () => {
  const [source] = (await call('library.info', {})).sources;
  await rm(path.join(dir, 'shop', 'B3.png'));
  const { jobId } = await call('ingest.rescan', { sourceId: source?.id ?? 0 });
  await finished(jobId);
  expect(await call('library.info', {})).toMatchObject({ products: 12, images: 11, problems: 1 });
  const { hits } = await call('search.run', { filters: { hasProblem: true } });
  expect(hits.map(({ sku }) => sku)).toEqual(['B3']);
});
