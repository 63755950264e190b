/** Several models in one library, through the contract, with small real models, SQLite and files. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LibraryModel } from '../../contract/library.ts';
import { writeFamilyModel } from '../encoders/testing/index.ts';
import { defaultWeights } from '../identity/default-weights.ts';
import { ModelUses } from '../models/uses.ts';
import { makeWorkplace, openSession, type Session, type Workplace } from './testing.ts';

const shippedRegistry = path.join(import.meta.dirname, '../../../models/registry.json');
/** Has a library of 20 products, read by the first model. */
let filled: Workplace;
let place: Workplace;
let session: Session;
const { call, ended, idle, using } = {
  call: ((...args: Parameters<Session['call']>) => session.call(...args)) as Session['call'],
  ended: (id: number) => session.ended(id),
  idle: () => session.idle(),
  using: (id: string) => session.using(id),
};

async function importTable(table: string): Promise<void> {
  const { jobId } = await call('ingest.start', { path: table });
  expect(await ended(jobId)).toMatchObject({ state: 'done' });
}

async function modelOf(modelId: string): Promise<LibraryModel | undefined> {
  return (await call('library.models', {})).find((model) => model.modelId === modelId);
}

async function prepare(modelId: string, thenUse = false): Promise<Record<string, unknown> | null> {
  const job = await call('library.prepareModel', { modelId, thenUse });
  const { state, result, error } = await ended(job.id);
  expect({ state, error }).toEqual({ state: 'done', error: null });
  return result;
}

async function first(text: string): Promise<{ title: string; modelId: string }> {
  const { hits, modelId } = await call('search.run', { parts: [{ kind: 'text', text }], limit: 1, imagesOnly: true });
  return { title: hits[0]?.title ?? '', modelId };
}

async function reopen(): Promise<void> {
  await session.engine.close();
  session = await openSession(place);
}

/** Writes into the library behind the engine's back. */
async function edit(sql: string): Promise<void> {
  await session.engine.close();
  const database = new DatabaseSync(path.join(place.library, 'library.sqlite'));
  database.exec(sql);
  database.close();
  session = await openSession(place);
}

beforeAll(async () => {
  place = filled = await makeWorkplace();
  session = await openSession(place);
  await importTable(await place.catalog('shop', 20));
  await session.engine.close();
});
afterAll(() => filled.remove());

beforeEach(async () => {
  place = await filled.copy();
  session = await openSession(place);
});
afterEach(async () => {
  await session.engine.close();
  await place.remove();
});

it('tells other processes which models are at work on it', async () => {
  const others = new ModelUses(path.join(place.home, 'models-in-use'));
  const libraries = (modelId: string): string[] => others.elsewhere(modelId).map(({ library }) => library);
  expect([libraries('tiny-clip'), libraries('tiny-siglip')]).toEqual([[place.library], []]);
  const { id } = await call('library.prepareModel', { modelId: 'tiny-siglip' });
  await expect.poll(() => libraries('tiny-siglip'), { interval: 1 }).toEqual([place.library]);
  await ended(id);
  expect([libraries('tiny-clip'), libraries('tiny-siglip')]).toEqual([[place.library], []]);
  await call('library.useModel', { modelId: 'tiny-siglip' });
  expect([libraries('tiny-clip'), libraries('tiny-siglip')]).toEqual([[], [place.library]]);
  await session.engine.close();
  expect(libraries('tiny-siglip')).toEqual([]);
  session = await openSession(place);
});

