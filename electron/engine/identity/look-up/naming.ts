/**
 * Whether a photo and a product go by the same everyday names. A shelf of limes and the studio photo of one are far
 * apart as images, and "lime" fits both best: what an image shows is read as shares of the names that fit it (a softmax
 * over cosines), and two such readings are compared by Bhattacharyya's coefficient.
 */
import { dot } from '../../numbers/vectors.ts';
import type { NamedThings } from './evidence.ts';

/** How sharply the best names lead, in spreads between images and texts. */
const sharpness = 4;
/** Kept from the logarithm of nothing. */
const least = 0.02;

/** Square roots of the shares of all names. */
export type NameShares = Float32Array;

/** What is compared of a product; the likest of its images counts. */
export interface NamedProduct {
  readonly images: readonly Float32Array[];
  readonly references: readonly Float32Array[];
  readonly text: Float32Array | undefined;
}

export class Naming {
  readonly #things: NamedThings;
  readonly #slope: number;
  /** What products of the library reach among each other at best. */
  readonly #usual: number;

  /** `drawn`: products of the library; takes some 100 ms for 200 of them and 600 names of 256 numbers. */
  constructor(
    things: NamedThings,
    textSpread: number,
    drawn: readonly { readonly image: Float32Array | undefined; readonly text: Float32Array | undefined }[],
  ) {
    this.#things = things;
    this.#slope = sharpness / textSpread;
    this.#usual = this.#usualAmong(drawn);
  }

  /** Of an image or a text. */
  sharesOf(vector: Float32Array): NameShares {
    const cosines = this.#things.vectors.map((name) => dot(vector, name));
    const top = Math.max(...cosines);
    const odds = cosines.map((cosine) => Math.exp(this.#slope * (cosine - top)));
    const sum = odds.reduce((total, value) => total + value, 0);
    return Float32Array.from(odds, (value) => Math.sqrt(value / sum));
  }

  /** By each of its images, with its text. */
  sharesOfProduct({ images, references, text }: NamedProduct): NameShares[] {
    const said = text && this.sharesOf(text);
    const shown = [...images, ...references].map((image) => this.sharesOf(image));
    if (said === undefined) return shown;
    return shown.length === 0 ? [said] : shown.map((shares) => mixed(shares, said));
  }

  /** Logarithm of how far they agree, above what is usual in the library; 0 where nothing is known of the product. */
  agreement(photo: NameShares, product: readonly NameShares[]): number {
    return product.length === 0 || this.#things.vectors.length === 0 ? 0 : agreed(photo, product) - this.#usual;
  }

  #usualAmong(drawn: readonly { readonly image: Float32Array | undefined; readonly text: Float32Array | undefined }[]) {
    const products = drawn.flatMap(({ image, text }) => {
      if (image === undefined) return [];
      const shown = this.sharesOf(image);
      return [{ shown, whole: text === undefined ? shown : mixed(shown, this.sharesOf(text)) }];
    });
    if (products.length < 2) return Math.log(1 + least);
    const best = products.map(({ shown }, i) =>
      agreed(
        shown,
        products.flatMap(({ whole }, j) => (i === j ? [] : [whole])),
      ),
    );
    return best.reduce((sum, value) => sum + value, 0) / best.length;
  }
}

function agreed(photo: NameShares, product: readonly NameShares[]): number {
  return Math.log(product.reduce((most, shares) => Math.max(most, dot(photo, shares)), 0) + least);
}

/** The mean of two readings. */
function mixed(left: NameShares, right: NameShares): NameShares {
  return left.map((value, i) => Math.sqrt((value ** 2 + (right[i] as number) ** 2) / 2));
}
