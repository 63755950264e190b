/** Images a second and peak memory by execution provider, sessions side by side and batch size. */
import { sessionCounts } from '../../electron/engine/encoders/cpu-sessions.ts';
import { readModelFolder } from '../../electron/engine/encoders/manifest.ts';
import { candidates } from '../../electron/engine/encoders/providers.ts';
import { Child, round, starterDir, threads } from './shared.ts';

export interface BatchResult {
  /** Of all sessions together, as the middle one of their runs takes. */
  readonly picturesPerSecond: number;
  readonly cpuMsPerImage: number;
  /** Most memory the process has ever held [MB]. */
  readonly peakMb: number;
}

const sizes = [1, 2, 4, 8, 16, 32, 64];

/** Larger sizes are left out once a run takes this long, the first one with all its preparation included. */
const longestRunMs = 5000;

/** Sizes take turns, so that a busy moment of the machine does not fall on one of them; the fastest turn of each counts. */
export async function runBatches(): Promise<unknown[]> {
  const { manifest } = await readModelFolder(starterDir);
  const results: unknown[] = [];
  for (const { name, missing } of candidates()) {
    if (missing !== null) {
      results.push({ provider: name, missing });
      continue;
    }
    for (const sessions of name === 'cpu' ? sessionCounts(manifest, threads) : [1]) {
      const measured = measureProvider(name, sessions).catch((error: Error) => [
        { provider: name, sessions, failed: error.message },
      ]);
      results.push(...(await measured));
    }
  }
  return results;
}

async function measureProvider(provider: string, sessions: number): Promise<unknown[]> {
  const children = new Map<number, Child>();
  const best = new Map<number, BatchResult>();
  const threadsEach = Math.floor(threads / sessions);
  try {
    for (const size of sizes) {
      const child = new Child('batch-child.ts', [provider, size, threadsEach, sessions].map(String));
      children.set(size, child);
      const { firstRunMs } = await child.next<{ firstRunMs: number }>();
      if (firstRunMs > longestRunMs) break;
    }
    for (let turn = 0; turn < 3; turn++) {
      for (const [size, child] of children) {
        const found = await child.next<BatchResult>({ seconds: provider === 'cpu' ? 1 : 3 });
        const before = best.get(size);
        if (before === undefined || found.picturesPerSecond > before.picturesPerSecond) best.set(size, found);
      }
    }
  } finally {
    for (const child of children.values()) child.end();
  }
  return [...best].map(([batchSize, { picturesPerSecond, cpuMsPerImage, peakMb }]) => ({
    provider,
    sessions,
    threadsEach,
    batchSize,
    picturesPerSecond: round(picturesPerSecond),
    cpuMsPerImage: round(cpuMsPerImage, 2),
    peakMb: round(peakMb, 0),
  }));
}
