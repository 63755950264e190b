/**
 * Fits the numbers of a ranker to graded products: pairwise logistic loss (RankNet's, Burges et al. 2005) over pairs of
 * one query with different grades, with a quadratic pull towards the ranker in use. The same grades give the same
 * ranker.
 */
import type { TagName } from '../../catalog/types.ts';
import { logit } from '../../numbers/logistic.ts';
import { fitLogistic } from '../../numbers/logistic-regression.ts';
import { SparseRows } from '../../numbers/rows.ts';
import { deviation, mean, quantile } from '../../numbers/statistics.ts';
import { type Wording, type WordingWeights, wordingFeatures, wordingLogOdds } from '../wording.ts';
import { logOddsOf, preferenceKey, type QueryScales, type Ranker, type Similarities } from './ranker.ts';

/** A graded product of one query. */
export interface Example {
  readonly similarities: Similarities;
  /** -1..1 */
  readonly tagMatch: number;
  /** How its title says what was asked, under the ranker in use; `null` where titles were not looked at. */
  readonly wording: Wording | null;
  readonly tags: readonly TagName[];
  readonly grade: number;
}

export interface TrainingQuery {
  /** Only queries with words are learned from: those of images alone have other weights. */
  readonly scales: QueryScales;
  readonly examples: readonly Example[];
}

export interface FitOptions {
  /** Strength of the pull on the weights, in units of one query. */
  readonly ridge: number;
  /**
   * What is fitted of the evidence: what each component weighs, or how titles are worded, with the components as they
   * are under the ranker in use.
   */
  readonly fits: 'components' | 'wording';
  readonly withTagMatch: boolean;
  readonly withPreferences: boolean;
}

/** The pull on preferences is so much stronger: there are many, each with few examples. */
const preferenceRidge = 4;
/** A pull that nothing moves against. */
const fixed = 1e9;
/** Tags carried by fewer graded products get no preference of their own. */
const fewestCarriers = 10;
const mostPreferences = 60;
const mostPairs = 400;

/** Where the coefficients lie: three components, their evidence together, the tag match, the wording, preferences. */
const at = { components: 0, evidence: 3, tagMatch: 4, wording: 5, preferences: 5 + wordingFeatures.length } as const;

/**
 * The fitted ranker; its scale and offset are such that log-odds lie as far apart, and as many examples above the
 * cutoff, as under `current`.
 */
export function fitRanker(queries: readonly TrainingQuery[], current: Ranker, options: FitOptions): Ranker {
  const preferenceKeys = options.withPreferences ? commonTags(queries) : [];
  const byComponents = options.fits === 'components';
  const { picture, listing, words } = current.textWeights;
  const start = [
    ...[picture, listing, words].map((weight) => (byComponents ? weight * current.scale : 0)),
    byComponents ? 0 : current.scale,
    current.tagMatch,
    ...wordingFeatures.map((name) => current.wording[name]),
    ...preferenceKeys.map((key) => current.preferences[key] ?? 0),
  ];
  const ridge = start.map((_, i) => {
    if (i < at.evidence) return byComponents ? options.ridge : fixed;
    if (i === at.evidence) return byComponents ? fixed : options.ridge;
    if (i === at.tagMatch) return options.withTagMatch ? options.ridge : fixed;
    if (i < at.preferences) return byComponents ? fixed : options.ridge;
    return options.ridge * preferenceRidge;
  });
  const index = new Map(preferenceKeys.map((key, i) => [key, at.preferences + i]));
  const pairs = queries.flatMap((query) => pairsOf(query, current, index, start.length));
  const coefficients = fitLogistic({
    rows: new SparseRows(
      pairs.map(({ x }) => x),
      start.length,
    ),
    targets: new Uint8Array(pairs.length).fill(1),
    weights: pairs.map(({ weight }) => weight),
    mean: Float64Array.from(start),
    precision: Float64Array.from(ridge),
    // Likeness never speaks against a product.
    nonNegative: at.wording,
  });
  const fitted = toRanker(coefficients, preferenceKeys, current, options);
  return calibrated(queries, current, fitted);
}

interface PairDifference {
  /** Features of the better product less those of the other. */
  readonly x: Float64Array;
  readonly weight: number;
}

/** Weights of one query sum to 1, so that a query with many grades does not outvote the others. */
function pairsOf(
  query: TrainingQuery,
  current: Ranker,
  preferences: ReadonlyMap<string, number>,
  length: number,
): PairDifference[] {
  const rows = query.examples.map((example) => features(example, query.scales, current, preferences, length));
  const pairs: PairDifference[] = [];
  query.examples.forEach((better, i) => {
    query.examples.forEach((worse, j) => {
      if (better.grade <= worse.grade) return;
      const own = rows[i] as Float64Array;
      const other = rows[j] as Float64Array;
      pairs.push({ x: own.map((value, f) => value - (other[f] as number)), weight: better.grade - worse.grade });
    });
  });
  const every = Math.ceil(pairs.length / mostPairs);
  const chosen = every <= 1 ? pairs : pairs.filter((_, i) => i % every === 0);
  const total = chosen.reduce((sum, { weight }) => sum + weight, 0);
  return chosen.map(({ x, weight }) => ({ x, weight: weight / total }));
}

