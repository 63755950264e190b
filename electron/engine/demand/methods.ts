/** The `demand.*` methods of the contract. */
import type { DomainHandlers } from '../../contract/contract.ts';
import type { Demand } from './demand.ts';

export function demandHandlers(demand: Demand): DomainHandlers<'demand'> {
  return {
    'demand.report': ({ days }, { signal }) => demand.report(days, signal),
    'demand.grade': ({ days }, { signal }) => demand.grade(days, signal),
    'demand.meaning': ({ days }, { signal }) => demand.meaning(days, signal),
  };
}
