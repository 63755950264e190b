/**
 * A ranker: a named, versioned set of numbers that turns similarities into one score.
 *
 * Each component c has a similarity s_c (a cosine, or for words the idf-weighted share of the query's words that
 * match). It becomes evidence in log-odds, `z_c = slope * (s_c - centre)`, where slope and centre come from a logistic
 * fit of "same kind of product" against the similarity. The evidence is averaged with the ranker's weights over the
 * components a product has, and `score = logistic(scale * z - offset)`.
 */
import type { Explanation } from '../../../contract/search.ts';
import type { TagName } from '../../catalog/types.ts';
import type { SimilarityScale } from '../../encoders/similarity.ts';
import type { WordingWeights } from '../wording.ts';

export type ComponentName = Explanation['components'][number]['name'];

export const componentNames: readonly ComponentName[] = ['picture', 'listing', 'words'];

export type Weights = Readonly<Record<ComponentName, number>>;

/** The similarities of one product to the query; `null` where the product or the query has no such component. */
export type Similarities = Readonly<Record<ComponentName, number | null>>;

/** How similarities to a particular query are read: the scales of its parts, mixed as the parts are. */
export type QueryScales = Readonly<Record<ComponentName, QueryScale>>;

export interface QueryScale extends SimilarityScale {
  /** 0..1: how far this component can be believed about this query; see `trustOf`. 1 where it is left out. */
  readonly trust?: number;
}

export interface Ranker {
  readonly name: string;
  readonly version: number;
  /** For queries with words in them. */
  readonly textWeights: Weights;
  /** For queries of images and products alone. */
  readonly imageWeights: Weights;
  readonly words: SimilarityScale;
  readonly scale: number;
  readonly offset: number;
  /** Products that score lower are clearly unrelated. */
  readonly cutoff: number;
  /** Log-odds for having all tags that the query names; as much is taken off for having others in their place. */
  readonly tagMatch: number;
  /** What the wording of a title adds for queries with words. */
  readonly wording: WordingWeights;
  /** Log-odds that carrying a tag adds whatever is asked, by `preferenceKey`. */
  readonly preferences: Readonly<Record<string, number>>;
}

/** Chosen on graded queries of two catalogs; see docs/measurements.md. */
export const defaultWording: WordingWeights = {
  covered: 2,
  pairs: 0.7,
  phrase: 0.7,
  head: 0.5,
  subject: 0.9,
  aside: -1,
  usual: 2,
};

/** Titles not looked at. */
export const noWording: WordingWeights = {
  ...{ covered: 0, pairs: 0, phrase: 0, head: 0, subject: 0, aside: 0, usual: 0 },
};

export function preferenceKey({ group, name }: TagName): string {
  return `${group}: ${name}`;
}

/** Set by hand after looking at labelled images; bench/retrieval.ts prints what it scores. */
export const defaultRanker: Ranker = {
  name: 'default',
  version: 1,
  textWeights: { picture: 0.35, listing: 0.35, words: 0.3 },
  imageWeights: { picture: 0.85, listing: 0.15, words: 0 },
  words: { slope: 10, centre: 0.5 },
  scale: 1,
  offset: 1.5,
  cutoff: 0.25,
  tagMatch: 1,
  wording: defaultWording,
  preferences: {},
};

/**
 * What a component weighs for one product. Where there is no image its weight goes to the words: the vector of a text
 * can tell little that its words do not, while words that it never learned lead it astray.
 */
export function weightOf(name: ComponentName, weights: Weights, { picture }: Similarities): number {
  return name === 'words' && picture === null && weights.words > 0 ? weights.words + weights.picture : weights[name];
}

/** A component that knows nothing of a query still orders what the others leave equal. */
export const leastTrust = 0.02;

/** What tags add comes as log-odds too. */
export function logOddsOf(
  ranker: Ranker,
  weights: Weights,
  scales: QueryScales,
  similarities: Similarities,
  bonus: number,
): number {
  let evidence = 0;
  let total = 0;
  for (const name of componentNames) {
    const similarity = similarities[name];
    const { slope, centre, trust = 1 } = scales[name];
    const weight = weightOf(name, weights, similarities) * Math.max(leastTrust, trust);
    if (similarity === null || weight === 0) continue;
    evidence += weight * slope * (similarity - centre);
    total += weight;
  }
  return total === 0 ? Number.NEGATIVE_INFINITY : (ranker.scale * evidence) / total - ranker.offset + bonus;
}