describe('what was asked before', () => {
  const asked = (text: string) => call('search.run', { parts: [{ kind: 'text', text }], remember: true });

  it('is answered by two models side by side, whichever is in use', async () => {
    for (const text of ['red', 'green mug', 'blue']) await asked(text);
    const sides = { before: 'tiny-clip', after: 'tiny-siglip' };
    await expect(call('evaluation.pastQueries', sides)).rejects.toMatchObject({ code: 'CONFLICT' });
    await prepare('tiny-siglip');
    const found = await call('evaluation.pastQueries', { ...sides, limit: 3 });
    expect(found.queries.map(({ label }) => label)).toEqual(['blue', 'green mug', 'red']);
    for (const { label, before, after } of found.queries) {
      // What it answers is what a search answers.
      const { hits } = await call('search.run', { parts: [{ kind: 'text', text: label }], limit: 3 });
      expect(before.map(({ id }) => id)).toEqual(hits.map(({ id }) => id));
      expect(after.length).toBeGreaterThan(0);
    }
    expect((await call('evaluation.pastQueries', { ...sides, queries: 2 })).queries).toHaveLength(2);
    await call('library.useModel', { modelId: 'tiny-siglip' });
    expect(await call('evaluation.pastQueries', { ...sides, limit: 3 })).toEqual(found);
    // Looking back is no new question.
    expect((await call('search.history', {})).map(({ label }) => label)).toEqual(['blue', 'green mug', 'red']);
  });

  it('is left out where the product that it speaks of is gone', async () => {
    await prepare('tiny-siglip');
    await asked('red');
    await call('search.run', { parts: [{ kind: 'product', productId: 3 }], remember: true });
    const sides = { before: 'tiny-clip', after: 'tiny-siglip' };
    expect((await call('evaluation.pastQueries', sides)).queries).toHaveLength(2);
    await edit('UPDATE queries SET parts = replace(parts, \'"productId":3\', \'"productId":4711\')');
    expect((await call('evaluation.pastQueries', sides)).queries.map(({ label }) => label)).toEqual(['red']);
  });
});

describe('the offer of a published model', () => {
  it('is made until it is answered, and not beside a model that a person added', async () => {
    await writeFile(path.join(place.modelsDir, 'registry.json'), await readFile(shippedRegistry));
    expect(await call('library.modelOffer', {})).toMatchObject({
      ...{ modelId: 'siglip2-base-patch16-224-fp16', why: 'goods', share: 0, products: 20 },
      licence: { name: 'Apache-2.0', commercialUse: 'yes' },
    });
    const folder = path.join(place.root, 'added');
    await writeFamilyModel(folder, 'clip', { layout: 'hugging-face', seed: 3 });
    await call('models.addFolder', { path: folder });
    await expect.poll(async () => (await call('models.list', {})).some(({ id }) => id === 'added')).toBe(true);
    expect(await call('library.modelOffer', {})).toBeNull();
    await call('models.remove', { id: 'added' });
    await reopen();
    expect(await call('library.modelOffer', {})).not.toBeNull();
    await call('library.answerModelOffer', {});
    expect(await call('library.modelOffer', {})).toBeNull();
    await reopen();
    expect(await call('library.modelOffer', {})).toBeNull();
  });
});

it('what was put away stays so in every library, once each', async () => {
  expect(await call('library.dismissed', {})).toEqual([]);
  await call('library.dismiss', { what: 'tour' });
  await call('library.dismiss', { what: 'tour' });
  await reopen();
  expect(await call('library.dismissed', {})).toEqual(['tour']);
});

