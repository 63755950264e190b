/** Lays images over one another in a thread of its own, while the engine looks for what to compare next. */
import { parentPort } from 'node:worker_threads';
import { type RegistrationTask, registerAll } from './registration-batch.ts';

parentPort?.on('message', (task: RegistrationTask) => {
  const results = registerAll(task);
  parentPort?.postMessage(results, [results.buffer]);
});
