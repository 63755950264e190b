/** How alike products are by their images and listings, from the vectors of the library. */
import { mean } from '../numbers/statistics.ts';
import { dot } from '../numbers/vectors.ts';
import type { VectorsPort } from '../vector/types.ts';
import type { CatalogView } from './catalog-view.ts';

export interface Likeness {
  /** Cosine; null where one has no image with a vector. */
  readonly looks: number | null;
  readonly words: number | null;
}

/** Products that stand for one that nobody bought yet. */
const standIns = 5;
/** Products less alike than this do not stand for each other. */
const alikeFrom = 0.3;
/** Of the starter model, while there are too few vectors to tell. */
const usualGround = 0.3;

/** Likeness to this power is what a stand-in counts: the nearest ones decide. */
const sharpness = 4;

/** What a product that stands for another counts, by how like they are. */
export function trustIn(likeness: number): number {
  return Math.max(0, likeness) ** sharpness;
}

export class ProductLikeness {
  readonly #view: CatalogView;
  readonly #vectors: VectorsPort;
  readonly #grounds = new Map<string, { readonly size: number; readonly cosine: number }>();

  constructor(view: CatalogView, vectors: VectorsPort) {
    this.#view = view;
    this.#vectors = vectors;
  }

  of(a: number, b: number): Likeness {
    return {
      looks: cosine(this.#image(a), this.#image(b)),
      words: cosine(this.#vectors.texts.get(a), this.#vectors.texts.get(b)),
    };
  }

  /** The mean of both, 0..1: 0 for products taken at random and where nothing is known, 1 for equal ones. */
  shared(a: number, b: number): number {
    const { looks, words } = this.of(a, b);
    const above = (value: number, ground: number): number => (value - ground) / (1 - ground);
    const known = [
      ...(looks === null ? [] : [above(looks, this.#ground('images'))]),
      ...(words === null ? [] : [above(words, this.#ground('texts'))]),
    ];
    return known.length === 0 ? 0 : Math.max(0, mean(known));
  }

  /** The products most like one among others, with how far each can stand for it. */
  nearest(
    productId: number,
    among: ReadonlySet<number>,
    amount = standIns,
  ): { readonly productId: number; readonly trust: number }[] {
    const found = new Set<number>();
    const text = this.#vectors.texts.get(productId);
    if (text !== undefined)
      for (const { label } of this.#vectors.texts.search(text, amount * 2, among)) found.add(label);
    const image = this.#image(productId);
    if (image !== undefined) {
      const images = this.#view.imagesOf(among);
      for (const { label } of this.#vectors.images.search(image, amount * 2, images)) {
        const product = this.#view.productOfImage(label);
        if (product !== undefined) found.add(product);
      }
    }
    found.delete(productId);
    const best = [...found]
      .map((other) => ({ productId: other, trust: trustIn(this.shared(productId, other)) }))
      .sort((a, b) => b.trust - a.trust)
      .slice(0, amount);
    // Where only one is really like it, the others say nothing; where none is, nobody can say.
    const least = Math.max(trustIn(alikeFrom), (best[0]?.trust ?? 0) / 2);
    return best.filter(({ trust }) => trust >= least);
  }

  /** The cosine of products taken at random: each model has one of its own. */
  #ground(kind: 'images' | 'texts'): number {
    const { size } = this.#vectors[kind];
    const known = this.#grounds.get(kind);
    if (known?.size === size) return known.cosine;
    const cosine = this.#vectors[kind].background() ?? usualGround;
    this.#grounds.set(kind, { size, cosine });
    return cosine;
  }

  #image(productId: number): Float32Array | undefined {
    const imageId = this.#view.get(productId)?.imageIds[0];
    return imageId === undefined ? undefined : this.#vectors.images.get(imageId);
  }
}

function cosine(a: Float32Array | undefined, b: Float32Array | undefined): number | null {
  return a === undefined || b === undefined ? null : dot(a, b);
}