describe('switching', () => {
  it('answers from the old model until the other one is complete, and loses no call', async () => {
    expect((await first('red')).title).toMatch(/shop (0|5|10|15)$/);
    await expect(call('library.useModel', { modelId: 'tiny-siglip' })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/20 pictures and 20 texts/),
    });
    const job = await call('library.prepareModel', { modelId: 'tiny-siglip', thenUse: true });
    const answeredBy: string[] = [];
    const searching = Array.from({ length: 4 }, async (_, lane) => {
      while (answeredBy.at(-1) !== 'tiny-siglip' || answeredBy.length < 20) {
        const { title, modelId } = await first('red');
        expect(title).toMatch(/shop (0|5|10|15)$/);
        answeredBy.push(modelId);
        await new Promise((resolve) => setTimeout(resolve, lane));
      }
    });
    await Promise.all(searching);
    expect(answeredBy[0]).toBe('tiny-clip');
    expect(answeredBy).toEqual([...answeredBy].sort());
    expect(await call('jobs.get', { id: job.id })).toMatchObject({
      state: 'done',
      result: { modelId: 'tiny-siglip', complete: true, encoded: 20, texts: 20, failed: [] },
    });
    await idle();
    const models = await call('library.models', {});
    expect(models[0]?.modelId).toBe('tiny-siglip');
    expect(models.sort((a, b) => (a.modelId < b.modelId ? -1 : 1))).toMatchObject([
      { modelId: 'tiny-clip', inUse: false, complete: true, images: 20, texts: 20 },
      { modelId: 'tiny-siglip', inUse: true, complete: true, images: 20, texts: 20, missingImages: 0, jobId: null },
      { modelId: 'tiny-wrong', inUse: false, complete: false, images: 0, missingImages: 20, missingTexts: 20 },
    ]);
    await reopen();
    expect(await call('library.info', {})).toMatchObject({ modelId: 'tiny-siglip', modelNotice: null, unencoded: 0 });
    expect((await call('encoders.info', {})).modelId).toBe('tiny-siglip');
  });

  it('goes on with an import that it interrupts, and has what comes later in both', async () => {
    await prepare('tiny-siglip');
    const { jobId } = await call('ingest.start', { path: await place.catalog('more', 60) });
    await call('library.useModel', { modelId: 'tiny-siglip' });
    expect(await ended(jobId)).toMatchObject({ state: 'done' });
    await idle();
    expect(await call('library.info', {})).toMatchObject({ products: 80, unencoded: 0, modelId: 'tiny-siglip' });
    expect((await modelOf('tiny-siglip'))?.complete).toBe(true);
    await prepare('tiny-clip', true);
    await using('tiny-clip');
    expect(await modelOf('tiny-clip')).toMatchObject({ complete: true, images: 80, texts: 80 });
  });

  it('can be stopped and gone on with, computing nothing twice, also after a kill', async () => {
    await importTable(await place.catalog('many', 140));
    await idle();
    await session.engine.close();
    const { home, modelsDir, library } = place;
    const script = path.join(import.meta.dirname, 'prepare-child.ts');
    const child = spawn(process.execPath, [script, home, modelsDir, library, 'tiny-siglip'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    // The 160 texts come first.
    for await (const line of createInterface(child.stdout)) if (Number(line) >= 200) child.kill('SIGKILL');
    expect(await exited).toEqual([null, 'SIGKILL']);
    const counted = new DatabaseSync(path.join(library, 'library.sqlite'), { readOnly: true });
    const sql = "SELECT count(*) AS n FROM embeddings WHERE model_id = 'tiny-siglip' AND kind = 'image'";
    const { n: before } = counted.prepare(sql).get() as { n: number };
    counted.close();
    expect(before).toBeGreaterThanOrEqual(40);
    expect(before).toBeLessThan(160);
    session = await openSession(place);
    await using('tiny-siglip');
    const job = (await call('jobs.list', {})).find(({ kind }) => kind === 'vectors');
    expect(job).toMatchObject({ state: 'done', result: { encoded: 160 - before } });
    expect((await modelOf('tiny-siglip'))?.complete).toBe(true);
  });

  it('keeps a job that was cancelled to go on with, and switches after it or not as was said last', async () => {
    const job = await call('library.prepareModel', { modelId: 'tiny-siglip', thenUse: true });
    await call('jobs.cancel', { id: job.id });
    expect(await ended(job.id)).toMatchObject({ state: 'cancelled' });
    expect(await modelOf('tiny-siglip')).toMatchObject({ complete: false, jobId: job.id, thenUse: true });
    for (const thenUse of [true, false]) {
      expect((await call('library.prepareModel', { modelId: 'tiny-siglip', thenUse })).id).toBe(job.id);
    }
    expect(await ended(job.id)).toMatchObject({ state: 'done' });
    await idle();
    expect(await modelOf('tiny-siglip')).toMatchObject({ complete: true, jobId: null, thenUse: false, inUse: false });
  });

  it('counts pictures that cannot be read as done with, and waits for a disk that is gone', async () => {
    await importTable(await place.catalog('disk', 10));
    await rm(path.join(place.root, 'disk', '3.png'));
    expect(await prepare('tiny-siglip')).toMatchObject({
      encoded: 29,
      complete: true,
      failed: [{ code: 'FILE_MISSING' }],
    });
    await rm(path.join(place.root, 'disk'), { recursive: true });
    const job = await call('library.prepareModel', { modelId: 'tiny-wrong' });
    expect(await ended(job.id)).toMatchObject({ state: 'failed', error: { code: 'FILE_MISSING' } });
    expect(await modelOf('tiny-wrong')).toMatchObject({ complete: false, jobId: job.id });
  });

  it('gives a new library the model that was chosen last', async () => {
    await prepare('tiny-siglip', true);
    await using('tiny-siglip');
    await call('library.create', { name: 'Next' });
    expect((await call('library.info', {})).modelId).toBe('tiny-siglip');
  });
});

