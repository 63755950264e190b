/** Recommendations of one library: learns when there is something new, and answers from what it learned last. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import { AppError, throwIfCancelled } from '../../contract/errors.ts';
import type { Job } from '../../contract/jobs.ts';
import type { LinkFormat, RecommendationReason } from '../../contract/recommendations.ts';
import type { EventHub } from '../../contract/rpc/event-hub.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Database } from '../db/database.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { createGentlePause, createPause } from '../jobs/slices.ts';
import type { JobContext } from '../jobs/types.ts';
import { diversified } from '../numbers/diversity.ts';
import type { CatalogView } from '../search/catalog-view.ts';
import { ProductLikeness } from '../search/product-likeness.ts';
import type { VectorsPort } from '../vector/types.ts';
import { Advice, type Found, type Voice } from './advice.ts';
import { rowCount } from './histories.ts';
import { learn } from './learn.ts';
import type { Learned, MethodQuality } from './learned.ts';
import { readLearned, writeLearned } from './learned-file.ts';
import { type Link, type LinkList, writeLinks } from './link-lists.ts';
import type { Behaviour } from './types.ts';

type Asked = MethodParams<'recommendations.for'>;
type Answer = MethodResult<'recommendations.for'>;

export interface RecommendationDependencies {
  readonly database: Database;
  readonly catalog: Catalog;
  readonly view: CatalogView;
  readonly vectors: VectorsPort;
  readonly jobs: Jobs;
  readonly hub: EventHub;
  readonly libraryDir: string;
  readonly behaviour: Behaviour;
  /** The keyed hash of a customer. */
  readonly customerKey: (customer: string) => number;
  /** Products nearest to one by images and listing, best first. */
  readonly similar: (productId: number, signal: AbortSignal) => Promise<readonly number[]>;
  /** Products that are the same in another listing or variant. */
  readonly sameAs: (productId: number) => readonly number[];
}

/** Candidates that diversity chooses from, by the length of the list. */
const candidatesPerPlace = 4;
/** Of lists for a shop. */
const listDiversity = 0.2;
/** Candidates looked at, so that enough are left of them. */
const mostCandidates = 400;

export class Recommendations {
  readonly #deps: RecommendationDependencies;
  readonly #file: string;
  readonly #likeness: ProductLikeness;
  #advice: Advice | undefined;
  #stamp = '';
  #version = 0;
  #reading: Promise<void> | undefined;
  readonly #stop: () => void;

