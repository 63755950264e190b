/** The `campaigns.*` methods of the contract. */
import type { DomainHandlers } from '../../contract/contract.ts';
import { inForeground } from '../jobs/foreground.ts';
import type { Campaigns } from './campaigns.ts';

export function campaignHandlers(campaigns: Campaigns): DomainHandlers<'campaigns'> {
  const { proposals, sets, given } = campaigns;
  return {
    'campaigns.read': ({ text }) => inForeground(() => campaigns.read(text)),
    'campaigns.propose': ({ brief, keep, not }, { signal }) =>
      inForeground(() => proposals.propose(brief, keep, not, signal)),
    'campaigns.another': async ({ brief, productId, ...rest }, { signal }) => ({
      items: await inForeground(() => proposals.another(brief, productId, rest, signal)),
    }),
    'campaigns.items': (params, { signal }) => inForeground(() => campaigns.items(params, signal)),
    'campaigns.sets': (_, { signal }) => sets.all(signal),
    'campaigns.open': ({ id, version }, { signal }) => sets.open(id, version, signal),
    'campaigns.save': (asked, { signal }) => sets.save(asked, signal),
    'campaigns.remove': ({ id }) => ({ operationId: sets.remove(id).id }),
    'campaigns.export': (asked, { signal }) => given.give(asked, signal),
  };
}
