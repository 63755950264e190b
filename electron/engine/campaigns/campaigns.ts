/** Campaign sets of one library: briefs are read, products proposed, sets kept and given to the shop. */
import type { CampaignBrief } from '../../contract/campaigns.ts';
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import type { EventHub } from '../../contract/rpc/event-hub.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Database } from '../db/database.ts';
import type { Operations } from '../operations/operations.ts';
import type { CatalogView } from '../search/catalog-view.ts';
import { ProductLikeness } from '../search/product-likeness.ts';
import type { Search } from '../search/search.ts';
import type { VectorsPort } from '../vector/types.ts';
import { readBrief } from './brief.ts';
import { Facts, type ShopperTraces } from './facts.ts';
import { GivenSets } from './given-sets.ts';
import { unappliedOf } from './limits.ts';
import { Proposals } from './proposals.ts';
import { Sets } from './sets.ts';

export interface CampaignDependencies {
  readonly database: Database;
  readonly catalog: Catalog;
  readonly view: CatalogView;
  readonly vectors: VectorsPort;
  readonly search: Search;
  readonly operations: Operations;
  readonly hub: EventHub;
  readonly libraryDir: string;
  readonly behaviour: ShopperTraces;
  /** Products that are the same in another listing or variant. */
  readonly sameAs: (productId: number) => readonly number[];
}

export class Campaigns {
  readonly proposals: Proposals;
  readonly sets: Sets;
  readonly given: GivenSets;
  readonly #facts: Facts;
  readonly #search: Search;
  #version = 0;

  constructor(deps: CampaignDependencies) {
    const { catalog, view, vectors, search, hub, sameAs } = deps;
    this.#search = search;
    const facts = new Facts(catalog, view, deps.behaviour);
    this.#facts = facts;
    this.proposals = new Proposals({
      catalog,
      view,
      search,
      facts,
      sameAs,
      likeness: new ProductLikeness(view, vectors),
    });
    const changed = (): void => hub.emit('campaigns.changed', { version: ++this.#version });
    const { database, operations, libraryDir } = deps;
    this.sets = new Sets({ database, catalog, operations, proposals: this.proposals, facts, changed });
    this.given = new GivenSets({ catalog, facts, libraryDir });
  }

  async read(text: string): Promise<MethodResult<'campaigns.read'>> {
    await this.#facts.ready();
    const brief = readBrief(text, {
      isName: (name) => this.#search.isName(name),
      tagsIn: (words) => this.#search.tagsIn(words),
    });
    return { brief, unapplied: this.unapplied(brief) };
  }

  async items(
    { brief, productIds }: MethodParams<'campaigns.items'>,
    signal: AbortSignal,
  ): Promise<MethodResult<'campaigns.items'>> {
    const items = await this.proposals.items(brief, productIds, signal);
    return { items, unapplied: this.unapplied(brief) };
  }

  /** Of the columns that were read last. */
  unapplied(brief: CampaignBrief): MethodResult<'campaigns.read'>['unapplied'] {
    return unappliedOf(brief, this.#facts.known);
  }
}
