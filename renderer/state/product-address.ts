/** Where a product is shown: over the map while that is on screen, over the results of the search otherwise. */
import { navigate } from 'wouter/use-hash-location';

const onMap = (): boolean => window.location.hash.startsWith('#/map');

export function openProduct(id: number, options: { readonly replace?: boolean } = {}): void {
  navigate(`${onMap() ? '/map' : ''}/product/${id}`, options);
}

/** Back to what lies behind the product. */
export function closeProduct(): void {
  navigate(onMap() ? '/map' : '/');
}

/** The product that an address shows; null where it shows none. */
export function productAt(location: string): number | null {
  const id = /^(?:\/map)?\/product\/(\d+)$/.exec(location)?.[1];
  return id === undefined ? null : Number(id);
}
