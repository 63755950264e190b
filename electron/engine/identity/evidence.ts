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

/** What the words of two listings say; shares are of what the words say, rare ones more than usual ones. */
export interface ListingEvidence {
  /** Of all words of both titles, those that both have. 0..1 */
  readonly overlap: number;
  /** Of the title that says less, what the other says too. 0..1 */
  readonly contained: number;
  /** How much the shared words say, in nats. */
  readonly information: number;
  /** The most that a shared word says which is not at the head of a title, in nats. */
  readonly specific: number;
  /** How much either title says that the other does not: the smaller of the two, in nats. */
  readonly unshared: number;
  /** Of runs of three letters of both titles, the share that both have. 0..1 */
  readonly grams: number;
  /** Of each title, what the other listing says anywhere: the smaller of the two. 0..1 */
  readonly covered: number;
  /** 0 for different titles; for equal ones 1 / (other products with that title). */
  readonly same: number;
  /** How few products have the rarest word that both titles share: 1 for these two only, 0 where they share none. */
  readonly rare: number;
  /** Cosine of the text vectors. */
  readonly vector: number | null;
  /** Of numbers known outside the shop: 2, a valid trade number of both agrees; 1, a part number; 0 nothing. */
  readonly identifier: number;
  /** How model and part numbers stand to each other; see `relateCodes`. */
  readonly codeSame: number;
  readonly codeExtended: number;
  readonly codeFamily: number;
  readonly codeTwins: number;
  readonly codeApart: number;
  /** Kinds of amounts and numbers that agree, and that exclude each other; 0, 1 or 2. */
  readonly figuresSame: number;
  readonly figuresApart: number;
  /** 1: same brand, -1: another, 0: not said. */
  readonly brand: number;
  /** |ln| of the ratio of the prices, 2 at the most; 0 where one is not said. */
  readonly price: number;
  /** Columns of one name that say something else; 0..3. */
  readonly statedApart: number;
  /** 1: columns for model or part numbers give both one, and they are not related. */
  readonly numberApart: number;
  /** 1: only one says that it is several, that it comes with more, or that it is rebuilt or made by another. */
  readonly packApart: number;
  readonly bundleApart: number;
  readonly offerApart: number;
  /** How far only one title names as what it is for what both have in common. 0..1 */
  readonly meantFor: number;
  /** 1: their titles are equal but for colour, size and amount. */
  readonly style: number;
  /** Of listings of that style: 1 / (those of one source that name the same variant, the most of either source). */
  readonly alone: number;
  /** 1: both are of one source and name one variant of that style. */
  readonly twins: number;
  /** How far that style has a name of its own, which few styles share, and no brand at the head of the title. 0..1 */
  readonly styleNamed: number;
  /** 1: each title names something that the other does not, colours, sizes and amounts left out; asked of variants. */
  readonly titlesApart: number;
}

export interface Evidence {
  /** 1: a file of both is the same. */
  readonly exact: number;
  /** Bits in which the perceptual hashes of their most alike images differ, where nothing more is known of images. */
  readonly hash: number | null;
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
  'plain',
  'hash',
] as const;
const listingFields = [
  'overlap',
  'contained',
  'information',
  'specific',
  'unshared',
  'grams',
  'covered',
  'same',
  'rare',
  'vector',
  'identifier',
  'codeSame',
  'codeExtended',
  'codeFamily',
  'codeTwins',
  'codeApart',
  'figuresSame',
  'figuresApart',
  'brand',
  'price',
  'statedApart',
  'numberApart',
  'packApart',
  'bundleApart',
  'offerApart',
  'meantFor',
  'style',
  'alone',
  'twins',
  'styleNamed',
  'titlesApart',
] as const;

/** As a list of numbers, null where there is nothing. */
export function listEvidence({ exact, hash, image, listing }: Evidence): (number | null)[] {
  return [
    exact,
    hash,
    ...imageFields.map((field) => image?.[field] ?? null),
    ...listingFields.map((field) => listing?.[field] ?? null),
  ];
}

/** As it is stored. */
export function packEvidence(evidence: Evidence): (number | null)[] {
  return listEvidence(evidence).map((value) => (value === null ? null : Math.round(value * 1e5) / 1e5));
}

/** Reads `listEvidence` and `packEvidence`. */
export function unpackEvidence([exact, hash, ...values]: readonly (number | null)[]): Evidence {
  const listed = values.slice(imageFields.length);
  const listing = read<ListingEvidence>(listingFields, listed);
  const vector = listed[listingFields.indexOf('vector')] ?? null;
  return {
    exact: exact ?? 0,
    hash: hash ?? null,
    image: read<ImageEvidence>(imageFields, values),
    listing: listing && { ...listing, vector },
  };
}

/** Null where there is no first value. */
function read<T>(fields: readonly (keyof T)[], values: readonly (number | null)[]): T | null {
  if (values[0] == null) return null;
  return Object.fromEntries(fields.map((field, i) => [field, values[i] ?? 0])) as T;
}
