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
  const { tags, notTags = {} } = filters;
  for (const group of new Set([...Object.keys(tags), ...Object.keys(notTags)])) {
    const names = [...(tags[group] ?? []), ...(notTags[group] ?? [])];
    if (names.length === 0) continue;
    const others = { ...filters, tags: without(tags, group), notTags: without(notTags, group) };
    groups.set(group, view.countTags(under(others)).get(group) ?? []);
  }
  const { priceMin, priceMax, ...unpriced } = filters;
  const priced = priceMin !== undefined || priceMax !== undefined;
  return {
    facets: [...groups].map(([group, values]) => ({ group, values })),
    priceRange: view.priceRange(priced ? under(unpriced) : ids),
  };
}

function without(tags: Filters['tags'], group: string): Filters['tags'] {
  const { [group]: _own, ...others } = tags;
  return others;
}
