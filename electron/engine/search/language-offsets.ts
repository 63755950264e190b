/**
 * Texts in the language of a query are nearer to it than texts in other languages, whatever they say. How much nearer is
 * measured on listings drawn from each language of the catalog, and taken off, so that what a listing is decides, not
 * what it is written in. (Language-neutral vectors by centring each language: Libovický et al. 2020.)
 */
import type { CatalogRow } from '../catalog/types.ts';
import { dot } from '../numbers/vectors.ts';
import type { VectorIndex } from '../vector/types.ts';
import type { CatalogView } from './catalog-view.ts';

/** Languages of a smaller share may be mistaken for one, unless their letters tell them. */
const leastShare = 0.05;
const leastRows = 5;
/** Listings drawn from each language. */
const drawn = 80;
/** So many listings without a difference are added: few say little. */
const prior = 5;

/** Written without blanks or in letters of their own: words of one are never those of another. */
const ownLetters = new Set(['zh', 'ja', 'ko', 'th', 'ru', 'uk', 'bg', 'el', 'ar', 'he', 'fa', 'hi']);

/** What is to be taken off the similarity of a listing, by its language; empty where the catalog has one. */
export function languageOffsets(
  view: Pick<CatalogView, 'languages' | 'size' | 'byLanguage'>,
  index: Pick<VectorIndex, 'get'>,
  query: Float32Array,
): ReadonlyMap<string, number> {
  const offsets = new Map<string, number>();
  const common = [...view.languages].filter(([language, count]) => {
    return count >= Math.max(leastRows, ownLetters.has(language) ? 0 : leastShare * view.size);
  });
  if (common.length < 2) return offsets;
  const means = common.flatMap(([language]) => {
    const similarities = view.byLanguage(language, drawn).flatMap(({ productId }) => {
      const vector = index.get(productId);
      return vector === undefined ? [] : [dot(query, vector)];
    });
    if (similarities.length < leastRows) return [];
    const mean = similarities.reduce((sum, one) => sum + one, 0) / similarities.length;
    return [{ language, mean, amount: similarities.length }];
  });
  const whole = means.reduce((sum, { mean }) => sum + mean, 0) / Math.max(1, means.length);
  for (const { language, mean, amount } of means) offsets.set(language, ((mean - whole) * amount) / (amount + prior));
  return offsets;
}

/** Whether words of the query can stand in a listing at all, for all that letters tell. */
export function sharesLetters(row: Pick<CatalogRow, 'language'>, queryLanguage: string): boolean {
  if (row.language === '' || queryLanguage === '') return true;
  return row.language === queryLanguage || (!ownLetters.has(row.language) && !ownLetters.has(queryLanguage));
}
