/** The commands about models: how they are read, and what they do with a real engine and a server that plays the hub. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Command } from 'commander';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ModelTask } from '../contract/models.ts';
import { createClient } from '../contract/rpc/client.ts';
import { createMemoryPair } from '../contract/rpc/memory.ts';
import { serve } from '../contract/rpc/server.ts';
import { createEngine } from '../engine/engine.ts';
import { FakeHub } from '../engine/models/download/testing.ts';
import { entryOf, toyRepository, writeShipped } from '../engine/models/testing.ts';
import { describeTask, type ModelsHost, modelCommands } from './models-commands.ts';
import { addModels, type ModelCommands } from './models-program.ts';

let dir: string;
let server: FakeHub;
const endpointBefore = process.env.HF_ENDPOINT;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'lookalike-cli-models-'));
  const repository = await toyRepository(path.join(dir, 'repository'));
  server = new FakeHub(repository);
  process.env.HF_ENDPOINT = await server.listen();
  await writeShipped(path.join(dir, 'shipped'), [entryOf(repository, {})]);
});
afterAll(async () => {
  await server.close();
  if (endpointBefore === undefined) delete process.env.HF_ENDPOINT;
  else process.env.HF_ENDPOINT = endpointBefore;
  await rm(dir, { recursive: true, force: true });
});

const ask: ModelsHost['ask'] = async (use) => {
  const engine = await createEngine({
    home: path.join(dir, 'home'),
    modelsDir: path.join(dir, 'shipped'),
    readOnly: true,
  });
  const [near, far] = createMemoryPair();
  serve(far, engine.handlers, engine.hub);
  const client = createClient(near);
  try {
    return await use(client);
  } finally {
    client.close();
    await engine.close();
  }
};

function fixture() {
  const printed: unknown[] = [];
  const shown: string[] = [];
  const controller = new AbortController();
  const commands = modelCommands({
    ask,
    printJson: async (value) => void printed.push(value),
    progress: () => ({ show: (text) => void shown.push(text), end: () => {} }),
    signal: () => controller.signal,
  });
  return { commands, printed, shown, controller };
}

test('options are read', async () => {
  const run = async (line: string): Promise<unknown[]> => {
    const called: unknown[] = [];
    const commands = new Proxy({} as ModelCommands, {
      get:
        (_, name) =>
        async (...given: unknown[]): Promise<void> =>
          void called.push(name, ...given),
    });
    const program = new Command('lookalike').exitOverride().configureOutput({ writeErr: () => {} });
    addModels(program, commands);
    await program.parseAsync(['node', 'lookalike', 'models', ...line.split(' ')]);
    return called;
  };
  expect(await run('list')).toEqual(['modelsList']);
  expect(await run('registry')).toEqual(['modelsRegistry']);
  expect(await run('import D --dtype fp16 --id i --name N')).toEqual([
    'modelsImport',
    'D',
    { dtype: 'fp16', id: 'i', name: 'N' },
  ]);
  expect(await run('inspect D')).toEqual(['modelsInspect', 'D', {}]);
  expect(await run('add m')).toEqual(['modelsAdd', 'm', { acceptLicence: false }]);
  expect(await run('add m --accept-licence')).toEqual(['modelsAdd', 'm', { acceptLicence: true }]);
  expect(await run('test m')).toEqual(['modelsTest', 'm']);
  expect(await run('remove m')).toEqual(['modelsRemove', 'm']);
});

test('a folder is looked at, imported, tested and removed', async () => {
  const folder = path.join(dir, 'repository');
  const { commands, printed, shown } = fixture();
  await commands.modelsInspect(folder, {});
  await commands.modelsImport(folder, { id: 'mine', name: 'Mine' });
  await commands.modelsTest('mine');
  await commands.modelsRemove('mine');
  await commands.modelsList();
  expect(printed).toMatchObject([
    { layout: 'hugging-face', manifest: { id: 'repository', dimensions: 16 } },
    { id: 'mine', name: 'Mine', problem: null },
    { modelId: 'mine', passed: true },
    [{ id: 'starter-v1' }],
    [{ id: 'starter-v1' }],
  ]);
  expect(shown.some((line) => /^(copy .* MB|test \d\/5)/.test(line))).toBe(true);
  await expect(commands.modelsImport(path.join(dir, 'gone'), {})).rejects.toMatchObject({ code: 'FILE_MISSING' });
});

test('Ctrl-C keeps a download, and the same command goes on with it', async () => {
  const first = fixture();
  await expect(first.commands.modelsAdd('toy', { acceptLicence: false })).rejects.toMatchObject({
    code: 'LICENCE_NOT_ACCEPTED',
  });
  server.faults.slowMs = 2;
  const adding = first.commands.modelsAdd('toy', { acceptLicence: true });
  const stop = setInterval(() => {
    if (first.shown.some((line) => /^download [1-9]/.test(line))) first.controller.abort();
  }, 5);
  await expect(adding).rejects.toMatchObject({
    code: 'CANCELLED',
    message: expect.stringMatching(/same command to go on/),
  });
  clearInterval(stop);
  server.faults.slowMs = 0;
  const second = fixture();
  await second.commands.modelsRegistry();
  await second.commands.modelsAdd('toy', { acceptLicence: true });
  expect(second.printed).toMatchObject([[{ id: 'toy', resumable: true }], { id: 'toy', problem: null }]);
  expect(server.requests('GET', 'cdn').filter(({ range }) => range !== undefined)).toHaveLength(1);
});

test('progress is told in megabytes or in steps', () => {
  const task: ModelTask = {
    ...{ id: 't', kind: 'download', modelId: 'm', title: 'M', state: 'running', phase: 'download', unit: 'bytes' },
    ...{
      done: 12_340_000,
      total: 598_000_000,
      ratePerSecond: 5_200_000,
      secondsLeft: 112.3,
      current: 'a.onnx',
      error: null,
    },
  };
  expect(describeTask(task)).toBe('download 12.3/598.0 MB, 5.2 MB a second, 113 s left: a.onnx');
  expect(describeTask({ ...task, phase: 'ask', unit: 'steps', done: 1, total: 5, secondsLeft: null })).toBe(
    'ask 1/5: a.onnx',
  );
});

test('the real command prints JSON', async () => {
  const launcher = path.join(import.meta.dirname, 'lookalike.mjs');
  const env = { ...process.env, LOOKALIKE_HOME: path.join(dir, 'home') };
  const { stdout } = await promisify(execFile)(process.execPath, [launcher, 'models', 'list'], { env });
  expect(JSON.parse(stdout)).toMatchObject([{ id: 'starter-v1', bundled: true }, { id: 'toy' }]);
});