describe('a chosen model that is not on this machine', () => {
  it('is stood in for, said, and used again when it comes back', async () => {
    await prepare('tiny-siglip', true);
    await using('tiny-siglip');
    await idle();
    await session.engine.close();
    await rm(path.join(place.modelsDir, 'second'), { recursive: true });
    session = await openSession(place);
    expect(await call('library.info', {})).toMatchObject({
      modelId: 'tiny-clip',
      modelNotice: {
        ...{ why: 'stands-in', values: { chosen: 'tiny-siglip' } },
        message: expect.stringMatching(/tiny-siglip.*not on this machine.*Add/),
      },
    });
    expect(await modelOf('tiny-siglip')).toMatchObject({ installed: false, images: 20, complete: true });
    expect((await first('red')).modelId).toBe('tiny-clip');
    await place.addModel('second');
    session.engine.hub.emit('models.changed', []);
    await using('tiny-siglip');
    expect((await call('library.info', {})).modelNotice).toBeNull();
  });

  it('can be given up for the one that stands in', async () => {
    await prepare('tiny-siglip', true);
    await using('tiny-siglip');
    await session.engine.close();
    await rm(path.join(place.modelsDir, 'second'), { recursive: true });
    session = await openSession(place);
    expect(await call('library.useModel', { modelId: 'tiny-clip' })).toMatchObject({ modelNotice: null });
    await place.addModel('second');
    await reopen();
    expect(await call('library.info', {})).toMatchObject({ modelId: 'tiny-clip', modelNotice: null });
  });
});

describe('vectors of a model that is not in use', () => {
  it('can be forgotten, and their space goes back to the disk', async () => {
    await prepare('tiny-siglip');
    const held = await modelOf('tiny-siglip');
    expect(held?.bytes).toBeGreaterThanOrEqual(40 * 4);
    await expect(call('library.dropVectors', { modelId: 'tiny-clip' })).rejects.toMatchObject({ code: 'CONFLICT' });
    const left = await call('library.dropVectors', { modelId: 'tiny-siglip' });
    expect(left.find(({ modelId }) => modelId === 'tiny-siglip')).toMatchObject({ images: 0, texts: 0, bytes: 0 });
    expect(left[0]).toMatchObject({ modelId: 'tiny-clip', images: 20, complete: true });
    await session.engine.close();
    const database = new DatabaseSync(path.join(place.library, 'library.sqlite'), { readOnly: true });
    expect(database.prepare('PRAGMA freelist_count').get()).toEqual({ freelist_count: 0 });
    database.close();
    session = await openSession(place);
  });
});

