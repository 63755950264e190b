/** Gives products whose tags were edited the vector of their new words: a few at once, many in the background. */
import type { Catalog } from '../catalog/service.ts';
import type { Encoders } from '../encoders/index.ts';
import type { VectorsPort } from '../vector/types.ts';

export interface RenewalDependencies {
  readonly catalog: Pick<Catalog, 'texts'>;
  readonly vectors: VectorsPort;
  readonly encoders: Pick<Encoders, 'active'>;
  readonly encodeMissing: () => void;
}

/** Texts that are encoded while the person waits. */
const mostAtOnce = 64;

export class TextRenewal {
  readonly #deps: RenewalDependencies;
  #working: Promise<void> = Promise.resolve();

  constructor(deps: RenewalDependencies) {
    this.#deps = deps;
  }

  /** To be called after the commit. */
  renew(productIds: readonly number[]): void {
    this.#working = this.#working.then(() => this.#renew(productIds)).catch(() => this.#deps.encodeMissing());
  }

  /** Resolves when what was asked for is done or left to the background. */
  async settled(): Promise<void> {
    // The change is announced in a microtask of its own, after the commit.
    await Promise.resolve();
    await this.#working;
  }

  async #renew(productIds: readonly number[]): Promise<void> {
    const { catalog, vectors, encoders, encodeMissing } = this.#deps;
    const texts = new Map(catalog.texts(productIds).map(({ textHash, text }) => [textHash, text]));
    const known = vectors.embedded('text', texts.keys());
    const missing = [...texts].filter(([hash]) => !known.has(hash));
    if (missing.length === 0) return;
    if (missing.length > mostAtOnce) {
      encodeMissing();
      return;
    }
    const encoder = await encoders.active();
    const encoded = await encoder.encodeTexts(missing.map(([, text]) => text));
    vectors.storeEmbeddings(
      'text',
      missing.flatMap(([hash], at) => {
        const vector = encoded[at];
        return vector === undefined ? [] : [{ hash, vector }];
      }),
    );
    vectors.refresh('text', productIds);
  }
}
