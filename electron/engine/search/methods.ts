/** The `search.*` methods of the contract. */
import type { DomainHandlers } from '../../contract/contract.ts';
import { inForeground } from '../jobs/foreground.ts';
import type { Search } from './search.ts';

export function searchHandlers(search: Search): DomainHandlers<'search'> {
  return {
    'search.run': (params, { signal }) => inForeground(() => search.run(params, signal)),
    'search.addImage': ({ path, name }, { signal }) => inForeground(() => search.images.add(path, name, signal)),
    'search.heatmap': (params, { signal }) => inForeground(() => search.heatmap(params, signal)),
    'search.history': ({ limit }) => search.history.latest(limit),
  };
}
