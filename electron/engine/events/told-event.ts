/** An event as a row tells it, before it is put among the others: people are hashes already, products still have their names. */
import type { EventKind, LeftOutReason } from '../../contract/events.ts';
import type { ProductRef } from './types.ts';

export interface ToldEvent {
  readonly kind: EventKind;
  readonly time: number;
  readonly customer: number | null;
  readonly session: number | null;
  readonly product: ProductRef | null;
  readonly quantity: number;
  readonly order: number | null;
  readonly search: number | null;
  readonly query: string | null;
  readonly position: number | null;
  readonly results: number | null;
  readonly shown: readonly ProductRef[] | null;
}

/** Who hears what a file says. */
export interface Listener {
  event(event: ToldEvent): void;
  /** A row, or an event of it, that is not taken. */
  leftOut(why: LeftOutReason): void;
  /** An order that came to nothing. */
  cancelled(order: number): void;
}
