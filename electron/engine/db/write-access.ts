/**
 * Whether the library can be written at the moment. What passes by itself (a full disk, another program's lock) is looked at again and again
 * until it has passed; work waits for that without holding up the engine, and everyone is told why.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { AppError, throwIfCancelled, toAppError } from '../../contract/errors.ts';
import { passing } from './storage-error.ts';

export interface Waits {
  /** Looks whether something can be written now. @throws {AppError} when it cannot */
  readonly probe: () => void;
  /** Between two looks [ms]. */
  readonly pauses?: { readonly LIBRARY_BUSY: number; readonly DISK_FULL: number };
}

const defaultPauses = { LIBRARY_BUSY: 200, DISK_FULL: 2000 };
/** A person's change waits for another program this long [ms]. */
const longestWaitMs = 10 * 60_000;
/** What finds room each time it looks and still has too little is not repeated more often than this. */
const vainAttempts = 3;

/** One call or run: whether something of it is stored already, so that it must not be repeated. */
interface Scope {
  stored: boolean;
}

export class WriteAccess {
  readonly #waits: Waits;
  readonly #scopes = new AsyncLocalStorage<Scope>();
  readonly #listeners = new Set<() => void>();
  #waiting: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined;
  #reason: AppError | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;
  /** Looks that found writing still hindered. */
  #vainLooks = 0;

  constructor(waits: Waits) {
    this.#waits = waits;
  }

  /** What hinders writing now. */
  get reason(): AppError | undefined {
    return this.#reason;
  }

  /** Called when writing stops being possible and when it is again. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes note of what hindered a write, if it is of the kind that passes. */
  hindered(error: unknown): void {
    const reason = passing(error);
    if (reason === undefined || this.#closed) return;
    const known = this.#reason?.code === reason.code;
    this.#reason = reason;
    this.#waiting ??= Promise.withResolvers<void>();
    this.#lookAgain();
    if (!known) this.#tell();
  }

  /** Something of the call at hand is stored. */
  stored(): void {
    const scope = this.#scopes.getStore();
    if (scope !== undefined) scope.stored = true;
  }

  /** Resolves when writing is possible. @throws {AppError} `CANCELLED` */
  async free(signal?: AbortSignal): Promise<void> {
    while (this.#waiting !== undefined && !this.#closed) {
      throwIfCancelled(signal);
      const { promise, resolve } = Promise.withResolvers<void>();
      const stop = (): void => resolve();
      signal?.addEventListener('abort', stop, { once: true });
      await Promise.race([this.#waiting.promise, promise]).finally(() => signal?.removeEventListener('abort', stop));
    }
    throwIfCancelled(signal);
  }

  /** Calls `work` now, and again once writing is possible if it is not now. For what nobody waits for. */
  whenFree(work: () => unknown): void {
    try {
      work();
    } catch (error) {
      if (passing(error) === undefined || this.#closed) throw error;
      this.hindered(error);
      void this.free().then(() => {
        if (!this.#closed) this.whenFree(work);
      });
    }
  }

  /**
   * Does what a person asked for. Refused by another program's lock before anything of it was stored, it is done once the lock is gone.
   * @throws {AppError} what `work` throws; `LIBRARY_BUSY` after ten minutes
   */
  async call<T>(work: () => T | Promise<T>, signal?: AbortSignal): Promise<T> {
    const deadline = performance.now() + longestWaitMs;
    for (;;) {
      const scope: Scope = { stored: false };
      try {
        return await this.#scopes.run(scope, work);
      } catch (error) {
        const again = error instanceof AppError && error.code === 'LIBRARY_BUSY' && !scope.stored;
        if (!again || performance.now() > deadline) throw error;
        this.hindered(error);
        const limit = AbortSignal.timeout(Math.ceil(Math.max(1, deadline - performance.now())));
        await this.free(signal === undefined ? limit : AbortSignal.any([signal, limit])).catch((stopped) => {
          throw signal?.aborted ? stopped : error;
        });
      }
    }
  }

  /**
   * Does work that finds what is done already, and does it again whenever it was hindered and that has passed.
   * @throws {AppError} what `work` throws; `DISK_FULL` when there is some room each time it looks and never enough; `CANCELLED`
   */
  async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    for (let vain = 0; ; ) {
      try {
        return await work();
      } catch (error) {
        const reason = passing(error);
        if (reason === undefined || signal.aborted || this.#closed) throw error;
        const before = this.#vainLooks;
        this.hindered(reason);
        await this.free(signal);
        const waited = this.#vainLooks > before;
        vain = waited || reason.code === 'LIBRARY_BUSY' ? 0 : vain + 1;
        if (vain >= vainAttempts) throw error;
      }
    }
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#waiting?.resolve();
    this.#waiting = undefined;
  }

  #pauseFor({ code }: AppError): number {
    const pauses = this.#waits.pauses ?? defaultPauses;
    return code === 'LIBRARY_BUSY' ? pauses.LIBRARY_BUSY : pauses.DISK_FULL;
  }

  #lookAgain(): void {
    if (this.#timer !== undefined || this.#reason === undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#look();
    }, this.#pauseFor(this.#reason));
  }

  #look(): void {
    try {
      this.#waits.probe();
    } catch (error) {
      const reason = passing(error);
      // Anything else is told by the write that meets it.
      if (reason !== undefined) {
        this.#vainLooks++;
        this.hindered(reason);
        return;
      }
      if (toAppError(error).code === 'DISK_FAILED') {
        this.#lookAgain();
        return;
      }
    }
    this.#reason = undefined;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve();
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
