/** Which words of a product matched a query, where they stand, for highlighting. */
import type { ProductSummary } from '../../contract/catalog.ts';
import type { Explanation } from '../../contract/search.ts';
import { matchRanges } from '../text/match-ranges.ts';

export function matchedWords(
  product: Pick<ProductSummary, 'title' | 'sku' | 'tags'>,
  text: string,
  /** Titles and numbers of what was merged into it. */
  merged: readonly string[] = [],
): Explanation['matches'] {
  const fields: { field: Explanation['matches'][number]['field']; text: string }[] = [
    { field: 'title', text: product.title },
    { field: 'sku', text: product.sku },
    ...product.tags.map(({ name }) => ({ field: 'tags' as const, text: name })),
    ...merged.map((name) => ({ field: 'merged' as const, text: name })),
  ];
  return fields.flatMap((field) => {
    const ranges = matchRanges(field.text, text).map(([start, end]): [number, number] => [start, end]);
    return ranges.length === 0 ? [] : [{ ...field, ranges }];
  });
}
