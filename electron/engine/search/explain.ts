/**
 * Why a product was found: which component brought it here, and which of its words matched the query, for highlighting.
 */
import type { ProductSummary } from '../../contract/catalog.ts';
import type { Explanation } from '../../contract/search.ts';
import type { RangeFinder } from '../text/match-ranges.ts';
import {
  componentNames,
  leastTrust,
  type QueryScales,
  type Similarities,
  type Weights,
  weightOf,
} from './rankers/ranker.ts';

/** An unrelated product lies so many log-odds below even. */
const unrelatedBelowEven = 3;

/**
 * Each component's weighted evidence above what an unrelated product has, as shares that sum to 1. What tags add counts
 * for the words that name them.
 */
export function componentShares(
  weights: Weights,
  scales: QueryScales,
  similarities: Similarities,
  bonus: number,
): Explanation['components'] {
  const present = componentNames.flatMap((name) => {
    const value = similarities[name];
    if (value === null || weights[name] === 0) return [];
    const { slope, centre, trust = 1 } = scales[name];
    const evidence = slope * (value - centre);
    const fromTags = name === 'words' ? Math.max(0, bonus) : 0;
    return [
      {
        name,
        value,
        above:
          weightOf(name, weights, similarities) *
            Math.max(leastTrust, trust) *
            Math.max(0, evidence + unrelatedBelowEven) +
          fromTags,
      },
    ];
  });
  const total = present.reduce((sum, component) => sum + component.above, 0);
  return present.map(({ name, value, above }) => ({
    name,
    value,
    share: total === 0 ? 1 / present.length : above / total,
  }));
}

/** `find`: in one text after the other. `variants`: numbers and barcodes that were asked for. `merged`: titles and numbers of what was merged into the product. */
export function matchedWords(
  product: Pick<ProductSummary, 'title' | 'sku' | 'tags'>,
  find: RangeFinder,
  { variants, merged }: { readonly variants: readonly string[]; readonly merged: readonly string[] },
): Explanation['matches'] {
  const fields: { field: Explanation['matches'][number]['field']; text: string }[] = [
    { field: 'title', text: product.title },
    { field: 'sku', text: product.sku },
    ...product.tags.map(({ name }) => ({ field: 'tags' as const, text: name })),
    ...merged.map((name) => ({ field: 'merged' as const, text: name })),
  ];
  const said = fields.flatMap((field) => {
    const ranges = find(field.text).map(([start, end]): [number, number] => [start, end]);
    return ranges.length === 0 ? [] : [{ ...field, ranges }];
  });
  // Found by its number as a whole, in whatever case and with or without zeros before it.
  const numbers = variants.map((number): Explanation['matches'][number] => {
    return { field: 'variant', text: number, ranges: [[0, number.length]] };
  });
  return [...numbers, ...said];
}
