/**
 * One worker thread with one ONNX file on one execution provider: starts it, hands runs over, and says how it ended. What the two threads
 * say to each other is plain data, since it is copied between them.
 */
import './quiet-runtime.ts';
import { Worker } from 'node:worker_threads';
import type { ProviderName } from '../../contract/encoders.ts';
import { AppError } from '../../contract/errors.ts';
import { createGate, dropGate, type NativeGate, shutGate } from '../threads/native-gate.ts';
import { freeGpuGate, type GpuGate, gpuGate } from './gpu-gate.ts';
import type { ProviderOutcome } from './providers.ts';
import type { Batch } from './session-run.ts';
import type { SessionSpec } from './session-spec.ts';
import type { EncodeOptions } from './types.ts';

export interface WorkerData {
  readonly spec: SessionSpec;
  readonly gate: NativeGate;
  readonly gpu: GpuGate;
}

export interface Run extends Batch {
  readonly type: 'run';
  readonly id: number;
  readonly priority: NonNullable<EncodeOptions['priority']>;
}

export type ToWorker =
  | Run
  | { readonly type: 'cancel'; readonly id: number }
  /** Frees what the session holds, after the run that is under way. */
  | { readonly type: 'close' };

interface Failure {
  readonly code: 'MODEL_DAMAGED' | 'MODEL_FAILED';
  readonly message: string;
}

export type FromWorker =
  | { readonly type: 'ready'; readonly outcome: ProviderOutcome }
  | { readonly type: 'unusable'; readonly failure: Failure }
  /** `vectors`: [count x dimensions]. */
  | { readonly type: 'result'; readonly id: number; readonly vectors: Float32Array }
  | { readonly type: 'failed'; readonly id: number; readonly failure: Failure }
  | { readonly type: 'closed' };

/** An execution provider other than the CPU gave up, died or fell silent. Never leaves a `Session`. */
export class ProviderFailure extends Error {
  readonly provider: ProviderName;

  constructor(provider: ProviderName, reason: string) {
    super(reason);
    this.provider = provider;
  }
}

const stoppedMessage = 'The model stopped while it worked. Try again.';

interface PendingRun {
  resolve(vectors: Float32Array): void;
  reject(error: Error): void;
}

export class SessionThread {
  /** @throws {AppError} `MODEL_FAILED`, `MODEL_DAMAGED`; {ProviderFailure} when the first provider hangs */
  readonly ready: Promise<ProviderOutcome>;
  readonly #spec: SessionSpec;
  readonly #longestRunMs: number;
  readonly #gate = createGate();
  readonly #worker: Worker;
  readonly #threadId: number;
  readonly #pending = new Map<number, PendingRun>();
  #provider: ProviderName | undefined;
  #nextId = 1;
  #ended = false;
  /** In native code that does not return: such a thread cannot be ended, and is left alone. */
  #hung = false;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #onClosed: (() => void) | undefined;
  #onIdle: (() => void) | undefined;

