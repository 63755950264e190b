/** Has a graph built from vectors in a worker thread. */
import { rm } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { createGate, dropGate, shutGate } from '../threads/native-gate.ts';
import type { NativeAddon } from './addon.ts';
import type { RebuildRequest } from './rebuild-worker.ts';
import { SlotGraph } from './slot-graph.ts';

export interface Snapshot {
  readonly labels: Float64Array;
  readonly fingerprints: Uint32Array;
  /** [labels x dimensions]; handed over to the worker. */
  readonly vectors: Float32Array<ArrayBuffer>;
}

/** One graph is built at a time: two would leave a machine with two cores none for searches. */
let building: Promise<void> = Promise.resolve();

/**
 * @param file where the worker leaves the graph; removed before this returns
 * @throws {Error} when the worker fails or `signal` is aborted
 */
export async function buildGraph(
  addon: NativeAddon,
  dimensions: number,
  snapshot: Snapshot,
  file: string,
  signal: AbortSignal,
): Promise<SlotGraph> {
  const capacity = Math.ceil(snapshot.labels.length * 1.25) + 1024;
  try {
    await inTurn(() => runWorker({ dimensions, vectors: snapshot.vectors, capacity, file }, signal), signal);
    return await SlotGraph.read(addon, dimensions, file, snapshot);
  } finally {
    await rm(file, { force: true });
  }
}

async function inTurn(work: () => Promise<void>, signal: AbortSignal): Promise<void> {
  const before = building;
  const { promise, resolve: done } = Promise.withResolvers<void>();
  building = Promise.all([before, promise]).then(() => undefined);
  const { promise: aborted, resolve: abort } = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => abort(), { once: true });
  try {
    await Promise.race([before, aborted]);
    await work();
  } finally {
    done();
  }
}

async function runWorker(
  request: Omit<RebuildRequest, 'gate'> & { vectors: Float32Array<ArrayBuffer> },
  signal: AbortSignal,
) {
  signal.throwIfAborted();
  const gate = createGate();
  const worker = new Worker(new URL('./rebuild-worker.ts', import.meta.url), {
    workerData: { ...request, gate } satisfies RebuildRequest,
    transferList: [request.vectors.buffer],
  });
  // A worker that was ended cannot say itself that no native code runs in it.
  worker.once('exit', () => dropGate(gate));
  const stop = (): void => void shutGate(gate).then(() => worker.terminate());
  signal.addEventListener('abort', stop, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      worker.once('message', () => resolve());
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`the thread that builds the index ended with code ${code}`)));
    });
    signal.throwIfAborted();
  } finally {
    signal.removeEventListener('abort', stop);
    await shutGate(gate);
    await worker.terminate();
  }
}
