/** One execution provider at one batch size: `node batch-child.ts <provider> <batch size> <threads>`, then a message for each turn. */
import { fixedBatch } from '../../electron/engine/encoders/calibration/fixed-batch.ts';
import { readModelFolder } from '../../electron/engine/encoders/manifest.ts';
import type { Provider } from '../../electron/engine/encoders/providers.ts';
import { sessionSpecs } from '../../electron/engine/encoders/session-specs.ts';
import { SessionThread } from '../../electron/engine/encoders/session-thread.ts';
import type { BatchResult } from './batches.ts';
import { starterDir } from './shared.ts';

const [name, size, threads] = process.argv.slice(2);
const batchSize = Number(size);
const model = await readModelFolder(starterDir);
const { pictures } = await sessionSpecs(model);
const provider = { name: name as Provider['name'], threads: Number(threads), batchSize };
const session = new SessionThread({ ...pictures, providers: [provider] }, 120_000);
await session.ready;
const { width, height } = model.manifest.vision.input;
const started = performance.now();
await session.run(fixedBatch(batchSize, width, height), batchSize, {});
const firstRunMs = performance.now() - started;

process.on('message', async ({ seconds }: { seconds: number }) => {
  const runMs: number[] = [];
  const before = process.cpuUsage();
  for (let left = seconds * 1000; left > 0; left -= runMs.at(-1) ?? 0) {
    const start = performance.now();
    await session.run(fixedBatch(batchSize, width, height), batchSize, {});
    runMs.push(performance.now() - start);
  }
  const { user, system } = process.cpuUsage(before);
  const peakMb = process.resourceUsage().maxRSS / 1024;
  process.send?.({ runMs, cpuMs: (user + system) / 1000, peakMb } satisfies BatchResult);
});
process.on('disconnect', () => process.exit(0));
process.send?.({ firstRunMs });
