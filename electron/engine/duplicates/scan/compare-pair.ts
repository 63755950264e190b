/** Compares two products by their photos and words. Laying photos over one another is left to whoever asks, because it takes long. */
import type { Veto } from '../../../contract/duplicates.ts';
import { dot } from '../../numbers/vectors.ts';
import type { VectorsPort } from '../../vector/types.ts';
import type { ComparedPair, ListingEvidence } from '../evidence.ts';
import { Likeness } from '../likeness.ts';
import { apart, type Overlay } from '../picture/align.ts';
import { hashDistance } from '../picture/hash-distance.ts';
import { compareListings, titleOverlap } from '../words/listing.ts';
import { vetoOf } from '../words/veto.ts';
import { layAll, overlayAt } from './overlays.ts';
import type { Photo, ShelvedProduct, Shelves } from './shelf.ts';

/** Photos looked at of each product; those after are extras of long galleries. */
const photosCompared = 12;
/** Photos less alike than this are not laid over one another: no kind of copy falls below. */
const leastCosine = 0.45;
/** The same for products that their listings tell apart: variants show nearly the same photo. */
const leastCosineOfVariants = 0.85;
/** What is too unlike to be laid: nothing is known to be shown by both. */
const unlike: Overlay = { ...apart, overlap: 0 };
const thatVeryOne: Overlay = {
  mirrored: false,
  luma: 1,
  detail: 1,
  agreeing: 1,
  closely: 1,
  rich: 1,
  colour: 0,
  cast: 0,
  overlap: 1,
};

/** One photo of each side, as it is compared. */
export interface PhotoMatch {
  readonly left: Photo;
  readonly right: Photo;
  readonly cosine: number;
}

/** All about a pair but how one photo lies over the other. */
export interface BegunPair {
  readonly left: number;
  readonly right: number;
  readonly exact: boolean;
  readonly listing: ListingEvidence | null;
  readonly veto: Veto | null;
  /** Null where one has no photo. */
  readonly photos: { readonly match: PhotoMatch; readonly mean: number; readonly toLay: boolean } | null;
}

export class PairComparer {
  readonly #shelves: Shelves;
  readonly #vectors: Pick<VectorsPort, 'modelId' | 'images' | 'texts'>;
  readonly #signature: (hash: string) => Uint8Array | undefined;
  readonly #likeness: Likeness;

  constructor(
    shelves: Shelves,
    vectors: Pick<VectorsPort, 'modelId' | 'images' | 'texts'>,
    signature: (hash: string) => Uint8Array | undefined,
  ) {
    this.#shelves = shelves;
    this.#vectors = vectors;
    this.#signature = signature;
    this.#likeness = new Likeness(vectors);
  }

  /** `left.id` must be the smaller one. */
  compare(left: ShelvedProduct, right: ShelvedProduct): ComparedPair {
    const begun = this.begin(left, right);
    if (begun.photos?.toLay !== true) return finishPair(begun);
    const { match } = begun.photos;
    const [a, b] = [this.#signature(match.left.hash), this.#signature(match.right.hash)];
    if (a === undefined || b === undefined) return finishPair(begun);
    const signatures = new Uint8Array(a.length + b.length);
    signatures.set(a);
    signatures.set(b, a.length);
    return finishPair(begun, overlayAt(layAll({ signatures, pairs: Uint32Array.of(0, 1) }), 0));
  }

  /** `left.id` must be the smaller one. */
  begin(left: ShelvedProduct, right: ShelvedProduct): BegunPair {
    const { statistics } = this.#shelves;
    const veto = vetoOf(left.facts, right.facts, titleOverlap(left.words, right.words, statistics));
    return {
      left: left.id,
      right: right.id,
      exact: left.photos.some(
        ({ hash }) => right.photos.some((other) => other.hash === hash) && !this.#shelves.isPlaceholder(hash),
      ),
      listing: compareListings(
        { words: left.words, facts: left.facts, vector: this.#vectors.texts.get(left.id) },
        { words: right.words, facts: right.facts, vector: this.#vectors.texts.get(right.id) },
        statistics,
        dot,
      ),
      veto,
      photos: this.#photos(left.photos, right.photos, veto === null ? leastCosine : leastCosineOfVariants),
    };
  }

  #photos(left: readonly Photo[], right: readonly Photo[], least: number): BegunPair['photos'] {
    const one = this.#comparable(left);
    const other = this.#comparable(right);
    if (one.length === 0 || other.length === 0) return null;
    const bestOfOne = new Float64Array(one.length).fill(-1);
    const bestOfOther = new Float64Array(other.length).fill(-1);
    let match: PhotoMatch | undefined;
    for (const [i, a] of one.entries()) {
      for (const [j, b] of other.entries()) {
        const cosine =
          a.photo.hash === b.photo.hash ? 1 : this.#likeness.ofPhotos(Math.min(1, dot(a.vector, b.vector)));
        bestOfOne[i] = Math.max(bestOfOne[i] as number, cosine);
        bestOfOther[j] = Math.max(bestOfOther[j] as number, cosine);
        if (match === undefined || cosine > match.cosine) match = { left: a.photo, right: b.photo, cosine };
      }
    }
    const best = match as PhotoMatch;
    const mean = (sum(bestOfOne) + sum(bestOfOther)) / (one.length + other.length);
    return { match: best, mean, toLay: best.left.hash !== best.right.hash && best.cosine >= least };
  }

  #comparable(photos: readonly Photo[]): { photo: Photo; vector: Float32Array }[] {
    const comparable: { photo: Photo; vector: Float32Array }[] = [];
    for (let i = 0; i < Math.min(photosCompared, photos.length); i++) {
      const photo = photos[i] as Photo;
      const vector = this.#vectors.images.get(photo.imageId);
      if (vector !== undefined && !this.#shelves.isPlaceholder(photo.hash)) comparable.push({ photo, vector });
    }
    return comparable;
  }
}

/** Without `laid` the photos are the same file, or too unlike to be laid. */
export function finishPair(begun: BegunPair, laid?: Overlay): ComparedPair {
  const { left, right, exact, listing, veto, photos } = begun;
  if (photos === null) {
    return { left, right, evidence: { exact: exact ? 1 : 0, photo: null, listing }, veto, images: null };
  }
  const { match, mean } = photos;
  const { mirrored, ...rest } = laid ?? (match.left.hash === match.right.hash ? thatVeryOne : unlike);
  const hash = hashDistance(match.left.perceptualHash, match.right.perceptualHash);
  return {
    left,
    right,
    evidence: { exact: exact ? 1 : 0, photo: { cosine: match.cosine, mean, ...rest, hash }, listing },
    veto,
    images: { left: match.left.imageId, right: match.right.imageId, mirrored },
  };
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
