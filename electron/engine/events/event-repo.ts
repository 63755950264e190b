/** The SQL of events: putting them in, taking them out, and reading them without holding them all. */
import { eventKinds } from '../../contract/events.ts';
import type { Database } from '../db/database.ts';
import type { EventRow, Span } from './types.ts';

/** Kinds by the number that is stored of them. */
export const kindNumber = Object.fromEntries(eventKinds.map((kind, number) => [kind, number])) as Readonly<
  Record<(typeof eventKinds)[number], number>
>;

export interface StoredEvent {
  readonly kind: number;
  readonly time: number;
  readonly customer: number | null;
  readonly session: number | null;
  readonly item: number | null;
  /** Less what was sent back. */
  readonly quantity: number;
  readonly basket: number | null;
}

export interface StoredStep {
  readonly kind: number;
  readonly time: number;
  readonly journey: number;
  readonly shopper: number | null;
  readonly item: number | null;
  readonly search: number | null;
  readonly query: number | null;
  readonly position: number | null;
  readonly results: number | null;
  readonly shown: string | null;
}

/** Columns by which events can be read shopper by shopper. */
export type Grouping = 'shopper' | 'customer' | 'session';

const shopper = 'coalesce(customer, session)';
const groupings: Readonly<Record<Grouping, string>> = { shopper, customer: 'customer', session: 'session' };
const noRobot = `(${shopper} IS NULL OR ${shopper} NOT IN (SELECT shopper FROM event_robots))`;
const columns = 'kind, time, customer, session, item, quantity - returned AS quantity, basket';

/** Events sorted at a time: sorting a million takes some 100 MB. */
const sortedAtOnce = 400_000;

export class EventRepo {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  transaction<T>(work: () => T): T {
    return this.#db.transaction(work);
  }

