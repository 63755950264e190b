/** Starts the thread that lays points out, and ends it when nobody waits for it any more. */
import { Worker } from 'node:worker_threads';
import { AppError } from '../../../contract/errors.ts';
import type { LayoutMessage, LayoutRequest } from './layout-worker.ts';

export type LayoutProgress = Omit<Extract<LayoutMessage, { kind: 'progress' }>, 'kind'>;

/** The places [points x 2]. @throws {AppError} `CANCELLED`; {Error} when the thread fails, as for want of memory */
export async function layOut(
  request: LayoutRequest,
  onProgress: (progress: LayoutProgress) => void,
  signal: AbortSignal,
): Promise<Float32Array> {
  const { from } = request;
  const handedOver = 'vectors' in from ? from.vectors.buffer : from.places.buffer;
  const worker = new Worker(new URL('./layout-worker.ts', import.meta.url), {
    workerData: request,
    transferList: [handedOver as ArrayBuffer],
  });
  let stop: (() => void) | undefined;
  try {
    return await new Promise((resolve, reject) => {
      stop = () => reject(new AppError('CANCELLED', 'The layout was stopped.'));
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
      worker.on('message', (message: LayoutMessage) => {
        if (message.kind === 'done') resolve(message.places);
        else onProgress(message);
      });
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`the thread that lays the map out ended with code ${code}`)));
    });
  } finally {
    if (stop !== undefined) signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
}
