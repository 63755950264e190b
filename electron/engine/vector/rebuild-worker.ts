/** Builds a graph in a thread of its own, so that searching goes on. The file is how the result comes back: hnswlib shares nothing else. */
import { parentPort, workerData } from 'node:worker_threads';
import { type NativeGate, throughGate } from '../threads/native-gate.ts';
import { loadNativeAddon } from './addon.ts';
import { makeGraph } from './slot-graph.ts';

export interface RebuildRequest {
  readonly dimensions: number;
  /** [rows x dimensions]; row n becomes slot n. */
  readonly vectors: Float32Array;
  readonly capacity: number;
  readonly file: string;
  readonly gate: NativeGate;
}

/** Rows between two looks at the gate, some milliseconds of work. */
const slice = 16;

const { dimensions, vectors, capacity, file, gate } = workerData as RebuildRequest;
const graph = makeGraph(loadNativeAddon(), dimensions, capacity);
const rows = vectors.length / dimensions;
for (let from = 0; from < rows; from += slice) {
  await throughGate(gate, async () => {
    for (let row = from; row < Math.min(rows, from + slice); row++) {
      graph.addPoint(Array.from(vectors.subarray(row * dimensions, (row + 1) * dimensions)), row);
    }
  });
}
await throughGate(gate, async () => graph.writeIndexSync(file));
parentPort?.postMessage('built');
