import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Calibration } from '../../../contract/encoders.ts';
import type { ModelManifest } from '../../../contract/model-manifest.ts';
import { EventHub } from '../../../contract/rpc/event-hub.ts';
import { sessionCounts, usualCpuProvider } from '../cpu-sessions.ts';
import { Encoders, type EncodersOptions, encoderHandlers, readModelFolder } from '../index.ts';
import { withoutFiles } from '../provider-reasons.ts';
import { candidates } from '../providers.ts';
import { writeFamilyModel } from '../testing/index.ts';
import { choose } from './calibrate.ts';
import { agreementOf, fixedBatch, fixedImage } from './fixed-batch.ts';
import { Marks } from './marks.ts';
import { CalibrationStore } from './store.ts';
import { bestOf } from './trial.ts';

let root: string;
let home: string;
let modelsDir: string;
let homes = 0;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'lookalike-calibration-'));
  modelsDir = join(root, 'models');
  await writeFamilyModel(join(modelsDir, 'starter'), 'clip');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach(() => {
  home = join(root, `home-${homes++}`);
});

function open(options: Partial<EncodersOptions> = {}): Encoders {
  const cpuOnly = [{ name: 'cpu', missing: null }] as const;
  const limits = { perSizeMs: 5 };
  return new Encoders({ modelsDir, hub: new EventHub(), home, candidates: cpuOnly, limits, threads: 1, ...options });
}

async function use<T>(encoders: Encoders, work: (encoders: Encoders) => Promise<T>): Promise<T> {
  try {
    return await work(encoders);
  } finally {
    await encoders.close();
  }
}

