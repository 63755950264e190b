/**
 * What shoppers did, for whoever learns from it. Events are read one by one and never held all together; who goes through many of them lets
 * other work in between (`jobs/slices.ts`). Products are those that the catalog shows now; robots are left out.
 */
import { eventKinds } from '../../contract/events.ts';
import type { DictionaryRepo } from './dictionary-repo.ts';
import { type EventRepo, type Grouping, kindNumber } from './event-repo.ts';
import type { ProductMatch } from './product-match.ts';
import type { Basket, Interaction, Span, Step } from './types.ts';

export type InteractionKind = Interaction['kind'];

const allKinds: readonly InteractionKind[] = ['view', 'click', 'cart', 'purchase'];

export interface Asked extends Span {
  /** All when left out. */
  readonly kinds?: readonly InteractionKind[] | undefined;
  /**
   * One shopper (customer or session) after another, each in the order of time; events of nobody are left out then. In the order in which
   * they came in when left out.
   */
  readonly by?: Grouping | undefined;
}

export class Behaviour {
  readonly #repo: EventRepo;
  readonly #match: ProductMatch;
  readonly #dictionary: DictionaryRepo;
  #version = 0;
  #searched: { readonly version: number; readonly has: boolean } | undefined;

  constructor(repo: EventRepo, match: ProductMatch, dictionary: DictionaryRepo) {
    this.#dictionary = dictionary;
    this.#repo = repo;
    this.#match = match;
  }

  /** Another number whenever events came or went: what was learned before is of older ones. */
  get version(): number {
    return this.#version;
  }

  /** To be called when events came or went. */
  changed(): void {
    this.#version++;
    this.#match.renew();
  }

  /** Events, unmatched ones and searches among them. Cheap enough to ask before learning. */
  count(): number {
    return this.#repo.count();
  }

  /** Whether any search is known. */
  hasSearches(): boolean {
    if (this.#searched?.version !== this.#version) {
      const has = this.#repo.countsByKind().some(({ kind, n }) => kind === kindNumber.search && n > 0);
      this.#searched = { version: this.#version, has };
    }
    return this.#searched.has;
  }

  /** What was bought and kept, clicked or looked at. What was sent back whole is left out. */
  *interactions({ kinds = allKinds, by, ...span }: Asked = {}): Generator<Interaction> {
    const products = this.#match.products();
    const numbers = kinds.map((kind) => kindNumber[kind]);
    const events = by === undefined ? this.#repo.inOrder(numbers, span) : this.#repo.grouped(by, numbers, span);
    for (const event of events) {
      const productId = event.item === null ? undefined : products.get(event.item);
      if (productId === undefined || event.quantity <= 0) continue;
      yield {
        shopper: event.customer ?? event.session,
        customer: event.customer,
        session: event.session,
        productId,
        kind: eventKinds[event.kind] as InteractionKind,
        time: event.time,
        weight: event.kind === kindNumber.purchase ? event.quantity : 1,
      };
    }
  }

  /**
   * Searches and what was clicked, put in the cart and bought, session by session in the order of time. Where a file names no session, those
   * of a customer, else of one search, stand together.
   */
  *journeys(span: Span = {}): Generator<Step> {
    const products = this.#match.products();
    const productOf = (item: number): number | null => products.get(item) ?? null;
    for (const { kind, item, shown, ...step } of this.#repo.journeys(span)) {
      yield {
        ...step,
        kind: eventKinds[kind] as Step['kind'],
        item,
        productId: item === null ? null : productOf(item),
        shown: shown === null || shown === '' ? null : shown.split(',').map(Number),
        productOf,
      };
    }
  }

  /** Products by item; items that the catalog lacks are left out. */
  products(): ReadonlyMap<number, number> {
    return this.#match.products();
  }

  /** The words of searches, in lower case. */
  queries(ids: readonly number[]): Map<number, string> {
    return this.#dictionary.queries(ids);
  }

  /** Time of the latest event [ms since 1970]; null without any. */
  last(): number | null {
    return this.#repo.span().last;
  }

  /** What was bought together, order by order, in no order of time. Orders that were sent back whole are left out. */
  *baskets(span: Span = {}): Generator<Basket> {
    const products = this.#match.products();
    let open: { basket: number; customer: number | null; time: number; products: Map<number, number> } | undefined;
    for (const event of this.#repo.purchases(span)) {
      if (open?.basket !== event.basket) {
        if (open !== undefined && open.products.size > 0) yield open;
        open = { basket: event.basket, customer: event.customer, time: event.time, products: new Map() };
      }
      const productId = products.get(event.item);
      if (productId === undefined || event.quantity <= 0) continue;
      open.products.set(productId, (open.products.get(productId) ?? 0) + event.quantity);
    }
    if (open !== undefined && open.products.size > 0) yield open;
  }
}
