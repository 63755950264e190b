/** Gives products whose tags were edited the vector of their new words: a few at once, many in the background. */
import { toAppError } from '../../contract/errors.ts';
import type { TagsDependencies } from './types.ts';

/** Texts that are encoded while the person waits; more, also in several calls in a row, are left to the background. */
const mostAtOnce = 64;
/** Calls further apart than this belong to different changes [ms]. */
const sameChangeMs = 1000;
/** The background is told once a change has paused for so long [ms]. */
const quietMs = 500;

export class TextRenewal {
  readonly #deps: TagsDependencies;
  #working: Promise<void> = Promise.resolve();
  #latest = Number.NEGATIVE_INFINITY;
  #amount = 0;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(deps: TagsDependencies) {
    this.#deps = deps;
  }

  /** To be called after the commit. */
  renew(productIds: readonly number[]): void {
    const now = performance.now();
    if (now - this.#latest > sameChangeMs) this.#amount = 0;
    this.#latest = now;
    this.#amount += productIds.length;
    if (this.#amount > mostAtOnce) this.#later();
    else this.#working = this.#working.then(() => this.#renew(productIds)).catch(() => this.#later());
  }

  /** What still waits is found missing, and encoded, when the library is opened again. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #later(): void {
    if (this.#closed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      try {
        this.#deps.encodeMissing();
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

  async #renew(productIds: readonly number[]): Promise<void> {
    if (this.#closed) return;
    const { catalog, vectors, encoders } = this.#deps;
    const texts = new Map(catalog.rows.texts(productIds).map(({ textHash, text }) => [textHash, text]));
    const known = vectors.embedded('text', texts.keys());
    const missing = [...texts].filter(([hash]) => !known.has(hash));
    if (missing.length === 0) return;
    const encoder = await encoders.active();
    const encoded = await encoder.encodeTexts(missing.map(([, text]) => text));
    if (this.#closed) return;
    vectors.storeEmbeddings(
      'text',
      missing.map(([hash], i) => ({ hash, vector: encoded[i] as Float32Array })),
    );
    vectors.refresh('text', productIds);
  }
}
