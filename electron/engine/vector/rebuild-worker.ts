/** Builds a graph in a thread of its own, so that searching goes on. The file is how the result comes back: hnswlib shares nothing else. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadNativeAddon } from './addon.ts';
import { makeGraph } from './slot-graph.ts';

export interface RebuildRequest {
  readonly dimensions: number;
  /** [rows x dimensions]; row n becomes slot n. */
  readonly vectors: Float32Array;
  readonly capacity: number;
  readonly file: string;
}

const { dimensions, vectors, capacity, file } = workerData as RebuildRequest;
const graph = makeGraph(loadNativeAddon(), dimensions, capacity);
for (let row = 0; row * dimensions < vectors.length; row++) {
  graph.addPoint(Array.from(vectors.subarray(row * dimensions, (row + 1) * dimensions)), row);
}
graph.writeIndexSync(file);
parentPort?.postMessage('built');
