/** The commands about models: how they are read, and what they do with a real engine and a server that plays the hub. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ModelTask } from '../contract/models.ts';
import { FakeHub } from '../engine/models/download/testing.ts';
import { entryOf, toyRepository, writeShipped } from '../engine/models/testing.ts';
import { describeTask } from './model-commands.ts';
import { QuietTerminal, RecordingTerminal } from './testing.ts';

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

const fixture = () => new QuietTerminal({ home: path.join(dir, 'home'), modelsDir: path.join(dir, 'shipped') });

test('options are read', async () => {
  const asked = async (line: string): Promise<unknown[]> => {
    const terminal = new RecordingTerminal({
      'models.addFolder': () => ({ id: 't' }),
      'models.download': () => ({ id: 't' }),
      'models.tasks': () => [{ id: 't', state: 'done', modelId: 'i' }],
      'models.describe': () => ({ summary: {} }),
      'models.test': () => ({ checks: [], passed: true }),
    });
    await terminal.run('models', ...line.split(' '));
    return terminal.calls[0] ?? [];
  };
  expect(await asked('list')).toEqual(['models.list', {}]);
  expect(await asked('registry')).toEqual(['models.registry', {}]);
  expect(await asked('import D --dtype fp16 --id i --name N')).toEqual([
    'models.addFolder',
    { path: path.resolve('D'), dtype: 'fp16', id: 'i', name: 'N' },
  ]);
  expect(await asked('inspect D')).toEqual(['models.inspectFolder', { path: path.resolve('D') }]);
  expect(await asked('add m')).toEqual(['models.download', { id: 'm', acceptLicence: false }]);
  expect(await asked('add m --accept-licence')).toEqual(['models.download', { id: 'm', acceptLicence: true }]);
  expect(await asked('test m')).toEqual(['models.test', { id: 'm' }]);
  expect(await asked('remove m')).toEqual(['models.remove', { id: 'm' }]);
});

test('a folder is looked at, imported, tested and removed', async () => {
  const folder = path.join(dir, 'repository');
  const terminal = fixture();
  await terminal.run('models', 'inspect', folder);
  await terminal.run('models', 'import', folder, '--id', 'mine', '--name', 'Mine');
  await terminal.run('models', 'test', 'mine');
  await terminal.run('models', 'remove', 'mine');
  await terminal.run('models', 'list');
  expect(terminal.printed).toMatchObject([
    { layout: 'hugging-face', manifest: { id: 'repository', dimensions: 16 } },
    { id: 'mine', name: 'Mine', problem: null },
    { modelId: 'mine', passed: true },
    [{ id: 'starter-v1' }],
    [{ id: 'starter-v1' }],
  ]);
  expect(terminal.shown.some((line) => /^(copy .* MB|test \d\/5)/.test(line))).toBe(true);
  const importing = terminal.run('models', 'import', path.join(dir, 'gone'));
  await expect(importing).rejects.toMatchObject({ code: 'FILE_MISSING' });
});

test('Ctrl-C keeps a download, and the same command goes on with it', async () => {
  const first = fixture();
  await expect(first.run('models', 'add', 'toy')).rejects.toMatchObject({
    code: 'LICENCE_NOT_ACCEPTED',
  });
  server.faults.slowMs = 2;
  const adding = first.run('models', 'add', 'toy', '--accept-licence');
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
  await second.run('models', 'registry');
  await second.run('models', 'add', 'toy', '--accept-licence');
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
