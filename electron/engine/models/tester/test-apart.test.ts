/** Models that take the process down in which they are tested, for real: the engine has to live and to say what happened. */
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { EventHub } from '../../../contract/rpc/event-hub.ts';
import { Encoders, type ModelFolder } from '../../encoders/index.ts';
import { writeFamilyModel } from '../../encoders/testing/index.ts';
import { writeOddModel } from '../../encoders/testing/odd-models.ts';
import { forkSideProcess, type SideProcess } from '../../side-process/side-process.ts';
import { InstalledModels } from '../installed.ts';
import { ModelTasks } from '../model-tasks.ts';
import { Source } from '../source.ts';
import { shippedModels } from '../testing.ts';
import { ModelUses } from '../uses.ts';
import { type TestApartOptions, testApart } from './test-apart.ts';

let dir: string;
let model: ModelFolder;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'lookalike-tester-'));
  const { folder, manifest } = await writeFamilyModel(path.join(dir, 'good'), 'clip');
  model = { folder, manifest };
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const unruly = (): SideProcess => forkSideProcess(new URL('./fixtures/unruly-tester.ts', import.meta.url));

function run(behaviour: string, options: Partial<TestApartOptions> = {}) {
  const order = { ...model, manifest: { ...model.manifest, name: behaviour } };
  const given = { threads: 1, signal: new AbortController().signal, onStep: () => {}, start: unruly, ...options };
  return testApart(order, given);
}

it.each([
  ['aborts', 'signal SIGABRT'],
  ['is killed', 'signal SIGSEGV'],
  ['exits', 'code 3'],
])('refuses a model whose process %s', async (behaviour, how) => {
  await expect(run(behaviour)).rejects.toMatchObject({
    ...{ code: 'MODEL_FAILED', message: expect.stringContaining(how) },
    details: { why: 'test-crashed', how },
  });
});

it('refuses one that hangs, ends its process, and believes no nonsense', async () => {
  let hanging: SideProcess | undefined;
  const start = (): SideProcess => {
    hanging = unruly();
    return hanging;
  };
  await expect(run('hangs', { start, silenceMs: 1500 })).rejects.toMatchObject({
    ...{ code: 'MODEL_FAILED', message: expect.stringContaining('no answer for 2 s') },
    details: { why: 'test-hung', step: 'batch' },
  });
  expect(await hanging?.ended).toBe('signal SIGKILL');
  await expect(run('talks nonsense')).rejects.toMatchObject({ details: { why: 'test-crashed' } });
});

it.skipIf(process.platform === 'win32')('ends one that takes more memory than it may, and says so', async () => {
  const folder = path.join(dir, 'hungry');
  const manifest = await writeOddModel(folder, 'hungry');
  const signal = new AbortController().signal;
  const options = { threads: 1, signal, onStep: () => {}, memory: 800e6 };
  await expect(testApart({ folder, manifest }, options)).rejects.toMatchObject({
    ...{ code: 'MODEL_FAILED', message: expect.stringContaining('more than 0.7 GB of memory') },
    details: { why: 'test-memory', gigabytes: '0.7', step: 'vectors' },
  });
});

it('is stopped in the midst of a run that never ends', async () => {
  const folder = path.join(dir, 'endless');
  const manifest = await writeOddModel(folder, 'endless');
  const controller = new AbortController();
  let tester: SideProcess | undefined;
  const steps: string[] = [];
  const testing = testApart(
    { folder, manifest },
    {
      ...{ threads: 1, signal: controller.signal },
      onStep: (_, current) => {
        steps.push(current);
        setTimeout(() => controller.abort(), 300);
      },
      start: () => {
        tester = forkSideProcess(new URL('./tester-process.ts', import.meta.url));
        return tester;
      },
    },
  );
  await expect(testing).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(await tester?.ended).toBe('signal SIGKILL');
  expect(steps).toEqual(['vectors']);
});

it('keeps nothing of a model that crashed, and the engine goes on', async () => {
  const own = path.join(dir, 'models');
  const hub = new EventHub();
  const encoders = new Encoders({ modelsDir: shippedModels, userModelsDir: own, hub });
  let start: (() => SideProcess) | undefined = unruly;
  const installed = new InstalledModels(encoders, hub, new ModelUses(path.join(dir, 'uses')));
  const source = new Source({ hubEndpoint: undefined, setHubEndpoint: () => {} });
  const tasks = new ModelTasks({
    ...{ modelsDir: shippedModels, userModelsDir: own, installed, encoders, source, hub, threads: 1 },
    startTester: () => (start === undefined ? tester() : start()),
  });
  const tester = (): SideProcess => forkSideProcess(new URL('./tester-process.ts', import.meta.url));
  const added = async (name: string) => {
    const { id } = await tasks.addFolder(model.folder, { name });
    return vi.waitUntil(
      async () => (await tasks.list()).find((task) => task.id === id && task.state !== 'running'),
      20_000,
    );
  };
  try {
    expect(await added('aborts')).toMatchObject({
      state: 'failed',
      error: { code: 'MODEL_FAILED', details: { why: 'test-crashed', how: 'signal SIGABRT' } },
    });
    expect(existsSync(own) ? await readdir(path.join(own, '.adding')) : []).toEqual([]);
    start = undefined;
    expect(await added('good')).toMatchObject({ state: 'done', error: null });
    expect((await installed.list()).map(({ id }) => id)).toContain(model.manifest.id);
  } finally {
    installed.close();
    await tasks.close();
    await encoders.close();
  }
});
