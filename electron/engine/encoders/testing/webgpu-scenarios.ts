/**
 * What the tests of the WebGPU provider do in a process of their own, which was started on a software graphics card:
 * `node webgpu-scenarios.ts <scenario> <empty folder>`. Prints what came out as JSON.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Calibration, EncodersInfo } from '../../../contract/encoders.ts';
import { EventHub } from '../../../contract/rpc/event-hub.ts';
import { agreementOf, fixedBatch, fixedImage } from '../calibration/fixed-batch.ts';
import { type CalibrationProgress, Encoders, type EncodersOptions } from '../index.ts';
import { type ModelFolder, readModelFolder } from '../manifest.ts';
import type { ProviderCandidate } from '../providers.ts';
import { Session } from '../session.ts';
import { sessionSpecs } from '../session-spec.ts';
import { SessionThread } from '../session-thread.ts';
import { writeFamilyModel } from './index.ts';
import { writeOddModel } from './odd-models.ts';

const [scenario, folder = '.'] = process.argv.slice(2);
const home = join(folder, 'home');
const modelsDir = join(folder, 'models');
const candidates: readonly ProviderCandidate[] = [
  { name: 'webgpu', missing: null },
  { name: 'cpu', missing: null },
];
/** On a machine that is busy such a card may take minutes for what a real one does at once [ms]. */
const patience = 30 * 60_000;
const shipped = join(import.meta.dirname, '../../../../models/starter');

const scenarios: Readonly<Record<string, () => Promise<unknown>>> = {
  /** The starter model. On this card an image of it takes seconds. */
  async starter() {
    const model = await readModelFolder(shipped);
    const reference = await runOn(model, 'cpu', 8, 1);
    const vectors = await runOn(model, 'webgpu', 1, 1);
    return { agreement: agreementOf(vectors, reference, model.manifest.dimensions) };
  },

  /** Calibration of a small model that both providers compute alike; then another start. */
  async calibrate() {
    await writeFamilyModel(join(modelsDir, 'starter'), 'clip');
    const steps: unknown[] = [];
    const first = open();
    await first.encoders.model().active();
    const calibration = await first.encoders.calibrate(undefined, { onProgress: (step) => steps.push(step) });
    await first.encoders.close();
    const second = open();
    await second.encoders.model().active();
    const info = await second.encoders.info();
    await second.encoders.close();
    return { calibration, steps, info };
  },

  /** Two threads with a session each ask for runs all the time; batches of odd sizes come out whole. */
  async overlap() {
    await writeFamilyModel(join(modelsDir, 'starter'), 'clip');
    const model = await readModelFolder(join(modelsDir, 'starter'));
    const { dimensions } = model.manifest;
    const reference = await runOn(model, 'cpu', 8, 1);
    const counts = [1, 2, 3, 4, 3];
    const threads = [await openThread(model, 'webgpu', 4), await openThread(model, 'webgpu', 4)];
    const runs = threads.flatMap((thread) => counts.map((count) => runWith(thread, model, count)));
    const vectors = await Promise.all(runs);
    await Promise.all(threads.map((thread) => thread.close()));
    return {
      lengths: vectors.map(({ length }) => length / dimensions),
      agreement: Math.min(...vectors.map((some) => agreementOf(some, reference, dimensions))),
    };
  },

  /** A provider that is in use fails at its first run, with several runs waiting. */
  async fails() {
    const starter = join(modelsDir, 'starter');
    await writeOddModel(starter, 'fails');
    const refused = await calibrateOnce();
    chooseWebGpu();
    const { encoders, states } = open();
    const encoder = await encoders.model().active();
    const before = await encoders.info();
    const { width, height } = encoder.manifest.vision.input;
    const images = Array.from({ length: 19 }, (_, i) => fixedImage(i % 8, width, height));
    const groups = [images, images.slice(0, 3)];
    const answers = await Promise.all(groups.map((some) => encoder.encodeImages(some, { priority: 'background' })));
    const after = await encoders.info();
    await encoders.close();
    const model = await readModelFolder(starter);
    const reference = await runOn(model, 'cpu', 8, 1);
    const again = open();
    await again.encoders.model().active();
    const next = await again.encoders.info();
    await again.encoders.close();
    return {
      refused,
      before,
      after,
      next,
      states,
      lengths: answers.map(({ length }) => length),
      agreement: Math.min(...answers.map((some) => agreementOf(joined(some), reference, model.manifest.dimensions))),
    };
  },

  /** WebGPU is given less time than it takes to open a model. */
  async silent() {
    await writeFamilyModel(join(modelsDir, 'starter'), 'clip');
    const { encoders } = open({ limits: { perSizeMs: 10, silenceMs: 5 } });
    const encoder = await encoders.model().active();
    const calibration = await encoders.calibrate();
    const vectors = await encoder.encodeTexts(['red']);
    await encoders.close();
    const model = await readModelFolder(join(modelsDir, 'starter'));
    const { images } = await sessionSpecs(model);
    const [webgpu, cpu] = (['webgpu', 'cpu'] as const).map((name) => ({ name, threads: 2, batchSize: 4 }));
    if (webgpu === undefined || cpu === undefined) return null;
    const session = new Session({ ...images, providers: [webgpu, cpu] }, { longestRunMs: 5 });
    const { width, height } = model.manifest.vision.input;
    const pixels = await session.run(fixedBatch(3, width, height), 3);
    await session.close();
    return {
      calibration,
      vectors: vectors.length,
      agreement: agreementOf(pixels, await runOn(model, 'cpu', 8, 1), model.manifest.dimensions),
      outcome: session.outcome,
    };
  },

  /** The process dies while WebGPU is tried. */
  async crash() {
    await writeFamilyModel(join(modelsDir, 'starter'), 'clip');
    let seen = 0;
    const onProgress = ({ current }: CalibrationProgress): void => {
      if (current === 'webgpu' && ++seen === 2) process.kill(process.pid, 'SIGKILL');
    };
    await open().encoders.calibrate(undefined, { onProgress });
  },

  /** The next start after that; then a person has it measured again. */
  async afterCrash() {
    const { encoders } = open({ calibrateAfterMs: 0 });
    await encoders.model().active();
    while ((await encoders.calibration()) === null) await new Promise((resolve) => setTimeout(resolve, 50));
    const byItself = await encoders.calibration();
    const asked = await encoders.calibrate();
    await encoders.close();
    return { byItself, asked };
  },

  /** A model whose vectors differ from those of the CPU. */
  async imprecise() {
    await writeOddModel(join(modelsDir, 'starter'), 'imprecise');
    return calibrateOnce();
  },
};