describe('calibration', () => {
  it('measures batch sizes where there is only the CPU, and is remembered', async () => {
    const first = await use(open({ threads: 2 }), async (encoders) => {
      expect(await encoders.calibration()).toBeNull();
      await encoders.model().active();
      return encoders.calibrate();
    });
    expect(first).toMatchObject({ modelId: 'test-clip', provider: 'cpu' });
    expect(first.trials[0]).toMatchObject({ agreement: 1, sessions: 1 });
    expect(first.trials.filter(({ state }) => state === 'chosen')).toMatchObject([{ sessions: first.sessions }]);
    await use(open({ threads: 2 }), async (encoders) => {
      expect((await encoders.model().active()).batchSize).toBe(first.batchSize);
      const { batchSize, sessions } = first;
      expect(await encoders.info()).toMatchObject({ batchSize, sessions, calibration: first });
    });
  });

  it('tries as many sessions as there are threads, and memory for their weights', async () => {
    const { trials } = await use(open({ threads: 4 }), (encoders) => encoders.calibrate());
    expect(trials.map(({ sessions }) => sessions)).toEqual([1, 2, 4]);
    const { manifest } = await readModelFolder(join(modelsDir, 'starter'));
    const largest = { ...manifest.files[manifest.vision.file], bytes: 100 * 1024 * 1024 };
    const large = { ...manifest, files: { ...manifest.files, [manifest.vision.file]: largest } } as ModelManifest;
    expect(sessionCounts(large, 16)).toEqual([1, 2]);
    expect(sessionCounts(manifest, 3)).toEqual([1, 2]);
    expect(sessionCounts(manifest, 64)).toEqual([1, 2, 4, 8]);
    expect(sessionCounts(manifest, 1)).toEqual([1]);
  });

  it('begins anew when its file is damaged, and for another number of threads', async () => {
    await use(open(), (encoders) => encoders.calibrate());
    await use(open({ threads: 7 }), async (encoders) => expect(await encoders.calibration()).toBeNull());
    writeFileSync(join(home, 'calibration.json'), '{ "version": 1, ');
    await use(open(), async (encoders) => {
      expect(await encoders.calibration()).toBeNull();
      const { manifest, batchSize } = await encoders.model().active();
      expect(batchSize).toBe(usualCpuProvider(manifest, 1).batchSize);
      await encoders.calibrate();
      expect(await encoders.calibration()).not.toBeNull();
    });
  });

  it('is done by itself once, in the background, for a model that is open, in use or not', async () => {
    await use(open({ calibrateAfterMs: 0, activeModelId: 'another' }), async (encoders) => {
      const model = encoders.model('test-clip');
      await model.active();
      await expect.poll(() => encoders.calibration('test-clip')).not.toBeNull();
      const { at } = (await encoders.calibration('test-clip')) as Calibration;
      await model.close();
      await model.active();
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect((await encoders.calibration('test-clip'))?.at).toBe(at);
    });
  });

  it('can be cancelled, and leaves all as it was', async () => {
    await use(open(), async (encoders) => {
      const encoder = await encoders.model().active();
      const controller = new AbortController();
      const work = encoders.calibrate(undefined, { signal: controller.signal, onProgress: () => controller.abort() });
      await expect(work).rejects.toMatchObject({ code: 'CANCELLED' });
      expect(await encoders.calibration()).toBeNull();
      expect(await encoder.encodeImages([fixedImage(0, 32, 32)], { priority: 'background' })).toHaveLength(1);
    });
  });

  it('lets people search meanwhile, and has what is encoded in the background wait', async () => {
    await use(open({ limits: { perSizeMs: 60 } }), async (encoders) => {
      const encoder = await encoders.model().active();
      const done: string[] = [];
      const image = fixedImage(0, 32, 32);
      const began = Promise.withResolvers<void>();
      const work = encoders
        .calibrate(undefined, { onProgress: () => began.resolve() })
        .then(() => done.push('measured'));
      await began.promise;
      const indexing = encoder.encodeImages([image], { priority: 'background' }).then(() => done.push('indexed'));
      await encoder.encodeImages([image]).then(() => done.push('searched'));
      await Promise.all([work, indexing]);
      expect(done[0]).toBe('searched');
      expect(done).toContain('indexed');
    });
  });

  it('is answered by the methods of the contract', async () => {
    await use(open(), async (encoders) => {
      const handlers = encoderHandlers(encoders);
      const found = await encoders.calibrate();
      expect(await handlers['encoders.calibration']({ modelId: 'test-clip' })).toEqual(found);
      await expect(encoders.calibrate('gone')).rejects.toMatchObject({ code: 'MODEL_MISSING' });
    });
  });

  it('says why a provider is not even tried', async () => {
    const cuda = { name: 'cuda', missing: withoutFiles('cuda', ['cuda.so']) } as const;
    const { trials } = await use(open({ candidates: [cuda, { name: 'cpu', missing: null }] }), (encoders) =>
      encoders.calibrate(),
    );
    expect(trials.map(({ provider, state, reason }) => [provider, state, reason])).toEqual([
      ['cpu', 'chosen', null],
      ['cuda', 'refused', cuda.missing],
    ]);
  });
});

