/** The `operations.*` methods of the contract. */
import type { DomainHandlers } from '../../contract/contract.ts';
import type { Operations } from './operations.ts';

export function operationHandlers(operations: Operations): DomainHandlers<'operations'> {
  return {
    'operations.list': ({ limit }) => operations.list(limit),
    'operations.undo': ({ id }) => operations.takeBack(id),
  };
}
