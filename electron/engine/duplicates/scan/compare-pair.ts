/** Compares two products by their images and words; laying images over one another is left to whoever asks. */
import type { Veto } from '../../../contract/duplicates.ts';
import type { ComparedPair, ListingEvidence } from '../../identity/evidence.ts';
import { likenessOf } from '../../identity/likeness.ts';
import { type Registration, unrelated } from '../../identity/registration/register-images.ts';
import { compareListings, titleOverlap, titlesApart } from '../../identity/words/listing.ts';
import { vetoBetween } from '../../identity/words/veto.ts';
import { dot } from '../../numbers/vectors.ts';
import type { HashedImage } from '../image-signature-repo.ts';
import type { BlockingIndex, ComparableProduct, ComparedVectors } from './blocking-index.ts';
import { hashDistance } from './hash-distance.ts';

/** Images looked at of each product; those after are extras of long galleries. */
const imagesCompared = 12;
/** Images less alike than this are not laid over one another: no kind of copy falls below. */
const leastCosine = 0.45;
/** The same for products that their listings tell apart: variants show nearly the same image. */
const leastCosineOfVariants = 0.85;
/**
 * Of 64 bits. Images whose hashes differ in no more are laid over one another whatever their cosine: a product in
 * another colour is another thing to a model that sees colours, and shows the very same shape.
 */
const closeHash = 10;
/** What is too unlike to be laid over one another: nothing is known to be shown by both. */
export const unregistered: Registration = { ...unrelated, overlap: 0 };
const thatVeryOne: Registration = {
  mirrored: false,
  luma: 1,
  detail: 1,
  agreeing: 1,
  closely: 1,
  rich: 1,
  colour: 0,
  cast: 0,
  overlap: 1,
  plain: 0,
};

/** One image of each side. */
export interface ImageMatch {
  readonly left: HashedImage;
  readonly right: HashedImage;
  readonly cosine: number;
}

/** All about a pair but how one image lies over the other. */
export interface BegunPair {
  readonly left: number;
  readonly right: number;
  readonly exact: boolean;
  /** Of perceptual hashes, where images cannot be compared by more. */
  readonly hash: number | null;
  readonly listing: ListingEvidence | null;
  readonly veto: Veto | null;
  /** The two most alike, and the mean of the best of all; null where one product has no image. */
  readonly images: { readonly match: ImageMatch; readonly mean: number } | null;
  /** Images to be laid over one another. */
  readonly toRegister: ImageMatch | undefined;
}

export class PairComparer {
  readonly #blocks: BlockingIndex;
  readonly #vectors: ComparedVectors;
  readonly #likeness: (cosine: number) => number;

  constructor(blocks: BlockingIndex, vectors: ComparedVectors) {
    this.#blocks = blocks;
    this.#vectors = vectors;
    this.#likeness = likenessOf(vectors);
  }

  /** `left.id` must be the smaller one. */
  begin(left: ComparableProduct, right: ComparableProduct): BegunPair {
    const { statistics } = this.#blocks;
    const overlap = titleOverlap(left.words, right.words, statistics);
    const veto = vetoBetween(left.facts, right.facts, overlap, left.sourceId === right.sourceId);
    const images = this.#likest(left.images, right.images);
    const match = images?.match;
    const isWorth =
      match !== undefined &&
      match.left.hash !== match.right.hash &&
      (match.cosine >= (veto === null ? leastCosine : leastCosineOfVariants) ||
        (veto === null && hashDistance(match.left.perceptualHash, match.right.perceptualHash) <= closeHash));
    const listing = compareListings(
      { ...left, vector: this.#vectors.texts.get(left.id) },
      { ...right, vector: this.#vectors.texts.get(right.id) },
      statistics,
    );
    return {
      left: left.id,
      right: right.id,
      exact: left.images.some(
        ({ hash }) => right.images.some((other) => other.hash === hash) && !this.#blocks.isPlaceholder(hash),
      ),
      listing:
        listing === null || veto === null ? listing : { ...listing, titlesApart: titlesApart(left.facts, right.facts) },
      hash: images === null ? this.#leastDistance(left.images, right.images) : null,
      veto,
      images,
      toRegister: isWorth ? match : undefined,
    };
  }

  #likest(left: readonly HashedImage[], right: readonly HashedImage[]): BegunPair['images'] {
    const one = this.#comparable(left);
    const other = this.#comparable(right);
    const bestOfOne = new Float64Array(one.length).fill(-1);
    const bestOfOther = new Float64Array(other.length).fill(-1);
    let match: ImageMatch | undefined;
    for (const [i, a] of one.entries()) {
      for (const [j, b] of other.entries()) {
        const cosine = a.image.hash === b.image.hash ? 1 : this.#likeness(Math.min(1, dot(a.vector, b.vector)));
        bestOfOne[i] = Math.max(bestOfOne[i] as number, cosine);
        bestOfOther[j] = Math.max(bestOfOther[j] as number, cosine);
        if (match === undefined || cosine > match.cosine) match = { left: a.image, right: b.image, cosine };
      }
    }
    if (match === undefined) return null;
    return { match, mean: (sum(bestOfOne) + sum(bestOfOther)) / (one.length + other.length) };
  }

  #leastDistance(left: readonly HashedImage[], right: readonly HashedImage[]): number | null {
    let least: number | null = null;
    for (const a of left.slice(0, imagesCompared)) {
      for (const b of right.slice(0, imagesCompared)) {
        if (a.perceptualHash === null || b.perceptualHash === null || this.#blocks.isPlaceholder(a.hash)) continue;
        least = Math.min(least ?? 64, hashDistance(a.perceptualHash, b.perceptualHash));
      }
    }
    return least;
  }

  #comparable(images: readonly HashedImage[]): { image: HashedImage; vector: Float32Array }[] {
    return images.slice(0, imagesCompared).flatMap((image) => {
      const vector = this.#vectors.images.get(image.imageId);
      return vector === undefined || this.#blocks.isPlaceholder(image.hash) ? [] : [{ image, vector }];
    });
  }
}

/** Without `registration` the images are the same file, or too unlike to be laid over one another. */
export function finishPair(begun: BegunPair, registration?: Registration): ComparedPair {
  const { left, right, listing, veto, images } = begun;
  const exact = begun.exact ? 1 : 0;
  if (images === null) {
    return { left, right, evidence: { exact, hash: begun.hash, image: null, listing }, veto, images: null };
  }
  const { match, mean } = images;
  const { mirrored, ...agreement } =
    registration ?? (match.left.hash === match.right.hash ? thatVeryOne : unregistered);
  const hash = hashDistance(match.left.perceptualHash, match.right.perceptualHash);
  return {
    left,
    right,
    evidence: { exact, hash: null, image: { cosine: match.cosine, mean, ...agreement, hash }, listing },
    veto,
    images: { left: match.left.imageId, right: match.right.imageId, mirrored },
  };
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