/**
 * Evidence of each component in log-odds, where a missing one speaks as the others do; all of it as `current` weighs it;
 * the tag match; the wording; then 1 for each preferred tag it carries.
 */
function features(
  { similarities, tagMatch, wording, tags }: Example,
  scales: QueryScales,
  current: Ranker,
  preferences: ReadonlyMap<string, number>,
  length: number,
): Float64Array {
  const row = new Float64Array(length);
  const evidence = (['picture', 'listing', 'words'] as const).map((name) => {
    const similarity = similarities[name];
    return similarity === null ? null : scales[name].slope * (similarity - scales[name].centre);
  });
  const usual = mean(evidence.filter((value) => value !== null));
  evidence.forEach((value, i) => {
    row[at.components + i] = value ?? usual;
  });
  const together = logOddsOf({ ...current, scale: 1, offset: 0 }, current.textWeights, scales, similarities, 0);
  row[at.evidence] = Number.isFinite(together) ? together : usual;
  row[at.tagMatch] = tagMatch;
  if (wording !== null) row.set(wording, at.wording);
  for (const tag of tags) {
    const place = preferences.get(preferenceKey(tag));
    if (place !== undefined) row[place] = 1;
  }
  return row;
}

function toRanker(
  coefficients: Float64Array,
  preferenceKeys: readonly string[],
  current: Ranker,
  { fits }: FitOptions,
): Ranker {
  const [picture = 0, listing = 0, words = 0, evidence = 0, tagMatch = 0] = coefficients;
  const total = picture + listing + words || 1;
  const components = {
    textWeights: { picture: picture / total, listing: listing / total, words: words / total },
    scale: total,
  };
  const wording = wordingFeatures.map((name, i) => [name, coefficients[at.wording + i] ?? 0]);
  return {
    ...current,
    ...(fits === 'components' ? components : { scale: evidence }),
    name: 'candidate',
    tagMatch,
    wording: Object.fromEntries(wording) as WordingWeights,
    preferences: Object.fromEntries(preferenceKeys.map((key, i) => [key, coefficients[at.preferences + i] ?? 0])),
  };
}

/**
 * Only the order was fitted; this gives the scores the spread and the share above the cutoff that people are used to.
 */
function calibrated(queries: readonly TrainingQuery[], current: Ranker, fitted: Ranker): Ranker {
  const before = logOddsUnder(queries, current);
  const after = logOddsUnder(queries, { ...fitted, offset: 0 });
  if (before.length === 0) return fitted;
  const stretch = deviation(before) / (deviation(after) || 1);
  const edge = logit(current.cutoff);
  const share = before.filter((value) => value < edge).length / before.length;
  const offset = (quantile(after, share) ?? 0) * stretch - edge;
  const stretched = (weights: Readonly<Record<string, number>>): Record<string, number> =>
    Object.fromEntries(Object.entries(weights).map(([key, value]) => [key, value * stretch]));
  return {
    ...fitted,
    scale: fitted.scale * stretch,
    tagMatch: fitted.tagMatch * stretch,
    wording: stretched(fitted.wording) as WordingWeights,
    preferences: stretched(fitted.preferences),
    offset,
  };
}

function logOddsUnder(queries: readonly TrainingQuery[], ranker: Ranker): number[] {
  return queries
    .flatMap(({ scales, examples }) => examples.map((example) => exampleLogOdds(example, ranker, scales)))
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
}

/** What a ranker makes of a graded product, apart from what the wording of its whole list has in common. */
export function exampleLogOdds(
  { similarities, tagMatch, wording, tags }: Example,
  ranker: Ranker,
  scales: QueryScales,
): number {
  let bonus = ranker.tagMatch * tagMatch + (wording === null ? 0 : wordingLogOdds(wording, ranker.wording));
  for (const tag of tags) bonus += ranker.preferences[preferenceKey(tag)] ?? 0;
  return logOddsOf(
    ranker,
    ranker.textWeights,
    { ...scales, words: { ...scales.words, ...ranker.words } },
    similarities,
    bonus,
  );
}

function commonTags(queries: readonly TrainingQuery[]): string[] {
  const carriers = new Map<string, number>();
  for (const { examples } of queries) {
    for (const { tags } of examples) {
      for (const tag of tags) {
        const key = preferenceKey(tag);
        carriers.set(key, (carriers.get(key) ?? 0) + 1);
      }
    }
  }
  return [...carriers]
    .filter(([, count]) => count >= fewestCarriers)
    .sort(([keyA, a], [keyB, b]) => b - a || (keyA < keyB ? -1 : 1))
    .slice(0, mostPreferences)
    .map(([key]) => key);
}
