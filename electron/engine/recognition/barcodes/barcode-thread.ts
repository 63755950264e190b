/** The thread that looks for barcodes; it is started at the first image and again when it has ended. */
import { Worker } from 'node:worker_threads';
import { AppError } from '../../../contract/errors.ts';
import type { GreyPixels } from '../../images/index.ts';
import type { BarcodeAnswer, BarcodeTask } from './barcode-worker.ts';

export interface FoundBarcode {
  /** As ZXing calls it: EAN13, UPCA, QRCode ... */
  readonly format: string;
  readonly text: string;
  /** False where its check digit is wrong. */
  readonly valid: boolean;
}

const resourceLimits = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16 };

interface Waiting {
  readonly resolve: (found: readonly FoundBarcode[]) => void;
  readonly reject: (error: AppError) => void;
}

export class BarcodeThread {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #last = 0;

  /** The barcodes in one image. Its bytes are handed over. @throws {AppError} `INTERNAL` when the thread cannot work */
  find(pixels: GreyPixels): Promise<readonly FoundBarcode[]> {
    const id = ++this.#last;
    const { promise, resolve, reject } = Promise.withResolvers<readonly FoundBarcode[]>();
    this.#waiting.set(id, { resolve, reject });
    this.#worker ??= this.#start();
    this.#worker.postMessage({ id, pixels } satisfies BarcodeTask, [pixels.data.buffer]);
    return promise;
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#giveUp('the library was closed');
    await worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./barcode-worker.ts', import.meta.url), { execArgv: [], resourceLimits });
    worker.unref();
    worker.on('message', (answer: BarcodeAnswer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if ('found' in answer) waiting?.resolve(answer.found);
      else waiting?.reject(failed(answer.failed));
    });
    worker.on('error', (error) => {
      if (this.#worker === worker) this.#giveUp(String(error));
    });
    return worker;
  }

  #giveUp(why: string): void {
    this.#worker = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(failed(why));
  }
}

function failed(why: string): AppError {
  return new AppError('INTERNAL', `Barcodes could not be looked for: ${why}.`);
}
