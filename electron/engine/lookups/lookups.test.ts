/** Many photos at once: looked up by a job, decided by people, taken back, and there after a restart. */
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LookupRow } from '../../contract/lookups.ts';
import { colours, makeWorkplace, openSession, type Session, type Workplace } from '../library/testing.ts';
import { photoWithBarcode } from '../recognition/barcodes/testing.ts';

let place: Workplace;
let session: Session;
let photos: string;

beforeEach(async () => {
  place = await makeWorkplace();
  session = await openSession(place);
  photos = path.join(place.root, 'photos');
  await mkdir(photos, { recursive: true });
  await session.ended((await session.call('ingest.start', { path: await place.catalog('mugs', 5) })).jobId);
  await session.idle();
});
afterEach(async () => {
  await session.engine.close();
  await place.remove();
});

let sizes = 200;

async function photo(name: string, colour: keyof typeof colours): Promise<string> {
  const file = path.join(photos, name);
  await sharp({ create: { width: sizes++, height: 90, channels: 3, background: colours[colour] } })
    .png()
    .toFile(file);
  return file;
}

const skuOf = async (id: number | null): Promise<string | null> =>
  id === null ? null : ((await session.call('lookups.list', {})).products.find((one) => one.id === id)?.sku ?? null);
const rows = async (): Promise<LookupRow[]> => (await session.call('lookups.list', {})).rows;
const product = async (sku: string): Promise<number> => (await session.call('catalog.productBySku', { sku })).id;
const kept = (): string[] => {
  const dir = path.join(place.library, 'lookups');
  return existsSync(dir) ? readdirSync(dir) : [];
};

