/** Campaign sets as they are kept: each save is a version, and a set that is opened is held against the catalog of today. */
import { z } from 'zod';
import {
  type CampaignBrief,
  type CampaignPlace,
  type CampaignSet,
  type CampaignState,
  campaignBriefSchema,
  campaignLimitSchema,
  type SavedPlace,
} from '../../contract/campaigns.ts';
import type { MethodResult } from '../../contract/contract.ts';
import { AppError } from '../../contract/errors.ts';
import type { Operation } from '../../contract/operations.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Database } from '../db/database.ts';
import { changedSince, type Operations } from '../operations/operations.ts';
import type { Facts } from './facts.ts';
import { unappliedOf } from './limits.ts';
import type { Proposals } from './proposals.ts';
import { SetRepo, type StoredSet, type StoredVersion } from './set-repo.ts';

export interface SetDependencies {
  readonly database: Database;
  readonly catalog: Catalog;
  readonly operations: Operations;
  readonly proposals: Pick<Proposals, 'items'>;
  readonly facts: Facts;
  readonly changed: () => void;
}

const storedPlacesSchema = z.array(
  z.object({
    key: z.int(),
    sku: z.string(),
    title: z.string(),
    price: z.number().nullable(),
    locked: z.boolean(),
    soldOut: z.boolean(),
    breaks: z.array(campaignLimitSchema),
  }),
);
type StoredPlace = z.infer<typeof storedPlacesSchema>[number];

const removedSchema = z.object({
  id: z.int(),
  name: z.string(),
  versions: z.array(z.object({ version: z.int(), savedAt: z.string(), brief: z.string(), places: z.string() })),
});

const coversShown = 4;

export class Sets {
  readonly #deps: SetDependencies;
  readonly #repo: SetRepo;

