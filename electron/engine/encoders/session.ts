/**
 * The engine's end of a model file: it has worker threads run it, and lets nothing be lost when one of them or the execution provider fails.
 * A provider that fails is given up for the CPU: the run that failed and those that wait are done again there. On the CPU, further threads
 * with a session of their own help for as long as there is more background work than one can do.
 */
import type { ProviderReason } from '../../contract/encoders.ts';
import { AppError, throwIfCancelled } from '../../contract/errors.ts';
import { stoppedWorking } from './provider-reasons.ts';
import type { Provider, ProviderOutcome } from './providers.ts';
import type { SessionSpec } from './session-spec.ts';
import { ProviderFailure, SessionThread } from './session-thread.ts';
import type { EncodeOptions } from './types.ts';

/** Longer than any run of any provider on a card that works. */
const longestRunMs = 60_000;

/** Helpers that had nothing to do for this long are closed, and their memory is free again [ms]. */
const helpersRestMs = 10_000;

export interface SessionOptions {
  /** Called when the provider in use is another one than before; not for the first. */
  readonly onOutcome?: ((outcome: ProviderOutcome) => void) | undefined;
  /** A provider other than the CPU that has not answered for this long has failed [ms]. */
  readonly longestRunMs?: number | undefined;
  readonly helpersRestMs?: number | undefined;
}

export class Session {
  readonly #spec: SessionSpec;
  readonly #options: SessionOptions;
  #providers: readonly Provider[];
  /** Always there once it was needed. */
  #main: SessionThread | undefined;
  /** Open, and on the CPU like the main one. */
  #helpers: SessionThread[] = [];
  #opening: SessionThread | undefined;
  /** A further one could not be opened, for want of memory most likely. */
  #helpersFailed = false;
  #rest: ReturnType<typeof setTimeout> | undefined;
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

