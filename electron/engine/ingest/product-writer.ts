/** Puts the products of one source into the catalog in small slices, so that they are found while the import goes on. */
import type { Catalog } from '../catalog/catalog.ts';
import type { ProductDraft } from '../catalog/types.ts';

/** Few enough for a search to be answered between two slices. */
const sliceSize = 32;

export class ProductWriter {
  readonly #catalog: Pick<Catalog, 'upsert'>;
  readonly #sourceId: number;
  readonly #images = new Map<string, number>();
  #waiting: ProductDraft[] = [];

  constructor(catalog: Pick<Catalog, 'upsert'>, sourceId: number) {
    this.#catalog = catalog;
    this.#sourceId = sourceId;
  }

  get products(): number {
    return this.#images.size;
  }

  get images(): number {
    return this.#images.values().reduce((sum, count) => sum + count, 0);
  }

  has(sku: string): boolean {
    return this.#images.has(sku);
  }

  skus(): Iterable<string> {
    return this.#images.keys();
  }

  async write(draft: ProductDraft): Promise<void> {
    this.#images.set(draft.sku, draft.fileIds.length);
    this.#waiting.push(draft);
    if (this.#waiting.length >= sliceSize) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#waiting.length === 0) return;
    const slice = this.#waiting;
    this.#waiting = [];
    this.#catalog.upsert(this.#sourceId, slice);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
