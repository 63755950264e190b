/** Gives products whose words were edited their new vectors: a few at once, many in the background. */
import { toAppError } from '../../contract/errors.ts';
import { encodeTexts, textsAtOnce } from './encode-texts.ts';
import type { MissingVectors } from './missing-vectors.ts';
import { type ImportDeps, matchingEncoder } from './types.ts';

/** Calls further apart than this belong to different changes [ms]. */
const sameChangeMs = 1000;
/** The background is told once a change has paused for so long [ms]. */
const quietMs = 500;

export class TextVectors {
  readonly #deps: ImportDeps;
  readonly #missing: Pick<MissingVectors, 'catchUp'>;
  readonly #closing = new AbortController();
  #working: Promise<void> = Promise.resolve();
  #latest = Number.NEGATIVE_INFINITY;
  #amount = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: ImportDeps, missing: Pick<MissingVectors, 'catchUp'>) {
    this.#deps = deps;
    this.#missing = missing;
  }

  /** To be called after the commit. More than `textsAtOnce`, also in several calls in a row, are left to the background. */
  renew(productIds: readonly number[]): void {
    const now = performance.now();
    if (now - this.#latest > sameChangeMs) this.#amount = 0;
    this.#latest = now;
    this.#amount += productIds.length;
    if (this.#amount > textsAtOnce) this.#later();
    else this.#working = this.#working.then(() => this.#renew(productIds)).catch(() => this.#later());
  }

  /** What still waits is found missing, and encoded, when the library is opened again. */
  close(): void {
    this.#closing.abort();
    clearTimeout(this.#timer);
  }

  #later(): void {
    if (this.#closing.signal.aborted) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      try {
        this.#deps.database.writing.whenFree(() => this.#closing.signal.aborted || this.#missing.catchUp());
      } catch (error) {
        // A library that is closing takes no more work; what is missing is found when it is opened again.
        if (toAppError(error).code !== 'NO_LIBRARY') throw error;
      }
    }, quietMs);
  }

  /** Resolves when what was asked for is done or left to the background. */
  async ready(): Promise<void> {
    await this.#working;
  }

  #renew(productIds: readonly number[]): Promise<void> {
    const { catalog, vectors } = this.#deps;
    const encoder = (): ReturnType<typeof matchingEncoder> => matchingEncoder(this.#deps);
    const { signal } = this.#closing;
    return encodeTexts({ catalog, vectors, encoder, signal, priority: 'interactive' }, productIds);
  }
}
