/** What stands on the images of a library: read in the background when asked for, found by searches, kept by content. */
import { copyFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { photoWithBarcode } from '../recognition/barcodes/testing.ts';
import { drawsChinese, photoWithText } from '../recognition/text/testing.ts';
import { makeWorkplace, openSession, type Session, type Workplace } from './testing.ts';

let place: Workplace;
let session: Session;
let folder: string;
let table: string;

beforeAll(async () => {
  place = await makeWorkplace();
  session = await openSession(place);
  folder = path.dirname(await place.catalog('mugs', 2));
  table = path.join(folder, 'read.csv');
  await writeFile(path.join(folder, 'kettle.jpg'), await banner('VORTEX WK-4021'));
  await writeFile(path.join(folder, 'flask.jpg'), await banner('不锈钢保温杯'));
  await writeFile(path.join(folder, 'coded.jpg'), await photoWithBarcode({ text: '4006381333931' }));
  const rows = ['k-1,Kettle,kettle.jpg', 'f-1,Flask,flask.jpg', 'c-1,Coded,coded.jpg', 'p-1,Small,0.png'];
  await writeFile(table, ['sku,title,image', ...rows].join('\n'));
  await importAll();
});
afterAll(async () => {
  await session.engine.close();
  await place.remove();
});

/** Low, as what is looked for text takes time by its area. */
function banner(text: string): Promise<Buffer> {
  return photoWithText({ text, size: 70, label: '#f7f4ec', height: 220 });
}

async function importAll(): Promise<void> {
  await session.ended((await session.call('ingest.start', { path: table })).jobId);
  await session.idle();
}

async function skusFor(text: string): Promise<string[]> {
  const { hits } = await session.call('search.run', {
    parts: [{ kind: 'text', text }],
    spelling: false,
    facets: false,
  });
  return hits
    .filter(({ why }) => why?.components.some(({ name, value }) => name === 'words' && value > 0))
    .map(({ sku }) => sku);
}

async function readingOf(sku: string) {
  const { images } = await session.call('catalog.productBySku', { sku });
  const hashes = images.flatMap(({ hash }) => (hash === null ? [] : [hash]));
  return (await session.call('recognition.ofImages', { hashes }))[0] ?? expect.unreachable();
}

it('nothing is read until a person asks for it', async () => {
  expect(await session.call('recognition.status', {})).toEqual({
    ...{ on: false, asked: false, waiting: 3, read: 0, withText: 0, withCodes: 0, failed: 0 },
  });
  expect(await readingOf('k-1')).toMatchObject({ state: 'waiting', lines: [] });
  expect(await skusFor('vortex')).toEqual([]);
});

it('reads all images that are large enough, and products are found by what stands on them', async () => {
  expect(await session.call('recognition.turn', { on: true })).toMatchObject({ on: true, asked: true });
  await session.idle();
  expect(await session.call('recognition.status', {})).toMatchObject({ waiting: 0, read: 3, withCodes: 1, failed: 0 });
  const [job] = (await session.call('jobs.list', {})).filter(({ kind }) => kind === 'reading');
  expect(job).toMatchObject({ state: 'done', result: { images: 3, withCodes: 1, failed: 0 } });

  const kettle = await readingOf('k-1');
  expect(kettle).toMatchObject({ state: 'read', failure: null });
  expect(kettle.lines.map(({ text }) => text)).toEqual(['VORTEX WK-4021']);
  expect(kettle.lines[0]?.quad[0][0]).toBeLessThan(kettle.lines[0]?.quad[1][0] ?? 0);
  expect(await readingOf('p-1')).toMatchObject({ state: 'small' });

  expect(await skusFor('vortex')).toEqual(['k-1']);
  expect(await skusFor('wk-4021')).toEqual(['k-1']);
  const { hits, meant } = await session.call('search.run', {
    parts: [{ kind: 'text', text: 'wk-4021' }],
    facets: false,
  });
  expect(hits[0]?.sku).toBe('k-1');
  expect(meant).toBeGreaterThan(0);
});

it.skipIf(!drawsChinese())(
  'finds by Chinese on an image (skipped where the machine has no Chinese font to draw with)',
  async () => {
    expect(await skusFor('保温杯')).toEqual(['f-1']);
  },
);

it('a title says more than an image', async () => {
  const { id } = await session.call('catalog.productBySku', { sku: 'f-1' });
  await session.call('exchange.edit', { edits: [{ productId: id, field: 'title', value: 'Vortex flask' }], by: 'me' });
  expect(await skusFor('vortex')).toEqual(['f-1', 'k-1']);
});

it('a product is found by the barcode on its image', async () => {
  expect((await readingOf('c-1')).codes).toEqual([
    { format: 'ean', text: '4006381333931', gtin: '4006381333931', valid: true },
  ]);
  const { hits, narrowedTo } = await session.call('search.run', {
    parts: [{ kind: 'text', text: '4006381333931' }],
    facets: false,
  });
  expect(hits.map(({ sku }) => sku)).toEqual(['c-1']);
  expect(narrowedTo).toBe('number');
});

it('an image that comes in later is read by itself, and one that was read is not read again', async () => {
  await writeFile(path.join(folder, 'late.jpg'), await banner('ZEPHYR 900'));
  await copyFile(path.join(folder, 'kettle.jpg'), path.join(folder, 'again.jpg'));
  const rows = ['f-1,Flask,flask.jpg', 'l-1,Late,late.jpg', 'a-1,Again,again.jpg'];
  await writeFile(table, ['sku,title,image', ...rows].join('\n'));
  await importAll();
  await expect
    .poll(async () => (await session.call('recognition.status', {})).read, { timeout: 20_000, interval: 100 })
    .toBe(4);
  await session.idle();
  expect(await skusFor('zephyr')).toEqual(['l-1']);
  // The kettle left, and another product shows its photo.
  expect(await skusFor('wk-4021')).toEqual(['a-1']);
});

it('reads what stands on a photo that people search with', async () => {
  const { hash } = await session.call('search.addImage', { path: path.join(folder, 'kettle.jpg') });
  const lines = await session.call('recognition.onPhoto', { hash });
  expect(lines.map(({ text }) => text)).toEqual(['VORTEX WK-4021']);
});

it('goes on after the library was closed in the midst of it, and stops when it is turned off', async () => {
  for (const [at, text] of ['ALPHA', 'GAMMA'].entries())
    await writeFile(path.join(folder, `more-${at}.jpg`), await banner(text));
  const more = ['m-0,A,more-0.jpg', 'm-1,B,more-1.jpg'];
  await writeFile(table, ['sku,title,image', ...more].join('\n'));
  await importAll();
  await expect
    .poll(async () => (await session.call('recognition.status', {})).read, { timeout: 20_000, interval: 20 })
    .toBeGreaterThan(4);
  await session.engine.close();
  session = await openSession(place);
  await session.idle();
  expect(await session.call('recognition.status', {})).toMatchObject({ on: true, waiting: 0, read: 6 });
  expect((await readingOf('m-1')).lines.map(({ text }) => text)).toEqual(['GAMMA']);
  expect(await skusFor('gamma')).toEqual(['m-1']);

  expect(await session.call('recognition.turn', { on: false })).toMatchObject({ on: false, asked: true, read: 6 });
  await writeFile(path.join(folder, 'off.jpg'), await banner('OMEGA'));
  await rm(path.join(folder, 'more-0.jpg'));
  await writeFile(table, ['sku,title,image', 'o-1,Off,off.jpg'].join('\n'));
  await importAll();
  expect(await session.call('recognition.status', {})).toMatchObject({ waiting: 1, read: 6 });
  expect(await readingOf('o-1')).toMatchObject({ state: 'waiting' });
}, 60_000);
