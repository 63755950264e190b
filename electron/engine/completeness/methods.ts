/** The `completeness.*` methods of the contract. */
import type { DomainHandlers } from '../../contract/contract.ts';
import type { Completeness } from './completeness.ts';

export function completenessHandlers(completeness: Completeness): DomainHandlers<'completeness'> {
  return {
    'completeness.report': () => completeness.report(),
    'completeness.rule': ({ kind }) => completeness.rule(kind),
    'completeness.setRule': (params) => completeness.setRule(params),
    'completeness.products': (params) => completeness.products(params),
    'completeness.titles': (params) => completeness.titles(params),
  };
}
