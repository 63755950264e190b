/**
 * A thread that ends its own process when that takes more memory than it may. The main thread is in native code then and sees nothing, and
 * no system lets a process bound the memory of ONNX Runtime in a way that all of them have.
 */
import { workerData } from 'node:worker_threads';
import { endedForMemory } from './messages.ts';

const everyMs = 20;

const { limit } = workerData as { limit: number };
setInterval(() => {
  if (process.memoryUsage.rss() > limit) process.kill(process.pid, endedForMemory);
}, everyMs);