describe('the name of a model', () => {
  it('leads to files of its own and to no others, whoever chose it', async () => {
    const outside = path.join(place.root, 'victim.tags');
    await writeFile(outside, 'not ours');
    const name = path.relative(path.join(place.library, 'index'), outside).replace(/\.tags$/, '');
    await expect(call('library.dropVectors', { modelId: name })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    // A library that others made may hold vectors of such a model.
    await edit(
      `INSERT INTO embeddings (content_hash, model_id, pipeline_version, kind, vector)
       SELECT content_hash, '${name}', pipeline_version, kind, vector FROM embeddings LIMIT 1`,
    );
    expect(await modelOf(name)).toMatchObject({ installed: false });
    await call('library.dropVectors', { modelId: name });
    expect(await modelOf(name)).toBeUndefined();
    expect(await readFile(outside, 'utf8')).toBe('not ours');
    const folder = path.join(place.modelsDir, 'second');
    await expect(call('models.addFolder', { path: folder, id: '../../elsewhere' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });
});

describe('what was learned', () => {
  const settings = JSON.stringify({
    textWeights: { picture: 0.5, listing: 0.3, words: 0.2 },
    imageWeights: { picture: 0.9, listing: 0.1, words: 0 },
    words: { slope: 8, centre: 0.5 },
    scale: 1,
    offset: 1.5,
    cutoff: 0.25,
    tagMatch: 0,
    preferences: {},
  });

  it('belongs to its model: another one learns from the same grades, and going back brings the old versions back', async () => {
    await edit(`INSERT INTO rankers (number, model_id, settings, created_at) VALUES (1, 'tiny-clip', '${settings}', '');
      INSERT INTO ranker_choices VALUES ('tiny-clip', 1);
      INSERT INTO pair_models (version, model_id, weights, verdicts, fitted_at) VALUES (7, 'tiny-clip', '${JSON.stringify(defaultWeights)}', 20, '')`);
    await gradeColours();
    const params = JSON.stringify({ folds: 5, seed: 1, adopt: true, modelId: 'tiny-clip' });
    await edit(`INSERT INTO jobs (id, kind, title, params, state, created_at)
      VALUES (900, 'learn', 'of the model before', '${params}', 'cancelled', '')`);
    expect((await call('evaluation.rankers', {}))[0]).toMatchObject({ name: 'learned 1', active: true, usable: true });
    expect(await call('duplicates.model', {})).toMatchObject({ version: 7 });
    await prepare('tiny-siglip', true);
    await using('tiny-siglip');
    await idle();
    expect(await call('evaluation.rankers', {})).toMatchObject([
      { name: 'default', active: true },
      { name: 'learned 1', active: false, usable: false, modelId: 'tiny-clip' },
    ]);
    expect(await call('evaluation.learnings', {})).toMatchObject([{ modelId: 'tiny-siglip' }]);
    expect(await call('duplicates.model', {})).toMatchObject({ version: 0 });
    await call('jobs.resume', { id: 900 });
    expect(await ended(900)).toMatchObject({ state: 'cancelled', error: null });
    await call('library.useModel', { modelId: 'tiny-clip' });
    await idle();
    expect((await call('evaluation.rankers', {}))[0]).toMatchObject({ name: 'learned 1', active: true, usable: true });
    expect(await call('duplicates.model', {})).toMatchObject({ version: 7 });
    expect(await call('evaluation.learnings', {})).toHaveLength(2);
  });
});

describe('comparing before switching', () => {
  it('gives the figures that switching and evaluating give', async () => {
    await gradeColours();
    const a = { kind: 'ranker', name: 'default' } as const;
    const b = { kind: 'ranker', name: 'default', modelId: 'tiny-wrong' } as const;
    await expect(call('evaluation.compare', { a, b })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/computed first/),
    });
    await prepare('tiny-wrong');
    const compared = await call('evaluation.compare', { a, b });
    expect([compared.a.name, compared.b.name]).toEqual(['default', 'default (tiny-wrong)']);
    const [right, wrong] = [await call('evaluation.evaluate', {}), await call('evaluation.evaluate', { system: b })];
    expect(wrong).toMatchObject({ modelId: 'tiny-wrong', ranker: 'default' });
    expect(compared.a.mean).toBe(right.metrics['nDCG@k'].mean);
    expect(compared.b.mean).toBe(wrong.metrics['nDCG@k'].mean);
    expect(right.metrics['nDCG@k'].mean).toBeGreaterThan(wrong.metrics['nDCG@k'].mean);
    await call('library.useModel', { modelId: 'tiny-wrong' });
    const switched = await call('evaluation.evaluate', { system: { kind: 'ranker', name: 'default' } });
    expect(switched.metrics).toEqual(wrong.metrics);
    expect(switched.perQuery).toEqual(wrong.perQuery);
  });
});

/** Grades every product for every colour: relevant when it has that colour. */
async function gradeColours(): Promise<void> {
  const names = ['red', 'green', 'blue', 'yellow', 'black'];
  const { hits } = await call('search.run', { limit: 100 });
  for (const [number, text] of names.entries()) {
    for (const { id, sku } of hits) {
      const fits = Number(/\d+$/.exec(sku)?.[0]) % 5 === number;
      await call('labels.grade', { query: { parts: [{ kind: 'text', text }] }, productId: id, grade: fits ? 3 : 0 });
    }
  }
}
