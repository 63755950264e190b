/**
 * How alike the photos and texts of a library are that have nothing to do with each other, so that a cosine is read the
 * same way under every model and in every catalog: in spreads above what is usual.
 */
import { dot } from '../../numbers/vectors.ts';

/** A product drawn from the library: its first image and its text, where they are known and say something. */
export interface DrawnProduct {
  readonly image: Float32Array | undefined;
  readonly text: Float32Array | undefined;
}

export interface LookUpBackground {
  /** Images drawn from the library, that a photo is compared with to see what it reaches anywhere. */
  readonly images: readonly Float32Array[];
  readonly texts: readonly Float32Array[];
  /** Standard deviation of cosines between an image and images, and texts, of other products. */
  readonly imageSpread: number;
  readonly textSpread: number;
  /** Mean over products of the cosine to the likest image of another product. */
  readonly nearest: number;
  /** Mean cosine of the image of a product and its own text. */
  readonly ownText: number;
  /**
   * 0..1: how far texts can be believed of images here. With A the chance that an image is nearer to the text of its own
   * product than to that of another, (2A - 1)^6, as search believes words (`trustOf`); 0 without texts.
   */
  readonly textTrust: number;
  /** Mean and standard deviation of cosines between texts. */
  readonly texted: { readonly mean: number; readonly spread: number };
}

/** Few products tell little of how cosines spread: so many pairs with a usual spread are added. */
const prior = { pairs: 30, spread: 0.1 };
const exponent = 6;
/** With fewer texts it is not known whether they can be told apart; they are believed to some extent. */
const fewestTexts = 8;
const unknownTrust = 0.5;

/** Takes some 50 ms for 200 products of 256 numbers each. */
export function backgroundOf(drawn: readonly DrawnProduct[]): LookUpBackground {
  const images = drawn.flatMap(({ image }) => image ?? []);
  const texts = drawn.flatMap(({ text }) => text ?? []);
  const between = new Moments();
  const towards = new Moments();
  const texted = new Moments();
  const nearest = new Moments();
  const own = new Moments();
  const areas = new Moments();
  drawn.forEach((left, i) => {
    const ownText = left.image && left.text && dot(left.image, left.text);
    let highest = Number.NEGATIVE_INFINITY;
    let below = 0;
    let compared = 0;
    drawn.forEach((right, j) => {
      if (i === j) return;
      if (left.image && right.image) {
        const cosine = dot(left.image, right.image);
        if (i < j) between.add(cosine);
        highest = Math.max(highest, cosine);
      }
      if (left.image && right.text) {
        const cosine = dot(left.image, right.text);
        towards.add(cosine);
        compared++;
        if (ownText !== undefined) below += ownText > cosine ? 1 : ownText === cosine ? 0.5 : 0;
      }
      if (i < j && left.text && right.text) texted.add(dot(left.text, right.text));
    });
    if (highest > Number.NEGATIVE_INFINITY) nearest.add(highest);
    if (ownText === undefined || compared === 0) return;
    own.add(ownText);
    areas.add(below / compared);
  });
  return {
    images,
    texts,
    imageSpread: between.spread,
    textSpread: towards.spread,
    nearest: nearest.count > 0 ? nearest.mean : 0.5,
    ownText: own.mean,
    textTrust: trustOf(areas),
    texted: { mean: texted.mean, spread: texted.spread },
  };
}

function trustOf({ count, mean }: Moments): number {
  if (count === 0) return 0;
  return count < fewestTexts ? unknownTrust : Math.max(0, 2 * mean - 1) ** exponent;
}

/** Mean and spread of numbers that are seen one by one. */
class Moments {
  count = 0;
  #sum = 0;
  #squares = 0;

  add(value: number): void {
    this.count++;
    this.#sum += value;
    this.#squares += value * value;
  }

  get mean(): number {
    return this.count === 0 ? 0 : this.#sum / this.count;
  }

  get spread(): number {
    const around = Math.max(0, this.#squares - this.count * this.mean ** 2);
    return Math.sqrt((around + prior.pairs * prior.spread ** 2) / (this.count + prior.pairs));
  }
}
