/** The products whose images look most like a product's own, found once and kept while the images stay. */
import type { VectorsPort } from '../vector/types.ts';
import type { TaggedProduct, TaggedProducts } from './tagged-products.ts';

export interface NearProduct {
  readonly productId: number;
  /** Falls from 1 for the nearest. */
  readonly weight: number;
}

const wanted = 15;
/** Log-odds a unit of cosine by which a neighbour counts less than the nearest. */
const falloff = 8;

export class Neighbours {
  readonly #products: TaggedProducts;
  readonly #vectors: Pick<VectorsPort, 'images'>;
  readonly #known = new Map<number, { readonly key: string; readonly near: NearProduct[] }>();

  constructor(products: TaggedProducts, vectors: Pick<VectorsPort, 'images'>) {
    this.#products = products;
    this.#vectors = vectors;
  }

  /** Nearest first; none for a product without an image that was read. */
  of(product: TaggedProduct): readonly NearProduct[] {
    const key = `${product.imageIds.join()} of ${this.#vectors.images.size}`;
    const known = this.#known.get(product.productId);
    if (known?.key === key) return known.near;
    const near = this.#search(product);
    this.#known.set(product.productId, { key, near });
    return near;
  }

  #search(product: TaggedProduct): NearProduct[] {
    const vector = this.#products.vectorOf(product);
    if (vector === undefined) return [];
    const best = new Map<number, number>();
    for (const { label, similarity } of this.#vectors.images.search(vector, 2 * wanted + product.imageIds.length)) {
      const productId = this.#products.showing(label);
      if (productId === undefined || productId === product.productId || best.has(productId)) continue;
      best.set(productId, similarity);
      if (best.size === wanted) break;
    }
    const nearest = best.values().next().value ?? 0;
    return [...best].map(([productId, similarity]) => ({
      productId,
      weight: Math.exp(falloff * (similarity - nearest)),
    }));
  }
}
