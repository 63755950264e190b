/** The catalog's methods of the contract. */
import type { DomainHandlers } from '../../contract/contract.ts';
import type { Catalog } from './service.ts';

export function catalogHandlers(catalog: Catalog): DomainHandlers<'catalog'> {
  return {
    'catalog.product': ({ id }) => catalog.product(id),
    'catalog.productBySku': ({ sku }) => catalog.productBySku(sku),
    'catalog.vocabulary': () => catalog.vocabulary(),
    'catalog.problems': (params) => catalog.problems(params),
    'catalog.file': ({ url }) => catalog.resolveFile(url),
  };
}
