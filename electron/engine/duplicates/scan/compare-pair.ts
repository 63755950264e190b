/** Compares two products by their photos and words. */
import { hammingDistance } from '../../images/index.ts';
import type { VectorsPort } from '../../vector/types.ts';
import type { ComparedPair, PhotoEvidence } from '../evidence.ts';
import { Likeness } from '../likeness.ts';
import { type Overlay, overlay } from '../picture/align.ts';
import { type Look, lookFrom } from '../picture/look.ts';
import { compareListings, titleOverlap } from '../words/listing.ts';
import { vetoOf } from '../words/veto.ts';
import { mirroredHash, type Photo, type ShelvedProduct, type Shelves } from './shelf.ts';

/** Photos looked at of each product; those after are extras of long galleries. */
const photosCompared = 12;
/** Photos less alike than this are not laid over one another: no kind of copy falls below. */
const leastCosine = 0.45;
const keptLooks = 4000;
const nothing: Omit<Overlay, 'mirrored'> = {
  luma: 0,
  detail: 0,
  explained: 0,
  agreeing: 0,
  colour: 0.2,
  cast: 0,
  overlap: 0,
};

/** One photo of each side, as it is compared. */
export interface PhotoMatch {
  readonly left: Photo;
  readonly right: Photo;
  readonly cosine: number;
}

export class PairComparer {
  readonly #shelves: Shelves;
  readonly #vectors: Pick<VectorsPort, 'modelId' | 'images' | 'texts'>;
  readonly #signature: (hash: string) => Uint8Array | undefined;
  readonly #likeness: Likeness;
  readonly #looks = new Map<string, Look | undefined>();

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
    const { statistics } = this.#shelves;
    const listing = compareListings(
      { words: left.words, facts: left.facts, vector: this.#vectors.texts.get(left.id) },
      { words: right.words, facts: right.facts, vector: this.#vectors.texts.get(right.id) },
      statistics,
      dot,
    );
    const { photo, images } = this.#photos(left.photos, right.photos);
    const hashes = new Set(left.photos.map(({ hash }) => hash));
    const exact = right.photos.some(({ hash }) => hashes.has(hash) && !this.#shelves.isPlaceholder(hash));
    return {
      left: left.id,
      right: right.id,
      evidence: { exact: exact ? 1 : 0, photo, listing },
      veto: vetoOf(left.facts, right.facts, titleOverlap(left.words, right.words, statistics)),
      images,
    };
  }

  #photos(
    left: readonly Photo[],
    right: readonly Photo[],
  ): Pick<ComparedPair, 'images'> & { photo: PhotoEvidence | null } {
    const one = this.#comparable(left);
    const other = this.#comparable(right);
    if (one.length === 0 || other.length === 0) return { photo: null, images: null };
    const bestOfOne = new Float64Array(one.length).fill(-1);
    const bestOfOther = new Float64Array(other.length).fill(-1);
    let match: PhotoMatch | undefined;
    for (const [i, a] of one.entries()) {
      for (const [j, b] of other.entries()) {
        const cosine = a.photo.hash === b.photo.hash ? 1 : this.#cosine(a.vector, b.vector);
        bestOfOne[i] = Math.max(bestOfOne[i] as number, cosine);
        bestOfOther[j] = Math.max(bestOfOther[j] as number, cosine);
        if (match === undefined || cosine > match.cosine) match = { left: a.photo, right: b.photo, cosine };
      }
    }
    const best = match as PhotoMatch;
    const mean = [...bestOfOne, ...bestOfOther].reduce((sum, cosine) => sum + cosine, 0) / (one.length + other.length);
    const { mirrored, ...laid } = this.lay(best);
    return {
      photo: {
        cosine: best.cosine,
        mean,
        ...laid,
        hash: hashDistance(best.left.perceptualHash, best.right.perceptualHash),
      },
      images: { left: best.left.imageId, right: best.right.imageId, mirrored },
    };
  }

  #cosine(a: Float32Array, b: Float32Array): number {
    return this.#likeness.ofPhotos(Math.min(1, dot(a, b)));
  }

  lay({ left, right, cosine }: PhotoMatch): Overlay {
    if (left.hash === right.hash) {
      return { mirrored: false, luma: 1, detail: 1, explained: 1, agreeing: 1, colour: 0, cast: 0, overlap: 1 };
    }
    const a = this.#look(left.hash);
    const b = this.#look(right.hash);
    if (cosine < leastCosine || a === undefined || b === undefined) return { mirrored: false, ...nothing };
    return overlay(a, b);
  }

  #comparable(photos: readonly Photo[]): { photo: Photo; vector: Float32Array }[] {
    return photos.slice(0, photosCompared).flatMap((photo) => {
      const vector = this.#vectors.images.get(photo.imageId);
      return vector === undefined || this.#shelves.isPlaceholder(photo.hash) ? [] : [{ photo, vector }];
    });
  }

  #look(hash: string): Look | undefined {
    const known = this.#looks.get(hash);
    if (known !== undefined) return known;
    const signature = this.#signature(hash);
    const look = signature === undefined ? undefined : lookFrom(signature);
    if (this.#looks.size >= keptLooks) this.#looks.delete(this.#looks.keys().next().value as string);
    this.#looks.set(hash, look);
    return look;
  }
}

export function hashDistance(a: Uint8Array | null, b: Uint8Array | null): number {
  if (a === null || b === null) return 32;
  return Math.min(hammingDistance(a, b), hammingDistance(a, mirroredHash(b)));
}

/** Inner product; the cosine of L2-normalised vectors. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
