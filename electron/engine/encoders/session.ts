/**
 * The engine's end of a session: it has a worker run the model, and lets nothing be lost when the worker or the execution provider fails.
 * A provider that fails is given up for the CPU: the run that failed and those that wait are done again there.
 */
import type { ProviderReason } from '../../contract/encoders.ts';
import { AppError, throwIfCancelled } from '../../contract/errors.ts';
import { stoppedWorking } from './provider-reasons.ts';
import type { Provider, ProviderOutcome } from './providers.ts';
import type { SessionSpec } from './session-protocol.ts';
import { ProviderFailure, SessionThread } from './session-thread.ts';
import type { EncodeOptions } from './types.ts';

/** Longer than any run of any provider on a card that works. */
const longestRunMs = 60_000;

export interface SessionOptions {
  /** Called when the provider in use is another one than before; not for the first. */
  readonly onOutcome?: ((outcome: ProviderOutcome) => void) | undefined;
  /** A provider other than the CPU that has not answered for this long has failed [ms]. */
  readonly longestRunMs?: number | undefined;
}

export class Session {
  readonly #spec: SessionSpec;
  readonly #options: SessionOptions;
  #providers: readonly Provider[];
  #thread: SessionThread | undefined;
  #outcome: ProviderOutcome | undefined;
  /** Why the provider that was in use no longer is. */
  #dropped: ProviderReason | undefined;
  #held: Promise<unknown> | undefined;
  #closed = false;

  constructor(spec: SessionSpec, options: SessionOptions = {}) {
    this.#spec = spec;
    this.#options = options;
    this.#providers = spec.providers;
  }

  /** What it runs on; undefined before it was loaded. */
  get outcome(): ProviderOutcome | undefined {
    return this.#outcome;
  }

  /** Loads the file if need be. A failure is not kept: the next call tries again. */
  async load(): Promise<ProviderOutcome> {
    return this.#onThread(async (_thread, outcome) => outcome);
  }

  /**
   * Runs the model over `count` inputs; see `ToWorker` for the form of `data`, whose memory may be handed over. Answers [count x
   * dimensions].
   * @throws {AppError} `MODEL_FAILED`, `MODEL_DAMAGED`, `CANCELLED`
   */
  async run(data: Uint8Array | Int32Array, count: number, options: EncodeOptions = {}): Promise<Float32Array> {
    throwIfCancelled(options.signal);
    if (options.priority === 'background') await this.#held;
    return this.#onThread((thread) => {
      throwIfCancelled(options.signal);
      return thread.run(data, count, options);
    });
  }

  /** Does something on the thread in use once that is ready; again, on another, when its provider fails at it. */
  async #onThread<T>(work: (thread: SessionThread, outcome: ProviderOutcome) => Promise<T>): Promise<T> {
    for (;;) {
      const thread = this.#start();
      try {
        const opened = await thread.ready;
        // Another may have taken its place meanwhile.
        if (thread === this.#thread) return await work(thread, this.#noteOutcome(opened));
      } catch (error) {
        if (!(error instanceof ProviderFailure)) throw error;
        this.#drop(thread, error);
      }
    }
  }

  /**
   * Opens the file on other providers beside the session in use and then takes that one's place; runs that it has go on there.
   * @throws {AppError} `MODEL_FAILED` when none of them opens: all stays as it was
   */
  async moveTo(providers: readonly Provider[]): Promise<ProviderOutcome> {
    const [first] = providers;
    if (first?.name === 'cpu' && this.#outcome?.provider === 'cpu') {
      // The session is the same for every batch size.
      this.#providers = providers;
      this.#dropped = undefined;
      return this.#noteOutcome({ ...this.#outcome, reason: null });
    }
    const next = this.#newThread(providers);
    const outcome = await next.ready.catch((error) => {
      void next.close();
      throw error;
    });
    if (this.#closed) {
      await next.close();
      throw closedError();
    }
    const previous = this.#thread;
    this.#providers = providers;
    this.#dropped = undefined;
    this.#thread = next;
    this.#noteOutcome(outcome);
    void previous?.finish();
    return outcome;
  }

  /** Background runs that are asked for from now on wait for `until`; those under way go on. */
  holdBackground(until: Promise<unknown>): void {
    this.#held = until.catch(() => undefined);
  }

  /** Ends after the run that is under way; what waits fails with `MODEL_FAILED`. */
  async close(): Promise<void> {
    this.#closed = true;
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.close();
  }

  #start(): SessionThread {
    if (this.#closed) throw closedError();
    if (this.#thread === undefined || this.#thread.ended) this.#thread = this.#newThread(this.#providers);
    return this.#thread;
  }

  #newThread(providers: readonly Provider[]): SessionThread {
    // Files are verified once, for the first thread that opens them.
    const files = this.#outcome === undefined ? this.#spec.files : [];
    return new SessionThread({ ...this.#spec, files, providers }, this.#options.longestRunMs ?? longestRunMs);
  }

  /** Many runs may fail at once; the first of them changes the provider. */
  #drop(thread: SessionThread, failure: ProviderFailure): void {
    if (this.#thread !== thread) return;
    this.#dropped = stoppedWorking(failure.provider, failure.message);
    const rest = this.#providers.filter(({ name }) => name === 'cpu');
    this.#providers = rest.length > 0 ? rest : [{ name: 'cpu', threads: 0, batchSize: 1 }];
    this.#thread = undefined;
    void thread.close();
  }

  #noteOutcome(opened: ProviderOutcome): ProviderOutcome {
    const { batchSize } = this.#providers.find(({ name }) => name === opened.provider) ?? opened;
    const outcome = { ...opened, batchSize, reason: this.#dropped ?? opened.reason };
    const before = this.#outcome;
    this.#outcome = outcome;
    if (before !== undefined && JSON.stringify(before) !== JSON.stringify(outcome)) this.#options.onOutcome?.(outcome);
    return outcome;
  }
}

function closedError(): AppError {
  return new AppError('MODEL_FAILED', 'The model has been closed.');
}