  /** False where this event is there already. */
  add(row: EventRow, file: number): boolean {
    return (
      this.#db.run(
        `INSERT OR IGNORE INTO events
           (mark, kind, time, file, customer, session, item, quantity, basket, search, query, position, results, shown)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        row.mark,
        row.kind,
        row.time,
        file,
        row.customer,
        row.session,
        row.item,
        row.quantity,
        row.basket,
        row.search,
        row.query,
        row.position,
        row.results,
        row.shown,
      ).changes > 0
    );
  }

  /** In the order in which they came in. */
  *inOrder(kinds: readonly number[], { from, to }: Span): Generator<StoredEvent> {
    yield* this.#db.iterate<StoredEvent>(
      `SELECT ${columns} FROM events WHERE kind IN (SELECT value FROM json_each(?)) AND time >= ? AND time < ? AND ${noRobot}`,
      JSON.stringify(kinds),
      from ?? Number.MIN_SAFE_INTEGER,
      to ?? Number.MAX_SAFE_INTEGER,
    );
  }

  /** Those of one shopper (or session) after another, each in the order of time; events of nobody are left out. */
  *grouped(by: Grouping, kinds: readonly number[], { from, to }: Span): Generator<StoredEvent> {
    const group = groupings[by];
    const slices = Math.max(1, Math.ceil(this.count() / sortedAtOnce));
    for (let slice = 0; slice < slices; slice++) {
      yield* this.#db.iterate<StoredEvent>(
        `SELECT ${columns} FROM events WHERE ${group} IS NOT NULL AND ${group} % ? = ? AND time >= ? AND time < ?
           AND kind IN (SELECT value FROM json_each(?)) AND ${noRobot} ORDER BY ${group}, time, id`,
        slices,
        slice,
        from ?? Number.MIN_SAFE_INTEGER,
        to ?? Number.MAX_SAFE_INTEGER,
        JSON.stringify(kinds),
      );
    }
  }

  /** What was bought, order by order. */
  *purchases({ from, to }: Span): Generator<StoredEvent & { readonly basket: number; readonly item: number }> {
    yield* this.#db.iterate<StoredEvent & { readonly basket: number; readonly item: number }>(
      `SELECT ${columns} FROM events INDEXED BY events_by_basket WHERE basket IS NOT NULL AND item IS NOT NULL AND kind = ?
         AND time >= ? AND time < ? AND ${noRobot} ORDER BY basket`,
      kindNumber.purchase,
      from ?? Number.MIN_SAFE_INTEGER,
      to ?? Number.MAX_SAFE_INTEGER,
    );
  }

  /** What was searched for and what came of it, session by session in the order of time. */
  *journeys({ from, to }: Span): Generator<StoredStep> {
    const who = 'coalesce(session, customer, search)';
    const slices = Math.max(1, Math.ceil(this.count() / sortedAtOnce));
    for (let slice = 0; slice < slices; slice++) {
      yield* this.#db.iterate<StoredStep>(
        `SELECT kind, time, ${who} AS journey, ${shopper} AS shopper, item, search, query, position, results, shown FROM events
         WHERE ${who} % ? = ? AND time >= ? AND time < ?
           AND kind IN (${kindNumber.click}, ${kindNumber.cart}, ${kindNumber.purchase}, ${kindNumber.search})
           AND ${noRobot} ORDER BY ${who}, time, kind = ${kindNumber.search} DESC, id`,
        slices,
        slice,
        from ?? Number.MIN_SAFE_INTEGER,
        to ?? Number.MAX_SAFE_INTEGER,
      );
    }
  }

  count(): number {
    return this.#db.get<{ n: number }>('SELECT count(*) AS n FROM events')?.n ?? 0;
  }

  countsByKind(): { kind: number; n: number }[] {
    return this.#db.all<{ kind: number; n: number }>('SELECT kind, count(*) AS n FROM events GROUP BY kind');
  }

  span(): { first: number | null; last: number | null; shoppers: number } {
    return (
      this.#db.get<{ first: number | null; last: number | null; shoppers: number }>(
        `SELECT min(time) AS first, max(time) AS last, count(DISTINCT ${shopper}) AS shoppers FROM events`,
      ) ?? { first: null, last: null, shoppers: 0 }
    );
  }

  /** Of every item, how many events name it. */
  eventsByItem(): { item: number; n: number }[] {
    return this.#db.all<{ item: number; n: number }>(
      'SELECT item, count(*) AS n FROM events WHERE item IS NOT NULL GROUP BY item',
    );
  }

  /** Takes out the events of an order; answers how many there were. */
  removeBasket(basket: number): number {
    return this.#db.run('DELETE FROM events WHERE basket = ?', basket).changes;
  }

  removeFile(file: number): number {
    return this.#db.run('DELETE FROM events WHERE file = ?', file).changes;
  }

  removeAll(): number {
    return this.#db.run('DELETE FROM events').changes;
  }

  removeBefore(time: number): number {
    return this.#db.run('DELETE FROM events WHERE time < ?', time).changes;
  }

  /** What a customer did, and what was done in sessions in which they were known. */
  removeCustomer(customer: number): number {
    return this.#db.run(
      `DELETE FROM events WHERE customer = ?1
         OR session IN (SELECT session FROM events WHERE customer = ?1 AND session IS NOT NULL)`,
      customer,
    ).changes;
  }

  removeSession(session: number): number {
    return this.#db.run('DELETE FROM events WHERE session = ?', session).changes;
  }

  countBefore(time: number): number {
    return this.#db.get<{ n: number }>('SELECT count(*) AS n FROM events WHERE time < ?', time)?.n ?? 0;
  }

  /** Of each kind, the time of the latest event. */
  lastByKind(): { kind: number; last: number }[] {
    return this.#db.all<{ kind: number; last: number }>('SELECT kind, max(time) AS last FROM events GROUP BY kind');
  }

  /** What was bought and sent back of each product by each customer who sent something back, in the order of time. */
  *returnsAndPurchases(): Generator<{
    id: number;
    kind: number;
    customer: number;
    item: number;
    quantity: number;
    returned: number;
  }> {
    yield* this.#db.iterate<{
      id: number;
      kind: number;
      customer: number;
      item: number;
      quantity: number;
      returned: number;
    }>(
      `SELECT e.id, e.kind, e.customer, e.item, e.quantity, e.returned FROM events e
       WHERE e.kind IN (${kindNumber.purchase}, ${kindNumber.return}) AND (e.customer, e.item) IN
         (SELECT customer, item FROM events WHERE kind = ${kindNumber.return} AND customer IS NOT NULL AND item IS NOT NULL)
       ORDER BY e.customer, e.item, e.time, e.kind, e.id`,
    );
  }

  setReturned(id: number, returned: number): void {
    this.#db.run('UPDATE events SET returned = ? WHERE id = ?', returned, id);
  }

  /** Finds anew who looked at and searched for more than `most` things in one session. */
  markRobots(most: number): void {
    this.#db.run('DELETE FROM event_robots');
    this.#db.run(
      `INSERT INTO event_robots (shopper, events)
       SELECT shopper, sum(n) FROM (
         SELECT ${shopper} AS shopper, count(*) AS n FROM events
         WHERE kind IN (${kindNumber.view}, ${kindNumber.click}, ${kindNumber.search}) AND ${shopper} IS NOT NULL
         GROUP BY ${shopper}, CASE WHEN session IS NULL THEN time / 86400000 ELSE session END HAVING n > ?)
       GROUP BY shopper`,
      most,
    );
  }

  robots(): { shoppers: number; events: number } {
    const row = this.#db.get<{ shoppers: number; events: number }>(
      'SELECT count(*) AS shoppers, coalesce(sum(events), 0) AS events FROM event_robots',
    );
    return row ?? { shoppers: 0, events: 0 };
  }

  /** Overwrites what is deleted in `work`, also in the log of the database, so that nothing of it can be read from the disk. */
  erasing<T>(work: () => T): T {
    this.#db.exec('PRAGMA secure_delete = ON');
    try {
      const result = this.#db.transaction(work);
      this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      return result;
    } finally {
      this.#db.exec('PRAGMA secure_delete = OFF');
    }
  }
}
