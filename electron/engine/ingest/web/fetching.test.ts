/** From addresses in a table to images in the catalog, over a server on this machine with the faults that real ones have. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { drawnImage, endsEarly, gives, html, ImageServer, inTurn, resets, says } from '../../fetching/testing.ts';
import { openTestLibrary, type TestLibrary, type TestPlace, testPlace } from '../testing.ts';

const fetching = { limits: { connectMs: 500, stallMs: 1000, slowMs: 1000 }, pace: { retryMs: 20, lookMs: 20 } };
let server: ImageServer;
let host: string;
const open = ({ folder, encoder }: Pick<TestPlace, 'folder' | 'encoder'>): Promise<TestLibrary> =>
  openTestLibrary(folder.file('library'), encoder, undefined, fetching);
beforeEach(async () => {
  server = new ImageServer();
  host = await server.listen();
});
afterEach(() => server.close());
// Behind the server, so that it ends before it.
const place = testPlace(open);

async function openLibrary(): Promise<void> {
  place.library = await open(place);
}

const table = (): string => place.folder.file('shop/products.csv');
const at = (name: string): string => `http://${host}/${name}`;

async function serve(names: readonly string[]): Promise<void> {
  for (const [seed, name] of names.entries()) server.answers.set(`/${name}`, gives(await drawnImage(seed)));
}

/** sku -> the names of its images. */
async function writeTable(products: Record<string, readonly string[]>): Promise<void> {
  const rows = Object.entries(products).map(([sku, names]) => `${sku},Product ${sku},"${names.map(at).join(' | ')}"`);
  await place.folder.write('shop/products.csv', `${['sku,title,image', ...rows].join('\n')}\n`);
}

async function importTable(allowHosts: string[] | null = [host]): Promise<number> {
  const request = allowHosts === null ? {} : { fetchImages: { allowHosts } };
  const { sourceId } = await place.library.imports.start({ path: table(), ...request });
  await idle();
  return sourceId;
}

async function idle(): Promise<void> {
  await place.library.jobs.idle();
  for (const { state, error, kind } of place.library.jobs.list())
    expect([state, kind, error?.message]).toEqual([expect.stringMatching(/done|cancelled/), kind, undefined]);
}

/** Paths below the library of the images of each product, in their order, by what was served. */
function shown(): Record<string, number> {
  const rows = place.library.database.all<{ sku: string; images: number }>(
    `SELECT sku, (SELECT count(*) FROM images i JOIN files f ON f.id = i.file_id WHERE i.product_id = p.id AND f.content_hash IS NOT NULL)
     AS images FROM products p ORDER BY sku`,
  );
  return Object.fromEntries(rows.map(({ sku, images }) => [sku, images]));
}

function order(sku: string): string[] {
  return place.library.database
    .all<{ address: string }>(
      `SELECT w.address FROM products p JOIN images i ON i.product_id = p.id JOIN files f ON f.id = i.file_id
       JOIN web_images w ON w.content_hash = f.content_hash WHERE p.sku = ? ORDER BY i.position`,
      sku,
    )
    .map(({ address }) => address.replace(at(''), ''));
}

function problems(): string[][] {
  const { items } = place.library.catalog.problems.list({ offset: 0, limit: 100 });
  const skuOf = (id: number | null): string => (id === null ? '' : (place.library.catalog.products.get(id)?.sku ?? ''));
  return items.map((one) => [skuOf(one.productId), one.code, (one.path ?? '').replace(at(''), '')]).sort();
}

