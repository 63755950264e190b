/** Which products a change of many is about: those that are picked, else all that the search at hand finds. */
import type { Target } from '@contract';
import { requestParts, useQuery } from './query.ts';
import { useSelection } from './selection.ts';

export function targetAtHand(): Target {
  const { ids } = useSelection.getState();
  if (ids.size > 0) return { kind: 'products', productIds: [...ids] };
  const query = useQuery.getState();
  return {
    kind: 'search',
    parts: requestParts(query),
    filters: query.filters,
    imagesOnly: query.imagesOnly,
    spelling: query.spelling,
    asWords: [...query.asWords],
    cutoff: query.cutoff,
  };
}
