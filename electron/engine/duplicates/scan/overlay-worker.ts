/** Lays pictures over one another in a thread of its own, while the engine looks for what to compare next. */
import { parentPort } from 'node:worker_threads';
import { layAll, type OverlayTask } from './overlays.ts';

parentPort?.on('message', (task: OverlayTask) => {
  const results = layAll(task);
  parentPort?.postMessage(results, [results.buffer]);
});
