/**
 * How the cores of the processor are shared out among sessions. The threads of one run wait for each other after every operation of the
 * model, and with spinning off they sleep meanwhile; two sessions of one thread each need not (docs/measurements.md has the gain). But each
 * holds the weights once more.
 */
import type { ModelManifest } from '../../contract/model-manifest.ts';
import type { Provider } from './providers.ts';
import { filesOf } from './session-spec.ts';

/**
 * Images a run on the CPU until that was measured: about the fastest for the starter model, and what a query image may have to wait
 * for (see bench/encoders). Side by side, runs of 2 are as fast as runs of 4 and take less memory.
 */
const imagesPerRun = { alone: 4, sideBySide: 2 };

/** What the weights of all sessions of a file may take up together [bytes]. */
const mostWeights = 256 * 1024 * 1024;

const mostSessions = 8;

/** Numbers of sessions worth trying for images: 1, 2, 4, ..., as far as threads and memory go. */
export function sessionCounts(manifest: ModelManifest, threads: number): number[] {
  const names = filesOf(manifest, manifest.vision.file);
  const bytes = names.reduce((sum, name) => sum + (manifest.files[name]?.bytes ?? 0), 0);
  const counts = [1];
  for (let count = 2; count <= Math.min(threads, mostSessions) && count * bytes <= mostWeights; count *= 2) {
    counts.push(count);
  }
  return counts;
}

/** `threads`: of all sessions together. */
export function cpuProvider(
  threads: number,
  sessions: number,
  batchSize = sessions > 1 ? imagesPerRun.sideBySide : imagesPerRun.alone,
): Provider {
  return { name: 'cpu', threads: Math.max(1, Math.floor(threads / sessions)), sessions, batchSize };
}

/** Until it was measured. */
export function usualCpuProvider(manifest: ModelManifest, threads: number): Provider {
  return cpuProvider(threads, sessionCounts(manifest, threads).at(-1) ?? 1);
}
