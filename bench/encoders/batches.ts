/** Pictures a second and peak memory by execution provider and batch size. */
import { candidates } from '../../electron/engine/encoders/providers.ts';
import { Child, round, threads } from './shared.ts';

export interface BatchResult {
  readonly runMs: number[];
  readonly cpuMs: number;
  readonly peakMb: number;
}

const sizes = [1, 2, 4, 8, 16, 32, 64];

/** Larger sizes are left out once a run takes this long, the first one with all its preparation included. */
const longestRunMs = 5000;

/** Sizes take turns, so that a busy moment of the machine does not fall on one of them; the fastest run of each counts. */
export async function runBatches(): Promise<unknown[]> {
  const results: unknown[] = [];
  for (const { name, missing } of candidates()) {
    if (missing !== null) results.push({ provider: name, missing });
    else
      results.push(
        ...(await measureProvider(name).catch((error: Error) => [{ provider: name, failed: error.message }])),
      );
  }
  return results;
}

async function measureProvider(provider: string): Promise<unknown[]> {
  const children = new Map<number, Child>();
  const found = new Map<number, { best: number; cpuMs: number; peakMb: number }>();
  try {
    for (const size of sizes) {
      const child = new Child('batch-child.ts', [provider, String(size), String(threads)]);
      children.set(size, child);
      const { firstRunMs } = await child.next<{ firstRunMs: number }>();
      if (firstRunMs > longestRunMs) break;
    }
    for (let turn = 0; turn < 3; turn++) {
      for (const [size, child] of children) {
        const { runMs, cpuMs, peakMb } = await child.next<BatchResult>({ seconds: provider === 'cpu' ? 1 : 3 });
        const best = Math.min(...runMs, found.get(size)?.best ?? Number.POSITIVE_INFINITY);
        found.set(size, { best, cpuMs: cpuMs / runMs.length / size, peakMb });
      }
    }
  } finally {
    for (const child of children.values()) child.end();
  }
  return [...found].map(([batchSize, { best, cpuMs, peakMb }]) => ({
    provider,
    batchSize,
    picturesPerSecond: round((batchSize * 1000) / best),
    cpuMsPerPicture: round(cpuMs, 2),
    peakMb: round(peakMb, 0),
  }));
}
