/** What comparing two products gave, before it is weighed: stored with the pair, so that new weights need no new comparing. */
import type { Veto } from '../../contract/duplicates.ts';

export interface PhotoEvidence {
  /** Cosine of the two photos most alike. */
  readonly cosine: number;
  /** Mean over all photos of both of the cosine to the best photo of the other product. */
  readonly mean: number;
  /** See `Overlay`. */
  readonly luma: number;
  readonly detail: number;
  readonly agreeing: number;
  readonly closely: number;
  readonly rich: number;
  readonly colour: number;
  readonly cast: number;
  readonly overlap: number;
  /** Bits in which the perceptual hashes differ, of 64; the mirrored one counts where it fits better. */
  readonly hash: number;
}

export interface ListingEvidence {
  /** Shared words / all words of both titles, weighed by how rare they are in this library (idf). 0..1 */
  readonly overlap: number;
  /** 0 for different titles; for equal ones 1 / (other products with that title). */
  readonly same: number;
  /** How few products have the rarest word that both titles share: 1 for these two only, less the more there are; 0 where they share none. */
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
  readonly photo: PhotoEvidence | null;
  readonly listing: ListingEvidence | null;
}

export interface ComparedPair {
  /** Product ids, the smaller first. */
  readonly left: number;
  readonly right: number;
  readonly evidence: Evidence;
  readonly veto: Veto | null;
  /** The two photos most alike. */
  readonly images: { readonly left: number; readonly right: number; readonly mirrored: boolean } | null;
}

const photoFields = [
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

/** Numbers of one evidence; see `listEvidence`. */
export const evidenceWidth = 1 + photoFields.length + listingFields.length;

/** As a list of numbers, null where there is nothing. */
export function listEvidence({ exact, photo, listing }: Evidence): (number | null)[] {
  return [
    exact,
    ...photoFields.map((field) => photo?.[field] ?? null),
    ...listingFields.map((field) => listing?.[field] ?? null),
  ];
}

/** As it is stored. */
export function packEvidence(evidence: Evidence): (number | null)[] {
  return listEvidence(evidence).map((value) => (value === null ? null : Math.round(value * 1e5) / 1e5));
}

/** Reads `listEvidence` and `packEvidence`. */
export function unpackEvidence(values: readonly (number | null)[]): Evidence {
  const [exact = 0, ...rest] = values;
  const photo = rest.slice(0, photoFields.length);
  const listing = rest.slice(photoFields.length);
  return {
    exact: exact ?? 0,
    photo:
      photo[0] == null
        ? null
        : (Object.fromEntries(photoFields.map((field, i) => [field, photo[i] ?? 0])) as unknown as PhotoEvidence),
    listing:
      listing[0] == null
        ? null
        : {
            ...(Object.fromEntries(
              listingFields.map((field, i) => [field, listing[i] ?? 0]),
            ) as unknown as ListingEvidence),
            vector: listing[listingFields.indexOf('vector')] ?? null,
          },
  };
}
