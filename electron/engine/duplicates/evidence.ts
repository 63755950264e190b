/** What comparing two products gave, before it is weighed: new weights need no new comparing. */
import type { Veto } from '../../contract/duplicates.ts';
import type { Registration } from './registration/register-images.ts';

export interface ImageEvidence extends Omit<Registration, 'mirrored'> {
  /** Cosine of the two images most alike. */
  readonly cosine: number;
  /** Mean over all images of both of the cosine to the best image of the other product. */
  readonly mean: number;
  /** Bits in which the perceptual hashes differ, of 64; the mirrored one counts where it fits better. */
  readonly hash: number;
}

export interface ListingEvidence {
  /** Shared words / all words of both titles, weighed by how rare they are in this library (idf). 0..1 */
  readonly overlap: number;
  /** 0 for different titles; for equal ones 1 / (other products with that title). */
  readonly same: number;
  /** How few products have the rarest word that both titles share: 1 for these two only, 0 where they share none. */
  readonly rare: number;
  /** Cosine of the text vectors. */
  readonly vector: number | null;
  /** 1: an identifier of both agrees; 0.5: a long model number does. */
  readonly identifier: number;
  /** 1: same brand, -1: another, 0: not said. */
  readonly brand: number;
}

export interface Evidence {
  /** 1: a file of both is the same. */
  readonly exact: number;
  readonly image: ImageEvidence | null;
  readonly listing: ListingEvidence | null;
}

export interface ComparedPair {
  /** Product ids, the smaller first. */
  readonly left: number;
  readonly right: number;
  readonly evidence: Evidence;
  readonly veto: Veto | null;
  /** The two images most alike. */
  readonly images: { readonly left: number; readonly right: number; readonly mirrored: boolean } | null;
}

const imageFields = [
  'cosine',
  'mean',
  'luma',
  'detail',
  'agreeing',
  'closely',
  'rich',
  'colour',
  'cast',
  'overlap',
  'hash',
] as const;
const listingFields = ['overlap', 'same', 'rare', 'vector', 'identifier', 'brand'] as const;

/** As a list of numbers, null where there is nothing. */
export function listEvidence({ exact, image, listing }: Evidence): (number | null)[] {
  return [
    exact,
    ...imageFields.map((field) => image?.[field] ?? null),
    ...listingFields.map((field) => listing?.[field] ?? null),
  ];
}

/** As it is stored. */
export function packEvidence(evidence: Evidence): (number | null)[] {
  return listEvidence(evidence).map((value) => (value === null ? null : Math.round(value * 1e5) / 1e5));
}

/** Reads `listEvidence` and `packEvidence`. */
export function unpackEvidence([exact, ...values]: readonly (number | null)[]): Evidence {
  const listed = values.slice(imageFields.length);
  const listing = read<ListingEvidence>(listingFields, listed);
  const vector = listed[listingFields.indexOf('vector')] ?? null;
  return {
    exact: exact ?? 0,
    image: read<ImageEvidence>(imageFields, values),
    listing: listing && { ...listing, vector },
  };
}

/** Null where there is no first value. */
function read<T>(fields: readonly (keyof T)[], values: readonly (number | null)[]): T | null {
  if (values[0] == null) return null;
  return Object.fromEntries(fields.map((field, i) => [field, values[i] ?? 0])) as T;
}