function open(options: Partial<EncodersOptions> = {}): { encoders: Encoders; states: EncodersInfo[] } {
  const hub = new EventHub();
  const states: EncodersInfo[] = [];
  hub.on('encoders.changed', (info) => states.push(info));
  return {
    // One thread: sessions side by side are not what is tried here.
    encoders: new Encoders({
      ...{ modelsDir, hub, home, candidates, threads: 1, limits: { perSizeMs: 40, silenceMs: patience } },
      ...options,
    }),
    states,
  };
}

async function calibrateOnce(): Promise<Calibration> {
  const { encoders } = open();
  try {
    return await encoders.calibrate();
  } finally {
    await encoders.close();
  }
}

/** As if WebGPU had been found best, before something about the driver changed. */
function chooseWebGpu(): void {
  const file = join(home, 'calibration.json');
  const content = JSON.parse(readFileSync(file, 'utf8')) as { calibrations: Record<string, Calibration> };
  for (const calibration of Object.values(content.calibrations)) {
    const speeds = [{ batchSize: 4, picturesPerSecond: 9999 }];
    const trials = calibration.trials.map((trial) =>
      trial.provider === 'webgpu'
        ? { ...trial, state: 'chosen', reason: null, agreement: 1, speeds }
        : { ...trial, state: 'slower' },
    );
    Object.assign(calibration, { provider: 'webgpu', ...speeds[0], trials });
  }
  writeFileSync(file, JSON.stringify(content));
}

async function openThread(model: ModelFolder, name: 'webgpu' | 'cpu', batchSize: number): Promise<SessionThread> {
  const { images } = await sessionSpecs(model);
  const thread = new SessionThread({ ...images, providers: [{ name, threads: 2, batchSize }] }, patience);
  await thread.ready;
  return thread;
}

function runWith(thread: SessionThread, { manifest }: ModelFolder, count: number): Promise<Float32Array> {
  const { width, height } = manifest.vision.input;
  return thread.run(fixedBatch(count, width, height), count, {});
}

async function runOn(
  model: ModelFolder,
  name: 'webgpu' | 'cpu',
  count: number,
  batchSize: number,
): Promise<Float32Array> {
  const thread = await openThread(model, name, batchSize);
  try {
    return await runWith(thread, model, count);
  } finally {
    await thread.close();
  }
}

function joined(vectors: readonly Float32Array[]): Float32Array {
  return Float32Array.from(vectors.flatMap((vector) => [...vector]));
}

const run = scenarios[scenario ?? ''];
if (run === undefined) throw new Error(`There is no scenario "${scenario}".`);
process.stdout.write(`${JSON.stringify(await run())}\n`);
