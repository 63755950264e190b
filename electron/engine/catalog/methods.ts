/** The catalog's methods of the contract. */
import type { DomainHandlers } from '../../contract/contract.ts';
import type { Catalog } from './catalog.ts';

export function catalogHandlers(catalog: Catalog): DomainHandlers<'catalog'> {
  return {
    'catalog.product': ({ id }) => catalog.products.get(id),
    'catalog.productBySku': ({ sku }) => catalog.products.bySku(sku),
    'catalog.sourceRows': ({ id }) => {
      const { source } = catalog.products.asListed(id);
      const rows = catalog.sourceRows.ofProduct(id).map(({ line, cells }) => ({ line, cells: [...cells] }));
      return { columns: [...(catalog.sourceRows.header(source.id)?.columns ?? [])], rows };
    },
    'catalog.vocabulary': () => catalog.vocabulary.counted(),
    'catalog.problems': (params) => catalog.problems.list(params),
    'catalog.file': ({ url }) => catalog.imageFiles.resolve(url),
  };
}