describe('a provider that is chosen', () => {
  /** As the process of an application would that ended without closing anything, while it used CUDA. */
  function leaveMark(phase: 'using' | 'trying', name: string): void {
    const { pid } = spawnSync(process.execPath, ['--version']);
    const [key] = Object.keys(JSON.parse(readFileSync(join(home, 'calibration.json'), 'utf8')).calibrations);
    const machine = key?.replace(/^.*? \| /, '');
    mkdirSync(join(home, 'at-work'), { recursive: true });
    writeFileSync(join(home, 'at-work', `${pid}-${name}.json`), JSON.stringify({ provider: 'cuda', machine, phase }));
  }

  async function chooseCuda(): Promise<void> {
    await use(open(), (encoders) => encoders.calibrate());
    const file = join(home, 'calibration.json');
    const content = JSON.parse(readFileSync(file, 'utf8'));
    for (const calibration of Object.values<Record<string, unknown>>(content.calibrations)) {
      Object.assign(calibration, { provider: 'cuda', batchSize: 16 });
    }
    writeFileSync(file, JSON.stringify(content));
  }

  it('and does not open gives way to the CPU, with the reason', async () => {
    await chooseCuda();
    await use(open(), async (encoders) => {
      const encoder = await encoders.model().active();
      expect(encoder.provider).toBe('cpu');
      expect(await encoder.encodeImages([fixedImage(0, 32, 32)])).toHaveLength(1);
      expect((await encoders.info()).reason).toMatchObject({
        ...{ provider: 'cuda', why: 'no-start', technical: expect.stringMatching(/./) },
        message: expect.stringMatching(/^CUDA could not be started/),
      });
      expect(readdirSync(join(home, 'at-work'))).toEqual([]);
    });
  });

  it('is not even tried once its files are gone', async () => {
    await chooseCuda();
    const gone = { name: 'cuda', missing: withoutFiles('cuda', ['cuda.so']) } as const;
    await use(open({ candidates: [gone, { name: 'cpu', missing: null }] }), async (encoders) => {
      expect((await encoders.model().active()).provider).toBe('cpu');
      expect((await encoders.info()).reason).toEqual(gone.missing);
    });
  });

  it('is left alone once the application ended unexpectedly twice while it was in use', async () => {
    await chooseCuda();
    const reasonAtNextStart = () =>
      use(open(), async (encoders) => {
        await encoders.model().active();
        return (await encoders.info()).reason?.message ?? null;
      });
    leaveMark('using', 'first');
    leaveMark('using', 'second');
    expect(await reasonAtNextStart()).toMatch(/CUDA is left alone because Lookalike ended unexpectedly/);
    expect(await reasonAtNextStart()).toMatch(/CUDA is left alone/);
    await use(open(), (encoders) => encoders.calibrate());
    expect(await reasonAtNextStart()).toBeNull();
  });
});

describe('notes of what is at work', () => {
  it('are taken away by the process that made them, and found when it could not', () => {
    const dir = join(home, 'at-work');
    const mark = { provider: 'webgpu', machine: 'here', phase: 'trying' } as const;
    const takeAway = new Marks(dir).put(mark);
    const others = new Marks(dir);
    const stillRuns = `${process.ppid}-trying-webgpu.json`;
    writeFileSync(join(dir, stillRuns), JSON.stringify(mark));
    // Of this process's number, but of an earlier process for all that `others` knows.
    expect(others.takeAbandoned()).toEqual([mark]);
    expect(others.takeAbandoned()).toEqual([]);
    expect(readdirSync(dir)).toEqual([stillRuns]);
    expect(takeAway).not.toThrow();
  });

  it('that cannot be read are thrown away', () => {
    const dir = join(home, 'at-work');
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, '999999999-trying-webgpu.json'), '{');
    expect(new Marks(dir).takeAbandoned()).toEqual([]);
    expect(readdirSync(dir)).toEqual([]);
  });
});

describe('the store', () => {
  it('counts crashes by machine and provider, and goes on without a home', () => {
    for (const store of [new CalibrationStore(join(home, 'calibration.json')), new CalibrationStore(undefined)]) {
      store.setCrashes('here', 'dml', 2);
      expect(store.crashes('here')).toEqual({ dml: 2 });
      expect(store.crashes('there')).toEqual({});
    }
  });
});

describe('which providers there are', () => {
  const at = (platform: string, binDir: string | null = null, devices: readonly string[] = [], vulkan = true) =>
    candidates({ platform, binDir, devices, loads: () => vulkan }).map(({ name, missing }) => [name, missing === null]);

  it('depends on the platform', () => {
    expect(at('win32/x64')).toEqual([
      ['dml', true],
      ['webgpu', true],
      ['cpu', true],
    ]);
    expect(at('darwin/arm64').map(([name]) => name)).toEqual(['coreml', 'webgpu', 'cpu']);
    expect(at('linux/arm64')).toEqual([['cpu', true]]);
    expect(at('sunos/x64')).toEqual([['cpu', true]]);
  });

  it('on Linux depends on the files of ONNX Runtime and on a driver that runs', () => {
    mkdirSync(home, { recursive: true });
    const file = (name: string): void => writeFileSync(join(home, name), '');
    const named = (devices: readonly string[]) => Object.fromEntries(at('linux/x64', home, devices));
    expect(named([home])).toEqual({ tensorrt: false, cuda: false, webgpu: true, cpu: true });
    file('libonnxruntime_providers_shared.so');
    file('libonnxruntime_providers_cuda.so');
    expect(named([home])).toMatchObject({ tensorrt: false, cuda: true });
    expect(named([join(home, 'none')])).toMatchObject({ cuda: false });
    file('libonnxruntime_providers_tensorrt.so');
    expect(named([home])).toMatchObject({ tensorrt: true, cuda: true });
    expect(Object.fromEntries(at('linux/x64', home, [home], false))).toMatchObject({ cuda: true, webgpu: false });
    expect(at('win32/x64', null, [], false)[1]).toEqual(['webgpu', true]);
  });

  it('on this machine is found without an error', () => {
    expect(candidates().at(-1)).toEqual({ name: 'cpu', missing: null });
  });
});

