/** The groups of one library as they are now, brought up to date when they are asked for. */
import path from 'node:path';
import type { Product } from '../../contract/catalog.ts';
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import { type DuplicateGroup, pairsOf } from '../../contract/duplicates.ts';
import { AppError } from '../../contract/errors.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { shippedThreshold } from '../identity/default-weights.ts';
import type { ComparedPairRepo } from './compared-pair-repo.ts';
import type { FittedModels } from './fitted-models.ts';
import { countKinds, GroupIndex } from './groups/group-index.ts';
import { type Judgements, verdictOn } from './groups/judgements.ts';
import type { Group } from './groups/open-groups.ts';
import { teachingFirst } from './groups/teaching-order.ts';
import type { WeighedPair } from './groups/weighed-pairs.ts';
import type { ScanRecordRepo } from './scan-record-repo.ts';
import { suggestSurvivor } from './survivor.ts';
import { bulkOffer, recordOf } from './track-record.ts';
import type { Verdicts } from './verdicts.ts';

export interface GroupsDependencies {
  readonly pairs: ComparedPairRepo;
  readonly record: ScanRecordRepo;
  readonly catalog: Catalog;
  readonly models: FittedModels;
  readonly verdicts: Verdicts;
}

/** Thresholds for which the list says how many groups there would be. */
const sliderSteps: readonly number[] = [...Array.from({ length: 19 }, (_, i) => (i + 1) / 20), 0.99];

export class LibraryGroups {
  readonly #deps: GroupsDependencies;
  #index: GroupIndex | undefined;
  /** Takes the place of the index once it is filled. */
  #next: GroupIndex | undefined;
  #judgements: Judgements | undefined;
  /** What each product is known by for ever. */
  readonly #names = new Map<number, string>();

  constructor(deps: GroupsDependencies) {
    this.#deps = deps;
  }

