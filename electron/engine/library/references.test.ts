/** Photos that people confirmed: found by, kept, taken back, and there after whatever becomes of the library. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { colours, makeWorkplace, openSession, type Session, type Workplace } from './testing.ts';

let place: Workplace;
let session: Session;

beforeEach(async () => {
  place = await makeWorkplace();
  session = await openSession(place);
  await session.ended((await session.call('ingest.start', { path: await place.catalog('mugs', 10) })).jobId);
  await session.idle();
});
afterEach(async () => {
  await session.engine.close();
  await place.remove();
});

let sizes = 100;

/** A photo of a colour, no two of which are the same file. */
async function photo(colour: keyof typeof colours): Promise<string> {
  const file = path.join(place.root, `photo-${sizes++}.png`);
  await sharp({ create: { width: sizes, height: 90, channels: 3, background: colours[colour] } })
    .png()
    .toFile(file);
  return (await session.call('search.addImage', { path: file })).hash;
}

const product = async (sku: string): Promise<number> => (await session.call('catalog.productBySku', { sku })).id;
const firstHit = async (hash: string): Promise<string | undefined> => {
  const parts = [{ kind: 'image' as const, hash }];
  return (await session.call('search.run', { parts, limit: 1, facets: false, cutoff: false })).hits[0]?.sku;
};
const kept = (hash: string): boolean => existsSync(path.join(place.library, 'references', `${hash}.webp`));

it('finds the product by the next such photo, until that is taken back', async () => {
  // Every fifth mug is red: mugs-0 and mugs-5. The second is said to be black.
  const id = await product('mugs-5');
  const hash = await photo('black');
  const next = await photo('black');
  expect(await firstHit(next)).toBe('mugs-4');
  const { operation } = await session.call('search.confirmPhoto', { hash, productId: id });
  expect(operation).toMatchObject({ kind: 'search.confirmPhoto', label: 'plain mug mugs 5' });
  expect(await session.call('search.references', { productId: id })).toMatchObject([
    { hash, name: expect.stringMatching(/^photo-\d+\.png$/), url: `reference/${hash}` },
  ]);
  const hits = await session.call('search.run', {
    parts: [{ kind: 'image', hash: next }],
    limit: 3,
    facets: false,
    cutoff: false,
  });
  expect(hits.hits.map(({ sku }) => sku)).toContain('mugs-5');
  expect(await session.call('search.lookUp', { hash })).toMatchObject({
    verdict: 'one',
    saidToBe: id,
    candidates: [{ product: { sku: 'mugs-5' }, probability: 1, confirmed: true }],
  });
  expect((await session.call('search.lookUp', { hash: next })).saidToBe).toBeNull();

  // No image of the product: not listed with its own, and nothing that two products could share.
  expect((await session.call('catalog.product', { id })).images).toHaveLength(1);
  expect((await session.call('catalog.file', { url: `reference/${hash}` })).mime).toBe('image/webp');

  expect((await session.call('search.confirmPhoto', { hash, productId: id })).operation).toBeNull();
  await session.call('operations.undo', {});
  expect(await session.call('search.references', { productId: id })).toEqual([]);
  expect((await session.call('search.lookUp', { hash })).saidToBe).toBeNull();
});

it('leads the results with the product that the look-up names', async () => {
  const id = await product('mugs-5');
  const hash = await photo('black');
  expect(await firstHit(hash)).toBe('mugs-4');
  await session.call('search.confirmPhoto', { hash, productId: id });
  await session.call('search.lookUp', { hash });
  const { hits, meant } = await session.call('search.run', { parts: [{ kind: 'image', hash }], facets: false });
  expect(hits[0]).toMatchObject({ sku: 'mugs-5', band: 'very-likely', why: { named: 1 } });
  expect(meant).toBeGreaterThan(0);
  const byTitle = { parts: [{ kind: 'image' as const, hash }], sort: 'title' as const, facets: false };
  expect((await session.call('search.run', byTitle)).hits[0]?.sku).not.toBe('mugs-5');
  // Until something else is known.
  await session.call('search.removeReference', { hash });
  expect(await firstHit(hash)).toBe('mugs-4');
});

