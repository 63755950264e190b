import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { fixedBatch } from './calibration/fixed-batch.ts';
import { readModelFolder } from './manifest.ts';
import { Session, type SessionOptions } from './session.ts';
import type { SessionSpec } from './session-spec.ts';
import { type FileSpec, sessionSpecs } from './session-spec.ts';
import { writeFamilyModel } from './testing/index.ts';

let root: string;
let images: FileSpec;
let side: { width: number; height: number };
let session: Session | undefined;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'lookalike-session-'));
  await writeFamilyModel(join(root, 'clip'), 'clip');
  const model = await readModelFolder(join(root, 'clip'));
  images = (await sessionSpecs(model)).images;
  side = model.manifest.vision.input;
});
afterEach(() => session?.close());
afterAll(() => rmSync(root, { recursive: true, force: true }));

const specOf = (sessions: number): SessionSpec => ({
  ...images,
  providers: [{ name: 'cpu', threads: 1, sessions, batchSize: 4 }],
});

function open(sessions: number, options: SessionOptions = {}): Session {
  session = new Session(specOf(sessions), options);
  return session;
}

const batch = (count: number): Uint8Array => fixedBatch(count, side.width, side.height);

/** Keeps `atOnce` runs going until it is aborted; answers all that they gave. */
async function keepBusy(session: Session, atOnce: number, until: AbortSignal): Promise<Float32Array[]> {
  const answers: Float32Array[] = [];
  const lane = async (): Promise<void> => {
    while (!until.aborted) answers.push(await session.run(batch(8), 8, { priority: 'background' }));
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return answers;
}

it('has helpers while there is more background work than one thread can do, and lets them go afterwards', async () => {
  const session = open(3, { helpersRestMs: 50 });
  const alone = await session.run(batch(8), 8);
  expect(session.open).toBe(1);
  const stop = new AbortController();
  const work = keepBusy(session, 6, stop.signal);
  await expect.poll(() => session.open).toBe(3);
  await session.run(batch(1), 1);
  stop.abort();
  for (const answer of await work) expect(answer).toEqual(alone);
  expect(session.open).toBe(3);
  await expect.poll(() => session.open).toBe(1);
  expect(await session.run(batch(8), 8)).toEqual(alone);
});

it('has none for what people ask for, nor where one session is all there may be', async () => {
  const many = open(2);
  await Promise.all(Array.from({ length: 8 }, () => many.run(batch(2), 2)));
  expect(many.open).toBe(1);
  await many.close();
  const single = open(1);
  await Promise.all(Array.from({ length: 8 }, () => single.run(batch(2), 2, { priority: 'background' })));
  expect(single.open).toBe(1);
});

it('goes on without them when they do not open', async () => {
  const spec = specOf(2);
  session = new Session(spec);
  await session.load();
  Object.assign(spec, { path: join(root, 'gone.onnx') });
  const stop = new AbortController();
  const work = keepBusy(session, 4, stop.signal);
  await new Promise((resolve) => setTimeout(resolve, 500));
  stop.abort();
  expect((await work).length).toBeGreaterThan(4);
  expect(session.open).toBe(1);
});

it('leaves none behind that was still opening when it was closed', async () => {
  const session = open(2);
  await session.load();
  const work = [1, 2, 3].map(() => session.run(batch(8), 8, { priority: 'background' }));
  const ended = Promise.allSettled(work);
  // The second run has called for help by now, which takes longer than this to come.
  await new Promise((resolve) => setImmediate(resolve));
  await session.close();
  await ended;
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(session.open).toBe(0);
});