  constructor(deps: SetDependencies) {
    this.#deps = deps;
    this.#repo = new SetRepo(deps.database);
    deps.operations.register('campaigns.remove', removedSchema, ({ versions, ...set }) => {
      if (this.#repo.called(set.name) !== undefined || this.#repo.get(set.id) !== undefined)
        throw changedSince('There is another set of this name by now. Rename it first.');
      this.#repo.putBack(set);
      for (const version of versions) this.#repo.addVersion(set.id, version);
      deps.changed();
    });
  }

  async all(signal: AbortSignal): Promise<CampaignSet[]> {
    const sets: CampaignSet[] = [];
    for (const set of this.#repo.all()) {
      const [latest] = this.#repo.versions(set.id);
      if (latest !== undefined) sets.push(summaryOf(set, latest, await this.#places(latest, signal)));
    }
    return sets;
  }

  /** @throws {AppError} `NOT_FOUND` */
  async open(id: number, version: number | undefined, signal: AbortSignal): Promise<MethodResult<'campaigns.open'>> {
    const set = this.#existing(id);
    const versions = this.#repo.versions(id);
    const [latest] = versions;
    const shown = version === undefined ? latest : versions.find((one) => one.version === version);
    if (latest === undefined || shown === undefined)
      throw new AppError('NOT_FOUND', `"${set.name}" has no version ${version}.`, { details: { id, version } });
    const places = await this.#places(shown, signal);
    const brief = briefOf(shown);
    return {
      ...summaryOf(set, latest, shown === latest ? places : await this.#places(latest, signal)),
      brief,
      shown: shown.version,
      places,
      versions: versions.map((one) => ({
        version: one.version,
        savedAt: one.savedAt,
        products: placesOf(one).length,
      })),
      unapplied: unappliedOf(brief, this.#deps.facts.known),
    };
  }

  /** @throws {AppError} `NOT_FOUND` for a set or a product that is gone, `CONFLICT` where another set has the name */
  async save(
    asked: { id?: number | undefined; name: string; brief: CampaignBrief; places: readonly CampaignPlace[] },
    signal: AbortSignal,
  ): Promise<{ id: number; version: number }> {
    const { database, proposals, catalog, facts, changed } = this.#deps;
    const name = asked.name.normalize('NFC');
    const items = new Map(
      (
        await proposals.items(
          asked.brief,
          asked.places.map(({ productId }) => productId),
          signal,
        )
      ).map((item) => [item.id, item]),
    );
    const saved = database.transaction(() => {
      const other = this.#repo.called(name);
      if (other !== undefined && other.id !== asked.id)
        throw new AppError('CONFLICT', `There is a set called "${other.name}" already. Choose another name.`, {
          details: { why: 'name-taken', name: other.name },
        });
      const places = asked.places.map(({ productId, locked }): StoredPlace => {
        const item = items.get(productId);
        const { sku, title, price } = item ?? catalog.products.get(productId);
        const soldOut = facts.of(productId).soldOut;
        const key = catalog.keys.of(productId);
        return { key, sku, title, price: price?.amount ?? null, locked, soldOut, breaks: item?.breaks ?? [] };
      });
      const id = asked.id === undefined ? this.#repo.add(name) : this.#existing(asked.id).id;
      if (asked.id !== undefined) this.#repo.rename(id, name);
      const version = (this.#repo.versions(id)[0]?.version ?? 0) + 1;
      const savedAt = new Date().toISOString();
      this.#repo.addVersion(id, {
        version,
        savedAt,
        brief: JSON.stringify(asked.brief),
        places: JSON.stringify(places),
      });
      return { id, version };
    });
    changed();
    return saved;
  }

  /** @throws {AppError} `NOT_FOUND` */
  remove(id: number): Operation {
    const set = this.#existing(id);
    const operation = this.#deps.operations.perform('campaigns.remove', set.name, () => {
      const removed = { ...set, versions: this.#repo.versions(id) };
      this.#repo.remove(id);
      return removed;
    });
    this.#deps.changed();
    return operation as Operation;
  }

  #existing(id: number): StoredSet {
    const set = this.#repo.get(id);
    if (set === undefined) throw new AppError('NOT_FOUND', 'That set is not there any more.', { details: { id } });
    return set;
  }

  async #places(version: StoredVersion, signal: AbortSignal): Promise<SavedPlace[]> {
    const { catalog, proposals, facts } = this.#deps;
    const stored = placesOf(version).map((place) => {
      const found = catalog.keys.productOf(place.key);
      return { ...place, productId: found === undefined ? null : catalog.merges.shownAs(found) };
    });
    const ids = stored.flatMap(({ productId }) => productId ?? []);
    const items = new Map((await proposals.items(briefOf(version), ids, signal)).map((item) => [item.id, item]));
    return stored.map(({ key: _, soldOut, breaks, ...place }) => {
      const item = items.get(place.productId ?? -1) ?? null;
      const since = { price: place.price, soldOut, breaks };
      const state = item === null ? 'gone' : stateOf(item, facts.of(item.id).soldOut, since);
      return { ...place, productId: item?.id ?? null, state, item };
    });
  }
}

function stateOf(
  item: NonNullable<SavedPlace['item']>,
  soldOut: boolean,
  since: Pick<StoredPlace, 'price' | 'soldOut' | 'breaks'>,
): CampaignState {
  if (soldOut && !since.soldOut) return 'sold-out';
  if (since.price !== null && item.price !== null && item.price.amount > since.price) return 'dearer';
  return item.breaks.some((limit) => limit !== 'brand' && !since.breaks.includes(limit)) ? 'changed' : 'here';
}

function briefOf({ brief }: StoredVersion): CampaignBrief {
  return campaignBriefSchema.parse(JSON.parse(brief));
}

function placesOf({ places }: StoredVersion): StoredPlace[] {
  return storedPlacesSchema.parse(JSON.parse(places));
}

function summaryOf(
  { id, name }: StoredSet,
  { version, savedAt }: StoredVersion,
  places: readonly SavedPlace[],
): CampaignSet {
  const covers = places.flatMap(({ item }) => item?.image?.thumb ?? []).slice(0, coversShown);
  const attention = places.filter(({ state }) => state !== 'here').length;
  return { id, name, version, savedAt, products: places.length, covers, attention };
}
