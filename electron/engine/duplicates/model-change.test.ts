/** What people said of duplicates outlives a change of the model that reads the images. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeWorkplace, openSession, type Session, type Workplace } from '../library/testing.ts';

let place: Workplace;
let session: Session;

beforeAll(async () => {
  place = await makeWorkplace();
  session = await openSession(place);
  const { jobId } = await session.call('ingest.start', { path: await place.catalog('shop', 10) });
  await session.ended(jobId);
});
afterAll(async () => {
  await session.engine.close();
  await place.remove();
});

it('keeps verdicts and merges when another model takes over', async () => {
  const { call } = session;
  const id = async (sku: string) => (await call('catalog.productBySku', { sku })).id;
  const pair = async (a: string, b: string): Promise<[number, number]> => [await id(a), await id(b)];
  await call('duplicates.verdict', { pairs: [await pair('shop-0', 'shop-5')], value: 'same' });
  await call('duplicates.verdict', { pairs: [await pair('shop-1', 'shop-6')], value: 'different' });
  await call('duplicates.merge', { keeperId: await id('shop-2'), productIds: [await id('shop-7')] });
  const decided = async () => {
    const { groups } = await call('duplicates.list', { settled: 'only' });
    return groups.map(({ members, decision }) => [
      members
        .map(({ sku }) => sku)
        .sort()
        .join(' '),
      decision,
    ]);
  };
  const before = await decided();
  expect(before.map(([skus]) => skus)).toEqual(['shop-2 shop-7', 'shop-1 shop-6', 'shop-0 shop-5']);

  const job = await call('library.prepareModel', { modelId: 'tiny-siglip', thenUse: true });
  expect(await session.ended(job.id)).toMatchObject({ state: 'done' });
  await session.using('tiny-siglip');
  await session.ended((await call('duplicates.scan', { full: true })).jobId);
  expect(await decided()).toEqual(before);
  expect((await call('library.info', {})).products).toBe(9);
  const { groups } = await call('duplicates.list', { minProbability: 0.01 });
  const judged = new Set(await Promise.all(['shop-1', 'shop-6'].map(id)));
  expect(groups.filter(({ members }) => members.every((member) => judged.has(member.id)))).toEqual([]);
  await session.engine.close();
  session = await openSession(place);
  expect((await session.call('duplicates.list', { settled: 'only' })).total).toBe(3);
});
