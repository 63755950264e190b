/** The `recommendations.*` methods of the contract. */
import type { DomainHandlers } from '../../contract/contract.ts';
import { inForeground } from '../jobs/foreground.ts';
import type { Recommendations } from './recommendations.ts';

export function recommendationHandlers(recommendations: Recommendations): DomainHandlers<'recommendations'> {
  return {
    'recommendations.for': (params, { signal }) => inForeground(() => recommendations.for(params, signal)),
    'recommendations.lists': ({ format, limit }, { signal }) => recommendations.lists(format, limit, signal),
    'recommendations.learned': () => recommendations.learned(),
    'recommendations.learn': () => ({ jobId: recommendations.start().id }),
  };
}
