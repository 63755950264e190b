/** Shows merged products as one: what belongs to a keeper besides its own, and which products are not shown by themselves. */

import type { EditRepo } from './edit-repo.ts';
import type { MergeRepo, MergeRow } from './merge-repo.ts';
import type { ProductKeyRepo } from './product-key-repo.ts';

/** What a keeper shows; product ids. */
export interface MergedProduct {
  readonly keeperId: number;
  /** In id order. */
  readonly memberIds: readonly number[];
  readonly titleFrom: number;
  readonly descriptionFrom: number;
  readonly priceFrom: number;
  readonly tags: 'union' | 'keeper';
  /** Of members, shown after the keeper's own; each content once. */
  readonly imageIds: readonly number[];
}

export class MergedView {
  readonly #merges: MergeRepo;
  readonly #keys: ProductKeyRepo;
  readonly #edits: EditRepo;
  #rows: readonly MergeRow[];
  /** Keys of products that a person took out, and those of them that are there. */
  #removals: readonly number[];
  #removed: ReadonlySet<number> = new Set();
  #keeperOf: ReadonlyMap<number, number> = new Map();
  #products: ReadonlyMap<number, MergedProduct> = new Map();

  constructor(merges: MergeRepo, keys: ProductKeyRepo, edits: EditRepo) {
    this.#merges = merges;
    this.#edits = edits;
    this.#keys = keys;
    this.#rows = merges.all();
    this.#removals = edits.removals().map(({ productKey }) => productKey);
    this.refresh();
  }

  /** Products that are shown as part of another, each with that one. */
  get keepers(): ReadonlyMap<number, number> {
    return this.#keeperOf;
  }

  /** Products that are not shown because a person took them out. */
  get removed(): ReadonlySet<number> {
    return this.#removed;
  }

  /** The product that this one is shown as a part of. */
  keeperOf(productId: number): number | undefined {
    return this.#keeperOf.get(productId);
  }

  /** The product that shows this one: its keeper, or itself. */
  shownAs(productId: number): number {
    return this.#keeperOf.get(productId) ?? productId;
  }

  /** What keepers show of others, by keeper. */
  get products(): ReadonlyMap<number, MergedProduct> {
    return this.#products;
  }

  of(keeperId: number): MergedProduct | undefined {
    return this.#products.get(keeperId);
  }

  /** Reads the merges and removals again, then as `refresh`. */
  reload(): Set<number> {
    this.#rows = this.#merges.all();
    this.#removals = this.#edits.removals().map(({ productKey }) => productKey);
    return this.refresh();
  }

  /** Looks where the merged products are now; answers those that are shown otherwise than before. */
  refresh(): Set<number> {
    if (this.#removals.length + this.#removed.size > 0) this.#removed = new Set(this.#edits.productsOf(this.#removals));
    const rows = this.#rows;
    if (rows.length === 0 && this.#keeperOf.size === 0) return new Set();
    const before = { keepers: this.#keeperOf, products: this.#products };
    const productOf = this.#keys.products();
    const keeperOf = new Map<number, number>();
    for (const { memberKey, keeperKey } of rows) {
      const member = productOf.get(memberKey);
      const keeper = productOf.get(keeperKey);
      if (member !== undefined && keeper !== undefined && member !== keeper) keeperOf.set(member, keeper);
    }
    this.#keeperOf = keeperOf;
    this.#products = this.#together(rows, productOf);
    return changed(before.keepers, before.products, this.#keeperOf, this.#products);
  }

  #together(rows: readonly MergeRow[], productOf: ReadonlyMap<number, number>): Map<number, MergedProduct> {
    const products = new Map<number, MergedProduct>();
    const edited = this.#edits.editedFields();
    for (const [keeperKey, own] of Map.groupBy(rows, (row) => row.keeperKey)) {
      const keeperId = productOf.get(keeperKey);
      const fields = own[0]?.fields;
      if (keeperId === undefined || fields === undefined) continue;
      const memberIds = own
        .flatMap(({ memberKey }) => productOf.get(memberKey) ?? [])
        .filter((id) => this.#keeperOf.get(id) === keeperId)
        .sort((a, b) => a - b);
      if (memberIds.length === 0) continue;
      // What a person wrote themselves is shown, whatever was chosen when merging.
      const from = (key: number | null, field: string): number =>
        key === null || edited.get(keeperKey)?.has(field) === true ? keeperId : (productOf.get(key) ?? keeperId);
      products.set(keeperId, {
        keeperId,
        memberIds,
        titleFrom: from(fields.title, 'title'),
        descriptionFrom: from(fields.description, 'description'),
        priceFrom: from(fields.price, 'price'),
        tags: fields.tags,
        imageIds: fields.photos === 'union' ? this.#extraImages(keeperId, memberIds) : [],
      });
    }
    return products;
  }

  #extraImages(keeperId: number, memberIds: readonly number[]): number[] {
    const images = this.#merges.photos([keeperId, ...memberIds]);
    const shown = new Set(images.filter(({ productId }) => productId === keeperId).map(({ hash }) => hash));
    const extra: number[] = [];
    for (const { productId, imageId, hash } of images) {
      if (productId === keeperId || (hash !== null && shown.has(hash))) continue;
      shown.add(hash);
      extra.push(imageId);
    }
    return extra;
  }
}

function changed(
  keepersBefore: ReadonlyMap<number, number>,
  productsBefore: ReadonlyMap<number, MergedProduct>,
  keepers: ReadonlyMap<number, number>,
  products: ReadonlyMap<number, MergedProduct>,
): Set<number> {
  const ids = new Set<number>();
  for (const id of new Set([...keepersBefore.keys(), ...keepers.keys()])) {
    if (keepersBefore.get(id) !== keepers.get(id)) ids.add(id);
  }
  for (const id of new Set([...productsBefore.keys(), ...products.keys()])) {
    if (JSON.stringify(productsBefore.get(id)) !== JSON.stringify(products.get(id))) ids.add(id);
  }
  return ids;
}
