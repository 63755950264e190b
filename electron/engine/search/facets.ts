/** The counts beside a list: how many of its products carry each tag, and what they cost. */
import type { MethodResult } from '../../contract/contract.ts';
import type { Filters } from '../../contract/search.ts';
import type { CatalogView } from './catalog-view.ts';

export type FacetCounts = Pick<MethodResult<'search.run'>, 'facets' | 'priceRange'>;

/**
 * Counts over the products of a list; for what is filtered by, over the list as it would be without that filter.
 * `under`: the products there are under other filters.
 */
export function countFacets(
  ids: readonly number[],
  filters: Filters,
  under: (filters: Filters) => readonly number[],
  view: CatalogView,
): FacetCounts {
  const groups = view.countTags(ids);
  for (const [group, names] of Object.entries(filters.tags)) {
    if (names.length === 0) continue;
    const { [group]: _own, ...tags } = filters.tags;
    groups.set(group, view.countTags(under({ ...filters, tags })).get(group) ?? []);
  }
  const { priceMin, priceMax, ...unpriced } = filters;
  const priced = priceMin !== undefined || priceMax !== undefined;
  return {
    facets: [...groups].map(([group, values]) => ({ group, values })),
    priceRange: view.priceRange(priced ? under(unpriced) : ids),
  };
}
