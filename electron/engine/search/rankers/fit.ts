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
import { logOddsOf, preferenceKey, type QueryScales, type Ranker, type Similarities } from './ranker.ts';

/** A graded product of one query. */
export interface Example {
  readonly similarities: Similarities;
  /** -1..1 */
  readonly tagMatch: number;
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
  readonly withTagMatch: boolean;
  readonly withPreferences: boolean;
}

/** The pull on preferences is so much stronger: there are many, each with few examples. */
const preferenceRidge = 4;
/** Tags carried by fewer graded products get no preference of their own. */
const fewestCarriers = 20;
const mostPreferences = 60;
const mostPairs = 400;
const componentCount = 3;

/**
 * The fitted ranker; its scale and offset are such that log-odds lie as far apart, and as many examples above the
 * cutoff, as under `current`.
 */
export function fitRanker(queries: readonly TrainingQuery[], current: Ranker, options: FitOptions): Ranker {
  const preferenceKeys = options.withPreferences ? commonTags(queries) : [];
  const start = [
    current.textWeights.picture,
    current.textWeights.listing,
    current.textWeights.words,
    current.tagMatch,
    ...preferenceKeys.map((key) => current.preferences[key] ?? 0),
  ];
  const ridge = start.map((_, i) => (i <= componentCount ? options.ridge : options.ridge * preferenceRidge));
  if (!options.withTagMatch) ridge[componentCount] = 1e9;
  const index = new Map(preferenceKeys.map((key, i) => [key, componentCount + 1 + i]));
  const pairs = queries.flatMap((query) => pairsOf(query, index, start.length));
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
    nonNegative: componentCount + 1,
  });
  return calibrated(queries, current, toRanker(coefficients, preferenceKeys, current));
}

interface PairDifference {
  /** Features of the better product less those of the other. */
  readonly x: Float64Array;
  readonly weight: number;
}

/** Weights of one query sum to 1, so that a query with many grades does not outvote the others. */
function pairsOf(query: TrainingQuery, preferences: ReadonlyMap<string, number>, length: number): PairDifference[] {
  const rows = query.examples.map((example) => features(example, query.scales, preferences, length));
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
 * Evidence of each component in log-odds, the tag match, then 1 for each preferred tag it carries. A missing component
 * speaks as the others do.
 */
function features(
  { similarities, tagMatch, tags }: Example,
  scales: QueryScales,
  preferences: ReadonlyMap<string, number>,
  length: number,
): Float64Array {
  const row = new Float64Array(length);
  const evidence = (['picture', 'listing', 'words'] as const).map((name) => {
    const similarity = similarities[name];
    return similarity === null ? null : scales[name].slope * (similarity - scales[name].centre);
  });
  const present = evidence.filter((value) => value !== null);
  const usual = mean(present);
  evidence.forEach((value, i) => {
    row[i] = value ?? usual;
  });
  row[componentCount] = tagMatch;
  for (const tag of tags) {
    const at = preferences.get(preferenceKey(tag));
    if (at !== undefined) row[at] = 1;
  }
  return row;
}

function toRanker(coefficients: Float64Array, preferenceKeys: readonly string[], current: Ranker): Ranker {
  const [image = 0, listing = 0, words = 0, tagMatch = 0, ...preferences] = coefficients;
  const total = image + listing + words || 1;
  return {
    ...current,
    name: 'candidate',
    textWeights: { picture: image / total, listing: listing / total, words: words / total },
    scale: total,
    tagMatch,
    preferences: Object.fromEntries(preferenceKeys.map((key, i) => [key, preferences[i] ?? 0])),
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
  return {
    ...fitted,
    scale: fitted.scale * stretch,
    tagMatch: fitted.tagMatch * stretch,
    preferences: Object.fromEntries(Object.entries(fitted.preferences).map(([key, value]) => [key, value * stretch])),
    offset,
  };
}

function logOddsUnder(queries: readonly TrainingQuery[], ranker: Ranker): number[] {
  return queries
    .flatMap(({ scales, examples }) =>
      examples.map(({ similarities, tagMatch, tags }) => {
        const bonus = tags.reduce(
          (sum, tag) => sum + (ranker.preferences[preferenceKey(tag)] ?? 0),
          ranker.tagMatch * tagMatch,
        );
        return logOddsOf(ranker, ranker.textWeights, { ...scales, words: ranker.words }, similarities, bonus);
      }),
    )
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
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
