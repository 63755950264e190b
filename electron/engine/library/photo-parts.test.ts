/** Asking with a part of a photo: what it finds, and what is kept of it. */
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { regionHash } from '../../contract/region.ts';

import { colours, makeWorkplace, openSession, type Session, type Workplace } from './testing.ts';

let place: Workplace;
let session: Session;
let photo: string;
const left = { x: 0, y: 0, width: 0.5, height: 1 };
const right = { x: 0.5, y: 0, width: 0.5, height: 1 };

const [one, other] = Object.entries(colours) as [[string, string], [string, string]];

beforeAll(async () => {
  place = await makeWorkplace();
  session = await openSession(place);
  await session.ended((await session.call('ingest.start', { path: await place.catalog('shop', 5) })).jobId);
  await session.idle();
  photo = path.join(place.root, 'both.png');
  const half = (background: string) => ({ create: { width: 300, height: 300, channels: 3 as const, background } });
  const two = sharp({ create: { width: 600, height: 300, channels: 3, background: '#fff' } }).composite([
    { input: half(one[1]), left: 0, top: 0 },
    { input: half(other[1]), left: 300, top: 0 },
  ]);
  await writeFile(photo, await two.png().toBuffer());
});
afterAll(async () => {
  await session.engine.close();
  await place.remove();
});

async function first(hash: string, region: typeof left): Promise<string | undefined> {
  const { hits } = await session.call('search.run', {
    parts: [{ kind: 'image', hash, region }],
    facets: false,
    remember: true,
  });
  return hits[0]?.title;
}

it('each part of a photo finds what is on it, and goes by its own hash where a photo does', async () => {
  const { hash } = await session.call('search.addImage', { path: photo });
  expect(await first(hash, left)).toMatch(/shop 0$/);
  expect(await first(hash, right)).toMatch(/shop 1$/);
  const [latest] = await session.call('search.history', { limit: 1 });
  expect(latest?.parts[0]).toMatchObject({ region: right });
  const { candidates } = await session.call('search.lookUp', { hash: regionHash(hash, right) });
  expect(candidates[0]?.product.title).toMatch(/shop 1$/);
  const { id } = await session.call('catalog.productBySku', { sku: candidates[0]?.product.sku ?? '' });
  await session.call('search.confirmPhoto', { hash: regionHash(hash, right), productId: id });
  expect(await session.call('search.references', { productId: id })).toMatchObject([{ name: 'both.png' }]);
});

it('a part is asked for again from the copy, and says so where that is gone', async () => {
  const { hash } = await session.call('search.addImage', { path: photo });
  await session.engine.close();
  session = await openSession(place);
  const upper = { x: 0, y: 0, width: 0.5, height: 0.9 };
  expect(await first(hash, upper)).toMatch(/shop 0$/);
  await session.engine.close();
  await rm(path.join(place.library, 'queries'), { recursive: true });
  session = await openSession(place);
  // What was read is known by content; another part is not.
  expect(await first(hash, upper)).toMatch(/shop 0$/);
  await expect(first(hash, { ...upper, height: 0.8 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('a photo of the catalog is asked with like any other', async () => {
  const { hits } = await session.call('search.run', { parts: [], facets: false });
  const mug = hits.find(({ title }) => title.endsWith('shop 0'));
  const added = await session.call('search.addCatalogImage', { imageId: mug?.image?.id ?? 0 });
  expect(added).toMatchObject({ hash: mug?.image?.hash, height: 40 });
  expect(await first(added.hash, { x: 0.1, y: 0.1, width: 0.8, height: 0.8 })).toMatch(/shop 0$/);
});

it('a part that is searched by at once needs the whole photo for nothing', async () => {
  const { hash } = await session.call('search.addImage', { path: photo, region: right });
  expect(await first(hash, right)).toMatch(/shop 1$/);
});

it('a screenshot is searched by without its bars, a photo of the catalog as it is', async () => {
  const shot = path.join(place.root, 'shot.png');
  const bars = { top: 120, bottom: 120, background: '#000' };
  await writeFile(
    shot,
    await sharp({ create: { width: 300, height: 300, channels: 3, background: other[1] } })
      .extend(bars)
      .png()
      .toBuffer(),
  );
  const { hash, content } = await session.call('search.addImage', { path: shot });
  expect(content?.y).toBeCloseTo(120 / 540, 1);
  expect(await first(hash, content ?? left)).toMatch(/shop 1$/);
  expect(await session.call('search.addImage', { path: path.join(place.root, 'shop', '0.png') })).not.toHaveProperty(
    'content',
  );
});
