/** The `map.*` methods of the contract. */
import type { DomainHandlers } from '../../contract/contract.ts';
import type { CatalogMap } from './catalog-map.ts';

export function mapHandlers(map: CatalogMap): DomainHandlers<'map'> {
  return {
    'map.state': () => map.state(),
    'map.layOut': () => map.start(),
    'map.points': () => map.points(),
    'map.colours': ({ colouring }, { signal }) => map.colours(colouring, signal),
    'map.areas': (_params, { signal }) => map.areas(signal),
    'map.products': ({ ids }) => map.products(ids),
  };
}
