/**
 * One execution provider at one batch size in so many sessions: `node batch-child.ts <provider> <batch size> <threads> <sessions>`, then a
 * message for each turn.
 */
import { fixedBatch } from '../../electron/engine/encoders/calibration/fixed-batch.ts';
import { readModelFolder } from '../../electron/engine/encoders/manifest.ts';
import type { Provider } from '../../electron/engine/encoders/providers.ts';
import { sessionSpecs } from '../../electron/engine/encoders/session-spec.ts';
import { SessionThread } from '../../electron/engine/encoders/session-thread.ts';
import type { BatchResult } from './batches.ts';
import { median, starterDir } from './shared.ts';

const [name, size, threads, sessions] = process.argv.slice(2);
const batchSize = Number(size);
const model = await readModelFolder(starterDir);
const { images } = await sessionSpecs(model);
const provider = { name: name as Provider['name'], threads: Number(threads), batchSize };
const workers = Array.from(
  { length: Number(sessions) },
  () => new SessionThread({ ...images, providers: [provider] }, 120_000),
);
await Promise.all(workers.map(({ ready }) => ready));
const { width, height } = model.manifest.vision.input;
const runOnce = (worker: SessionThread): Promise<unknown> =>
  worker.run(fixedBatch(batchSize, width, height), batchSize, {});
const started = performance.now();
await Promise.all(workers.map(runOnce));
const firstRunMs = performance.now() - started;

process.on('message', async ({ seconds }: { seconds: number }) => {
  const before = process.cpuUsage();
  const times = await Promise.all(workers.map((worker) => runFor(worker, seconds * 1000)));
  const { user, system } = process.cpuUsage(before);
  const runMs = times.flat();
  process.send?.({
    picturesPerSecond: (batchSize * workers.length * 1000) / median(runMs),
    cpuMsPerImage: (user + system) / 1000 / runMs.length / batchSize,
    peakMb: process.resourceUsage().maxRSS / 1024,
  } satisfies BatchResult);
});
process.on('disconnect', () => process.exit(0));
process.send?.({ firstRunMs });

/** How long each run took [ms]. */
async function runFor(worker: SessionThread, ms: number): Promise<number[]> {
  const runMs: number[] = [];
  for (let left = ms; left > 0; left -= runMs.at(-1) ?? 0) {
    const start = performance.now();
    await runOnce(worker);
    runMs.push(performance.now() - start);
  }
  return runMs;
}
