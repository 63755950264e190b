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

export type ComponentName = Explanation['components'][number]['name'];

export const componentNames: readonly ComponentName[] = ['picture', 'listing', 'words'];

export type Weights = Readonly<Record<ComponentName, number>>;

/** The similarities of one product to the query; `null` where the product or the query has no such component. */
export type Similarities = Readonly<Record<ComponentName, number | null>>;

/** How similarities to a particular query are read: the scales of its parts, mixed as the parts are. */
export type QueryScales = Readonly<Record<ComponentName, SimilarityScale>>;

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
  /** Log-odds that carrying a tag adds whatever is asked, by `preferenceKey`. */
  readonly preferences: Readonly<Record<string, number>>;
}

export function preferenceKey({ group, name }: TagName): string {
  return `${group}: ${name}`;
}

/** Set by hand after looking at labelled images; bench/retrieval.ts prints what it scores. */
export const defaultRanker: Ranker = {
  name: 'default',
  version: 1,
  textWeights: { picture: 0.35, listing: 0.45, words: 0.2 },
  imageWeights: { picture: 0.85, listing: 0.15, words: 0 },
  words: { slope: 8, centre: 0.5 },
  scale: 1,
  offset: 1.5,
  cutoff: 0.25,
  tagMatch: 0,
  preferences: {},
};

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
    if (similarity === null || weights[name] === 0) continue;
    evidence += weights[name] * scales[name].slope * (similarity - scales[name].centre);
    total += weights[name];
  }
  return total === 0 ? Number.NEGATIVE_INFINITY : (ranker.scale * evidence) / total - ranker.offset + bonus;
}
