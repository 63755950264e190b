import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { EncodersInfo } from '../../contract/encoders.ts';
import { EventHub } from '../../contract/rpc/event-hub.ts';
import { Encoders } from './index.ts';

const shipped = join(import.meta.dirname, '../../../models/starter');
let modelsDir: string;
let starter: string;
let hub: EventHub;
let encoders: Encoders;

beforeEach(async () => {
  modelsDir = await mkdtemp(join(tmpdir(), 'lookalike-models-'));
  starter = join(modelsDir, 'starter');
  for (const name of ['model.json', 'vision.onnx', 'text.onnx', 'tokenizer.json', 'classes.json']) {
    await cp(join(shipped, name), join(starter, name));
  }
  hub = new EventHub();
  encoders = new Encoders({ modelsDir, hub });
});
afterEach(async () => {
  await encoders.close();
  await rm(modelsDir, { recursive: true, force: true });
});

/** Changes bytes in the middle of a file and keeps its size. */
async function scratch(path: string): Promise<Buffer> {
  const bytes = await readFile(path);
  const scratched = Buffer.from(bytes);
  scratched.fill(0x5a, bytes.length >> 1, (bytes.length >> 1) + 64);
  await writeFile(path, scratched);
  return bytes;
}

async function editManifest(edit: (manifest: Record<string, unknown>) => void): Promise<void> {
  const path = join(starter, 'model.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  edit(manifest);
  await writeFile(path, JSON.stringify(manifest));
}

it('opens the starter model once, and says so', async () => {
  const states: EncodersInfo[] = [];
  hub.on('encoders.changed', (info) => states.push(info));
  const [first, second] = await Promise.all([encoders.model().active(), encoders.model().active()]);
  expect(first).toBe(second);
  expect(states.map(({ state }) => state)).toEqual(['loading', 'ready']);
  expect(await encoders.info()).toMatchObject({
    state: 'ready',
    provider: 'cpu',
    reason: null,
    modelId: 'starter-v1',
    batchSize: first.batchSize,
  });
});

it('opens the model that it is told to, wherever it is', async () => {
  const userModelsDir = await mkdtemp(join(tmpdir(), 'lookalike-own-models-'));
  await cp(starter, join(userModelsDir, 'mine'), { recursive: true });
  const path = join(userModelsDir, 'mine', 'model.json');
  await writeFile(path, (await readFile(path, 'utf8')).replace('"starter-v1"', '"mine-v1"'));
  const own = new Encoders({ modelsDir, userModelsDir, hub, activeModelId: 'mine-v1' });
  expect((await own.model().active()).modelId).toBe('mine-v1');
  expect((await own.info()).modelId).toBe('mine-v1');
  expect((await own.list()).map(({ model, bundled }) => [model?.manifest.id, bundled])).toEqual([
    ['starter-v1', true],
    ['mine-v1', false],
  ]);
  await own.close();
  const unknown = new Encoders({ modelsDir, hub, activeModelId: 'gone-v1' });
  await expect(unknown.model().active()).rejects.toMatchObject({
    code: 'MODEL_MISSING',
    message: expect.stringMatching(/gone-v1/),
  });
  await unknown.close();
  await rm(userModelsDir, { recursive: true });
});

/** A second model: the starter under another id. */
async function addCopy(folder: string, id: string): Promise<void> {
  await cp(starter, folder, { recursive: true });
  const path = join(folder, 'model.json');
  await writeFile(path, (await readFile(path, 'utf8')).replace('"starter-v1"', JSON.stringify(id)));
}

it('holds several models, and closes one when nobody holds it any longer', async () => {
  await addCopy(join(modelsDir, 'second'), 'second-v1');
  const second = encoders.model('second-v1');
  expect(encoders.model('second-v1')).toBe(second);
  expect(await second.describe()).toMatchObject({ modelId: 'second-v1', dimensions: 256 });
  const releases = [second.hold(), second.hold()];
  expect((await second.active()).modelId).toBe('second-v1');
  expect((await encoders.model().active()).modelId).toBe('starter-v1');
  await releases[0]?.();
  await releases[0]?.();
  expect(second.opened).toBeDefined();
  await encoders.use('second-v1');
  expect(await encoders.info()).toMatchObject({ modelId: 'second-v1', state: 'ready' });
  await releases[1]?.();
  expect(second.opened).toBeUndefined();
  expect(await encoders.info()).toMatchObject({ modelId: 'second-v1', state: 'loading' });
});

it('closes a model whose folder was removed, and tells of folders that hold none', async () => {
  await addCopy(join(modelsDir, 'again'), 'starter-v1');
  await addCopy(join(modelsDir, 'second'), 'second-v1');
  await cp(starter, join(modelsDir, 'torn'), { recursive: true });
  await writeFile(join(modelsDir, 'torn', 'model.json'), '{');
  const found = await encoders.list();
  expect(found.map(({ folder, problem }) => [folder, problem?.code])).toEqual([
    [join(modelsDir, 'again'), undefined],
    [join(modelsDir, 'second'), undefined],
    [join(modelsDir, 'starter'), 'CONFLICT'],
    [join(modelsDir, 'torn'), 'MODEL_DAMAGED'],
  ]);
  const second = encoders.model('second-v1');
  await second.active();
  await rm(join(modelsDir, 'second'), { recursive: true });
  await encoders.reload();
  expect(second.opened).toBeUndefined();
  await expect(second.active()).rejects.toMatchObject({ code: 'MODEL_MISSING' });
});

it.each(['model.json', 'vision.onnx', 'text.onnx', 'tokenizer.json'])(
  'says which file is missing: %s',
  async (name) => {
    await rm(join(starter, name));
    await expect(encoders.model().active()).rejects.toMatchObject({
      code: 'MODEL_MISSING',
      message: expect.stringContaining(join(starter, name)),
    });
    expect(await encoders.info()).toMatchObject({
      state: 'failed',
      provider: null,
      failure: { code: 'MODEL_MISSING', message: expect.stringContaining(name) },
    });
  },
);

it.each(['vision.onnx', 'text.onnx', 'tokenizer.json'])(
  'finds damage in %s whatever its size, and works again once mended',
  async (name) => {
    const path = join(starter, name);
    const whole = await scratch(path);
    await expect(encoders.model().active()).rejects.toMatchObject({
      code: 'MODEL_DAMAGED',
      message: expect.stringContaining(path),
    });
    await writeFile(path, whole);
    expect(await (await encoders.model().active()).encodeTexts(['red'])).toHaveLength(1);
    await truncate(path, 1000);
    await encoders.close();
    await expect(encoders.model().active()).rejects.toMatchObject({
      code: 'MODEL_DAMAGED',
      message: expect.stringMatching(/incomplete/),
    });
  },
);

it('says what is wrong with a model.json', async () => {
  await editManifest((manifest) => {
    manifest.dimensions = 'many';
  });
  await expect(encoders.model().active()).rejects.toMatchObject({
    code: 'MODEL_DAMAGED',
    message: expect.stringMatching(/dimensions/),
  });
  await writeFile(join(starter, 'model.json'), '{ "id": ');
  await expect(encoders.model().active()).rejects.toMatchObject({
    code: 'MODEL_DAMAGED',
    message: expect.stringMatching(/JSON/),
  });
});

it('does not let a model.json reach outside its folder', async () => {
  await editManifest((manifest) => {
    (manifest.vision as Record<string, unknown>).file = '../../secret.onnx';
  });
  await expect(encoders.model().active()).rejects.toMatchObject({
    code: 'MODEL_DAMAGED',
    message: expect.stringMatching(/vision.file/),
  });
});

it('reports a model whose tensors are not those of its model.json', async () => {
  await editManifest((manifest) => {
    manifest.dimensions = 128;
  });
  const encoder = await encoders.model().active();
  await expect(encoder.encodeTexts(['red'])).rejects.toMatchObject({
    code: 'MODEL_FAILED',
    message: expect.stringMatching(/256.*128/),
  });
});

it('ends work that is under way when it is closed', async () => {
  const encoder = await encoders.model().active();
  const pixels = new Uint8Array(160 * 160 * 3);
  const work = encoder.encodeImages(new Array(200).fill(pixels), { priority: 'background' });
  const ended = expect(work).rejects.toMatchObject({ code: 'MODEL_FAILED' });
  await encoders.close();
  await ended;
  expect((await encoders.model().active()).modelId).toBe('starter-v1');
});
