/** Adding, downloading, testing and removing models: real files, a real model, a server that plays the hub. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ModelTask } from '../../contract/models.ts';
import { EventHub } from '../../contract/rpc/event-hub.ts';
import { Encoders } from '../encoders/index.ts';
import { type FamilyModelOptions, type FamilyName, writeFamilyModel } from '../encoders/testing/index.ts';
import { freeBytes } from './disk.ts';
import { FakeHub } from './download/testing.ts';
import { InstalledModels } from './installed.ts';
import { modelHandlers } from './methods.ts';
import { ModelTasks } from './model-tasks.ts';
import { Source } from './source.ts';
import { entryOf, starterEntry, starterRepository, testerHere, toyRepository, writeShipped } from './testing.ts';
import { ModelUses } from './uses.ts';

let shared: string;
let shipped: string;
let starter: Record<string, Buffer>;
let toy: Record<string, Buffer>;
let dir: string;
let own: string;
let hub: EventHub;
let encoders: Encoders;
let installed: InstalledModels;
let tasks: ModelTasks;
let source: Source;
let uses: ModelUses;
let endpoint: string | undefined;
let free: typeof freeBytes;

beforeAll(async () => {
  shared = await mkdtemp(path.join(tmpdir(), 'lookalike-models-'));
  shipped = path.join(shared, 'shipped');
  starter = await starterRepository();
  toy = await toyRepository(path.join(shared, 'toy'));
  await writeShipped(shipped, [entryOf(toy, {}), starterEntry(starter)]);
});
afterAll(() => rm(shared, { recursive: true, force: true }));

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'lookalike-models-'));
  own = path.join(dir, 'models');
  endpoint = undefined;
  free = freeBytes;
  start();
});
afterEach(async () => {
  await stop();
  await rm(dir, { recursive: true, force: true });
});

function start(): void {
  hub = new EventHub();
  encoders = new Encoders({ modelsDir: shipped, userModelsDir: own, hub });
  uses = new ModelUses(path.join(dir, 'uses'));
  const preference = {
    get hubEndpoint() {
      return endpoint;
    },
    setHubEndpoint: chooseEndpoint,
  };
  source = new Source(preference, 5000);
  installed = new InstalledModels(encoders, hub, uses);
  tasks = new ModelTasks({
    ...{ modelsDir: shipped, userModelsDir: own, installed, encoders, source, hub, threads: 2 },
    startTester: testerHere,
    retries: { retryMs: 1, attempts: 2 },
    free: (folder) => free(folder),
  });
}

function chooseEndpoint(next: string | undefined): void {
  endpoint = next;
}

const remove = (id: string) => installed.remove(id, tasks.worksOn(id));

async function stop(): Promise<void> {
  installed.close();
  await tasks.close();
  await source.close();
  await encoders.close();
}

async function ended(task: ModelTask): Promise<ModelTask> {
  for (;;) {
    const now = (await tasks.list()).find(({ id }) => id === task.id);
    if (now === undefined || now.state !== 'running') return now ?? task;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

interface Vocabulary {
  readonly vocab: Readonly<Record<string, number>>;
  readonly merges?: readonly string[];
}

const folder = (name: string): string => path.join(dir, name);
const family = (name: string, kind: FamilyName, options: FamilyModelOptions = {}) =>
  writeFamilyModel(folder(name), kind, { layout: 'hugging-face', ...options });
const add = async (name: string, options = {}): Promise<ModelTask> =>
  ended(await tasks.addFolder(folder(name), options));
const ids = async (): Promise<string[]> => (await installed.list()).map(({ id }) => id);
/** Everything below the folder of added models, whatever it is called. */
const leftovers = async (): Promise<string[]> =>
  (await readdir(own, { recursive: true }).catch(() => [])).filter((name) => name !== '.adding');

