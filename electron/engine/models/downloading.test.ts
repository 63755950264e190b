/** Downloading models from a server that plays the hub: asked for, broken off, paused and gone on with. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeHub } from './download/testing.ts';
import { entryOf, modelPlace } from './testing.ts';

const place = await modelPlace();

describe('downloading', () => {
  let server: FakeHub;
  beforeEach(async () => {
    server = new FakeHub(place.toy);
    place.endpoint = await server.listen();
  });
  afterEach(() => server.close());

  const id = 'toy';

  it('asks for the licence, fetches, tests and installs', async () => {
    const real = 'hub-starter';
    for (const [name, content] of Object.entries(place.starter)) server.files.set(name, content);
    await expect(place.tasks.download(real, false)).rejects.toMatchObject({
      ...{ code: 'LICENCE_NOT_ACCEPTED', message: expect.stringMatching(/MIT \(https:\/\/example\.org\/licence\)/) },
    });
    await expect(place.tasks.download('none', true)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(server.seen).toEqual([]);
    const phases = new Set<string>();
    place.hub.on('models.tasksChanged', (listed) => listed.forEach(({ phase }) => void phases.add(phase)));
    const task = await place.tasks.download(real, true);
    expect((await place.tasks.download(real, true)).id).toBe(task.id);
    expect(await place.ended(task)).toMatchObject({ kind: 'download', state: 'done', error: null });
    expect([...phases]).toEqual(expect.arrayContaining(['ask', 'download', 'finish']));
    const { manifest } = await place.installed.describe(real);
    expect(manifest).toMatchObject({
      ...{ name: 'Starter from the hub', licence: 'MIT', languages: ['en', 'zh'] },
      source: { repository: 'owner/starter', revision: 'c0ffee00'.repeat(5) },
      text: { prompts: ['{}', 'a picture of {}'] },
    });
    expect(await place.tasks.registry()).toMatchObject([{}, { id: real, installed: true, resumable: false }]);
    expect(await place.leftovers()).not.toContain(path.join('.downloads', real));
    await expect(place.tasks.download(real, true)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('takes a repository that has everything in onnx/', async () => {
    await place.family('repo', 'clip', { combined: true });
    const names = [
      'config.json',
      'preprocessor_config.json',
      'tokenizer.json',
      'tokenizer_config.json',
      'onnx/model.onnx',
    ];
    const contents = await Promise.all(names.map((name) => readFile(place.folder(`repo/${name}`))));
    const inside = names.map((name) => `onnx/${path.posix.basename(name)}`);
    server.files.clear();
    for (const [at, content] of contents.entries()) server.files.set(inside[at] ?? '', content);
    const before = await readFile(path.join(place.shipped, 'registry.json'));
    const listed = entryOf(Object.fromEntries(server.files), {});
    await writeFile(path.join(place.shipped, 'registry.json'), JSON.stringify({ models: [listed] }));
    try {
      expect(await place.ended(await place.tasks.download(id, true))).toMatchObject({ state: 'done', error: null });
      expect((await place.installed.describe(id)).manifest.vision.file).toBe('model.onnx');
      expect(await place.leftovers()).not.toContain(path.join('.downloads', id));
    } finally {
      await writeFile(path.join(place.shipped, 'registry.json'), before);
    }
  });

  it('puts the files of a repository with a layout of its own where they belong', async () => {
    const asked = ['onnx/vision_model.onnx', 'onnx/text_model.onnx', 'config.json', 'preprocessor_config.json'];
    const moved = (name: string): string => `onnx/s2/${path.posix.basename(name)}`;
    server.files.clear();
    for (const [name, content] of Object.entries(place.toy)) {
      if (!name.includes('unused')) server.files.set(asked.includes(name) ? moved(name) : name, content);
    }
    const before = await readFile(path.join(place.shipped, 'registry.json'));
    const listed = entryOf(Object.fromEntries(server.files), {});
    const files = listed.files.map((file) => {
      const place = asked.find((name) => moved(name) === file.path);
      return place === undefined ? file : { ...file, as: place };
    });
    await writeFile(path.join(place.shipped, 'registry.json'), JSON.stringify({ models: [{ ...listed, files }] }));
    try {
      expect(await place.ended(await place.tasks.download(id, true))).toMatchObject({ state: 'done', error: null });
      expect((await place.installed.describe(id)).manifest.vision.file).toBe('onnx/vision_model.onnx');
    } finally {
      await writeFile(path.join(place.shipped, 'registry.json'), before);
    }
  });

  it('stays paused over a restart, and goes on where it was', async () => {
    server.faults.slowMs = 1;
    const task = await place.tasks.download(id, true);
    while (((await place.tasks.list())[0]?.done ?? 0) < 2_000_000)
      await new Promise((resolve) => setTimeout(resolve, 2));
    await place.stop();
    server.faults.slowMs = 0;
    place.start();
    const [paused] = await place.tasks.list();
    expect(paused).toMatchObject({
      id: task.id,
      state: 'paused',
      kind: 'download',
      error: null,
      title: 'A toy',
    });
    expect(paused?.done).toBeGreaterThan(2_000_000);
    expect(paused?.total).toBeGreaterThan(8_000_000);
    expect(await place.tasks.registry()).toMatchObject([{ resumable: true, installed: false }, {}]);
    server.seen.length = 0;
    expect(await place.ended(await place.tasks.download(id, true))).toMatchObject({ state: 'done' });
    expect(server.requests('GET', 'cdn').some(({ range }) => range !== undefined)).toBe(true);
  });

  it('pauses with a reason when the connection is lost for good', async () => {
    await server.close();
    expect(await place.ended(await place.tasks.download(id, true))).toMatchObject({
      state: 'paused',
      error: { code: 'NETWORK_FAILED', message: expect.stringMatching(/refused the connection.*go on with it/) },
    });
    expect(await place.tasks.registry()).toMatchObject([{ resumable: true }, {}]);
  });

  it('can be thrown away, running or paused', async () => {
    server.faults.slowMs = 1;
    const task = await place.tasks.download(id, true);
    while (((await place.tasks.list())[0]?.done ?? 0) < 1_000_000)
      await new Promise((resolve) => setTimeout(resolve, 2));
    expect(await place.tasks.stop(task.id, false)).toMatchObject([{ state: 'paused' }]);
    expect(await place.tasks.stop(task.id, true)).toEqual([]);
    expect(await place.leftovers()).toEqual(['.downloads']);
    expect(await place.tasks.registry()).toMatchObject([{ resumable: false }, {}]);
    await expect(place.tasks.stop(task.id, false)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is left to the process that has it', async () => {
    const other = path.join(place.own, '.downloads', id);
    await mkdir(other, { recursive: true });
    await writeFile(path.join(other, 'in-use'), String(process.ppid));
    expect(await place.ended(await place.tasks.download(id, true))).toMatchObject({
      state: 'failed',
      error: { code: 'CONFLICT' },
    });
    await writeFile(path.join(other, 'in-use'), '999999');
    server.files.set('onnx/text_model.onnx', Buffer.from('no model'));
    expect(await place.ended(await place.tasks.download(id, true))).toMatchObject({
      state: 'failed',
      error: { code: 'MODEL_UNSUPPORTED' },
    });
    expect(await place.leftovers()).toEqual(['.downloads']);
  });

  it('says where from, and lets the environment decide', () => {
    const mirror = place.endpoint ?? '';
    expect(place.source.describe()).toMatchObject({ endpoint: mirror, from: 'setting' });
    expect(place.source.choose(null)).toEqual({ endpoint: 'https://huggingface.co', from: 'default', setting: null });
    process.env.HF_ENDPOINT = 'https://mirror.example';
    expect(place.source.choose(mirror)).toEqual({
      endpoint: 'https://mirror.example',
      from: 'environment',
      setting: mirror,
    });
    delete process.env.HF_ENDPOINT;
  });
});
