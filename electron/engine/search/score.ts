/** The fourth step of a search: a ranker gives every candidate a score, and the list is put in order. */
import type { Filters, Sort } from '../../contract/search.ts';
import type { CatalogRow } from '../catalog/types.ts';
import { logistic } from '../numbers/logistic.ts';
import { mean } from '../numbers/statistics.ts';
import { type CatalogView, pricesWithin } from './catalog-view.ts';
import type { Query } from './query.ts';
import { logOddsOf, preferenceKey, type QueryScales, type Ranker, type Weights } from './rankers/ranker.ts';
import type { Candidate, CandidatePool } from './retrieve.ts';
import { type Wording, wordingLogOdds, wordingsOf } from './wording.ts';

export interface RankedProduct {
  readonly productId: number;
  /** 0..1, `null` in a list that nothing was asked of. */
  readonly score: number | null;
  readonly candidate: Candidate | null;
  /** What its tags, its number and its wording add to its score, in log-odds. */
  readonly bonus: number;
  /** How its title says what was asked; `null` where titles were not looked at. */
  readonly wording: Wording | null;
  /** How likely the photo that is asked with shows it; `null` where the look-up did not name it. */
  readonly named: number | null;
}

/** Log-odds for the very number that was asked for: enough to lead, and to pass any cutoff. */
const numberBonus = 9;
/** Log-odds for all words of the query on an image, where no title says them: a brand or a model, more often than not. */
const onImagesBonus = 4;
const imagesAlone: Weights = { picture: 1, listing: 0, words: 0 };

/** What each component weighs under a ranker. */
export function weightsOf({ textWeights, imageWeights }: Ranker, { imagesOnly, text }: Query): Weights {
  if (imagesOnly) return imagesAlone;
  return text === '' ? imageWeights : textWeights;
}

export function queryScales({ words }: Ranker, { scales }: Pick<CandidatePool, 'scales'>): QueryScales {
  return { ...scales, words };
}

/** Beyond these the titles are not looked at: what is there has hardly a word of the query. */
const mostWorded = 1000;
/** Wording is told against that of the first results, so that it orders a list and leaves its level alone. */
const levelled = 20;

/** The products of a pool, best first; a product with no component at all scores 0. */
export function rankPool(pool: CandidatePool, ranker: Ranker, view: CatalogView): RankedProduct[] {
  const weights = weightsOf(ranker, pool.query);
  const scales = queryScales(ranker, pool);
  const bonusOf = pool.query.imagesOnly ? () => 0 : bonusesUnder(ranker, view);
  const ranked = pool.candidates.map((candidate): Scored => {
    const bonus = bonusOf(candidate);
    const logOdds = logOddsOf(ranker, weights, scales, candidate.similarities, bonus);
    return { productId: candidate.productId, candidate, bonus, logOdds, wording: null };
  });
  ranked.sort(bestFirst);
  addWording(ranked, pool, ranker, view);
  return ranked.map(({ productId, candidate, bonus, logOdds, wording }) => {
    return { productId, candidate, bonus, wording, named: null, score: logistic(logOdds) };
  });
}

/**
 * The products of a list with those before the others that the look-up of a photo named, in its order: it looks closer
 * than the ranking does. What carries the number of a barcode on the photo stays before them.
 */
export function led(ranked: readonly RankedProduct[], named: ReadonlyMap<number, number>): RankedProduct[] {
  if (named.size === 0 || ranked[0]?.candidate?.numbered === true) return [...ranked];
  const best = ranked[0]?.score ?? null;
  const byId = new Map(ranked.map((product) => [product.productId, product]));
  const first = [...named].flatMap(([id, probability]): RankedProduct[] => {
    const product = byId.get(id);
    return product === undefined ? [] : [{ ...product, named: probability, score: best }];
  });
  return [...first, ...ranked.filter(({ productId }) => !named.has(productId))];
}

/** So likely what a photo shows that it belongs above the line, whatever it scores. */
const shown = 0.25;

/**
 * Whether a product is above the line: it scores enough, has all words in its title or, for want of
 * those, on an image, or is what a photo likely shows.
 */
export function isMeant({ score, candidate, named }: RankedProduct, { cutoff }: Ranker): boolean {
  const isSaid = candidate?.titled === true || candidate?.onImages === true;
  return (score ?? 0) >= cutoff || isSaid || (named ?? 0) >= shown;
}

interface Scored {
  readonly productId: number;
  readonly candidate: Candidate;
  bonus: number;
  logOdds: number;
  wording: Wording | null;
}

function bestFirst(a: Scored, b: Scored): number {
  // Without a component both are -Infinity.
  return (a.logOdds === b.logOdds ? 0 : b.logOdds - a.logOdds) || a.productId - b.productId;
}

/** `ranked`: best first, before and after. */
function addWording(ranked: Scored[], { asked, titles }: CandidatePool, ranker: Ranker, view: CatalogView): void {
  if (asked === null) return;
  const rows = ranked.slice(0, mostWorded).map(({ productId, logOdds }) => {
    const row = view.get(productId);
    // A title that says nothing is not told by its words either.
    return row !== undefined && view.isInformative(row) ? { row, score: logistic(logOdds) } : null;
  });
  const wordings = wordingsOf(asked, rows, titles, view.tags);
  const added = wordings.map((wording) => (wording === null ? 0 : wordingLogOdds(wording, ranker.wording)));
  const level = mean(added.slice(0, levelled));
  ranked.forEach((product, i) => {
    const more = (added[i] ?? 0) - level;
    product.logOdds += more;
    product.bonus += more;
    product.wording = wordings[i] ?? null;
  });
  ranked.sort(bestFirst);
}

function bonusesUnder(ranker: Ranker, view: CatalogView): (candidate: Candidate) => number {
  const preferences = new Map<number, number>();
  if (Object.keys(ranker.preferences).length > 0) {
    for (const [id, tag] of view.tags) preferences.set(id, ranker.preferences[preferenceKey(tag)] ?? 0);
  }
  return ({ productId, tagMatch, numbered, onImages }) => {
    let bonus = ranker.tagMatch * tagMatch;
    if (preferences.size > 0) for (const id of view.get(productId)?.tagIds ?? []) bonus += preferences.get(id) ?? 0;
    return bonus + (numbered ? numberBonus : onImages ? onImagesBonus : 0);
  };
}

/**
 * Puts a list into another order than relevance. Where variants cost several prices, of those that the filter asks for the lowest counts in
 * rising order and the highest in falling. Products without a price come last; equal ones stay as they were.
 */
export function sortProducts(
  products: readonly RankedProduct[],
  sort: Sort,
  view: CatalogView,
  filters: Pick<Filters, 'priceMin' | 'priceMax'> = {},
): readonly RankedProduct[] {
  if (sort === 'relevance') return products;
  const prices = (row: CatalogRow | undefined): readonly number[] =>
    row === undefined ? [] : pricesWithin(row, filters);
  const keyOf: Record<typeof sort, (row: CatalogRow | undefined) => string | number> = {
    title: (row) => row?.title.toLowerCase() ?? '',
    'price-asc': (row) => prices(row)[0] ?? Number.MAX_VALUE,
    'price-desc': (row) => -(prices(row).at(-1) ?? -1),
    newest: (row) => -Date.parse(row?.createdAt ?? '') || 0,
  };
  const key = keyOf[sort];
  const keyed = products.map((product) => ({ product, key: key(view.get(product.productId)) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ product }) => product);
}
