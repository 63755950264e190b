/** The groups of one library as they are now: the book is made when it is asked for, and thrown away when something it rests on has changed. */
import path from 'node:path';
import { z } from 'zod';
import type { Product } from '../../contract/catalog.ts';
import type { DuplicateGroup } from '../../contract/duplicates.ts';
import type { Catalog } from '../catalog/service.ts';
import { Book } from './book.ts';
import type { Entry } from './cluster-groups.ts';
import type { DuplicatesRepo } from './duplicate-repo.ts';
import { GroupCache } from './judged-clusters.ts';
import { suggestKeeper } from './keeper.ts';
import type { Models } from './models.ts';
import type { PairModel } from './pair-model.ts';
import type { Verdicts } from './verdicts.ts';
import { WeighedPairs } from './weighed-pairs.ts';

export interface GroupsDependencies {
  readonly repo: DuplicatesRepo;
  readonly catalog: Catalog;
  readonly models: Models;
  readonly verdicts: Verdicts;
}

const lastAddedKey = 'duplicatesLastAdded';

export class Groups {
  readonly #deps: GroupsDependencies;
  #now: { readonly book: Book; readonly keyOf: ReadonlyMap<number, number> } | undefined;
  #weighed: { readonly by: PairModel; readonly pairs: WeighedPairs } | undefined;
  #cache = new GroupCache();
  /** How often pairs were forgotten, and products called otherwise: what is read in turns may be out of date before it is done. */
  #forgotten = 0;
  #renamings = 0;
  /** What each product is known by for ever. */
  readonly #names = new Map<number, string>();
  /** Products whose names are to be read again. */
  readonly #renamed = new Set<number>();

  constructor(deps: GroupsDependencies) {
    this.#deps = deps;
  }

  get book(): Book {
    return this.#current().book;
  }

  /** Key of the products that have one and are there. */
  get keyOf(): ReadonlyMap<number, number> {
    return this.#current().keyOf;
  }

  #current() {
    this.#now ??= this.#read(this.pairs, this.#cache);
    return this.#now;
  }

  #read(pairs: WeighedPairs, cache: GroupCache) {
    const { catalog, models, verdicts } = this.#deps;
    const keyOf = new Map([...catalog.productsByKey()].map(([key, product]) => [product, key]));
    this.#nameProducts(pairs.products);
    this.#nameProducts(keyOf.keys());
    const book = new Book({
      pairs,
      model: models.current,
      graph: verdicts.graph,
      verdicts: verdicts.rows,
      keyOf,
      nameOf: (id) => this.#names.get(id),
      cache,
      keeperOf: catalog.mergedMembers(),
    });
    return { book, keyOf };
  }

  get pairs(): WeighedPairs {
    const by = this.#deps.models.current;
    if (this.#weighed?.by !== by) {
      this.#weighed = { by, pairs: WeighedPairs.of(this.#deps.repo.pairs(), by) };
      this.#cache = new GroupCache();
    }
    return this.#weighed.pairs;
  }

  /** Takes up pairs that are others than before, in turns. Until that is done everything is answered from those before. */
  async renewPairs(pause: () => Promise<void>): Promise<void> {
    const by = this.#deps.models.current;
    const forgotten = this.#forgotten;
    const pairs = await WeighedPairs.inTurns(pause, this.#deps.repo.pairs(), by);
    const cache = new GroupCache();
    const { book } = this.#read(pairs, cache);
    const renamings = this.#renamings;
    await book.readInTurns(pause);
    const isNow = this.#forgotten === forgotten;
    this.forgetPairs();
    if (!isNow) return;
    this.#weighed = { by, pairs };
    this.#cache = this.#renamings === renamings ? cache : new GroupCache();
  }

  /** Verdicts, merges or weights are others than before. */
  forget(): void {
    this.#now = undefined;
  }

  /** Pairs are others than before. */
  forgetPairs(): void {
    this.#forgotten++;
    this.#weighed = undefined;
    this.forget();
  }

  productsChanged(changed: readonly number[], removed: readonly number[]): void {
    for (const id of [...changed, ...removed]) this.#renamed.add(id);
    if (removed.length > 0) this.forgetPairs();
    else this.forget();
  }

  /** Says which groups are about what was asked for; `newOnly`: those with something that the latest check found new. */
  about({ productId, newOnly }: { readonly productId?: number | undefined; readonly newOnly?: boolean | undefined }) {
    const added = newOnly === true ? new Set(this.#lastAdded()) : undefined;
    return ({ productIds }: Entry): boolean =>
      (productId === undefined || productIds.includes(productId)) &&
      (added === undefined || productIds.some((id) => added.has(id)));
  }

  setLastAdded(productIds: readonly number[]): void {
    this.#deps.repo.setSetting(lastAddedKey, JSON.stringify(productIds));
  }

  shown({ id, kind, cohesion, productIds, decision, keeperId }: Entry): DuplicateGroup {
    const { book } = this;
    const { catalog } = this.#deps;
    const merged = keeperId !== null;
    const products = productIds.map((each) => (merged ? catalog.productAsListed(each) : catalog.product(each)));
    const keeper = merged ? { productId: keeperId, reason: 'chosen' as const } : suggestKeeper(products);
    const members = products
      .sort((a, b) => Number(b.id === keeper.productId) - Number(a.id === keeper.productId) || a.id - b.id)
      .map(memberOf);
    const pairs = productIds.flatMap((a, i) =>
      productIds.slice(i + 1).flatMap((b) => {
        const pair = book.pair(a, b);
        return pair === undefined ? [] : [book.shown(pair)];
      }),
    );
    return { id, kind, probability: cohesion, members, pairs, keeper, settled: decision !== null, decision };
  }

  #lastAdded(): number[] {
    return z.array(z.int()).safeParse(JSON.parse(this.#deps.repo.setting(lastAddedKey) ?? '[]')).data ?? [];
  }

  /** Brings the names of these products up to date; groups whose products are called otherwise are other groups. */
  #nameProducts(ids: Iterable<number>): void {
    const missing = [...ids].filter((id) => this.#renamed.has(id) || !this.#names.has(id));
    if (missing.length === 0) return;
    const addresses = this.#deps.catalog.addresses(missing);
    const names = new Map(addresses.map(({ productId, source, sku }) => [productId, `${source}\n${sku}`]));
    let renamed = false;
    for (const id of missing) {
      this.#renamed.delete(id);
      const now = names.get(id);
      if (this.#names.get(id) === now) continue;
      renamed = true;
      if (now === undefined) this.#names.delete(id);
      else this.#names.set(id, now);
    }
    if (!renamed) return;
    this.#renamings++;
    this.#cache.clear();
  }
}

function memberOf(product: Product): DuplicateGroup['members'][number] {
  const { id, sku, title, price, image, imageCount, hasProblem, source } = product;
  const tags = product.tags
    .filter(({ provenance }) => provenance !== 'rejected')
    .map(({ group, name }) => ({ group, name }));
  return { id, sku, title, price, image, imageCount, tags, hasProblem, sourceId: source.id, folder: folderOf(product) };
}

/** Where its first photo lies. */
export function folderOf({ image }: Product): string | null {
  return image === null ? null : path.dirname(image.path);
}
