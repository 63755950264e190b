/** Puts the events of a file into the library: what is there already is not doubled, what must not be kept is not. */
import { type EventKind, type EventsResult, eventKinds, type LeftOutReason } from '../../contract/events.ts';
import type { DictionaryRepo } from './dictionary-repo.ts';
import { type EventRepo, kindNumber } from './event-repo.ts';
import type { LeftOut } from './left-out.ts';
import { mixed } from './pseudonyms.ts';
import type { Listener, ToldEvent } from './told-event.ts';
import type { EventRow, ProductRef } from './types.ts';

const dayMs = 86_400_000;
/** Equal lines of a file that lie this far apart are counted from one again. */
const rememberedLines = 50_000;

export interface IntakeOptions {
  readonly file: number;
  /** Up to when events of each kind came in under a key that is gone: whether older ones are there already cannot be told any more. */
  readonly sealed: Readonly<Record<string, number>>;
  /** What is older is not kept [ms since 1970]. */
  readonly keptFrom: number;
}

export class Intake implements Listener {
  readonly #events: EventRepo;
  readonly #dictionary: DictionaryRepo;
  readonly #options: IntakeOptions;
  readonly #byKind = new Map<EventKind, number>();
  readonly #leftOut: LeftOut;
  /** Items of this file. */
  readonly items = new Set<number>();
  #waiting: (ToldEvent | number)[] = [];
  #lines = new Map<number, number>();
  #earlierLines = new Map<number, number>();
  #lastCancelled: number | undefined;
  #added = 0;
  #known = 0;
  #withdrawn = 0;

  constructor(events: EventRepo, dictionary: DictionaryRepo, leftOut: LeftOut, options: IntakeOptions) {
    this.#events = events;
    this.#dictionary = dictionary;
    this.#leftOut = leftOut;
    this.#options = options;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  get counts(): Pick<EventsResult, 'added' | 'known' | 'byKind' | 'leftOut' | 'withdrawn'> {
    return {
      added: this.#added,
      known: this.#known,
      byKind: Object.fromEntries(this.#byKind),
      leftOut: this.#leftOut.list(),
      withdrawn: this.#withdrawn,
    };
  }

  event(event: ToldEvent): void {
    if (event.time < this.#options.keptFrom) this.leftOut('old');
    else if (event.time <= (this.#options.sealed[event.kind] ?? Number.NEGATIVE_INFINITY)) this.leftOut('sealed');
    else this.#waiting.push(event);
  }

  leftOut(why: LeftOutReason): void {
    this.#leftOut.add(why);
  }

  cancelled(order: number): void {
    if (this.#lastCancelled === order) return;
    this.#lastCancelled = order;
    this.#waiting.push(order);
  }

  /** Writes what waits, in one transaction. */
  write(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#events.transaction(() => {
      for (const event of waiting) {
        if (typeof event === 'number') this.#withdrawn += this.#events.removeBasket(event);
        else this.#add(event);
      }
    });
  }

  #add(event: ToldEvent): void {
    if (this.#events.add(this.#row(event), this.#options.file)) {
      this.#added++;
      this.#byKind.set(event.kind, (this.#byKind.get(event.kind) ?? 0) + 1);
    } else {
      this.#known++;
    }
  }

  #row(event: ToldEvent): EventRow {
    const { time, customer, session, order, search, position, results, quantity } = event;
    const kind = kindNumber[event.kind];
    const item = event.product === null ? null : this.#itemOf(event.product);
    const query = event.query === null ? null : this.#dictionary.queryId(event.query);
    const isSale = event.kind === 'purchase' || event.kind === 'return';
    const shopper = customer ?? session;
    const basket = order ?? (isSale && shopper !== null ? mixed(7, shopper, Math.floor(time / dayMs)) : null);
    const mark = isSale
      ? mixed(kind, basket, item, order === null ? time : null)
      : mixed(kind, time, customer, session, item, search, query, position);
    const shown =
      event.shown?.map((ref) => (ref.sku === '' && ref.title === '' ? 0 : this.#itemOf(ref))).join(',') ?? null;
    // What a program sends twice is one event; equal lines of an order, and equal events of nobody, are as many as there are.
    const nth = isSale || shopper === null ? this.#nth(mark) : 0;
    return {
      ...{ kind, time, customer, session, item, quantity, search, query, position, results, shown },
      basket: isSale ? basket : null,
      mark: nth === 0 ? mark : mixed(mark, nth),
    };
  }

  #itemOf(product: ProductRef): number {
    const item = this.#dictionary.itemId(product);
    this.items.add(item);
    return item;
  }

  /** How often this mark was met before in the file. */
  #nth(mark: number): number {
    const before = this.#lines.get(mark) ?? this.#earlierLines.get(mark) ?? 0;
    if (this.#lines.size >= rememberedLines) [this.#earlierLines, this.#lines] = [this.#lines, new Map()];
    this.#lines.set(mark, before + 1);
    return before;
  }
}

/** Kinds that are stored under this number. */
export const kindOf = (number: number): EventKind => eventKinds[number] as EventKind;