  get index(): GroupIndex {
    const { current } = this.#deps.models;
    if (this.#index?.model !== current) {
      this.#index = this.#newIndex();
      runThrough(this.#fill(this.#index));
    }
    runThrough(this.#index.update(this.judgements));
    return this.#index;
  }

  /** The same object as long as the groups are the same. */
  get judgements(): Judgements {
    this.#judgements ??= this.#readJudgements();
    return this.#judgements;
  }

  /** Reads all pairs anew, in turns. Until that is done everything is answered from those before. */
  async renewPairs(pause: () => Promise<void>): Promise<void> {
    const next = this.#newIndex();
    this.#next = next;
    for (const _ of this.#fill(next)) await pause();
    // Another one, begun later, read pairs that are newer.
    if (this.#next !== next) return;
    this.#next = undefined;
    this.#index = next;
    this.forget();
  }

  /** Products that seem to be, or were said to be, the same in another listing or variant. */
  sameAs(productId: number): number[] {
    const { judgements } = this;
    return this.index.pairs.of(productId).flatMap(({ left, right, probability }) => {
      const said = verdictOn(judgements, left, right)?.value;
      const isSame = said === undefined ? probability >= shippedThreshold : said !== 'different';
      return isSame ? [left === productId ? right : left] : [];
    });
  }

  /** Those that wait for a decision. */
  openGroups(): readonly Group[] {
    return this.index.openAt(shippedThreshold);
  }

  /** Verdicts, merges, weights or products are others than before. */
  forget(): void {
    this.#judgements = undefined;
  }

  /** What stands beside a pair; null where that is nothing, or where something tells the two apart. */
  probabilityShown(left: number, right: number): number | null {
    const pair = this.#index?.pairs.get(left, right);
    return pair === undefined || pair.veto !== null ? null : pair.probability;
  }

  /** How right the groups were so far, and from where on many may be merged at once. */
  learning({ precision }: MethodParams<'duplicates.learning'>): MethodResult<'duplicates.learning'> {
    const { rows } = this.#deps.verdicts;
    const { fittedAt } = this.#deps.models.describe();
    const { index } = this;
    const offer = bulkOffer(rows, fittedAt, precision);
    const groups =
      offer.minProbability === null ? [] : index.openAt(offer.minProbability).filter(({ kind }) => kind !== 'variant');
    const judged = this.#deps.models.usable(index.pairs, this.judgements);
    return { record: recordOf(rows), bulk: { ...offer, groups: groups.length }, ...judged };
  }

  removeProducts(productIds: readonly number[]): void {
    for (const id of productIds) {
      this.#names.delete(id);
      this.#index?.remove(id);
      this.#next?.remove(id);
    }
    this.forget();
  }

  list(params: MethodParams<'duplicates.list'>): MethodResult<'duplicates.list'> {
    const { kind, settled, offset, limit, order, minProbability = shippedThreshold } = params;
    const { index } = this;
    const about = this.about(params);
    const decided = index.decided.filter(about);
    const at = (threshold: number): Group[] => [
      ...(settled === 'only' ? [] : index.openAt(threshold).filter(about)),
      ...(settled === 'hide' ? [] : decided),
    ];
    const listed = at(minProbability);
    const ofKind = listed.filter((group) => kind === undefined || group.kind === kind);
    const shown = order === 'teaching' ? this.#teachingFirst(ofKind) : ofKind;
    return {
      total: shown.length,
      minProbability,
      counts: countKinds(listed),
      settledCounts: countKinds(decided),
      steps: sliderSteps.map((step) => ({ minProbability: step, ...countKinds(at(step)) })),
      pairs: index.histogram(),
      groups: shown.slice(offset, offset + limit).map((group) => this.shown(group)),
    };
  }

  /** @throws {AppError} `NOT_FOUND` */
  group(id: string, minProbability = shippedThreshold): DuplicateGroup {
    const group = this.index.find(id, minProbability);
    if (group !== undefined) return this.shown(group);
    throw new AppError('NOT_FOUND', 'These products are not a group any more. Load the list again.', {
      details: { id },
    });
  }

  /**
   * Says which groups are about what was asked for; `newOnly`: those with something that the latest check found new.
   */
  about({ productId, newOnly }: { readonly productId?: number | undefined; readonly newOnly?: boolean | undefined }) {
    const added = newOnly === true ? new Set(this.#deps.record.added) : undefined;
    return ({ productIds }: Group): boolean =>
      (productId === undefined || productIds.includes(productId)) &&
      (added === undefined || productIds.some((id) => added.has(id)));
  }

  shown({ id, kind, cohesion, productIds, decision, survivorId }: Group): DuplicateGroup {
    const { index } = this;
    const { catalog } = this.#deps;
    const merged = survivorId !== null;
    const products = productIds.map((each) => (merged ? catalog.products.asListed(each) : catalog.products.get(each)));
    const keeper = merged ? { productId: survivorId, reason: 'chosen' as const } : suggestSurvivor(products);
    const members = products
      .sort((a, b) => Number(b.id === keeper.productId) - Number(a.id === keeper.productId) || a.id - b.id)
      .map(memberOf);
    const pairs = pairsOf(productIds).flatMap(([a, b]) => index.pairs.get(a, b) ?? []);
    return {
      id,
      kind,
      probability: cohesion,
      members,
      pairs: pairs.map((pair) => index.shown(pair)),
      keeper,
      settled: decision !== null,
      decision,
    };
  }

  #teachingFirst(groups: readonly Group[]): Group[] {
    const { judgements, index } = this;
    const isOpen = ({ left, right }: WeighedPair): boolean => verdictOn(judgements, left, right) === null;
    const judged = judgements.verdicts.toReversed().flatMap(({ leftKey, rightKey }) => {
      const [left, right] = [judgements.productOf.get(leftKey), judgements.productOf.get(rightKey)];
      return left === undefined || right === undefined ? [] : (index.pairs.get(left, right) ?? []);
    });
    return teachingFirst(groups, index.pairs, isOpen, judged, index.model);
  }

  #newIndex(): GroupIndex {
    return new GroupIndex(this.#deps.models.current, (id) => this.#names.get(id) ?? '');
  }

  /** Stops between pieces of work: 100,000 pairs take more than a second. */
  *#fill(index: GroupIndex): Generator<void> {
    const { removed } = this.#deps.catalog.merges;
    for (const pair of this.#deps.pairs.pairs()) {
      if (!removed.has(pair.left) && !removed.has(pair.right)) index.put(pair);
      yield;
    }
    this.#learnNames(index.pairs.products());
    const sourceOf = this.#deps.pairs.sources();
    const sizes = new Map([...Map.groupBy(sourceOf.values(), (id) => id)].map(([id, all]) => [id, all.length]));
    index.weighTogether({ of: (id) => sourceOf.get(id), size: (source) => sizes.get(source) ?? 0 }, this.judgements);
    yield;
    yield* index.update(this.judgements);
  }

  #readJudgements(): Judgements {
    const { catalog, verdicts } = this.#deps;
    const productOf = catalog.keys.products();
    this.#learnNames(productOf.values());
    return {
      verdicts: verdicts.rows,
      graph: verdicts.graph,
      productOf,
      keyOf: new Map([...productOf].map(([key, product]) => [product, key])),
      survivorOf: catalog.merges.keepers,
    };
  }

  #learnNames(productIds: Iterable<number>): void {
    const missing = [...productIds].filter((id) => !this.#names.has(id));
    if (missing.length === 0) return;
    for (const { productId, source, sku } of this.#deps.catalog.keys.addresses(missing)) {
      this.#names.set(productId, `${source}\n${sku}`);
    }
  }
}

function runThrough(work: Generator<void>): void {
  while (work.next().done !== true);
}

function memberOf(product: Product): DuplicateGroup['members'][number] {
  const { id, sku, title, price, image, imageCount, hasProblem, source } = product;
  const tags = product.tags
    .filter(({ provenance }) => provenance !== 'rejected')
    .map(({ group, name }) => ({ group, name }));
  return { id, sku, title, price, image, imageCount, tags, hasProblem, sourceId: source.id, folder: folderOf(product) };
}

/** Where its first image lies. */
export function folderOf({ image }: Product): string | null {
  return image === null ? null : path.dirname(image.path);
}