function kept(): string[] {
  return existsSync(place.folder.file('library/web'))
    ? readdirSync(place.folder.file('library/web'), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
    : [];
}

describe('images by address', () => {
  it('are counted by host before, and not asked for until a person says so', async () => {
    await serve(['1.jpg']);
    await writeTable({ A: ['1.jpg', '2.jpg'], B: ['1.jpg'] });
    const preview = await place.library.imports.preview(table());
    expect(preview).toMatchObject({
      web: { images: 2, bytes: 500_000, hosts: [{ host, count: 2, ownNetwork: true }], hostCount: 1 },
      imagesMissing: 0,
    });
    const sourceId = await importTable(null);
    expect(server.asked).toHaveLength(0);
    expect(shown()).toEqual({ A: 0, B: 0 });
    expect(problems()).toEqual([
      ['A', 'IMAGE_REMOTE', '1.jpg'],
      ['B', 'IMAGE_REMOTE', '1.jpg'],
    ]);
    expect(place.library.imports.webImages()).toMatchObject([{ sourceId, waiting: 2, failed: 0, here: 0 }]);
  });

  it('come into the catalog in their order, each asked for once, kept once by content', async () => {
    await serve(['1.jpg', '2.jpg', '3.jpg', '4.jpg']);
    server.answers.set('/same-as-1.jpg', server.answers.get('/1.jpg') ?? html);
    await writeTable({ A: ['3.jpg', '1.jpg', '2.jpg'], B: ['1.jpg'], C: ['same-as-1.jpg'], D: ['4.jpg'] });
    await importTable();
    expect(shown()).toEqual({ A: 3, B: 1, C: 1, D: 1 });
    expect(order('A').filter((name) => !name.startsWith('same'))).toEqual(['3.jpg', '1.jpg', '2.jpg']);
    expect(problems()).toEqual([]);
    expect(server.asked).toHaveLength(5);
    expect(kept()).toHaveLength(4);
    expect(await place.library.imports.preview(table())).toMatchObject({ web: null, imagesFound: 6, imagesMissing: 0 });
    // Another library would have to fetch them.
    expect(await place.library.imports.preview(table(), {}, true)).toMatchObject({
      web: { images: 5 },
      imagesFound: 0,
    });
    // Nothing is asked for again, now or after a new start.
    await place.library.close();
    await openLibrary();
    await importTable();
    expect(server.asked).toHaveLength(5);
    expect(shown()).toEqual({ A: 3, B: 1, C: 1, D: 1 });
  });

  it('that fail are named by product with the reason, and are fetched again singly, by kind, and all', async () => {
    await serve(['1.jpg', '2.jpg', '3.jpg']);
    server.answers.set('/gone.jpg', says(404));
    server.answers.set('/page.jpg', html);
    server.answers.set('/page2.jpg', html);
    server.answers.set('/cut.jpg', endsEarly(await drawnImage(9, 'jpeg', 300)));
    server.answers.set('/flaky.jpg', inTurn(says(500), resets, gives(await drawnImage(10))));
    await writeTable({
      ...{ A: ['1.jpg', 'gone.jpg'], B: ['page.jpg', 'page2.jpg'], C: ['page.jpg'], D: ['cut.jpg', '2.jpg'] },
      ...{ E: ['flaky.jpg'], F: ['3.jpg'] },
    });
    const sourceId = await importTable();
    expect(shown()).toEqual({ A: 1, B: 0, C: 0, D: 1, E: 1, F: 1 });
    expect(problems()).toEqual([
      ['A', 'WEB_NOT_FOUND', 'gone.jpg'],
      ['B', 'WEB_NOT_IMAGE', 'page.jpg'],
      ['B', 'WEB_NOT_IMAGE', 'page2.jpg'],
      ['C', 'WEB_NOT_IMAGE', 'page.jpg'],
      ['D', 'WEB_BROKEN_OFF', 'cut.jpg'],
    ]);
    expect(place.library.imports.webImages()).toMatchObject([{ sourceId, waiting: 0, failed: 4, here: 4 }]);

    await serve(['1.jpg', '2.jpg', '3.jpg', 'gone.jpg', 'page.jpg']);
    const asked = server.asked.length;
    place.library.imports.fetchImages({ addresses: [at('page.jpg')] });
    await idle();
    expect(server.asked.slice(asked).map((one) => one.path)).toEqual(['/page.jpg']);
    expect(shown()).toMatchObject({ B: 1, C: 1 });
    place.library.imports.fetchImages({ code: 'WEB_NOT_IMAGE' });
    await idle();
    expect(server.asked.slice(asked + 1).map((one) => one.path)).toEqual(['/page2.jpg']);
    server.answers.set('/cut.jpg', gives(await drawnImage(9, 'jpeg', 300)));
    server.answers.set('/page2.jpg', gives(await drawnImage(12)));
    place.library.imports.fetchImages({ sourceId });
    await idle();
    expect(shown()).toEqual({ A: 2, B: 2, C: 1, D: 2, E: 1, F: 1 });
    expect(problems()).toEqual([]);
  });

  it('of this machine are refused unless they are allowed, which is said', async () => {
    await serve(['1.jpg']);
    await writeTable({ A: ['1.jpg'] });
    await importTable([]);
    expect(server.asked).toHaveLength(0);
    expect(problems()).toEqual([['A', 'WEB_OWN_NETWORK', '1.jpg']]);
    expect(place.library.imports.webImages()).toMatchObject([{ refused: [{ host, count: 1 }] }]);
    place.library.imports.fetchImages({ code: 'WEB_OWN_NETWORK', allowHosts: ['127.0.0.1'] });
    await idle();
    expect(shown()).toEqual({ A: 1 });
    expect(problems()).toEqual([]);
    expect(place.library.imports.webImages()).toMatchObject([{ refused: [], allowed: ['127.0.0.1'] }]);
  });

  it('are fetched singly without the others, that nobody asked for', async () => {
    await serve(['1.jpg', '2.jpg']);
    await writeTable({ A: ['1.jpg'], B: ['2.jpg'] });
    await importTable(null);
    place.library.imports.fetchImages({ addresses: [at('2.jpg')], allowHosts: [host] });
    await idle();
    expect(server.asked.map((one) => one.path)).toEqual(['/2.jpg']);
    expect(shown()).toEqual({ A: 0, B: 1 });
    expect(problems()).toEqual([['A', 'IMAGE_REMOTE', '1.jpg']]);
  });

  it('are asked anew only for what has changed', async () => {
    await serve(['1.jpg', '2.jpg']);
    const first = await drawnImage(20);
    const second = await drawnImage(21);
    let current = first;
    server.answers.set('/1.jpg', (answer, ask, nth) => {
      const etag = current === first ? '"a"' : '"b"';
      if (ask.headers['if-none-match'] === etag) says(304)(answer, ask, nth);
      else gives(current, { etag })(answer, ask, nth);
    });
    await writeTable({ A: ['1.jpg'], B: ['2.jpg'] });
    const sourceId = await importTable();
    const before = kept();
    place.library.imports.fetchImages({ sourceId, refresh: true });
    await idle();
    expect(place.library.jobs.list().find(({ kind }) => kind === 'fetch')?.result).toMatchObject({
      fetched: 1,
      unchanged: 1,
    });
    expect(kept()).toEqual(before);
    current = second;
    server.answers.set('/2.jpg', says(500));
    place.library.imports.fetchImages({ sourceId, refresh: true });
    await idle();
    // What cannot be asked anew stays as it is.
    expect(shown()).toEqual({ A: 1, B: 1 });
    const [{ hash } = { hash: '' }] = place.library.database.all<{ hash: string }>(
      "SELECT f.content_hash AS hash FROM products p JOIN images i ON i.product_id = p.id JOIN files f ON f.id = i.file_id WHERE p.sku = 'A'",
    );
    expect(kept().some((name) => name.startsWith(hash))).toBe(true);
    expect(before.some((name) => name.startsWith(hash))).toBe(false);
  });

  it('that turn out damaged when they are read are named by their address, and come whole the next time', async () => {
    const image = await drawnImage(5, 'jpeg', 300);
    server.answers.set('/1.jpg', inTurn(gives(image.subarray(0, 700)), gives(image)));
    await writeTable({ A: ['1.jpg'] });
    await importTable();
    expect(problems()).toEqual([['A', 'IMAGE_DAMAGED', '1.jpg']]);
    place.library.imports.fetchImages({ addresses: [at('1.jpg')], allowHosts: [host] });
    await idle();
    expect(shown()).toEqual({ A: 1 });
    expect(problems()).toEqual([]);
  });

  it('move with the folder of the library, without being read again', async () => {
    await serve(['1.jpg', '2.jpg']);
    await writeTable({ A: ['1.jpg'], B: ['2.jpg'] });
    const sourceId = await importTable();
    await place.library.close();
    await rename(place.folder.file('library'), place.folder.file('elsewhere'));
    place.library = await openTestLibrary(place.folder.file('elsewhere'), place.encoder, undefined, fetching);
    const [image] = place.library.database.all<{ id: number }>('SELECT id FROM images');
    const served = place.library.catalog.imageFiles.resolve(`original/${image?.id}`);
    expect(served.path.startsWith(place.folder.file('elsewhere/web'))).toBe(true);
    const { jobId } = place.library.imports.rescan(sourceId);
    await idle();
    expect(place.library.jobs.get(jobId).result).toMatchObject({ images: 2, skipped: 2, encoded: 0 });
    expect(place.library.database.all('SELECT id FROM files')).toHaveLength(2);
  });

  it('of variants are theirs', async () => {
    await serve(['main.jpg', 'red.jpg']);
    const rows = [
      'Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Image Src,Image Position,Variant Image',
      `tee,Tee,Colour,Blue,T-B,9,${at('main.jpg')},1,`,
      `tee,,,Red,T-R,10,,,${at('red.jpg')}`,
    ];
    await place.folder.write('shop/products.csv', `${rows.join('\n')}\n`);
    await importTable();
    const variants = place.library.database.all<{ sku: string; address: string | null }>(
      `SELECT v.sku, w.address FROM variants v LEFT JOIN files f ON f.id = v.file_id
       LEFT JOIN web_images w ON w.content_hash = f.content_hash ORDER BY v.sku`,
    );
    expect(variants).toEqual([
      { sku: 'T-B', address: null },
      { sku: 'T-R', address: at('red.jpg') },
    ]);
    expect(order('tee')).toEqual(['main.jpg', 'red.jpg']);
  });

  it('that were taken away from the library come back when they are asked for again', async () => {
    await serve(['1.jpg']);
    await writeTable({ A: ['1.jpg'] });
    const sourceId = await importTable();
    rmSync(place.folder.file('library/web'), { recursive: true });
    place.library.imports.rescan(sourceId);
    await idle();
    expect(problems()).toEqual([['A', 'FILE_MISSING', '1.jpg']]);
    place.library.imports.fetchImages({ addresses: [at('1.jpg')], allowHosts: [host] });
    await idle();
    expect(problems()).toEqual([]);
    expect(shown()).toEqual({ A: 1 });
  });

  it('stay on their way when the job is stopped, and go on when it is resumed', async () => {
    const names = Array.from({ length: 40 }, (_, n) => `${n}.jpg`);
    const image = await drawnImage(1);
    server.fallback = (answer, ask, nth) => void setTimeout(() => gives(image)(answer, ask, nth), 20);
    await writeTable(Object.fromEntries(names.map((name) => [name, [name]])));
    await place.library.imports.start({ path: table(), fetchImages: { allowHosts: [host] } });
    await vi.waitFor(() => expect(server.asked.length).toBeGreaterThan(8), { timeout: 60_000, interval: 5 });
    const job = place.library.jobs.list().find(({ kind }) => kind === 'fetch');
    place.library.jobs.cancel(job?.id ?? 0);
    await idle();
    expect(place.library.jobs.get(job?.id ?? 0).state).toBe('cancelled');
    const [{ here } = { here: 0 }] = place.library.imports.webImages();
    expect(here).toBeGreaterThan(0);
    expect(here).toBeLessThan(40);
    // What had come is shown.
    expect(Object.values(shown()).filter((count) => count === 1)).toHaveLength(here);
    place.library.jobs.resume(job?.id ?? 0);
    await idle();
    expect(Object.values(shown()).every((count) => count === 1)).toBe(true);
    expect(place.library.jobs.get(job?.id ?? 0)).toMatchObject({ state: 'done', done: 40, total: 40 });
    expect(kept().filter((name) => name.endsWith('.part'))).toEqual([]);
    // Those in hand when it was stopped are asked for once more.
    expect(server.asked.length).toBeLessThanOrEqual(40 + 4);
  });
});

it('a kill costs the images in hand and nothing else', async () => {
  const names = Array.from({ length: 40 }, (_, n) => `${n}.jpg`);
  const images = await Promise.all(names.map((_, seed) => drawnImage(seed)));
  server.fallback = (answer, ask, nth) => {
    const image = images[Number.parseInt((ask.url ?? '').slice(1), 10)] ?? Buffer.alloc(0);
    setTimeout(() => gives(image)(answer, ask, nth), 15);
  };
  await writeTable(Object.fromEntries(names.map((name) => [name, [name]])));
  await place.library.close();
  const dir = place.folder.file('killed');
  for (const asked of [8, 22]) {
    const child = start(dir);
    await vi.waitFor(() => expect(server.asked.length).toBeGreaterThan(asked), { timeout: 60_000, interval: 3 });
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
  }
  const output = await new Promise<string>((resolve) => {
    const child = start(dir);
    let text = '';
    child.stdout?.on('data', (piece) => {
      text += String(piece);
    });
    child.once('exit', () => resolve(text));
  });
  expect(output).toContain('finished');
  place.library = await openTestLibrary(dir, place.encoder, undefined, fetching);
  expect(Object.values(shown())).toEqual(names.map(() => 1));
  expect(place.library.imports.webImages()).toMatchObject([{ here: 40, waiting: 0, failed: 0 }]);
  expect(server.asked.length).toBeLessThanOrEqual(40 + 2 * 4);
  expect(existsSync(path.join(dir, 'web', 'parts')) ? readdirSync(path.join(dir, 'web', 'parts')) : []).toEqual([]);
});

function start(dir: string): ChildProcess {
  return spawn(process.execPath, [path.join(import.meta.dirname, 'fetch-child.ts'), dir, table(), host], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
