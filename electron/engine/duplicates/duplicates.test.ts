/** Duplicates from end to end in the engine: found, judged, merged, taken back, and remembered. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DuplicatesBench, openDuplicatesBench } from './testing.ts';

let bench: DuplicatesBench;

async function drawImages(): Promise<void> {
  for (let seed = 1; seed <= 6; seed++) await bench.draw(`photos/p${seed}.jpg`, seed);
  await bench.copy('photos/p1.jpg', 'photos/p1-again.jpg');
  await bench.draw('photos/p2-small.jpg', 2, (image) => image.resize(150));
}

const pairOf = async (a: string, b: string): Promise<[number, number]> => [await bench.id(a), await bench.id(b)];
const skusOf = async (params = {}) => (await bench.groups(params)).map(({ skus }) => skus.join(' '));

describe('a folder with twins', () => {
  beforeAll(async () => {
    bench = await openDuplicatesBench();
    await drawImages();
    await bench.import('photos');
    await bench.save();
  });
  beforeEach(() => bench.restore());
  afterAll(() => bench.close());

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
    const decided = async (): Promise<string[]> =>
      (await bench.groups({ settled: 'only' }))
        .map(({ skus, decision }) => `${skus.join(' ')}: ${decision?.value}`)
        .sort();
    await nothingToAsk();
    expect(await decided()).toEqual(['p1 p1-again: same', 'p2 p2-small: different']);

    const [source] = (await bench.call('library.info', {})).sources;
    await bench.call('ingest.removeSource', { sourceId: source?.id ?? 0 });
    expect(await decided()).toEqual([]);
    await bench.import('photos');
    await nothingToAsk();

    await bench.move('photos/p2-small.jpg', 'photos/other-name.jpg');
    await bench.move('photos/p1-again.jpg', 'photos/p1-elsewhere.jpg');
    await bench.import('photos');
    await nothingToAsk();
    expect(await decided()).toEqual(['other-name p2: different', 'p1 p1-elsewhere: same']);

    // What is said of a product after it moved does not make it forget what was said before.
    await bench.call('duplicates.verdict', { pairs: [await pairOf('p1-elsewhere', 'p3')], value: 'different' });
    expect(await decided()).toEqual([
      'other-name p2: different',
      'p1 p1-elsewhere: same',
      'p1-elsewhere p3: different',
    ]);
  });

  it('lists settled groups alone, says how they were decided, and asks again once that is withdrawn', async () => {
    const same = await pairOf('p1', 'p1-again');
    const apart = await pairOf('p2', 'p2-small');
    // What is said within a millisecond comes one after the other all the same.
    const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now());
    await bench.call('duplicates.verdict', { pairs: [apart], value: 'different' });
    await bench.call('duplicates.verdict', { products: same, value: 'same' });
    const list = await bench.call('duplicates.list', { settled: 'only', minProbability: 0.99 });
    expect(list).toMatchObject({ total: 2, settledCounts: { exact: 1, near: 1 } });
    expect(list.groups.map(({ kind, decision, settled }) => [kind, decision?.value, decision?.by, settled])).toEqual([
      ['exact', 'same', 'person', true],
      ['near', 'different', 'person', true],
    ]);
    expect((await bench.call('duplicates.list', { settled: 'only', kind: 'near' })).total).toBe(1);
    expect((await bench.call('duplicates.list', { settled: 'show' })).total).toBe(2);

    const third = await bench.id('p3');
    await bench.call('duplicates.verdict', { pairs: [[third, apart[0]]], value: 'different' });
    expect(await skusOf({ settled: 'only' })).toEqual(['p2 p3', 'p1 p1-again', 'p2 p2-small']);
    clock.mockRestore();
    await bench.call('duplicates.verdict', { pairs: [[third, apart[1]]], value: 'different' });
    expect(await skusOf({ settled: 'only' })).toEqual(['p2 p2-small p3', 'p1 p1-again']);
    await bench.call('operations.undo', {});
    await bench.call('operations.undo', {});

    expect(await bench.call('duplicates.withdraw', { products: apart })).toMatchObject({ withdrawn: 1, separated: [] });
    expect(await skusOf()).toEqual(['p2 p2-small']);
    expect(await skusOf({ settled: 'only' })).toEqual(['p1 p1-again']);
    await bench.call('operations.undo', {});
    expect(await skusOf()).toEqual([]);
    expect(await skusOf({ settled: 'only' })).toEqual(['p1 p1-again', 'p2 p2-small']);
    expect(await bench.call('duplicates.withdraw', { pairs: [await pairOf('p3', 'p4')] })).toMatchObject({
      withdrawn: 0,
      operation: null,
    });
  });

  it('takes back what followed from a withdrawn verdict, and what a pair only follows from', async () => {
    const id = Object.fromEntries(
      await Promise.all(['p1', 'p1-again', 'p2', 'p3'].map(async (sku) => [sku, await bench.id(sku)])),
    );
    const say = (a: string, b: string, value: 'same' | 'different') =>
      bench.call('duplicates.verdict', { pairs: [[id[a] ?? 0, id[b] ?? 0]], value });
    await say('p1', 'p1-again', 'same');
    await say('p1-again', 'p2', 'same');
    await say('p2', 'p3', 'different');
    const verdictOn = async (a: string, b: string) =>
      (await bench.call('duplicates.compare', { left: id[a] ?? 0, right: id[b] ?? 0 })).pair.verdict?.value ?? null;
    expect(await verdictOn('p1', 'p3')).toBe('different');
    await bench.call('duplicates.withdraw', { pairs: [[id['p1-again'] ?? 0, id.p2 ?? 0]] });
    expect(await verdictOn('p1', 'p3')).toBeNull();
    expect(await verdictOn('p1', 'p1-again')).toBe('same');
    await bench.call('operations.undo', {});
    expect(await bench.call('duplicates.withdraw', { pairs: [[id.p1 ?? 0, id.p2 ?? 0]] })).toMatchObject({
      withdrawn: 2,
    });
    expect(await verdictOn('p2', 'p3')).toBe('different');
  });

  it('asks about a newcomer to a settled group, and checks it as it comes in', async () => {
    await bench.call('duplicates.verdict', { pairs: [await pairOf('p1', 'p1-again')], value: 'same' });
    await bench.draw('photos/p1-crop.jpg', 1, (image) => image.flop());
    await bench.draw('photos/p9.jpg', 9);
    await bench.import('photos');
    expect(await skusOf()).toContain('p1 p1-again p1-crop');
    const { lastCheck } = await bench.call('duplicates.state', {});
    expect(lastCheck).toMatchObject({ added: 2, known: 1 });
    expect(lastCheck?.examples[0]?.productId).toBe(await bench.id('p1-crop'));
    expect(await skusOf({ newOnly: true })).toEqual(['p1 p1-again p1-crop']);
    expect(await skusOf()).toEqual(expect.arrayContaining(['p2 p2-small']));
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
    const apart = async (): Promise<void> => {
      expect((await bench.call('search.run', { limit: 50 })).total).toBe(before.total);
      expect((await bench.call('catalog.product', { id: p2 })).images).toHaveLength(1);
      expect((await skusOf()).sort()).toEqual(['p1 p1-again', 'p2 p2-small']);
    };
    await bench.call('operations.undo', {});
    await apart();

    await bench.call('duplicates.merge', { keeperId: small, productIds: [p2] });
    const [group] = await bench.groups({ settled: 'only' });
    expect(group).toMatchObject({
      decision: { value: 'same', merged: true, by: 'merge' },
      keeper: { productId: small, reason: 'chosen' },
      members: [{ sku: 'p2-small', imageCount: 1 }, { sku: 'p2' }],
    });
    const { pair, differences } = await bench.call('duplicates.compare', { left: p2, right: small });
    expect([pair.probability > 0.8, differences[0]?.field]).toEqual([true, 'resolution']);
    await expect(bench.call('duplicates.verdict', { pairs: [[p2, small]], value: 'different' })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    const withdrawn = await bench.call('duplicates.withdraw', { products: [p2, small] });
    expect(withdrawn).toMatchObject({ withdrawn: 1, separated: [p2] });
    await apart();
    await bench.call('operations.undo', {});
    expect((await bench.call('search.run', { limit: 50 })).total).toBe(before.total - 1);
  });

  it('hands over what to keep, what to merge and what adds nothing', async () => {
    const [p1, again] = await pairOf('p1', 'p1-again');
    const [p2, small] = await pairOf('p2', 'p2-small');
    await bench.call('duplicates.merge', { keeperId: p1, productIds: [again], fields: { title: 'keeper' } });
    await bench.call('duplicates.verdict', { pairs: [[p2, small]], value: 'same' });
    const { text, rows } = await bench.call('duplicates.exportDecisions', { format: 'json' });
    expect(rows).toBe(4);
    expect(JSON.parse(text)).toMatchObject([
      { decision: 'keep', sku: 'p1', intoSku: '', state: 'merged' },
      { decision: 'delete', sku: 'p1-again', intoSku: 'p1', state: 'merged' },
      { decision: 'keep', sku: 'p2', intoSku: '', state: 'judged' },
      { decision: 'merge into', sku: 'p2-small', intoSku: 'p2', state: 'judged' },
    ]);
  });

  it('finds a keeper by the words and the number of what was merged into it', async () => {
    const [p2, small] = await pairOf('p2', 'p2-small');
    const find = async (text: string) =>
      (await bench.call('search.run', { parts: [{ kind: 'text', text, weight: 1 }], cutoff: true, limit: 3 })).hits[0];
    expect((await find('p2-small'))?.id).toBe(small);
    await bench.call('duplicates.merge', { keeperId: p2, productIds: [small], fields: { title: 'keeper' } });
    const hit = await find('p2-small');
    expect([hit?.id, hit?.title]).toEqual([p2, 'p2']);
    expect(hit?.why?.matches.filter(({ field }) => field === 'merged').map(({ text }) => text)).toEqual([
      'p2 small',
      'p2-small',
    ]);
    const like = { kind: 'product' as const, productId: small, weight: 1 };
    expect((await bench.call('search.run', { parts: [like], limit: 1 })).hits[0]?.id).toBe(p2);
    await bench.call('operations.undo', {});
    expect((await find('p2-small'))?.id).toBe(small);
  });

  it('applies a rule to the whole list and to nothing else, as it was shown, as one step', async () => {
    const near = (await bench.groups()).find(({ kind }) => kind === 'near');
    const rule = { kinds: ['exact' as const, 'near' as const], sameFolder: true, keep: 'largest' as const };
    const params = { rule, among: { kind: 'near' as const } };
    const seen = await bench.call('duplicates.rulePreview', params);
    expect(seen).toMatchObject({ considered: 1, affected: 1, left: [] });
    const step = { groupId: near?.id, keeperId: await bench.id('p2'), productIds: [await bench.id('p2-small')] };
    expect(seen.examples).toMatchObject([{ ...step, members: [{ sku: 'p2' }, { sku: 'p2-small' }] }]);
    expect(await bench.call('duplicates.rulePreview', { ...params, except: [near?.id ?? ''] })).toMatchObject({
      considered: 0,
    });
    expect(await bench.call('duplicates.rulePreview', { ...params, groupIds: ['gone'] })).toMatchObject({
      left: [{ reason: 'gone', count: 1 }],
    });
    expect(await skusOf()).toHaveLength(2);

    const done = await bench.call('duplicates.ruleApply', { ...params, plan: seen.plan });
    expect(done).toMatchObject({ affected: 1, groupIds: [near?.id] });
    expect(await skusOf()).toEqual(['p1 p1-again']);
    expect((await bench.groups({ settled: 'only' })).map(({ decision }) => decision?.by)).toEqual(['rule']);
    await expect(bench.call('duplicates.ruleApply', { ...params, plan: seen.plan })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await bench.call('operations.undo', {});
    expect((await skusOf()).sort()).toEqual(['p1 p1-again', 'p2 p2-small']);
  });

  it('leaves a group alone where a rule would overturn what a person said', async () => {
    await bench.draw('photos/p1-flopped.jpg', 1, (image) => image.flop());
    await bench.import('photos');
    await bench.call('duplicates.verdict', { pairs: [await pairOf('p1', 'p1-again')], value: 'same' });
    const rule = { kinds: ['exact' as const, 'near' as const, 'listing' as const], action: 'different' as const };
    const done = await bench.call('duplicates.ruleApply', { rule, among: {} });
    expect(done).toMatchObject({ considered: 2, affected: 1, left: [{ reason: 'contradiction', count: 1 }] });
    expect(await skusOf()).toEqual(['p1 p1-again p1-flopped']);
  });

  it('says of a picture from outside whether its product is here', async () => {
    await bench.draw('query.jpg', 3, (image) =>
      image.extend({ top: 30, bottom: 30, left: 20, right: 20, background: 'white' }),
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
      absent: 0,
      refused: [],
    });
    expect(await skusOf()).toEqual(['p1 p1-again']);
    expect(await bench.call('duplicates.importVerdicts', { verdicts })).toMatchObject({ imported: 0, unchanged: 1 });
    await bench.call('operations.undo', {});

    // The same images at another place: they are known by their numbers and contents.
    const elsewhere = verdicts.map(({ left, right, value }) => ({
      left: { ...left, source: '/mnt/photos' },
      right: { ...right, source: '/mnt/photos' },
      value,
    }));
    const [first] = elsewhere;
    const stranger = { source: '/mnt/photos', sku: 'nobody', hash: null };
    const given = [...elsewhere, ...(first === undefined ? [] : [{ ...first, right: stranger }])];
    expect(await bench.call('duplicates.importVerdicts', { verdicts: given })).toMatchObject({
      imported: 2,
      absent: 1,
    });
    expect(await skusOf()).toEqual(['p1 p1-again']);
    expect((await bench.groups({ settled: 'only' })).map(({ decision }) => decision?.by)).toEqual(['file']);
  });
});

describe('a table with variants', () => {
  beforeAll(async () => {
    bench = await openDuplicatesBench();
    await bench.draw('shop/a.jpg', 11);
    await bench.draw('shop/b.jpg', 11, (image) => image.resize(200));
    await bench.draw('shop/c.jpg', 12);
    await bench.draw('shop/d.jpg', 12, (image) => image.resize(200));
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
