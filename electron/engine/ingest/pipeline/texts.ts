/** Encodes the texts of products in the background of an import, as soon as the products are there. */
import type { MissingText } from '../../vector/types.ts';
import { encodeTexts, type TextTarget, textsAtOnce } from '../encode-texts.ts';

const productsPerLook = 256;

export class TextStage {
  readonly #target: TextTarget;
  readonly #waiting = new Set<number>();
  #working: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;
  #encoded = 0;

  constructor(target: Omit<TextTarget, 'priority' | 'onEncoded'>) {
    const onEncoded = (texts: number): void => {
      this.#encoded += texts;
    };
    this.#target = { ...target, priority: 'background', onEncoded };
  }

  /** Vectors computed so far. */
  get encoded(): number {
    return this.#encoded;
  }

  /** Takes products whose text may be new; returns at once. */
  offer(productIds: readonly number[]): void {
    for (const id of productIds) this.#waiting.add(id);
    if (this.#working !== undefined || this.#failure !== undefined || this.#waiting.size === 0) return;
    this.#working = this.#work()
      .catch((error) => {
        this.#failure = { error };
      })
      .finally(() => {
        this.#working = undefined;
      });
  }

  /**
   * Resolves when all that was offered is encoded, and whatever an earlier run left over in the whole library.
   * @throws {AppError} `CANCELLED`, `MODEL_MISSING`, `MODEL_DAMAGED`, `MODEL_FAILED`, `DISK_FULL`
   */
  async finish(onProgress: (done: number, total: number) => void): Promise<void> {
    await this.#working;
    if (this.#failure !== undefined) throw this.#failure.error;
    const { vectors } = this.#target;
    const total = vectors.countMissing('text');
    let done = 0;
    let page: MissingText[] = [];
    const encodePage = async (): Promise<void> => {
      await encodeTexts(
        this.#target,
        page.map(({ labels }) => labels[0] as number),
      );
      vectors.refresh(
        'text',
        page.flatMap(({ labels }) => labels.slice(1)),
      );
      done += page.length;
      page = [];
      onProgress(done, Math.max(done, total));
    };
    for (const text of vectors.missing('text')) {
      page.push(text);
      if (page.length >= textsAtOnce) await encodePage();
    }
    if (page.length > 0) await encodePage();
  }

  /** For the end of a run that failed: nothing is left working. */
  async idle(): Promise<void> {
    await this.#working;
  }

  async #work(): Promise<void> {
    while (this.#waiting.size > 0) {
      await new Promise((resolve) => setImmediate(resolve));
      const ids = this.#waiting.values().take(productsPerLook).toArray();
      for (const id of ids) this.#waiting.delete(id);
      await encodeTexts(this.#target, ids);
    }
  }
}