  constructor(deps: RecommendationDependencies) {
    this.#deps = deps;
    this.#file = path.join(deps.libraryDir, 'index', 'recommendations.bin');
    this.#likeness = new ProductLikeness(deps.view, deps.vectors);
    deps.jobs.register('recommend', (_params: unknown, context) => this.#learn(context));
    this.#stop = deps.hub.on('events.changed', () => void this.#ready().then(() => this.#forgetRemoved()));
  }

  /** @throws {AppError} `NOT_FOUND`, `CANCELLED`, those of a search */
  async for(asked: Asked, signal: AbortSignal): Promise<Answer> {
    const { catalog, view } = this.#deps;
    for (const id of asked.productIds) if (view.get(id) === undefined) catalog.products.get(id);
    if (asked.kind === 'similar') return { state: 'ready', learning: false, items: await this.#similar(asked, signal) };
    await this.#ready();
    const learning = this.#isStale();
    if (learning) this.#learnLater();
    const advice = this.#advice;
    if (advice === undefined) {
      const nothing = this.#deps.behaviour.count() === 0;
      return { state: nothing ? missing(asked.kind) : 'learning', learning: !nothing, items: [] };
    }
    const { state, found } = this.#ask(advice, asked);
    return { state, learning, items: this.#shown(found, asked) };
  }

  async learned(): Promise<MethodResult<'recommendations.learned'>> {
    await this.#ready();
    const learned = this.#advice?.learned;
    const isCurrent = !this.#isStale();
    if (learned === undefined)
      return { isCurrent, events: 0, products: 0, baskets: 0, sessions: 0, customers: 0, goesWith: [], next: [] };
    const { products, baskets, sessions, customers, events, quality } = learned;
    return {
      isCurrent,
      events,
      products: products.length,
      baskets: rowCount(baskets),
      sessions: rowCount(sessions),
      customers: rowCount(customers),
      goesWith: quality.goesWith.map(plain),
      next: quality.next.map(plain),
    };
  }

  /** @throws {AppError} `CONFLICT`, `CANCELLED` */
  async lists(format: LinkFormat, limit: number, signal: AbortSignal): Promise<MethodResult<'recommendations.lists'>> {
    await this.#ready();
    if (this.#isStale()) {
      this.#learnLater();
      throw new AppError('CONFLICT', 'What shoppers did is being learned from. Try again when that is done.');
    }
    const pause = createPause();
    const lists: LinkList[] = [];
    const all = new Set(this.#deps.view.ids());
    const skusOf = (found: readonly Found[]): Link[] =>
      found.map(({ productId, reason }) => ({ sku: this.#deps.view.get(productId)?.sku ?? '', reason }));
    for (const id of all) {
      throwIfCancelled(signal);
      await pause();
      const asked = { productIds: [id], limit, diversity: listDiversity };
      const advice = this.#advice;
      const goesWith = advice === undefined ? [] : this.#ask(advice, { ...asked, kind: 'goes-with' }).found;
      const near = this.#likeness.nearest(id, all, limit * candidatesPerPlace);
      const similar = near.map(({ productId, trust }): Found => {
        const { looks, words } = this.#likeness.of(id, productId);
        return { productId, score: trust, reason: { kind: 'similar', looks, words } };
      });
      lists.push({
        ...{ sku: this.#deps.view.get(id)?.sku ?? '', title: this.#deps.view.get(id)?.title ?? '' },
        goesWith: skusOf(this.#chosen(goesWith, asked)),
        similar: skusOf(this.#chosen(similar, asked)),
      });
    }
    return writeLinks(lists, format);
  }

  start(): Job {
    return this.#deps.jobs.start('recommend', 'recommend', {});
  }

  #learnLater(): void {
    if (!this.#deps.database.readOnly) this.#deps.jobs.startLater('recommend', 'recommend', {});
  }

  /** What was learned is of other events, or of a catalog in which other products are there to match them. */
  #isStale(): boolean {
    const { behaviour, view } = this.#deps;
    return behaviour.count() > 0 && this.#stamp !== stampOf(behaviour, view);
  }

  close(): void {
    this.#stop();
  }

  /** Takes up what an earlier run learned. */
  async #ready(): Promise<void> {
    this.#reading ??= readLearned(this.#file).then((found) => {
      if (found === undefined || this.#advice !== undefined) return;
      this.#take(found.learned, found.stamp);
      this.#forgetRemoved();
    });
    await this.#reading;
  }

  /** Who is forgotten must not live on in what was learned: where events were taken out it is thrown away, and learned anew from the rest. */
  #forgetRemoved(): void {
    const { behaviour, database } = this.#deps;
    const left = behaviour.count();
    if (this.#advice === undefined || left >= this.#advice.learned.events) return;
    this.#advice = undefined;
    this.#stamp = '';
    this.#version++;
    if (!database.readOnly) rmSync(this.#file, { force: true });
    this.#deps.hub.emit('recommendations.changed', { version: this.#version });
    if (left > 0) this.#learnLater();
  }

  #take(learned: Learned, stamp: string): void {
    this.#advice = new Advice(learned);
    this.#stamp = stamp;
    this.#version++;
    this.#deps.hub.emit('recommendations.changed', { version: this.#version });
  }

  async #learn({ signal, report }: JobContext): Promise<Record<string, unknown>> {
    const { behaviour, view } = this.#deps;
    const pause = createGentlePause();
    const stamp = stampOf(behaviour, view);
    const learned = await learn(behaviour, async (phase, done, total) => {
      throwIfCancelled(signal);
      report({ phase, done, total });
      await pause();
    });
    await writeLearned(this.#file, learned, stamp);
    this.#take(learned, stamp);
    this.#forgetRemoved();
    return { events: learned.events, products: learned.products.length, baskets: rowCount(learned.baskets) };
  }

  #ask(advice: Advice, { kind, productIds, customer }: Asked): { state: Answer['state']; found: Found[] } {
    const { learned } = advice;
    const answer = (found: Found[]): { state: Answer['state']; found: Found[] } => ({
      state: found.length > 0 ? 'ready' : 'unknown',
      found,
    });
    if (kind === 'popular') return answer(advice.popular());
    if (kind === 'next')
      return rowCount(learned.sessions) === 0 ? { state: 'no-sessions', found: [] } : answer(advice.next(productIds));
    if (kind === 'customer') {
      if (rowCount(learned.customers) === 0) return { state: 'no-customers', found: [] };
      const key = customer === undefined ? undefined : this.#deps.customerKey(customer);
      return answer(advice.forCustomer(key, productIds));
    }
    if (rowCount(learned.baskets) === 0) return { state: 'no-orders', found: [] };
    const known = advice.bought;
    const voices = productIds.flatMap((productId): Voice[] =>
      known.has(productId)
        ? [{ productId, trust: 1, insteadOf: null }]
        : this.#likeness.nearest(productId, known).map((standIn) => ({ ...standIn, insteadOf: productId })),
    );
    return answer(advice.goesWith(voices));
  }

  async #similar({ productIds, ...asked }: Asked, signal: AbortSignal): Promise<Answer['items']> {
    const found: Found[] = [];
    for (const productId of productIds) {
      const ids = await this.#deps.similar(productId, signal);
      ids.slice(0, mostCandidates).forEach((id, rank) => {
        const { looks, words } = this.#likeness.of(productId, id);
        found.push({ productId: id, score: 1 / (rank + 5), reason: { kind: 'similar', looks, words } });
      });
    }
    return this.#shown(
      found.sort((a, b) => b.score - a.score),
      { ...asked, productIds },
    );
  }

  #shown(found: readonly Found[], asked: Omit<Asked, 'kind'>): Answer['items'] {
    const chosen = this.#chosen(found, asked);
    const rows = this.#deps.catalog.products.summaries(chosen.map(({ productId }) => productId));
    const summaries = new Map(rows.map((row) => [row.id, row]));
    return chosen.flatMap(({ productId, reason }, i) => {
      const summary = summaries.get(productId);
      return summary === undefined ? [] : [{ ...summary, rank: i + 1, reason, reasonTitle: this.#titleOf(reason) }];
    });
  }

  /** What can be bought, is none of those asked about, and is not the same again; varied. */
  #chosen(found: readonly Found[], { productIds, limit, diversity }: Omit<Asked, 'kind'>): Found[] {
    const { catalog, view, sameAs } = this.#deps;
    const taken = new Set<number>();
    const take = (id: number): void => {
      for (const other of [id, ...sameAs(id)]) taken.add(other);
    };
    for (const id of productIds) take(catalog.merges.shownAs(id));
    const candidates: Found[] = [];
    const some = found
      .slice(0, mostCandidates)
      .map((entry) => ({ ...entry, productId: catalog.merges.shownAs(entry.productId) }));
    const soldOut = catalog.products.soldOut(some.map(({ productId }) => productId));
    for (const entry of some) {
      if (candidates.length >= limit * candidatesPerPlace) break;
      const { productId } = entry;
      if (taken.has(productId) || soldOut.has(productId) || view.get(productId) === undefined) continue;
      take(productId);
      candidates.push(entry);
    }
    const best = candidates[0]?.score ?? 1;
    return diversified(
      candidates.map((value) => ({ value, relevance: value.score / best })),
      (a, b) => this.#likeness.shared(a.productId, b.productId),
      { limit, share: 1 - diversity },
    );
  }

  #titleOf(reason: RecommendationReason): string | null {
    return 'productId' in reason ? (this.#deps.view.get(reason.productId)?.title ?? null) : null;
  }
}

function stampOf(behaviour: Behaviour, view: CatalogView): string {
  return `${behaviour.count()} ${view.size}`;
}

function missing(kind: Asked['kind']): Answer['state'] {
  if (kind === 'next') return 'no-sessions';
  return kind === 'customer' ? 'no-customers' : 'no-orders';
}

const plain = ({ method, recall, ndcg, weight }: MethodQuality): MethodQuality => ({ method, recall, ndcg, weight });