it('looks each photo up, and says in a row of its own why one could not be', async () => {
  await photo('a.png', 'red');
  await photo('b.png', 'blue');
  await writeFile(path.join(photos, 'c.png'), 'no image at all');
  await writeFile(path.join(photos, 'd.txt'), 'left out: no photo by its name');
  const refused = { code: 'FILE_TOO_LARGE' as const, message: 'huge.jpg: too large.' };
  const { added, leftOut } = await session.call('lookups.add', {
    files: [{ path: photos }, { name: 'huge.jpg', error: refused }],
  });
  expect([added, leftOut]).toEqual([4, 0]);
  await session.idle();
  const found = await rows();
  expect(found.map(({ name }) => name)).toEqual(['a.png', 'b.png', 'c.png', 'huge.jpg']);
  expect(await skuOf(found[0]?.candidates[0]?.productId ?? null)).toBe('mugs-0');
  expect(await skuOf(found[1]?.candidates[0]?.productId ?? null)).toBe('mugs-2');
  expect(found[0]).toMatchObject({ image: expect.stringMatching(/^query\//), region: null, error: null });
  expect(found[2]).toMatchObject({
    state: 'failed',
    error: { code: 'NOT_AN_IMAGE', details: { why: 'photo-foreign' } },
  });
  expect(found[3]).toMatchObject({ state: 'failed', error: refused });

  // The terminal asks photo by photo, and is told the same.
  const [asked] = await session.call('lookups.photo', { path: path.join(photos, 'a.png') });
  expect(asked).toMatchObject({ hash: found[0]?.hash, answer: found[0]?.answer });
  expect(asked?.candidates.map(({ product: { id } }) => id)).toEqual(
    found[0]?.candidates.map(({ productId }) => productId),
  );
  await expect(session.call('lookups.add', { files: [{ path: place.modelsDir }] })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});

it('knows a photo of the catalog itself, among products that look the same', async () => {
  await session.ended((await session.call('ingest.start', { path: await place.catalog('cups', 15) })).jobId);
  await session.idle();
  const [asked] = await session.call('lookups.photo', { path: path.join(place.root, 'cups', '7.png') });
  expect(asked?.answer).toBe('one');
  expect(asked?.candidates[0]).toMatchObject({ product: { sku: 'cups-7' }, probability: 1 });
  expect(asked?.candidates.filter(({ product: { sku } }) => sku === 'cups-7')).toHaveLength(1);
  expect(asked?.candidates.slice(1).every(({ probability }) => probability === 0)).toBe(true);
});

it('teaches by what is confirmed, counts it, and takes it back', async () => {
  await photo('a.png', 'black');
  await session.call('lookups.add', { files: [{ path: photos }] });
  await session.idle();
  const [first] = await rows();
  const at = { photoId: first?.photoId ?? 0, place: 0 };
  const id = await product('mugs-1');
  const { operation } = await session.call('lookups.decide', { ...at, shows: id });
  expect(operation?.kind).toBe('search.confirmPhoto');
  expect(await rows()).toMatchObject([{ state: 'confirmed', productId: id }]);
  expect((await session.call('lookups.list', {})).counts).toEqual([{ productId: id, confirmed: 1, toCheck: 0 }]);
  expect(await session.call('search.references', { productId: id })).toMatchObject([{ name: 'a.png' }]);
  const next = await photo('next.png', 'black');
  expect((await session.call('lookups.photo', { path: next }))[0]?.candidates[0]?.product.id).toBe(id);

  // "Not listed" takes from the product what it was taught, and undo gives it back.
  await session.call('lookups.decide', { ...at, shows: 'none' });
  expect(await rows()).toMatchObject([{ state: 'none', saidNone: true, productId: null }]);
  expect(await session.call('search.references', { productId: id })).toEqual([]);
  await session.call('operations.undo', {});
  expect(await rows()).toMatchObject([{ state: 'confirmed', saidNone: false, productId: id }]);
  await session.call('operations.undo', {});
  expect(await rows()).toMatchObject([{ state: first?.state, productId: first?.productId }]);
  expect((await session.call('lookups.decide', { ...at, shows: null })).operation).toBeNull();

  await session.call('lookups.decide', { ...at, shows: 'none' });
  const { text } = await session.call('lookups.table', { of: 'photos' });
  expect(text.split('\n').slice(0, 2)).toEqual([
    'photo,part,answer,sku,title,probability,confirmed,next,unknown barcodes,error',
    expect.stringMatching(/^a\.png,,none,,,,yes,/),
  ]);
  await session.call('lookups.remove', {});
  expect(await rows()).toEqual([]);
  await expect(session.call('lookups.decide', { ...at, shows: id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('has a row for each part of a photo that shows several, when asked', async () => {
  const half = (colour: keyof typeof colours, left: number) => ({
    input: { create: { width: 120, height: 160, channels: 3 as const, background: colours[colour] } },
    left,
    top: 40,
  });
  const file = path.join(photos, 'two.png');
  await sharp({ create: { width: 480, height: 240, channels: 3, background: '#ffffff' } })
    .composite([half('red', 60), half('blue', 300)])
    .png()
    .toFile(file);
  await session.call('lookups.add', { files: [{ path: file }] });
  await session.idle();
  expect(await rows()).toHaveLength(1);
  await rm(file);
  // Found again in the copy that was kept, though the file is gone.
  await session.call('lookups.run', { parts: true });
  await session.idle();
  const found = await rows();
  expect(found).toHaveLength(2);
  expect(await Promise.all(found.map(({ candidates: [best] }) => skuOf(best?.productId ?? null)))).toEqual([
    'mugs-0',
    'mugs-2',
  ]);
  for (const { region } of found) expect(region?.width).toBeLessThan(0.5);
  await session.call('lookups.decide', { photoId: found[1]?.photoId ?? 0, place: 1, shows: await product('mugs-2') });
  // What was decided stays as it is.
  expect(await session.call('lookups.run', { parts: false, anew: true })).toEqual({ waiting: 0 });
  expect((await rows()).map(({ state }) => state === 'confirmed')).toEqual([false, true]);
});

it('keeps what was handed over until it was read, and goes on after a restart', async () => {
  const file = await photo('a.png', 'red');
  await session.call('lookups.add', { files: [{ path: file, name: 'from the browser.png' }], keep: true });
  await rm(file);
  // At once: whatever the job has done by now, nothing may be lost.
  await session.engine.close();
  session = await openSession(place);
  await session.idle();
  expect(await rows()).toMatchObject([{ name: 'from the browser.png', answer: expect.any(String) }]);
  expect(kept()).toEqual([]);
});

it('stops when it is told to, and goes on from there', async () => {
  for (let i = 0; i < 12; i++) await photo(`${i}.png`, 'red');
  await session.call('lookups.add', { files: [{ path: photos }] });
  const [job] = (await session.call('jobs.list', {})).filter(({ kind }) => kind === 'lookup');
  await session.call('jobs.cancel', { id: job?.id ?? 0 });
  expect((await session.ended(job?.id ?? 0)).state).toBe('cancelled');
  const waiting = (await rows()).filter(({ state }) => state === 'waiting').length;
  expect(waiting).toBeGreaterThan(0);
  expect(await session.call('lookups.run', {})).toEqual({ waiting });
  await session.idle();
  expect((await rows()).filter(({ state }) => state === 'waiting')).toEqual([]);
});

it('names a photo by the barcode on it, and says which numbers nobody has', async () => {
  const number = '4006381333931';
  const file = path.join(photos, 'pack.jpg');
  await writeFile(file, await photoWithBarcode({ text: number, turned: 10 }));
  const [unknown] = await session.call('lookups.photo', { path: file });
  expect(unknown?.unknownBarcodes).toEqual([number]);
  const id = await product('mugs-3');
  await session.call('exchange.edit', {
    edits: [{ productId: id, field: 'attribute:GTIN', value: number }],
    by: 'Ann',
  });
  const [known] = await session.call('lookups.photo', { path: file });
  expect(known).toMatchObject({ answer: 'barcode', unknownBarcodes: [] });
  expect(known?.candidates[0]).toMatchObject({ product: { id }, probability: 1 });
});
