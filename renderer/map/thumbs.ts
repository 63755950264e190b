/** Photos that show when one is near enough: which ones are asked for, and those that have come. */
import type { ProductSummary } from '@contract';
import { platform } from '../platform/index.ts';
import { ask } from '../state/engine.ts';

const mostKept = 4000;
const askedAtOnce = 200;

export class Thumbs {
  readonly #known = new Map<number, ProductSummary>();
  readonly #images = new Map<number, HTMLImageElement>();
  readonly #asked = new Set<number>();
  readonly #changed: () => void;

  /** `changed`: there is more to show. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  product(id: number): ProductSummary | undefined {
    return this.#known.get(id);
  }

  /** The photo of a product once it is loaded. */
  image(id: number): HTMLImageElement | undefined {
    const image = this.#images.get(id);
    return image?.complete === true && image.naturalWidth > 0 ? image : undefined;
  }

  /** Asks for what is not known yet. Failures are passed over: the point stays a point, and is asked for again later. */
  want(ids: readonly number[]): void {
    const missing = ids.filter((id) => !this.#known.has(id) && !this.#asked.has(id)).slice(0, askedAtOnce);
    for (const id of ids) if (this.#known.has(id)) this.#load(id);
    if (missing.length === 0) return;
    for (const id of missing) this.#asked.add(id);
    void ask('map.products', { ids: missing })
      .then((products) => {
        for (const product of products) this.#known.set(product.id, product);
        for (const id of missing) this.#load(id);
        this.#changed();
      })
      .catch(() => undefined)
      .finally(() => {
        for (const id of missing) this.#asked.delete(id);
      });
  }

  /** Titles and photos may be others than before. */
  forget(): void {
    this.#known.clear();
  }

  #load(id: number): void {
    const src = this.#known.get(id)?.image?.thumb;
    if (src === undefined || src === null || this.#images.has(id)) return;
    if (this.#images.size >= mostKept) this.#images.clear();
    const image = new Image();
    image.decoding = 'async';
    image.onload = () => this.#changed();
    image.src = platform().imageUrl(src);
    this.#images.set(id, image);
  }
}
