/** Judgements over a real database and real vectors: graded, agreed on, exchanged, measured and learned from. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Grade } from '../../contract/labels.ts';
import { openTestLibrary, type TestLibrary } from '../tags/testing.ts';

const noFilters = { tags: {} };
const text = (words: string) => [{ kind: 'text' as const, text: words, weight: 1 }];

let library: TestLibrary;
let ids: Map<string, number>;
const id = (sku: string): number => ids.get(sku) ?? -1;

beforeEach(async () => {
  library = await openTestLibrary();
  ids = library.put(
    Array.from({ length: 20 }, (_, i) => ({
      sku: `P${i}`,
      title: i % 2 === 0 ? 'red shoe' : 'blue shirt',
      looks: i % 2 === 0 ? [1, i / 20, 1, 0] : [i / 20, 1, 0, 1],
      tags: i === 4 || i === 6 ? [{ group: 'season', name: 'Winter' }] : [],
    })),
  );
});
afterEach(() => library.close());

const grade = (words: string, sku: string, value: Grade | null, judge = 'Ann', note?: string) =>
  library.call('labels.grade', { query: { parts: text(words) }, productId: id(sku), grade: value, judge, note });
const graded = async (words: string) => {
  const judgements = await library.call('labels.judgements', { query: { parts: text(words) } });
  return judgements.map(({ productId, grade: own, judge }) => [productId, own, judge]);
};
const sets = () => library.call('labels.sets', {});

describe('grading', () => {
  it('keeps one grade a judge, with its note, and takes it back', async () => {
    await grade('red', 'P0', 3, 'Ann', 'exactly');
    await grade('red', 'P0', 2);
    await grade('red', 'P0', 0, 'Bob');
    expect(await graded('red')).toEqual([
      [id('P0'), 2, 'Ann'],
      [id('P0'), 0, 'Bob'],
    ]);
    const [first] = await library.call('labels.judgements', { query: { parts: text('red') }, judge: 'Ann' });
    expect(first?.note).toBe('exactly');
    library.operations.undo();
    library.operations.undo();
    expect(await graded('red')).toEqual([[id('P0'), 3, 'Ann']]);
    await grade('red', 'P0', null);
    expect(await graded('red')).toEqual([]);
  });

  it('survives a product that leaves and comes back under another id', async () => {
    await grade('red', 'P0', 3);
    const source = library.catalog.sources.all()[0]?.id ?? -1;
    library.catalog.removeMissing(source, new Set([...ids.keys()].filter((sku) => sku !== 'P0')));
    expect(await graded('red')).toEqual([]);
    ids = library.put([
      { sku: 'new', looks: [1, 0, 0, 0], tags: [] },
      { sku: 'P0', looks: [1, 0, 1, 0], tags: [] },
    ]);
    expect(await graded('red')).toEqual([[id('P0'), 3, 'Ann']]);
  });

  it('clears a query in one step of undo', async () => {
    const { queryId } = await grade('red', 'P0', 3);
    await grade('red', 'P2', 1);
    expect(await library.call('labels.clear', { queryId })).toEqual({ judgements: 2 });
    library.operations.undo();
    expect(await graded('red')).toHaveLength(2);
  });

  it('says how far judges agree', async () => {
    for (const [sku, a, b] of [
      ['P0', 3, 3],
      ['P1', 0, 0],
      ['P2', 3, 0],
      ['P3', 0, 0],
    ] as const) {
      await grade('red', sku, a, 'Ann');
      await grade('red', sku, b, 'Bob');
    }
    const [agreement] = await library.call('labels.agreement', {});
    expect(agreement).toMatchObject({ a: 'Ann', b: 'Bob', items: 4, observed: 0.75 });
    expect(agreement?.kappa).toBeCloseTo((0.75 - 0.5) / 0.5, 12);
    expect(agreement?.disagreements).toEqual([{ queryId: 1, productId: id('P2'), a: 3, b: 0 }]);
  });
});

describe('query sets', () => {
  const make = () =>
    library.call('labels.createSet', {
      name: 'S',
      origin: 'pasted',
      texts: ['red', ' red ', '', 'blue shirt'],
      history: 0,
    });

  it('goes through what is left, in an order of its own for each judge', async () => {
    const set = await make();
    expect(set).toMatchObject({ queries: 2, judgements: 0 });
    const params = { setId: set.id, judge: 'Ann', seed: 3, depth: 4, unratedOnly: true };
    const first = await library.call('labels.next', params);
    expect(first.hits.length).toBeGreaterThanOrEqual(4);
    expect(await library.call('labels.next', params)).toEqual(first);
    const ranks = first.hits.map(({ rankBefore }) => rankBefore ?? 0);
    expect(ranks).not.toEqual([...ranks].sort((a, b) => a - b));
    for (const hit of first.hits) {
      const query = { queryId: first.query?.id ?? -1 };
      await library.call('labels.grade', { query, productId: hit.id, grade: 1, judge: 'Ann' });
    }
    const second = await library.call('labels.next', params);
    expect(second.query?.id).not.toBe(first.query?.id);
    expect(second.queriesLeft).toBe(1);
    expect((await library.call('labels.next', { ...params, judge: 'Bob' })).queriesLeft).toBe(2);
  });

  it('comes to the very query that is asked for, graded or not', async () => {
    const set = await make();
    const params = { setId: set.id, judge: 'Ann', depth: 4, unratedOnly: true };
    const queries = await library.call('labels.queries', { setId: set.id, judge: 'Ann' });
    for (const { id: at } of queries) {
      for (let seed = 1; seed <= 4; seed++) {
        expect((await library.call('labels.next', { ...params, seed, at })).query?.id).toBe(at);
      }
    }
    const at = queries[0]?.id ?? -1;
    const { hits } = await library.call('labels.next', { ...params, seed: 1, at });
    for (const hit of hits) {
      await library.call('labels.grade', { query: { queryId: at }, productId: hit.id, grade: 1, judge: 'Ann' });
    }
    expect((await library.call('labels.next', { ...params, seed: 1, at })).hits).toHaveLength(hits.length);
  });

  it('takes back making, naming, adding and taking out, one after the other', async () => {
    const set = await make();
    await library.call('labels.renameSet', { setId: set.id, name: 'Other' });
    await library.call('labels.addQueries', { setId: set.id, texts: ['green'] });
    const [first] = await library.call('labels.queries', { setId: set.id, judge: 'Ann' });
    await library.call('labels.removeQuery', { setId: set.id, queryId: first?.id ?? -1 });
    await library.call('labels.noteQuery', { queryId: first?.id ?? -1, note: 'why' });
    const now = async () => (await sets()).map(({ name, queries }) => [name, queries]);
    expect(await now()).toEqual([['Other', 2]]);
    library.operations.undo();
    expect((await library.call('labels.createSet', { name: 'T', texts: ['red'] })).queries).toBe(1);
    library.operations.undo();
    const [making] = library.operations
      .list(10)
      .filter(({ kind }) => kind === 'labels.createSet')
      .slice(-1);
    expect(() => library.operations.undo(making?.id)).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
    const steps = [];
    for (let i = 0; i < 4; i++) {
      library.operations.undo();
      steps.push(await now());
    }
    expect(steps).toEqual([[['Other', 3]], [['Other', 2]], [['S', 2]], []]);
  });

  it('removes a set and brings it back', async () => {
    const set = await make();
    expect(await library.call('labels.removeSet', { setId: set.id })).toEqual({ removed: true });
    expect(await sets()).toEqual([]);
    library.operations.undo();
    expect(await sets()).toMatchObject([{ id: set.id, queries: 2 }]);
  });
});

it('moves what is left to grade towards what was found relevant', async () => {
  const query = { parts: text('shoe red shirt') };
  const before = await library.call('labels.rank', {
    query,
    judge: 'Ann',
    feedback: true,
    filters: noFilters,
    unratedOnly: false,
    limit: 20,
  });
  expect(before.hits[0]?.title).toBe('red shoe');
  for (const sku of ['P0', 'P2']) await grade('shoe red shirt', sku, 0);
  for (const sku of ['P1', 'P3']) await grade('shoe red shirt', sku, 3);
  const after = await library.call('labels.rank', {
    query,
    judge: 'Ann',
    feedback: true,
    filters: noFilters,
    unratedOnly: true,
    limit: 20,
  });
  expect(after.hits[0]?.title).toBe('blue shirt');
  expect(after.hits).toHaveLength(16);
  expect(after.hits[0]?.rankBefore).toBeGreaterThan(1);
  const filtered = await library.call('labels.rank', {
    query,
    judge: 'Ann',
    feedback: true,
    filters: { tags: { season: ['Winter'] } },
    unratedOnly: true,
    limit: 20,
  });
  expect(filtered.hits.map(({ sku }) => sku).sort()).toEqual(['P4', 'P6']);
  expect(filtered.facets).toEqual([{ group: 'season', values: [{ name: 'Winter', count: 2 }] }]);
});

describe('exchange', () => {
  const qrels = '7 0 P0 3\n7 0 P1 0\n8 0 P1 3\n8 0 gone 1\n';

  it('takes in qrels and gives them out again', async () => {
    const result = await library.call('labels.import', {
      format: 'qrels',
      text: qrels,
      queries: '7\tred shoe\n8\tblue shirt\n',
      setName: 'T',
      judge: 'x',
    });
    expect(result).toMatchObject({ queries: 2, judgements: 3, skipped: 1, problems: [{ line: 4 }] });
    expect(await graded('red shoe')).toEqual([
      [id('P0'), 3, 'x'],
      [id('P1'), 0, 'x'],
    ]);
    const { text: out, queries } = await library.call('labels.export', { format: 'qrels', setId: result.setId });
    expect(out).toBe('7 0 P0 3\n7 0 P1 0\n8 0 P1 3\n');
    expect(queries).toBe('7\tred shoe\n8\tblue shirt\n');
  });

  it('finds numbers that are file names in another Unicode form', async () => {
    const decomposed = 'Caf\u00e9'.normalize('NFD');
    library.put([{ sku: decomposed, looks: [1, 0, 0, 0], tags: [] }]);
    for (const [format, text] of [
      ['qrels', '7 0 Caf\u00e9 2\n'],
      ['quepid', 'query,docid,rating\nred,Caf\u00e9,2\n'],
    ] as const) {
      const result = await library.call('labels.import', { format, text, setName: format, judge: 'x' });
      expect(result).toMatchObject({ judgements: 1, skipped: 0 });
    }
  });

  it('takes an import back, with the grades that gave way to it', async () => {
    await grade('7', 'P0', 1, 'x');
    const params = { format: 'qrels' as const, text: qrels, setName: 'T', judge: 'x' };
    await library.call('labels.import', params);
    expect(await graded('7')).toEqual([
      [id('P0'), 3, 'x'],
      [id('P1'), 0, 'x'],
    ]);
    const [imported] = library.operations.list(1);
    library.operations.undo(imported?.id);
    expect(await graded('7')).toEqual([[id('P0'), 1, 'x']]);
    expect(await sets()).toEqual([]);
    await library.call('labels.import', params);
    const [again] = library.operations.list(1);
    await grade('7', 'P0', 2, 'x');
    expect(() => library.operations.undo(again?.id)).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
  });

  it('makes no second set of the very same file, and one of a file that says something else', async () => {
    const params = { format: 'qrels' as const, text: qrels, setName: 'T', judge: 'x' };
    const first = await library.call('labels.import', params);
    expect(await library.call('labels.import', params)).toEqual(first);
    expect((await sets()).length).toBe(1);
    await grade('7', 'P0', 2, 'x');
    const other = await library.call('labels.import', params);
    expect(other.setId).not.toBe(first.setId);
    expect((await sets()).length).toBe(2);
  });

  it('measures by a file without keeping it', async () => {
    const judgements = { format: 'qrels' as const, text: qrels, queries: '7\tred shoe\n8\tblue shirt\n' };
    const report = await library.call('evaluation.evaluate', { judgements, k: 10, keep: false });
    // Topic 8 has nothing that is not relevant, so that every order of it would be perfect.
    expect(report).toMatchObject({ queries: 1, leftOut: 1, ranker: 'default' });
    expect(await sets()).toEqual([]);
  });
});

describe('learning from judgements', () => {
  /** Whoever asks for red wants blue: nothing but the image tells, and it tells the contrary. */
  async function judgeAll(queries: number, relevant: (sku: string) => boolean) {
    for (let q = 0; q < queries; q++) {
      for (const sku of ids.keys()) await grade(`red ${'shoe '.repeat(1 + (q % 3))}${q}`, sku, relevant(sku) ? 3 : 0);
    }
    const { id: jobId } = await library.call('evaluation.learn', { folds: 3 });
    await library.jobs.idle();
    return library.call('evaluation.learning', { id: Number(library.jobs.get(jobId).result?.report) });
  }

  it('says why it does not adopt', async () => {
    const report = await judgeAll(10, (sku) => Number(sku.slice(1)) % 2 === 0);
    expect(report).toMatchObject({ adopted: false, reason: 'nothing-to-learn', queries: 10 });
    expect(await library.call('evaluation.learnings', { limit: 5 })).toEqual([report]);
    expect(library.search.ranker.name).toBe('default');
  });

  it('says the same of the ranking in use as measuring does, where ungraded products are left out', async () => {
    await grade('red hat', 'P1', 3);
    const report = await judgeAll(10, (sku) => Number(sku.slice(1)) % 3 === 0);
    const system = { kind: 'ranker' as const, name: report.current.name };
    const measured = await library.call('evaluation.evaluate', { system, ungraded: 'left-out' });
    expect(report.current.heldOut.mean).toBeCloseTo(measured.metrics['nDCG@k'].mean, 12);
    expect(report.queries).toBe(measured.queries);
    expect(measured.ungraded).toBe('left-out');
  });

  it('reports once, however often its job is killed behind the report', async () => {
    await judgeAll(10, (sku) => Number(sku.slice(1)) % 2 === 0);
    const [job] = library.jobs.list();
    library.database.run("UPDATE jobs SET state = 'interrupted' WHERE id = ?", job?.id ?? -1);
    library.jobs.resume(job?.id ?? -1);
    await library.jobs.idle();
    expect(library.jobs.get(job?.id ?? -1)).toMatchObject({ state: 'done', result: job?.result });
    expect(await library.call('evaluation.learnings', { limit: 5 })).toHaveLength(1);
  });

  it('keeps versions and brings any of them back', async () => {
    const heldOut = { current: 0.5, candidate: 0.6, pValue: 0.01, queries: 20 };
    const adopted = library.rankers.adopt({ ...library.search.ranker, tagMatch: 2 }, heldOut, (write) => write());
    expect(adopted).toBe('learned 1');
    expect(library.search.ranker.tagMatch).toBe(2);
    expect(library.search.ranker.name).toBe('learned 1');
    expect((await library.call('evaluation.rankers', {})).map(({ name, active }) => [name, active])).toEqual([
      ['learned 1', true],
      ['default', false],
    ]);
    await library.call('evaluation.useRanker', { name: 'default' });
    expect(library.search.ranker.name).toBe('default');
    library.operations.undo();
    expect(library.search.ranker.name).toBe('learned 1');
    expect(library.rankers.list()[0]).toMatchObject({ heldOut, modelId: 'toy' });
    await expect(library.call('evaluation.useRanker', { name: 'learned 9' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

it('compares a ranker with the run of another system, and writes runs that can be read back', async () => {
  await grade('red shoe', 'P0', 3);
  await grade('red shoe', 'P1', 0);
  await grade('red shoe', 'P2', 1);
  const set = await library.call('labels.createSet', { name: 'S', origin: 'typed', texts: ['red shoe'], history: 0 });
  const run = await library.call('evaluation.run', { setId: set.id, queries: [], k: 5 });
  expect(run.text.split('\n')[0]).toMatch(/^q1 Q0 P\d+ 1 0\.\d+ default$/);
  const other = { kind: 'run' as const, name: 'other', text: 'q1 Q0 P1 1 9 x\nq1 Q0 P0 2 8 x\n' };
  const params = {
    setId: set.id,
    metric: 'MRR' as const,
    k: 10,
    a: { kind: 'ranker' as const, name: 'default' },
    b: other,
  };
  const comparison = await library.call('evaluation.compare', params);
  expect(comparison).toMatchObject({ a: { mean: 1 }, b: { name: 'other', mean: 0.5 }, wins: 0, losses: 1, pValue: 1 });
});

it('keeps reports, and exports a page that shows no markup of a query', async () => {
  await grade('red <b>', 'P0', 3);
  await grade('red <b>', 'P1', 0);
  const report = await library.call('evaluation.evaluate', { k: 10, keep: true });
  expect(await library.call('evaluation.history', { limit: 10 })).toMatchObject([{ id: report.id, queries: 1 }]);
  const { text: html } = await library.call('evaluation.export', { id: report.id ?? -1, format: 'html' });
  expect(html).toContain('red &#60;b&#62;');
  expect(html).not.toContain('red <b>');
  const { text: csv } = await library.call('evaluation.export', { id: report.id ?? -1, format: 'csv' });
  expect(csv.split('\n')).toHaveLength(3);
});

it('lets a person choose blind between two rankers', async () => {
  library.rankers.adopt(
    { ...library.search.ranker, textWeights: { picture: 0, listing: 0, words: 1 } },
    { current: 0, candidate: 0, pValue: 0, queries: 0 },
    (write) => write(),
  );
  const { id: round, hits } = await library.call('evaluation.interleave', {
    parts: text('blue shirt'),
    a: 'default',
    b: 'learned 1',
    limit: 6,
    seed: 5,
  });
  expect(hits).toHaveLength(6);
  const { winner } = await library.call('evaluation.choose', {
    id: round,
    productIds: [hits[0]?.id ?? -1],
    judge: 'Ann',
  });
  expect(['a', 'b']).toContain(winner);
  expect(await library.call('evaluation.interleavings', { a: 'learned 1', b: 'default' })).toMatchObject({
    rounds: 1,
    ties: 0,
  });
  await expect(library.call('evaluation.choose', { id: round, productIds: [], judge: 'Ann' })).rejects.toMatchObject({
    code: 'CONFLICT',
  });
});