it('belongs to one product: the last that was said', async () => {
  const [first, second] = [await product('mugs-1'), await product('mugs-2')];
  const hash = await photo('green');
  await session.call('search.confirmPhoto', { hash, productId: first });
  await session.call('search.confirmPhoto', { hash, productId: second });
  expect(await session.call('search.references', { productId: first })).toEqual([]);
  const { operation } = await session.call('search.removeReference', { hash });
  expect(await session.call('search.references', { productId: second })).toEqual([]);
  await expect(session.call('search.removeReference', { hash })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await session.call('operations.undo', { id: operation?.id as number });
  expect(await session.call('search.references', { productId: second })).toHaveLength(1);
  await session.call('operations.undo', {});
  expect(await session.call('search.references', { productId: first })).toHaveLength(1);
});

it('does not undo over what was said since', async () => {
  const hash = await photo('green');
  const one = await session.call('search.confirmPhoto', { hash, productId: await product('mugs-1') });
  await session.call('search.confirmPhoto', { hash, productId: await product('mugs-2') });
  await expect(session.call('operations.undo', { id: one.operation?.id as number })).rejects.toMatchObject({
    code: 'CONFLICT',
  });
});

it('says what is wrong with a photo or a product that is gone', async () => {
  const hash = await photo('blue');
  await expect(session.call('search.confirmPhoto', { hash, productId: 99_999 })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  await expect(
    session.call('search.confirmPhoto', { hash: 'a'.repeat(64), productId: await product('mugs-1') }),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('is there after a restart, compaction and a change of model', async () => {
  const id = await product('mugs-5');
  const hash = await photo('black');
  await session.call('search.confirmPhoto', { hash, productId: id });
  await session.call('library.compact', {});
  await session.idle();
  await session.engine.close();
  session = await openSession(place);
  expect(await session.call('search.references', { productId: id })).toHaveLength(1);
  const { id: preparing } = await session.call('library.prepareModel', { modelId: 'tiny-siglip' });
  await session.ended(preparing);
  await session.call('library.useModel', { modelId: 'tiny-siglip' });
  const next = await photo('black');
  const { candidates } = await session.call('search.lookUp', { hash: next });
  expect(candidates.map(({ product: { sku } }) => sku)).toContain('mugs-5');
  expect(candidates.find(({ product: { sku } }) => sku === 'mugs-5')?.confirmed).toBe(true);
  expect(kept(hash)).toBe(true);
});

it('gives back the room of a photo that was taken back, and says so to whoever wants it again', async () => {
  const id = await product('mugs-5');
  const [gone, stays] = [await photo('black'), await photo('red')];
  for (const hash of [gone, stays]) await session.call('search.confirmPhoto', { hash, productId: id });
  const { operation } = await session.call('search.removeReference', { hash: gone });
  expect(kept(gone)).toBe(true);
  const { id: job } = await session.call('library.compact', {});
  expect((await session.ended(job)).result?.bytes).toBeGreaterThan(0);
  expect([kept(gone), kept(stays)]).toEqual([false, true]);
  await expect(session.call('operations.undo', { id: operation?.id as number })).rejects.toMatchObject({
    code: 'CONFLICT',
    details: { why: 'reference-gone' },
  });
  expect(await session.call('search.references', { productId: id })).toMatchObject([{ hash: stays }]);
});

it('is shown by the product that shows a merged one, and comes back with it', async () => {
  const [keeper, member] = [await product('mugs-0'), await product('mugs-5')];
  const hash = await photo('red');
  await session.call('search.confirmPhoto', { hash, productId: member });
  await session.call('duplicates.merge', { keeperId: keeper, productIds: [member] });
  expect(await session.call('search.references', { productId: keeper })).toHaveLength(1);
  await session.call('operations.undo', {});
  expect(await session.call('search.references', { productId: keeper })).toEqual([]);
  expect(await session.call('search.references', { productId: member })).toHaveLength(1);
});
