/** What shoppers did, as the rest of the engine reads it. */
import type { EventKind } from '../../contract/events.ts';

/** One thing that somebody did with a product of the catalog. */
export interface Interaction {
  /** Keyed hash of the customer, else of the session; null where a file names neither. */
  readonly shopper: number | null;
  readonly customer: number | null;
  readonly session: number | null;
  readonly productId: number;
  readonly kind: Exclude<EventKind, 'return' | 'search'>;
  /** [ms since 1970] */
  readonly time: number;
  /** Pieces that were bought and kept; 1 for all else. */
  readonly weight: number;
}

/** What was bought together. */
export interface Basket {
  /** Keyed hash of the order; of shopper and day where files name no order. */
  readonly basket: number;
  readonly customer: number | null;
  readonly time: number;
  /** Pieces by product, without what was sent back. */
  readonly products: ReadonlyMap<number, number>;
}

/** A search, or something that was done after one. */
export interface Step {
  /** The same for all steps of a session. */
  readonly journey: number;
  readonly shopper: number | null;
  readonly kind: 'click' | 'cart' | 'purchase' | 'search';
  /** [ms since 1970] */
  readonly time: number;
  /** As the file names it, whether the catalog has it or not. */
  readonly item: number | null;
  readonly productId: number | null;
  /** The same for a search and what its shop's log says came of it. */
  readonly search: number | null;
  readonly query: number | null;
  /** Of the click, counted from 1. */
  readonly position: number | null;
  /** How many the search found; null where the log does not say. */
  readonly results: number | null;
  /** Items of the list that was shown, 0 for one that is not named; null where the log does not say. */
  readonly shown: readonly number[] | null;
  readonly productOf: (item: number) => number | null;
}

export interface Span {
  /** [ms since 1970], inclusive. */
  readonly from?: number | undefined;
  /** [ms since 1970], exclusive. */
  readonly to?: number | undefined;
}

/** A product as files name it; "" where they do not say. */
export interface ProductRef {
  readonly sku: string;
  readonly barcode: string;
  readonly url: string;
  readonly title: string;
}

/** An event as a file tells it, with everything in it that points to a person replaced by hashes. */
export interface EventRow {
  readonly mark: number;
  readonly kind: number;
  readonly time: number;
  readonly customer: number | null;
  readonly session: number | null;
  readonly item: number | null;
  readonly quantity: number;
  readonly basket: number | null;
  readonly search: number | null;
  readonly query: number | null;
  readonly position: number | null;
  readonly results: number | null;
  readonly shown: string | null;
}
