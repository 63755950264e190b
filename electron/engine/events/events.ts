/** Puts together what shoppers did: how it comes in, how it is kept, and how it is read. */
import { AppError } from '../../contract/errors.ts';
import {
  type EventKind,
  type EventMapping,
  type EventReading,
  type EventSummary,
  eventKinds,
} from '../../contract/events.ts';
import type { EventHub } from '../../contract/rpc/event-hub.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Database } from '../db/database.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { JobContext } from '../jobs/types.ts';
import { Behaviour } from './behaviour.ts';
import { DictionaryRepo } from './dictionary-repo.ts';
import { EventRepo } from './event-repo.ts';
import { EventFileRepo } from './file-repo.ts';
import { importTaskSchema, mostInSession, runEventImport } from './import.ts';
import { kindOf } from './intake.ts';
import { assertReadable, eventLayout } from './layout.ts';
import { ProductMatch } from './product-match.ts';
import { newKey, Pseudonyms } from './pseudonyms.ts';
import { settleReturns } from './returns.ts';

const dayMs = 86_400_000;
/** Counts below this are not told: they could be of one shopper. */
export const fewestTold = 5;

export interface EventDependencies {
  readonly database: Database;
  readonly catalog: Catalog;
  readonly jobs: Jobs;
  readonly hub: EventHub;
}

export class Events {
  readonly behaviour: Behaviour;
  readonly match: ProductMatch;
  readonly repo: EventRepo;
  readonly files: EventFileRepo;
  readonly dictionary: DictionaryRepo;
  readonly catalog: Catalog;
  readonly #jobs: Jobs;
  readonly #hub: EventHub;
  #names: { readonly key: string; readonly pseudonyms: Pseudonyms } | undefined;

  constructor({ database, catalog, jobs, hub }: EventDependencies) {
    this.repo = new EventRepo(database);
    this.files = new EventFileRepo(database);
    this.dictionary = new DictionaryRepo(database);
    this.match = new ProductMatch(catalog, this.dictionary);
    this.behaviour = new Behaviour(this.repo, this.match, this.dictionary);
    this.catalog = catalog;
    this.#jobs = jobs;
    this.#hub = hub;
    jobs.register('events', (task, context: JobContext) => runEventImport(this, task, context), importTaskSchema);
    if (!database.readOnly) database.writing.whenFree(() => void this.#dropOld());
  }

  /** @throws {AppError} `FILE_MISSING`, `TABLE_*` */
  async import(path: string, reading: EventReading): Promise<{ jobId: number }> {
    const layout = await eventLayout(path, reading, (header) => this.files.mapping(header));
    assertReadable(layout);
    const said = reading.mapping ?? [];
    if (said.length > 0) {
      const before: EventMapping = this.files.mapping(layout.header) ?? [];
      const merged = new Map([...before, ...said].map((entry) => [entry.column, entry]));
      this.files.putMapping(layout.header, [...merged.values()]);
    }
    return { jobId: this.#jobs.start('events', path, { path, reading }).id };
  }

  /** With the key of this library, which is made when there is none. */
  pseudonyms(): Pseudonyms {
    let key = this.files.key();
    if (key === undefined) {
      key = newKey();
      this.files.putKey(key);
    }
    const text = key.toString('hex');
    if (this.#names?.key !== text) this.#names = { key: text, pseudonyms: new Pseudonyms(key) };
    return this.#names.pseudonyms;
  }

  /** What is older is not kept [ms since 1970]. */
  keptFrom(): number {
    const days = this.files.retentionDays();
    return days === null ? Number.NEGATIVE_INFINITY : Date.now() - days * dayMs;
  }

  summary(): EventSummary {
    const { first, last, shoppers } = this.repo.span();
    const byKind: Partial<Record<EventKind, number>> = {};
    for (const { kind, n } of this.repo.countsByKind()) byKind[kindOf(kind)] = n;
    const matched = this.match.products().size;
    const isoOf = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString());
    return {
      events: this.repo.count(),
      byKind,
      first: isoOf(first),
      last: isoOf(last),
      shoppers,
      products: { matched, unmatched: this.dictionary.items().length - matched },
      robots: this.repo.robots(),
      files: this.files.list(),
      hasKey: this.files.key() !== undefined,
      retentionDays: this.files.retentionDays(),
    };
  }

  unmatched(offset: number, limit: number) {
    const products = this.match.products();
    const counts = new Map(this.repo.eventsByItem().map(({ item, n }) => [item, n]));
    const missing = this.dictionary
      .items()
      .filter(({ id }) => !products.has(id))
      .sort((a, b) => (counts.get(b.id) ?? 0) - (counts.get(a.id) ?? 0) || a.id - b.id);
    const items = missing.slice(offset, offset + limit).map(({ id, ...ref }) => {
      const events = counts.get(id) ?? 0;
      const { sku, barcode, url, title } = ref;
      return { sku, barcode, url, title, events: events < fewestTold ? null : events };
    });
    return { total: missing.length, items };
  }

  /** @throws {AppError} `CONFLICT` when the key is gone, `NOT_FOUND` when nothing is known of them */
  forget(customer: string): { removed: number } {
    if (this.files.key() === undefined) {
      const message =
        'The key was thrown away, so nobody can be found any more by what they did. There is nothing left to forget.';
      throw new AppError('CONFLICT', message, { details: { why: 'events-no-key' } });
    }
    const names = this.pseudonyms();
    const hash = names.of('customer', customer);
    return this.#erase(() => this.repo.removeCustomer(hash) + this.repo.removeSession(names.of('session', customer)));
  }

  /** From here on nothing can be added to what is known of a shopper: what is older than the latest event counts as known. */
  forgetKey(): EventSummary {
    this.repo.erasing(() => {
      const sealed = { ...this.files.sealed() };
      for (const { kind, last } of this.repo.lastByKind()) {
        const name = eventKinds[kind] as string;
        sealed[name] = Math.max(sealed[name] ?? Number.NEGATIVE_INFINITY, last);
      }
      this.files.putSealed(sealed);
      this.files.removeKey();
    });
    this.#names = undefined;
    this.announce();
    return this.summary();
  }

  setRetention(days: number | null): { removed: number } {
    this.files.putRetentionDays(days);
    return { removed: this.#dropOld() };
  }

  /** Takes out what a file brought in; everything when none is named. @throws {AppError} `NOT_FOUND` */
  remove(fileId: number | undefined): { removed: number } {
    if (fileId !== undefined && !this.files.has(fileId)) {
      throw new AppError('NOT_FOUND', `There is no file ${fileId} of events. It may have been taken out already.`);
    }
    return this.#erase(() => {
      this.files.remove(fileId);
      if (fileId !== undefined) return this.repo.removeFile(fileId);
      this.files.putSealed({});
      return this.repo.removeAll();
    });
  }

  announce(): void {
    this.#hub.emit('events.changed', { version: this.behaviour.version });
  }

  close(): void {
    this.match.close();
  }

  #dropOld(): number {
    const from = this.keptFrom();
    if (from === Number.NEGATIVE_INFINITY || this.repo.countBefore(from) === 0) return 0;
    return this.#erase(() => this.repo.removeBefore(from)).removed;
  }

  #erase(work: () => number): { removed: number } {
    const removed = this.repo.erasing(() => {
      const count = work();
      if (count > 0) {
        this.repo.markRobots(mostInSession);
        settleReturns(this.repo);
        this.dictionary.prune();
      }
      return count;
    });
    this.behaviour.changed();
    this.announce();
    return { removed };
  }
}