describe('the arithmetic', () => {
  const speeds = (...pairs: [number, number][]) =>
    pairs.map(([batchSize, picturesPerSecond]) => ({ batchSize, picturesPerSecond }));

  it('chooses the smallest batch that is about as fast as the fastest, and holds nobody up', () => {
    expect(bestOf({ sessions: 1, speeds: speeds([1, 100], [2, 150], [4, 152], [8, 120]) })?.batchSize).toBe(2);
    // 8 images would take 0.4 s.
    expect(bestOf({ sessions: 1, speeds: speeds([1, 10], [2, 12], [8, 20]) })?.batchSize).toBe(2);
    expect(bestOf({ sessions: 1, speeds: speeds([1, 2], [2, 3]) })?.batchSize).toBe(1);
    expect(bestOf({ sessions: 1, speeds: [] })).toBeUndefined();
  });

  it('chooses several sessions where they are worth their memory, and none that makes a query wait', () => {
    const cpu = { provider: 'cpu', reason: null, agreement: 1, loadMs: 1 } as const;
    const one = { ...cpu, sessions: 1, speeds: speeds([1, 100], [4, 150]) };
    const chosen = (...more: [number, ...[number, number][]][]) =>
      choose([one, ...more.map(([sessions, ...pairs]) => ({ ...cpu, sessions, speeds: speeds(...pairs) }))]);
    expect(chosen([2, [1, 150], [4, 166]])).toMatchObject({ sessions: 2, batchSize: 4, picturesPerSecond: 166 });
    expect(chosen([2, [1, 150], [4, 164]])).toMatchObject({ sessions: 1, batchSize: 4 });
    expect(chosen([2, [4, 200]], [4, [4, 210]]).trials.map(({ state }) => state)).toEqual([
      'slower',
      'chosen',
      'slower',
    ]);
    // 4 images at a time would take 0.4 s in each of the 40.
    expect(chosen([40, [4, 400]])).toMatchObject({ sessions: 1 });
  });

  it('compares vectors by their directions, picture by picture', () => {
    const reference = Float32Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? 1 : 0));
    expect(agreementOf(Float32Array.of(2, 0, 3, 0), reference, 2)).toBe(1);
    expect(agreementOf(Float32Array.of(2, 0, 0, 3), reference, 2)).toBe(0);
    expect(agreementOf(Float32Array.of(1, 1), reference, 2)).toBeCloseTo(Math.SQRT1_2, 6);
    expect(agreementOf(Float32Array.of(Number.NaN, 0), reference, 2)).toBeNaN();
    expect(agreementOf(Float32Array.of(0, 0), reference, 2)).toBeNaN();
  });

  it('has pictures that differ, are the same each time, and are repeated after the eighth', () => {
    expect(fixedImage(1, 8, 8)).toEqual(fixedImage(1, 8, 8));
    expect(fixedImage(1, 8, 8)).not.toEqual(fixedImage(2, 8, 8));
    const batch = fixedBatch(10, 8, 8);
    expect(batch.slice(9 * 192)).toEqual(fixedImage(1, 8, 8));
  });
});
