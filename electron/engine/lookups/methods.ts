/** The `lookups.*` methods of the contract. */
import type { DomainHandlers } from '../../contract/contract.ts';
import { inForeground } from '../jobs/foreground.ts';
import type { Lookups } from './lookups.ts';

export function lookupsHandlers(lookups: Lookups): DomainHandlers<'lookups'> {
  return {
    'lookups.photo': ({ path, name, parts }, { signal }) =>
      // Looking for parts makes way for people itself.
      parts ? lookups.photo(path, name, parts, signal) : inForeground(() => lookups.photo(path, name, parts, signal)),
    'lookups.add': ({ files, keep }) => lookups.add(files, keep),
    'lookups.list': () => lookups.list(),
    'lookups.decide': async ({ photoId, place, shows }, { signal }) => ({
      operation: await lookups.decide(photoId, place, shows, signal),
    }),
    'lookups.run': ({ parts, anew }) => lookups.run(parts, anew),
    'lookups.remove': async ({ photoId }) => ({ removed: await lookups.remove(photoId) }),
    'lookups.table': ({ of }) => ({ text: lookups.table(of) }),
  };
}
