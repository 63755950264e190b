/** Encodes the texts of products in the background of an import, as soon as the products are there. */
import { throwIfCancelled } from '../../../contract/errors.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { ProductText } from '../../catalog/types.ts';
import type { Encoder } from '../../encoders/index.ts';
import { untilQuiet } from '../../jobs/foreground.ts';
import type { MissingText, VectorTarget } from '../../vector/types.ts';

const textsPerRun = 64;
const productsPerLook = 256;

export interface TextStageOptions {
  readonly catalog: Pick<Catalog, 'rows'>;
  readonly vectors: VectorTarget;
  readonly encoder: () => Promise<Encoder>;
  readonly signal: AbortSignal;
}

export class TextStage {
  readonly #options: TextStageOptions;
  readonly #waiting = new Set<number>();
  #working: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;
  #encoded = 0;

  constructor(options: TextStageOptions) {
    this.#options = options;
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
    const { vectors } = this.#options;
    const total = vectors.countMissing('text');
    let done = 0;
    let page: MissingText[] = [];
    const encodePage = async (): Promise<void> => {
      await this.#encode(page.map(({ labels }) => labels[0] as number));
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
      if (page.length >= textsPerRun) await encodePage();
    }
    if (page.length > 0) await encodePage();
  }

  /** For the end of a run that failed: nothing is left working. */
  async settled(): Promise<void> {
    await this.#working;
  }

  async #work(): Promise<void> {
    while (this.#waiting.size > 0) {
      await new Promise((resolve) => setImmediate(resolve));
      const ids = this.#waiting.values().take(productsPerLook).toArray();
      for (const id of ids) this.#waiting.delete(id);
      await this.#encode(ids);
    }
  }

  async #encode(productIds: readonly number[]): Promise<void> {
    if (productIds.length === 0) return;
    const { catalog, vectors, encoder, signal } = this.#options;
    const texts = catalog.rows.texts(productIds);
    const present = vectors.embedded('text', new Set(texts.map(({ textHash }) => textHash)));
    const missing = new Map<string, string>();
    for (const { textHash, text } of texts) if (!present.has(textHash)) missing.set(textHash, text);
    for (const slice of slices([...missing], textsPerRun)) {
      throwIfCancelled(signal);
      await untilQuiet();
      const words = slice.map(([, text]) => text);
      const found = await (await encoder()).encodeTexts(words, { signal, priority: 'background' });
      const rows = slice.map(([hash], index) => ({ hash, vector: found[index] as Float32Array }));
      vectors.storeEmbeddings('text', rows);
      this.#encoded += rows.length;
      const stored = new Set(rows.map(({ hash }) => hash));
      this.#link(texts.filter(({ textHash }) => stored.has(textHash)));
    }
    this.#link(texts.filter(({ productId, textHash }) => present.has(textHash) && !vectors.texts.has(productId)));
  }

  #link(texts: readonly ProductText[]): void {
    if (texts.length === 0) return;
    this.#options.vectors.link(
      'text',
      texts.map(({ productId, textHash }) => ({ label: productId, hash: textHash })),
    );
  }
}

function* slices<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
