/** What recommendations are learned from; `engine/events` has it. */

export interface ShopperEvent {
  readonly customer: number | null;
  readonly session: number | null;
  readonly productId: number;
  readonly kind: 'view' | 'click' | 'cart' | 'purchase';
  /** [ms since 1970] */
  readonly time: number;
  readonly weight: number;
}

export interface Behaviour {
  /** Another number whenever events came or went. */
  readonly version: number;
  count(): number;
  /** Grouped: one shopper after the other, each in the order of time. */
  interactions(asked: { readonly by?: 'customer' | 'session' }): Iterable<ShopperEvent>;
  /** In no order of time. */
  baskets(): Iterable<{ readonly time: number; readonly products: ReadonlyMap<number, number> }>;
}
