/** Duplicates from end to end in the engine: found, judged, merged, taken back, and remembered. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DuplicatesBench, openDuplicatesBench } from './testing.ts';

let bench: DuplicatesBench;

async function drawPhotos(): Promise<void> {
  for (let seed = 1; seed <= 6; seed++) await bench.draw(`photos/p${seed}.jpg`, seed);
  await bench.copy('photos/p1.jpg', 'photos/p1-again.jpg');
  await bench.draw('photos/p2-small.jpg', 2, (picture) => picture.resize(150));
}

const pairOf = async (a: string, b: string): Promise<[number, number]> => [await bench.id(a), await bench.id(b)];
const skusOf = async (params = {}) => (await bench.groups(params)).map(({ skus }) => skus.join(' '));

describe('a folder with twins', () => {
  beforeEach(async () => {
    bench = await openDuplicatesBench();
    await drawPhotos();
    await bench.import('photos');
  });
  afterEach(() => bench.close());

  it('finds the same file and a smaller copy, and nothing else', async () => {
    const groups = await bench.groups();
    expect(groups.map(({ kind, skus }) => [kind, skus.join(' ')]).sort()).toEqual([
      ['exact', 'p1 p1-again'],
      ['near', 'p2 p2-small'],
    ]);
    const near = groups.find(({ kind }) => kind === 'near');
    expect(near?.keeper).toEqual({ productId: await bench.id('p2'), reason: 'resolution' });
    expect(near?.pairs[0]?.signals.nearIdentical.contribution).toBeGreaterThan(0);
  });

  it('gives the same groups in the same order when everything is compared again', async () => {
    const before = await bench.groups({ minProbability: 0.05 });
    const { jobId } = await bench.call('duplicates.scan', { full: true });
    await expect.poll(async () => (await bench.call('jobs.get', { id: jobId })).state).toBe('done');
    expect(await bench.groups({ minProbability: 0.05 })).toEqual(before);
    await bench.reopen();
    expect(await bench.groups({ minProbability: 0.05 })).toEqual(before);
  });

  it('keeps settled groups settled: at every threshold, after a removal and re-import, after a move', async () => {
    await bench.call('duplicates.verdict', { pairs: [await pairOf('p1', 'p1-again')], value: 'same' });
    await bench.call('duplicates.verdict', { pairs: [await pairOf('p2', 'p2-small')], value: 'different' });
    const nothingToAsk = async (): Promise<void> => {
      for (const minProbability of [0.1, 0.5, 0.9]) expect(await skusOf({ minProbability })).toEqual([]);
    };
    await nothingToAsk();
    expect(await skusOf({ settled: true })).toEqual(['p1 p1-again']);

    const [source] = (await bench.call('library.info', {})).sources;
    await bench.call('ingest.removeSource', { sourceId: source?.id ?? 0 });
    expect(await skusOf({ settled: true })).toEqual([]);
    await bench.import('photos');
    await nothingToAsk();

    await bench.move('photos/p2-small.jpg', 'photos/other-name.jpg');
    await bench.move('photos/p1-again.jpg', 'photos/p1-elsewhere.jpg');
    await bench.import('photos');
    await nothingToAsk();
    expect(await skusOf({ settled: true })).toEqual(['p1 p1-elsewhere']);
  });

  it('asks about a newcomer to a settled group, and checks it as it comes in', async () => {
    await bench.call('duplicates.verdict', { pairs: [await pairOf('p1', 'p1-again')], value: 'same' });
    await bench.draw('photos/p1-crop.jpg', 1, (picture) => picture.flop());
    await bench.draw('photos/p9.jpg', 9);
    await bench.import('photos');
    expect(await skusOf()).toContain('p1 p1-again p1-crop');
    const { lastCheck } = await bench.call('duplicates.state', {});
    expect(lastCheck).toMatchObject({ added: 2, known: 1 });
    expect(lastCheck?.examples[0]?.productId).toBe(await bench.id('p1-crop'));
  });

  it('carries verdicts over to all that is the same, and refuses to contradict itself', async () => {
    const [p1, again] = await pairOf('p1', 'p1-again');
    const [p2, small] = await pairOf('p2', 'p2-small');
    await bench.call('duplicates.verdict', { pairs: [[p1, again]], value: 'same' });
    await bench.call('duplicates.verdict', { pairs: [[again, p2]], value: 'different' });
    const { inferred } = await bench.call('duplicates.verdict', { pairs: [[p2, small]], value: 'same' });
    expect(inferred).toBe(3);
    const { pair } = await bench.call('duplicates.compare', { left: p1, right: small });
    expect(pair.verdict).toEqual({ value: 'different', by: 'inferred' });
    await expect(bench.call('duplicates.verdict', { pairs: [[p1, small]], value: 'same' })).rejects.toMatchObject({
      code: 'CONFLICT',
      details: { pair: expect.arrayContaining([again, p2]) },
    });
    await bench.call('operations.undo', {});
    await bench.call('operations.undo', {});
    await bench.call('duplicates.verdict', { pairs: [[p1, small]], value: 'same' });
  });

  it('merges, shows one product, keeps it so over a re-import, and takes it back', async () => {
    const [p2, small] = await pairOf('p2', 'p2-small');
    const before = await bench.call('search.run', { limit: 50 });
    const { preview } = await bench.call('duplicates.merge', { keeperId: p2, productIds: [p2, small] });
    expect(preview.photos.map(({ added }) => added)).toEqual([false, true]);
    const merged = async (): Promise<void> => {
      const after = await bench.call('search.run', { limit: 50 });
      expect(after.total).toBe(before.total - 1);
      expect(after.hits.map(({ sku }) => sku)).not.toContain('p2-small');
      expect((await bench.call('catalog.product', { id: p2 })).images).toHaveLength(2);
      expect((await bench.call('library.info', {})).products).toBe(before.total - 1);
      expect(await skusOf()).toEqual(['p1 p1-again']);
    };
    await merged();
    await bench.import('photos');
    await bench.reopen();
    await merged();
    const { text } = await bench.call('duplicates.exportDecisions', {});
    expect(
      text
        .split('\r\n')
        .slice(1, 3)
        .map((line) => line.split(',').slice(0, 2)),
    ).toEqual([
      ['keep', 'p2'],
      ['merge into', 'p2-small'],
    ]);
    await bench.call('operations.undo', {});
    expect((await bench.call('search.run', { limit: 50 })).total).toBe(before.total);
    expect((await bench.call('catalog.product', { id: p2 })).images).toHaveLength(1);
    expect((await skusOf()).sort()).toEqual(['p1 p1-again', 'p2 p2-small']);
  });

  it('applies a rule to the groups shown and to no others, as one step', async () => {
    const groups = await bench.groups();
    const exact = groups.find(({ kind }) => kind === 'exact');
    const near = groups.find(({ kind }) => kind === 'near');
    const rule = { kinds: ['exact' as const, 'near' as const], sameFolder: true, keep: 'largest' as const };
    const groupIds = [near?.id ?? ''];
    const plan = await bench.call('duplicates.rulePreview', { rule, groupIds });
    expect(plan.applied).toEqual([
      { groupId: near?.id, keeperId: await bench.id('p2'), productIds: [await bench.id('p2-small')] },
    ]);
    expect(await skusOf()).toHaveLength(2);
    const done = await bench.call('duplicates.ruleApply', { rule, groupIds: [...groupIds, 'gone'] });
    expect(done.skipped).toEqual([{ groupId: 'gone', reason: 'gone' }]);
    expect((await bench.groups()).map(({ id }) => id)).toEqual([exact?.id]);
    await bench.call('operations.undo', {});
    expect((await bench.groups()).map(({ id }) => id).sort()).toEqual([exact?.id, near?.id].sort());
  });

  it('says of a picture from outside whether its product is here', async () => {
    await bench.draw('query.jpg', 3, (picture) =>
      picture.extend({ top: 30, bottom: 30, left: 20, right: 20, background: 'white' }),
    );
    const { hash } = await bench.call('search.addImage', { path: `${bench.root}/query.jpg` });
    const { best, threshold } = await bench.call('duplicates.checkImage', { hash });
    expect(best?.product.sku).toBe('p3');
    expect(best?.probability).toBeGreaterThan(threshold);
    const own = await bench.call('search.addImage', { path: `${bench.root}/photos/p4.jpg` });
    expect((await bench.call('duplicates.checkImage', { hash: own.hash })).best).toMatchObject({
      kind: 'exact',
      probability: 1,
    });
    await bench.draw('stranger.jpg', 77);
    const stranger = await bench.call('search.addImage', { path: `${bench.root}/stranger.jpg` });
    const answer = await bench.call('duplicates.checkImage', { hash: stranger.hash });
    expect(answer.best?.probability ?? 0).toBeLessThan(threshold);
  });

  it('takes verdicts to another library of the same photos', async () => {
    await bench.call('duplicates.verdict', { pairs: [await pairOf('p2', 'p2-small')], value: 'different' });
    const { verdicts } = await bench.call('duplicates.exportVerdicts', {});
    await bench.reopen('second');
    await bench.import('photos');
    expect(await skusOf()).toContain('p2 p2-small');
    expect(await bench.call('duplicates.importVerdicts', { verdicts })).toMatchObject({
      imported: 1,
      unchanged: 0,
      refused: [],
    });
    expect(await skusOf()).toEqual(['p1 p1-again']);
    expect(await bench.call('duplicates.importVerdicts', { verdicts })).toMatchObject({ imported: 0, unchanged: 1 });
  });
});

describe('a table with variants', () => {
  beforeAll(async () => {
    bench = await openDuplicatesBench();
    await bench.draw('shop/a.jpg', 11);
    await bench.draw('shop/b.jpg', 11, (picture) => picture.resize(200));
    await bench.draw('shop/c.jpg', 12);
    await bench.draw('shop/d.jpg', 12, (picture) => picture.resize(200));
    await bench.write(
      'shop/products.csv',
      'sku,title,price,image\nS1,Shower gel 150 ml,3.5,a.jpg\nS2,Shower gel 300 ml,5,b.jpg\nT1,Tea 红茶 500克,8,c.jpg\nT2,Tea 红茶 0.5千克 long leaf,7,d.jpg\n',
    );
    await bench.import('shop/products.csv');
  });
  afterAll(() => bench.close());

  it('tells sizes apart and amounts that are only written otherwise not', async () => {
    const groups = await bench.groups();
    expect(groups.map(({ kind, skus }) => [kind, skus.join(' ')]).sort()).toEqual([
      ['near', 'T1 T2'],
      ['variant', 'S1 S2'],
    ]);
    const variant = groups.find(({ kind }) => kind === 'variant');
    expect(variant?.pairs[0]?.veto).toEqual({ kind: 'unit', left: '150 ml', right: '300 ml' });
  });

  it('says how two listings differ', async () => {
    const [left, right] = await pairOf('T1', 'T2');
    const { differences } = await bench.call('duplicates.compare', { left, right });
    expect(differences.find(({ field }) => field === 'resolution')).toMatchObject({
      left: '240x300',
      right: '200x250',
      better: 'left',
    });
    const title = differences.find(({ field }) => field === 'title');
    expect(title?.rightRanges.map(([from, to]) => title.right?.slice(from, to))).toContain('long');
    expect(title?.better).toBe('right');
  });

  it('takes each field from where it was told to, and asks where it was told to ask', async () => {
    const [keeperId, other] = await pairOf('T1', 'T2');
    const params = { keeperId, productIds: [other] };
    const asked = { title: 'ask', description: 'keeper', price: 'ask', tags: 'union', photos: 'keeper' } as const;
    const preview = await bench.call('duplicates.mergePreview', { ...params, fields: asked });
    expect(preview.open).toEqual(['title', 'price']);
    await expect(bench.call('duplicates.merge', { ...params, fields: asked })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
    const fields = { ...asked, title: { from: other }, price: 'lowest' } as const;
    await bench.call('duplicates.merge', { ...params, fields });
    const merged = await bench.call('catalog.product', { id: keeperId });
    expect(merged).toMatchObject({ title: 'Tea 红茶 0.5千克 long leaf', price: { amount: 7 }, imageCount: 1 });
  });
});
