/**
 * ONNX files that are no model folders, such as those that read text: any shape goes in, and what comes out is for the
 * caller to make sense of. They run on the CPU in a thread of their own, which ends when it had nothing to do for a
 * while, and its memory is free again.
 */
import './quiet-runtime.ts';
import { Worker } from 'node:worker_threads';
import { AppError, throwIfCancelled } from '../../contract/errors.ts';
import { createGate, dropGate, type NativeGate, shutGate } from '../threads/native-gate.ts';
import type { EncodeOptions } from './types.ts';

/** Numbers in rows, the last dimension innermost. */
export interface FloatTensor {
  readonly data: Float32Array<ArrayBuffer>;
  readonly dims: readonly number[];
}

export interface TensorFilesOptions {
  /** Threads of one run. */
  readonly threads: number;
  /** [ms] */
  readonly restMs?: number | undefined;
}

export interface TensorWorkerData {
  readonly gate: NativeGate;
  readonly threads: number;
}

export type ToTensorWorker =
  | {
      readonly id: number;
      readonly path: string;
      readonly input: FloatTensor;
      readonly priority: NonNullable<EncodeOptions['priority']>;
    }
  | { readonly cancel: number };

export type FromTensorWorker =
  | { readonly id: number; readonly output: FloatTensor }
  | { readonly id: number; readonly failed: string };

interface Waiting {
  readonly resolve: (output: FloatTensor) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly gate: NativeGate;
}

const usualRestMs = 60_000;

export class TensorFiles {
  readonly #options: TensorFilesOptions;
  readonly #waiting = new Map<number, Waiting>();
  #thread: Thread | undefined;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #last = 0;

  constructor(options: TensorFilesOptions) {
    this.#options = options;
  }

  /** Whether a thread holds files at present. */
  get isOpen(): boolean {
    return this.#thread !== undefined;
  }

  /**
   * Runs the file, which has one input and whose first output counts. The memory of `input` is handed over.
   * @throws {AppError} `MODEL_FAILED`, `CANCELLED`
   */
  async run(path: string, input: FloatTensor, options: EncodeOptions = {}): Promise<FloatTensor> {
    const { signal, priority = 'interactive' } = options;
    throwIfCancelled(signal);
    const id = ++this.#last;
    const { promise, resolve, reject } = Promise.withResolvers<FloatTensor>();
    const onAbort = (): void => {
      this.#thread?.worker.postMessage({ cancel: id } satisfies ToTensorWorker);
      reject(new AppError('CANCELLED', 'The work was cancelled.'));
    };
    this.#waiting.set(id, { resolve, reject });
    clearTimeout(this.#rest);
    this.#thread ??= this.#start();
    const { worker } = this.#thread;
    worker.ref();
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      worker.postMessage({ id, path, input, priority } satisfies ToTensorWorker, [input.data.buffer]);
      return await promise;
    } finally {
      signal?.removeEventListener('abort', onAbort);
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) this.#restSoon();
    }
  }

  /** Ends after the run that is under way; what waits fails. It can be used again. */
  async close(): Promise<void> {
    clearTimeout(this.#rest);
    const thread = this.#thread;
    this.#giveUp('It was closed.');
    if (thread !== undefined && (await shutGate(thread.gate))) await thread.worker.terminate();
  }

  #start(): Thread {
    const gate = createGate();
    const workerData: TensorWorkerData = { gate, threads: this.#options.threads };
    const worker = new Worker(new URL('./tensor-worker.ts', import.meta.url), { workerData, execArgv: [] });
    const gone = (why: string): void => {
      if (this.#thread?.worker === worker) this.#giveUp(why);
    };
    worker.on('message', (answer: FromTensorWorker) => {
      const waiting = this.#waiting.get(answer.id);
      if ('output' in answer) waiting?.resolve(answer.output);
      else waiting?.reject(failed(answer.failed));
    });
    worker.on('error', (error) => gone(error.message));
    worker.on('exit', () => {
      dropGate(gate);
      gone('It stopped while it worked.');
    });
    return { worker, gate };
  }

  #restSoon(): void {
    this.#thread?.worker.unref();
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => {
      if (this.#waiting.size === 0) void this.close();
    }, this.#options.restMs ?? usualRestMs).unref();
  }

  #giveUp(why: string): void {
    this.#thread = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(failed(why));
  }
}

function failed(why: string): AppError {
  return new AppError('MODEL_FAILED', `The model could not run: ${why}`);
}
