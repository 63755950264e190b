/**
 * The main file of the process that tests one model, or reads images that may have ended the engine, and then ends. What is of unknown origin
 * is run here and not in the engine: native code may crash over it, never come back, or take all memory. Its host is the engine itself, or Electron's main process on its behalf.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { createIpcTransport } from '../../../contract/rpc/child-process.ts';
import { serveImageReading } from '../../side-process/image-orders.ts';
import { listenToHost, type ParentPort } from '../../side-process/parent-port.ts';
import { serveTester } from './serve-tester.ts';

const { parentPort } = process as { parentPort?: ParentPort };
const line = parentPort === undefined ? createIpcTransport(process) : await listenToHost(parentPort).line;
// Nobody waits for it any more: whatever native code is doing, there is nothing to be kept.
line.onClose(() => process.kill(process.pid, 'SIGKILL'));
serveTester(line, async (limit) => {
  const watch = new Worker(new URL('./memory-watch.ts', import.meta.url), { workerData: { limit }, execArgv: [] });
  watch.unref();
  await once(watch, 'online');
});
serveImageReading(line);