  constructor(spec: SessionSpec, longestRunMs: number) {
    this.#spec = spec;
    this.#longestRunMs = longestRunMs;
    const workerData: WorkerData = { spec, gate: this.#gate, gpu: gpuGate() };
    // No arguments of the process: some, such as --eval, are not for threads.
    this.#worker = new Worker(new URL('./session-worker.ts', import.meta.url), { workerData, execArgv: [] });
    this.#threadId = this.#worker.threadId;
    this.ready = this.#listen();
    // Whoever needs it asks for it; nobody may.
    this.ready.catch(() => undefined);
  }

  /** It takes no more runs. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Runs that it was given and has not answered. */
  get load(): number {
    return this.#pending.size;
  }

  /** As `Session.run`, without its care. @throws {ProviderFailure} too */
  async run(data: Uint8Array | Int32Array, count: number, options: EncodeOptions): Promise<Float32Array> {
    const { signal, priority = 'interactive' } = options;
    const id = this.#nextId++;
    const onAbort = (): void => {
      this.#send({ type: 'cancel', id });
      this.#pending.get(id)?.reject(new AppError('CANCELLED', 'The work was cancelled.'));
    };
    try {
      return await new Promise((resolve, reject) => {
        if (this.#ended) return reject(this.#stopped(stoppedMessage));
        this.#pending.set(id, { resolve, reject });
        this.#worker.ref();
        signal?.addEventListener('abort', onAbort, { once: true });
        // Only the CPU may keep the data: what another provider fails at is run again.
        const handedOver = this.#provider === 'cpu' ? [data.buffer as ArrayBuffer] : [];
        this.#send({ type: 'run', id, priority, count, data }, handedOver);
        if (this.#silence === undefined) this.#listenForSilence();
      });
    } finally {
      signal?.removeEventListener('abort', onAbort);
      this.#pending.delete(id);
      if (this.#pending.size === 0) this.#rest();
    }
  }

  /** Closes once no run is left. */
  async finish(): Promise<void> {
    if (this.#pending.size > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
    await this.close();
  }

  /** Ends after the run that is under way; what waits fails with `MODEL_FAILED`. */
  async close(): Promise<void> {
    const opened = await this.ready.catch(() => undefined);
    if (opened !== undefined && opened.provider !== 'cpu' && !this.#ended && !this.#hung) await this.#release();
    if (!this.#hung && (await shutGate(this.#gate))) await this.#worker.terminate();
    else this.#giveUp(stoppedMessage);
  }

  /** Frees what the session holds on a card while no other thread is at it. */
  async #release(): Promise<void> {
    this.#ended = true;
    this.#worker.ref();
    const closed = new Promise<void>((resolve) => (this.#onClosed = resolve));
    this.#send({ type: 'close' });
    await inTime(closed, this.#longestRunMs);
    this.#worker.unref();
  }

  #listen(): Promise<ProviderOutcome> {
    return new Promise((resolve, reject) => {
      const first = this.#spec.providers[0]?.name ?? 'cpu';
      const slow = (): void => {
        reject(new ProviderFailure(first, this.#leaveAlone()));
      };
      const limit = first === 'cpu' ? undefined : setTimeout(slow, this.#longestRunMs);
      const giveUp = (failure: Failure): void => {
        clearTimeout(limit);
        reject(new AppError(failure.code, failure.message, { details: { path: this.#spec.path } }));
        this.#giveUp(failure.message);
      };
      this.#worker.on('message', (message: FromWorker) => {
        if (message.type === 'ready') {
          clearTimeout(limit);
          this.#provider = message.outcome.provider;
          if (this.#pending.size === 0) this.#worker.unref();
          return resolve(message.outcome);
        }
        if (message.type === 'unusable') {
          giveUp(message.failure);
          return void this.#worker.terminate();
        }
        if (message.type === 'closed') return this.#onClosed?.();
        this.#answer(message);
      });
      this.#worker.on('error', (error) => giveUp(failed(`The model stopped: ${error.message}`)));
      this.#worker.on('exit', () => {
        dropGate(this.#gate);
        freeGpuGate(gpuGate(), this.#threadId);
        this.#onClosed?.();
        giveUp(failed(stoppedMessage));
      });
    });
  }

  #answer(message: Extract<FromWorker, { id: number }>): void {
    const run = this.#pending.get(message.id);
    if (message.type === 'result') run?.resolve(message.vectors);
    else if (this.#onCpu) run?.reject(new AppError(message.failure.code, message.failure.message));
    else this.#giveUp(message.failure.message);
    this.#listenForSilence();
  }

  get #onCpu(): boolean {
    return this.#provider === undefined || this.#provider === 'cpu';
  }

  /** Every run that has no answer fails. */
  #giveUp(reason: string): void {
    this.#ended = true;
    clearTimeout(this.#silence);
    for (const run of this.#pending.values()) run.reject(this.#stopped(reason));
  }

  #stopped(reason: string): Error {
    if (this.#onCpu || this.#provider === undefined) return new AppError('MODEL_FAILED', reason);
    return new ProviderFailure(this.#provider, reason);
  }

  /** Begins to wait anew for a provider that may hang. */
  #listenForSilence(): void {
    clearTimeout(this.#silence);
    this.#silence = undefined;
    if (this.#onCpu || this.#ended || this.#pending.size === 0) return;
    this.#silence = setTimeout(() => this.#leaveAlone(), this.#longestRunMs);
  }

  /** Gives up on a thread that hangs; answers what is to be said about it. */
  #leaveAlone(): string {
    this.#hung = true;
    this.#worker.unref();
    // The end of the process does not wait for it.
    dropGate(this.#gate);
    const reason = `It gave no answer for ${Math.round(this.#longestRunMs / 1000)} s.`;
    this.#giveUp(reason);
    return reason;
  }

  #rest(): void {
    clearTimeout(this.#silence);
    this.#silence = undefined;
    this.#worker.unref();
    this.#onIdle?.();
  }

  #send(message: ToWorker, transfer: ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, transfer);
  }
}

function failed(message: string): Failure {
  return { code: 'MODEL_FAILED', message };
}

/** Resolves after the work, or after this long [ms]. */
async function inTime(work: Promise<unknown>, limitMs: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