describe('adding a folder', () => {
  it.each<[FamilyName, FamilyModelOptions]>([
    ['clip', { combined: true, externalData: true }],
    ['siglip', { dtype: 'fp16' }],
    ['chinese-clip', {}],
  ])('installs a %s %o, tested, with its checksums', async (kind, options) => {
    await family('My Model', kind, options);
    const changes: string[][] = [];
    hub.on('models.changed', (list) => changes.push(list.map(({ id }) => id)));
    expect(await add('My Model')).toMatchObject({ kind: 'add', state: 'done', error: null, phase: 'finish' });
    const id = options.dtype === 'fp16' ? 'my-model-fp16' : 'my-model';
    expect(changes).toEqual([['starter-v1', id]]);
    const { summary, manifest } = await installed.describe(id);
    expect(summary).toMatchObject({ bundled: false, active: false, problem: null, folder: path.join(own, id) });
    expect(Object.keys(manifest.files)).toEqual(expect.arrayContaining([manifest.vision.file, 'tokenizer.json']));
    const [vector] = await (await encoders.model(id).active()).encodeTexts(['red']);
    expect(vector).toHaveLength(manifest.dimensions);
    expect(existsSync(path.join(own, '.adding')) ? await readdir(path.join(own, '.adding')) : []).toEqual([]);
  });

  it('tries the way of MobileCLIP when the usual one fails, and keeps the one that passes the test', async () => {
    const plain = await family('plain', 'clip');
    const mobile = await family('mobile', 'clip', { textTower: 'mobile' });
    expect(await add('plain')).toMatchObject({ state: 'done' });
    expect(await add('mobile')).toMatchObject({ state: 'done', error: null });
    const text = async (id: string) => (await installed.describe(id)).manifest.text;
    // The short way is several times faster, and right for a tower that reads no padding.
    expect(await text('plain')).toMatchObject({ padding: 'longest', padId: plain.tokenizer.padId });
    expect(await text('mobile')).toMatchObject({ padding: 'fixed', padId: 0, maxLength: 24 });
    const { idOf, eosId } = mobile.tokenizer;
    const ids = [idOf('<|startoftext|>'), idOf('red</w>'), eosId, ...new Array<number>(21).fill(0)];
    const expected = mobile.reference.text(ids, 3, eosId);
    const length = Math.hypot(...expected);
    const [vector = []] = await (await encoders.model('mobile').active()).encodeTexts(['red']);
    expect(Math.max(...[...vector].map((value, i) => Math.abs(value - (expected[i] ?? 0) / length)))).toBeLessThan(
      1e-4,
    );
  });

  it.each([
    ['chinese-clip', 'vocab.txt'],
    ['clip', 'vocab.json'],
  ] as const)('installs a %s whose tokenizer is in an older form, and reads texts the same', async (kind, older) => {
    const { tokenizer } = await family('new form', kind);
    await family('old form', kind);
    const { vocab, merges } = (tokenizer.tokenizer as unknown as { model: Vocabulary }).model;
    const tokens = Object.entries(vocab).sort(([, a], [, b]) => a - b);
    const lines = tokens.map(([token]) => `${token}\n`).join('');
    await writeFile(folder(`old form/${older}`), older === 'vocab.txt' ? lines : JSON.stringify(vocab));
    if (merges !== undefined) await writeFile(folder('old form/merges.txt'), `#version: 0.2\n${merges.join('\n')}\n`);
    await rm(folder('old form/tokenizer.json'));
    for (const name of ['new form', 'old form']) expect(await add(name)).toMatchObject({ state: 'done', error: null });
    const texts = ['a Red shoe', '红色的裙子, 2 bags', 'zq!', ''];
    const [made, own] = await Promise.all(
      ['old-form', 'new-form'].map(async (id) => (await encoders.model(id).active()).encodeTexts(texts)),
    );
    expect(made).toEqual(own);
    const { manifest } = await installed.describe('old-form');
    expect(Object.keys(manifest.files)).toContain('tokenizer.json');
  });

  it('installs towers that lie below a shared tokenizer, and towers in two folders', async () => {
    await family('usual', 'clip');
    const towers = async (name: string, places: Readonly<Record<string, string>>): Promise<void> => {
      await family(name, 'clip');
      for (const [from, to] of Object.entries(places)) {
        await mkdir(path.dirname(folder(`${name}/${to}`)), { recursive: true });
        await rename(folder(`${name}/${from}`), folder(`${name}/${to}`));
      }
    };
    const [vision, text] = ['onnx/vision_model.onnx', 'onnx/text_model.onnx'];
    const below = ['config.json', 'preprocessor_config.json', vision, text];
    await towers('mobile', Object.fromEntries(below.map((name) => [name, `onnx/s2/${path.posix.basename(name)}`])));
    await towers('immich', {
      [vision]: 'visual/model.onnx',
      [text]: 'textual/model.onnx',
      'tokenizer.json': 'textual/tokenizer.json',
    });
    await add('usual');
    expect(await add('mobile/onnx/s2')).toMatchObject({ state: 'done', error: null, modelId: 'mobile-s2' });
    expect(await add('immich')).toMatchObject({ state: 'done', error: null, modelId: 'immich' });
    const [first, ...others] = await Promise.all(
      ['usual', 'mobile-s2', 'immich'].map(async (id) =>
        (await encoders.model(id).active()).encodeTexts(['a red shoe']),
      ),
    );
    for (const other of others) expect(other).toEqual(first);
  });

  it('refuses a model that mixes things up, says why, and keeps nothing of it', async () => {
    await family('confused', 'clip', { skill: 'confused' });
    expect(await add('confused')).toMatchObject({
      state: 'failed',
      error: { code: 'MODEL_FAILED', message: expect.stringMatching(/Captions do not match pictures: .* of 120 ways/) },
    });
    await family('random', 'siglip', { skill: 'random' });
    expect(await add('random')).toMatchObject({ state: 'failed', error: { code: 'MODEL_FAILED' } });
    expect(await leftovers()).toEqual([]);
    expect(await ids()).toEqual(['starter-v1']);
  });

  it('refuses one whose length of vectors is not what its files say', async () => {
    await family('wrong', 'clip');
    const config = JSON.parse(await readFile(folder('wrong/config.json'), 'utf8'));
    await writeFile(folder('wrong/config.json'), JSON.stringify({ ...config, projection_dim: 99 }));
    expect(await add('wrong')).toMatchObject({ state: 'failed', error: { message: expect.stringMatching(/99/) } });
    expect(await leftovers()).toEqual([]);
  });

  it('never writes over an installed model', async () => {
    await family('one', 'clip');
    await add('one');
    expect(await add('one')).toMatchObject({
      error: { code: 'CONFLICT', message: expect.stringMatching(/id one is installed/) },
    });
    await family('elsewhere/one', 'clip', { seed: 2 });
    expect(await add('elsewhere/one')).toMatchObject({ state: 'done', error: null, modelId: 'one-2' });
    expect(await ids()).toEqual(['starter-v1', 'one', 'one-2']);
    expect(await add('elsewhere/one', { id: 'one' })).toMatchObject({ error: { code: 'CONFLICT' } });
    expect(await add('elsewhere/one', { id: 'other', name: 'Other' })).toMatchObject({ state: 'done', title: 'Other' });
    const inspect = modelHandlers(installed, tasks, source)['models.inspectFolder'];
    expect((await inspect({ path: folder('one') })).installed).toBe(true);
  });

  it('takes a Lookalike folder, whose checksums must be right', async () => {
    await family('own', 'clip', { layout: 'lookalike' });
    expect(await add('own')).toMatchObject({ state: 'done' });
    expect(await ids()).toContain('test-clip');
    await remove('test-clip');
    const whole = await readFile(folder('own/text.onnx'));
    await writeFile(folder('own/text.onnx'), whole.fill(1, 100, 110));
    expect(await add('own')).toMatchObject({
      error: { code: 'MODEL_DAMAGED', message: expect.stringMatching(/text\.onnx/) },
    });
    expect(await leftovers()).toEqual([]);
  });

  it('looks for room first, can be stopped, and cleans up after a crash', async () => {
    await family('one', 'clip');
    free = async () => 1000;
    expect(await add('one')).toMatchObject({ error: { code: 'DISK_FULL' } });
    free = freeBytes;
    const task = await tasks.addFolder(folder('one'), {});
    await tasks.stop(task.id, false);
    expect(await ended(task)).toMatchObject({ state: 'cancelled', error: null });
    expect(await leftovers()).toEqual([]);
    await stop();
    await mkdir(path.join(own, '.adding', '999999-x'), { recursive: true });
    await mkdir(path.join(own, '.adding', `${process.ppid}-x`), { recursive: true });
    start();
    await tasks.list();
    expect(await readdir(path.join(own, '.adding'))).toEqual([`${process.ppid}-x`]);
  });
});

