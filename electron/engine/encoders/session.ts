/** The engine's end of a session worker: starts it on first use, hands runs over, and starts another if it dies. */
import { Worker } from 'node:worker_threads';
import { AppError, throwIfCancelled } from '../../contract/errors.ts';
import { createGate, dropGate, type NativeGate, shutGate } from '../threads/native-gate.ts';
import type { ProviderOutcome } from './providers.ts';
import type { Failure, FromWorker, SessionSpec, ToWorker, WorkerData } from './session-protocol.ts';
import type { EncodeOptions } from './types.ts';

interface PendingRun {
  resolve(vectors: Float32Array): void;
  reject(error: AppError): void;
}

interface Running {
  readonly worker: Worker;
  readonly gate: NativeGate;
  readonly outcome: ProviderOutcome;
}

export class Session {
  readonly #spec: SessionSpec;
  readonly #pending = new Map<number, PendingRun>();
  #running: Promise<Running> | undefined;
  #nextId = 1;
  #closed = false;

  constructor(spec: SessionSpec) {
    this.#spec = spec;
  }

  /** Loads the file if need be. A failure is not kept: the next call tries again. */
  async load(): Promise<ProviderOutcome> {
    return (await this.#start()).outcome;
  }

  /**
   * Runs the model over `count` inputs; see `ToWorker` for the form of `data`, whose memory is handed over. Answers [count x
   * dimensions].
   * @throws {AppError} `MODEL_FAILED`, `MODEL_DAMAGED`, `CANCELLED`
   */
  async run(data: Uint8Array | Int32Array, count: number, options: EncodeOptions = {}): Promise<Float32Array> {
    const { signal, priority = 'interactive' } = options;
    throwIfCancelled(signal);
    const { worker } = await this.#start();
    throwIfCancelled(signal);
    const id = this.#nextId++;
    const send = (message: ToWorker, transfer: ArrayBuffer[] = []): void => worker.postMessage(message, transfer);
    const onAbort = (): void => {
      send({ type: 'cancel', id });
      this.#pending.get(id)?.reject(new AppError('CANCELLED', 'The work was cancelled.'));
    };
    try {
      return await new Promise((resolve, reject) => {
        this.#pending.set(id, { resolve, reject });
        worker.ref();
        signal?.addEventListener('abort', onAbort, { once: true });
        send({ type: 'run', id, priority, count, data }, [data.buffer as ArrayBuffer]);
      });
    } finally {
      signal?.removeEventListener('abort', onAbort);
      this.#pending.delete(id);
      if (this.#pending.size === 0) worker.unref();
    }
  }

  /** Ends after the run that is under way; what waits fails with `MODEL_FAILED`. */
  async close(): Promise<void> {
    this.#closed = true;
    const running = this.#running;
    this.#running = undefined;
    await running?.then(
      async ({ worker, gate }) => {
        await shutGate(gate);
        await worker.terminate();
      },
      () => undefined,
    );
  }

  #start(): Promise<Running> {
    if (this.#closed) return Promise.reject(new AppError('MODEL_FAILED', 'The model has been closed.'));
    this.#running ??= this.#spawn();
    return this.#running;
  }

  #spawn(): Promise<Running> {
    const gate = createGate();
    const workerData: WorkerData = { spec: this.#spec, gate };
    // No arguments of the process: some, such as --eval, are not for threads.
    const worker = new Worker(new URL('./session-worker.ts', import.meta.url), { workerData, execArgv: [] });
    const started = new Promise<Running>((resolve, reject) => {
      let over = false;
      const giveUp = (failure: Failure): void => {
        // An error is followed by an exit, by when runs of the next worker may be pending.
        if (over) return;
        over = true;
        if (this.#running === started) this.#running = undefined;
        const error = new AppError(failure.code, failure.message, { details: { path: this.#spec.path } });
        reject(error);
        for (const run of this.#pending.values()) run.reject(error);
      };
      worker.on('message', (message: FromWorker) => {
        switch (message.type) {
          case 'ready':
            worker.unref();
            return resolve({ worker, gate, outcome: message.outcome });
          case 'unusable':
            giveUp(message.failure);
            return void worker.terminate();
          case 'result':
            return this.#pending.get(message.id)?.resolve(message.vectors);
          case 'failed':
            return this.#pending.get(message.id)?.reject(new AppError(message.failure.code, message.failure.message));
        }
      });
      worker.on('error', (error) => giveUp({ code: 'MODEL_FAILED', message: `The model stopped: ${error.message}` }));
      worker.on('exit', () => {
        dropGate(gate);
        giveUp({ code: 'MODEL_FAILED', message: 'The model stopped while it worked. Try again.' });
      });
    });
    return started;
  }
}