  /** Threads that hold the file at present. */
  get open(): number {
    return (this.#main === undefined ? 0 : 1) + this.#helpers.length;
  }

  /** Loads the file if need be. A failure is not kept: the next call tries again. */
  async load(): Promise<ProviderOutcome> {
    return this.#onThread(async (_thread, outcome) => outcome);
  }

  /**
   * Runs the model over `count` inputs; see `Batch` for the form of `data`, whose memory may be handed over. Answers [count x
   * dimensions].
   * @throws {AppError} `MODEL_FAILED`, `MODEL_DAMAGED`, `CANCELLED`
   */
  async run(data: Uint8Array | Int32Array, count: number, options: EncodeOptions = {}): Promise<Float32Array> {
    throwIfCancelled(options.signal);
    if (options.priority === 'background') await this.#held;
    return this.#onThread(async (main, { sessions }) => {
      throwIfCancelled(options.signal);
      const thread = this.#leastBusy(main);
      if (thread.load > 0 && options.priority === 'background') this.#help(sessions);
      try {
        return await thread.run(data, count, options);
      } finally {
        this.#restSoon();
      }
    });
  }

  /** Does something on the thread in use once that is ready; again, on another, when its provider fails at it. */
  async #onThread<T>(work: (main: SessionThread, outcome: ProviderOutcome) => Promise<T>): Promise<T> {
    for (;;) {
      const main = this.#start();
      try {
        const opened = await main.ready;
        // Another may have taken its place meanwhile.
        if (main === this.#main) return await work(main, this.#noteOutcome(opened));
      } catch (error) {
        if (!(error instanceof ProviderFailure)) throw error;
        this.#drop(main, error);
      }
    }
  }

  /**
   * Opens the file on other providers beside the session in use and then takes that one's place; runs that it has go on there.
   * @throws {AppError} `MODEL_FAILED` when none of them opens: all stays as it was
   */
  async moveTo(providers: readonly Provider[]): Promise<ProviderOutcome> {
    const [first] = providers;
    const now = this.#providers.find(({ name }) => name === this.#outcome?.provider);
    if (first?.name === 'cpu' && now?.name === 'cpu' && first.threads === now.threads && this.#outcome !== undefined) {
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
    const previous = [this.#main, ...this.#helpers];
    this.#providers = providers;
    this.#dropped = undefined;
    this.#main = next;
    this.#helpers = [];
    this.#opening = undefined;
    this.#helpersFailed = false;
    this.#noteOutcome(outcome);
    for (const thread of previous) void thread?.finish();
    return outcome;
  }

  /** Background runs that are asked for from now on wait for `until`; those under way go on. */
  holdBackground(until: Promise<unknown>): void {
    this.#held = until.catch(() => undefined);
  }

  /** Ends after the runs that are under way; what waits fails with `MODEL_FAILED`. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#rest);
    const threads = [this.#main, this.#opening, ...this.#helpers];
    this.#main = undefined;
    this.#opening = undefined;
    this.#helpers = [];
    await Promise.all(threads.map((thread) => thread?.close()));
  }

  #start(): SessionThread {
    if (this.#closed) throw closedError();
    if (this.#main === undefined || this.#main.ended) this.#main = this.#newThread(this.#providers);
    return this.#main;
  }

  #newThread(providers: readonly Provider[]): SessionThread {
    // Files are verified once, for the first thread that opens them.
    const files = this.#outcome === undefined ? this.#spec.files : [];
    return new SessionThread({ ...this.#spec, files, providers }, this.#options.longestRunMs ?? longestRunMs);
  }

  #leastBusy(main: SessionThread): SessionThread {
    this.#helpers = this.#helpers.filter(({ ended }) => !ended);
    return this.#helpers.reduce((best, helper) => (helper.load < best.load ? helper : best), main);
  }

  /** Opens one more thread unless there are as many as may be. Work goes on without it until it is ready, and if it never is. */
  #help(sessions: number): void {
    if (this.#opening !== undefined || this.#helpersFailed || this.open >= sessions) return;
    const helper = this.#newThread(this.#providers.filter(({ name }) => name === 'cpu'));
    this.#opening = helper;
    const opened = helper.ready.then(
      () => true,
      () => false,
    );
    void opened.then((isOpen) => {
      // The session was moved or closed meanwhile.
      if (this.#opening !== helper) return helper.close();
      this.#opening = undefined;
      this.#helpersFailed = !isOpen;
      if (isOpen) this.#helpers.push(helper);
      return isOpen ? undefined : helper.close();
    });
  }

  #restSoon(): void {
    if (this.#helpers.length === 0) return;
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => {
      const idle = this.#helpers.filter(({ load }) => load === 0);
      this.#helpers = this.#helpers.filter(({ load }) => load > 0);
      for (const helper of idle) void helper.close();
    }, this.#options.helpersRestMs ?? helpersRestMs).unref();
  }

  /** Many runs may fail at once; the first of them changes the provider. */
  #drop(thread: SessionThread, failure: ProviderFailure): void {
    if (this.#main !== thread) return;
    this.#dropped = stoppedWorking(failure.provider, failure.message);
    const rest = this.#providers.filter(({ name }) => name === 'cpu');
    this.#providers = rest.length > 0 ? rest : [{ name: 'cpu', threads: 0, batchSize: 1 }];
    this.#main = undefined;
    void thread.close();
  }

  #noteOutcome(opened: ProviderOutcome): ProviderOutcome {
    const { batchSize, sessions = 1 } = this.#providers.find(({ name }) => name === opened.provider) ?? opened;
    const outcome = { ...opened, batchSize, sessions, reason: this.#dropped ?? opened.reason };
    const before = this.#outcome;
    this.#outcome = outcome;
    if (before !== undefined && JSON.stringify(before) !== JSON.stringify(outcome)) this.#options.onOutcome?.(outcome);
    return outcome;
  }
}

function closedError(): AppError {
  return new AppError('MODEL_FAILED', 'The model has been closed.');
}