describe('testing a model', () => {
  it('gives every check with its figure', async () => {
    const { passed, checks } = await tasks.test('starter-v1', new AbortController().signal);
    expect(passed).toBe(true);
    expect(checks.map(({ name }) => name)).toEqual(['vectors', 'batch', 'padding', 'distinct', 'match']);
    expect(checks.every(({ value, message }) => value !== null && message !== '')).toBe(true);
    expect(checks.at(-1)?.value).toBeCloseTo(1 / 120);
    expect(await tasks.list()).toMatchObject([{ kind: 'test', state: 'done', modelId: 'starter-v1' }]);
  });

  it('finds an installed model that has been damaged since', async () => {
    await family('one', 'clip');
    await add('one');
    const file = path.join(own, 'one', 'onnx', 'text_model.onnx');
    const whole = await readFile(file);
    await writeFile(file, Buffer.from(whole).fill(0x5a, 100, 164));
    await expect(tasks.test('one', new AbortController().signal)).rejects.toMatchObject({ code: 'MODEL_DAMAGED' });
    await writeFile(file, whole.subarray(0, 100));
    expect((await installed.describe('one')).summary.problem).toMatchObject({
      ...{ code: 'MODEL_DAMAGED', message: expect.stringMatching(/text_model\.onnx has 100 bytes/) },
      details: { why: 'model-file-cut' },
    });
    await expect(tasks.test('none', new AbortController().signal)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('ends with the call', async () => {
    const controller = new AbortController();
    const testing = tasks.test('starter-v1', controller.signal);
    setTimeout(() => controller.abort(), 1);
    await expect(testing).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('removing a model', () => {
  it('leaves those alone that are needed', async () => {
    await expect(remove('starter-v1')).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/came with/),
    });
    await family('one', 'clip');
    await add('one');
    await encoders.use('one');
    await expect(remove('one')).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/in use/),
    });
    await encoders.use('starter-v1');
    await encoders.model('one').active();
    expect((await remove('one')).map(({ id }) => id)).toEqual(['starter-v1']);
    expect(await leftovers()).toEqual([]);
    await expect(remove('one')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('leaves one alone that is at work, here or in another process, and says where', async () => {
    await family('one', 'clip');
    await add('one');
    const release = uses.hold('one', '/shop');
    await expect(remove('one')).rejects.toMatchObject({ code: 'CONFLICT', details: { why: 'model-busy' } });
    release();
    // Another process holds it, and dies without a word.
    const file = path.join(import.meta.dirname, 'uses.ts');
    const script = `const { ModelUses } = await import(${JSON.stringify(file)});
      new ModelUses(${JSON.stringify(path.join(dir, 'uses'))}).hold('one', '/other/shop');
      console.log('held'); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    try {
      await once(child.stdout, 'data');
      await expect(remove('one')).rejects.toMatchObject({
        ...{ code: 'CONFLICT', message: expect.stringContaining(`process ${child.pid}), on the library /other/shop`) },
        details: { why: 'model-in-use-elsewhere', pid: child.pid, library: '/other/shop' },
      });
      expect(await ids()).toContain('one');
    } finally {
      child.kill('SIGKILL');
    }
    await exited;
    expect((await remove('one')).map(({ id }) => id)).toEqual(['starter-v1']);
    expect(await readdir(path.join(dir, 'uses'))).toEqual([]);
  });

  it('takes away a folder that nobody can read any more', async () => {
    await mkdir(path.join(own, 'broken'), { recursive: true });
    await writeFile(path.join(own, 'broken', 'model.json'), '{');
    expect(await installed.list()).toMatchObject([
      {},
      { id: 'broken', problem: { message: expect.stringMatching(/not valid JSON/) } },
    ]);
    expect(await remove('broken')).toHaveLength(1);
  });
});

describe('downloading', () => {
  let server: FakeHub;
  beforeEach(async () => {
    server = new FakeHub(toy);
    endpoint = await server.listen();
  });
  afterEach(() => server.close());

  const id = 'toy';

  it('asks for the licence, fetches, tests and installs', async () => {
    const real = 'hub-starter';
    for (const [name, content] of Object.entries(starter)) server.files.set(name, content);
    await expect(tasks.download(real, false)).rejects.toMatchObject({
      ...{ code: 'LICENCE_NOT_ACCEPTED', message: expect.stringMatching(/MIT \(https:\/\/example\.org\/licence\)/) },
    });
    await expect(tasks.download('none', true)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(server.seen).toEqual([]);
    const phases = new Set<string>();
    hub.on('models.tasksChanged', (listed) => listed.forEach(({ phase }) => void phases.add(phase)));
    const task = await tasks.download(real, true);
    expect((await tasks.download(real, true)).id).toBe(task.id);
    expect(await ended(task)).toMatchObject({ kind: 'download', state: 'done', error: null });
    expect([...phases]).toEqual(expect.arrayContaining(['ask', 'download', 'finish']));
    const { manifest } = await installed.describe(real);
    expect(manifest).toMatchObject({
      ...{ name: 'Starter from the hub', licence: 'MIT', languages: ['en', 'zh'] },
      source: { repository: 'owner/starter', revision: 'c0ffee00'.repeat(5) },
      text: { prompts: ['{}', 'a picture of {}'] },
    });
    expect(await tasks.registry()).toMatchObject([{}, { id: real, installed: true, resumable: false }]);
    expect(await leftovers()).not.toContain(path.join('.downloads', real));
    await expect(tasks.download(real, true)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('takes a repository that has everything in onnx/', async () => {
    await family('repo', 'clip', { combined: true });
    const names = [
      'config.json',
      'preprocessor_config.json',
      'tokenizer.json',
      'tokenizer_config.json',
      'onnx/model.onnx',
    ];
    const contents = await Promise.all(names.map((name) => readFile(folder(`repo/${name}`))));
    const inside = names.map((name) => `onnx/${path.posix.basename(name)}`);
    server.files.clear();
    for (const [at, content] of contents.entries()) server.files.set(inside[at] ?? '', content);
    const before = await readFile(path.join(shipped, 'registry.json'));
    const listed = entryOf(Object.fromEntries(server.files), {});
    await writeFile(path.join(shipped, 'registry.json'), JSON.stringify({ models: [listed] }));
    try {
      expect(await ended(await tasks.download(id, true))).toMatchObject({ state: 'done', error: null });
      expect((await installed.describe(id)).manifest.vision.file).toBe('model.onnx');
      expect(await leftovers()).not.toContain(path.join('.downloads', id));
    } finally {
      await writeFile(path.join(shipped, 'registry.json'), before);
    }
  });

  it('puts the files of a repository with a layout of its own where they belong', async () => {
    const asked = ['onnx/vision_model.onnx', 'onnx/text_model.onnx', 'config.json', 'preprocessor_config.json'];
    const moved = (name: string): string => `onnx/s2/${path.posix.basename(name)}`;
    server.files.clear();
    for (const [name, content] of Object.entries(toy)) {
      if (!name.includes('unused')) server.files.set(asked.includes(name) ? moved(name) : name, content);
    }
    const before = await readFile(path.join(shipped, 'registry.json'));
    const listed = entryOf(Object.fromEntries(server.files), {});
    const files = listed.files.map((file) => {
      const place = asked.find((name) => moved(name) === file.path);
      return place === undefined ? file : { ...file, as: place };
    });
    await writeFile(path.join(shipped, 'registry.json'), JSON.stringify({ models: [{ ...listed, files }] }));
    try {
      expect(await ended(await tasks.download(id, true))).toMatchObject({ state: 'done', error: null });
      expect((await installed.describe(id)).manifest.vision.file).toBe('onnx/vision_model.onnx');
    } finally {
      await writeFile(path.join(shipped, 'registry.json'), before);
    }
  });

  it('stays paused over a restart, and goes on where it was', async () => {
    server.faults.slowMs = 1;
    const task = await tasks.download(id, true);
    while (((await tasks.list())[0]?.done ?? 0) < 2_000_000) await new Promise((resolve) => setTimeout(resolve, 2));
    await stop();
    server.faults.slowMs = 0;
    start();
    const [paused] = await tasks.list();
    expect(paused).toMatchObject({
      id: task.id,
      state: 'paused',
      kind: 'download',
      error: null,
      title: 'A toy',
    });
    expect(paused?.done).toBeGreaterThan(2_000_000);
    expect(paused?.total).toBeGreaterThan(8_000_000);
    expect(await tasks.registry()).toMatchObject([{ resumable: true, installed: false }, {}]);
    server.seen.length = 0;
    expect(await ended(await tasks.download(id, true))).toMatchObject({ state: 'done' });
    expect(server.requests('GET', 'cdn').some(({ range }) => range !== undefined)).toBe(true);
  });

  it('pauses with a reason when the connection is lost for good', async () => {
    await server.close();
    expect(await ended(await tasks.download(id, true))).toMatchObject({
      state: 'paused',
      error: { code: 'NETWORK_FAILED', message: expect.stringMatching(/refused the connection.*go on with it/) },
    });
    expect(await tasks.registry()).toMatchObject([{ resumable: true }, {}]);
  });

  it('can be thrown away, running or paused', async () => {
    server.faults.slowMs = 1;
    const task = await tasks.download(id, true);
    while (((await tasks.list())[0]?.done ?? 0) < 1_000_000) await new Promise((resolve) => setTimeout(resolve, 2));
    expect(await tasks.stop(task.id, false)).toMatchObject([{ state: 'paused' }]);
    expect(await tasks.stop(task.id, true)).toEqual([]);
    expect(await leftovers()).toEqual(['.downloads']);
    expect(await tasks.registry()).toMatchObject([{ resumable: false }, {}]);
    await expect(tasks.stop(task.id, false)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is left to the process that has it', async () => {
    const other = path.join(own, '.downloads', id);
    await mkdir(other, { recursive: true });
    await writeFile(path.join(other, 'in-use'), String(process.ppid));
    expect(await ended(await tasks.download(id, true))).toMatchObject({
      state: 'failed',
      error: { code: 'CONFLICT' },
    });
    await writeFile(path.join(other, 'in-use'), '999999');
    server.files.set('onnx/text_model.onnx', Buffer.from('no model'));
    expect(await ended(await tasks.download(id, true))).toMatchObject({
      state: 'failed',
      error: { code: 'MODEL_UNSUPPORTED' },
    });
    expect(await leftovers()).toEqual(['.downloads']);
  });

  it('says where from, and lets the environment decide', () => {
    const mirror = endpoint ?? '';
    expect(source.describe()).toMatchObject({ endpoint: mirror, from: 'setting' });
    expect(source.choose(null)).toEqual({ endpoint: 'https://huggingface.co', from: 'default', setting: null });
    process.env.HF_ENDPOINT = 'https://mirror.example';
    expect(source.choose(mirror)).toEqual({
      endpoint: 'https://mirror.example',
      from: 'environment',
      setting: mirror,
    });
    delete process.env.HF_ENDPOINT;
  });
});
