/** What the map is coloured by, asked of the domains that know it. */
import type { Demand } from '../demand/demand.ts';
import type { Duplicates } from '../duplicates/duplicates.ts';
import type { Behaviour } from '../events/behaviour.ts';
import type { MapFacts } from '../map/colours.ts';
import { doubtsOf } from '../tags/doubts.ts';
import type { Tags } from '../tags/types.ts';

export interface MapFactSources {
  readonly tags: Tags;
  readonly duplicates: Duplicates;
  readonly behaviour: Behaviour;
  readonly demand: Demand;
}

export function mapFacts({ tags, duplicates, behaviour, demand }: MapFactSources): MapFacts {
  let sold: { readonly version: number; readonly of: ReadonlyMap<number, number> } | undefined;
  const sales = (): ReadonlyMap<number, number> => {
    const { version } = behaviour;
    if (sold?.version === version) return sold.of;
    const of = new Map<number, number>();
    for (const { productId, weight } of behaviour.interactions({ kinds: ['purchase'] }))
      of.set(productId, (of.get(productId) ?? 0) + weight);
    sold = { version, of };
    return of;
  };
  return {
    duplicates: () => duplicates.groups.openGroups(),
    doubts: () => doubtsOf(tags),
    sales,
    failed: (signal) => demand.failedNear(signal),
    hasSearches: () => behaviour.hasSearches(),
  };
}
