/**
 * The catalog as filtering and ranking read it: every product in memory in a few numbers and strings, kept in step with
 * SQLite. It is what makes filters and facet counts over 50,000 products a matter of milliseconds.
 */
import type { Facet, Filters } from '../../contract/search.ts';
import { LruCache } from '../cache/lru-cache.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { CatalogRow, TagName } from '../catalog/types.ts';
import { InformativeText } from './informative-text.ts';

const keptFilters = 4;

export class CatalogView {
  readonly #catalog: Pick<Catalog, 'rows' | 'vocabulary' | 'onChange'>;
  readonly #rows = new Map<number, CatalogRow>();
  readonly #productOfImage = new Map<number, number>();
  readonly #stop: () => void;
  #tags: ReadonlyMap<number, TagName>;
  #version = 0;
  /** What passed filters lately: they stay while queries change. */
  readonly #passing = new LruCache<ReadonlySet<number> | null>(keptFilters);
  readonly #imagesOf = new WeakMap<ReadonlySet<number>, ReadonlySet<number>>();
  readonly #text = new InformativeText(this);
  readonly #languages = new LanguageCounts();
  #drawn = { version: -1, rows: new Map<string, readonly CatalogRow[]>() };
  #priced: { readonly version: number; readonly has: boolean } | undefined;
  #sample: { readonly version: number; readonly amount: number; readonly rows: readonly CatalogRow[] } | undefined;

  constructor(catalog: Pick<Catalog, 'rows' | 'vocabulary' | 'onChange'>) {
    this.#catalog = catalog;
    this.#tags = catalog.vocabulary.byId();
    for (const row of catalog.rows.read()) this.#put(row);
    this.#stop = catalog.onChange(({ changed, removed, removedImages }) => {
      for (const imageId of removedImages) this.#productOfImage.delete(imageId);
      for (const productId of removed) this.#drop(productId);
      if (changed.length > 0) {
        this.#tags = this.#catalog.vocabulary.byId();
        for (const productId of changed) this.#drop(productId);
        for (const row of this.#catalog.rows.read(changed)) this.#put(row);
      }
      this.#version++;
    });
  }

  /** Grows with every change of the catalog. */
  get version(): number {
    return this.#version;
  }

  get size(): number {
    return this.#rows.size;
  }

  get(productId: number): CatalogRow | undefined {
    return this.#rows.get(productId);
  }

  /** Whether title and tags of a product say anything; where they do not, only its images are ranked by. */
  isInformative(row: CatalogRow): boolean {
    return this.#text.isInformative(row);
  }

  rows(): IterableIterator<CatalogRow> {
    return this.#rows.values();
  }

  /** Up to `amount` products from all over the catalog; the same until it changes. */
  sample(amount: number): readonly CatalogRow[] {
    if (this.#sample?.version !== this.#version || this.#sample.amount !== amount) {
      const step = Math.max(1, this.#rows.size / amount);
      const rows: CatalogRow[] = [];
      let at = 0;
      for (const row of this.#rows.values()) if (at++ >= rows.length * step) rows.push(row);
      this.#sample = { version: this.#version, amount, rows };
    }
    return this.#sample.rows;
  }

  /** Products by language (BCP 47), the most frequent first; '' of those that tell none. */
  get languages(): ReadonlyMap<string, number> {
    return this.#languages.counts(this.#version, this.#rows.values());
  }

  /** Up to `amount` products in a language, from all over the catalog; the same until it changes. */
  byLanguage(language: string, amount: number): readonly CatalogRow[] {
    if (this.#drawn.version !== this.#version) this.#drawn = { version: this.#version, rows: new Map() };
    const known = this.#drawn.rows.get(language);
    if (known !== undefined) return known;
    const step = Math.max(1, (this.languages.get(language) ?? 0) / amount);
    const rows: CatalogRow[] = [];
    let at = 0;
    for (const row of this.#rows.values()) {
      if (row.language === language && at++ >= rows.length * step) rows.push(row);
    }
    this.#drawn.rows.set(language, rows);
    return rows;
  }

  /** Languages of products that were found out since the catalog was read. */
  readLanguages(): void {
    for (const [id, language] of this.#catalog.rows.languages()) {
      const row = this.#rows.get(id);
      if (row !== undefined && row.language !== language) this.#rows.set(id, { ...row, language });
    }
    this.#version++;
  }

  /** Products are found by other words than before; they show the same. */
  wordsChanged(): void {
    this.#version++;
  }

  get hasPrices(): boolean {
    if (this.#priced?.version !== this.#version) {
      const has = this.#rows.values().some(({ price }) => price !== null);
      this.#priced = { version: this.#version, has };
    }
    return this.#priced.has;
  }

  productOfImage(imageId: number): number | undefined {
    return this.#productOfImage.get(imageId);
  }

  ids(): IterableIterator<number> {
    return this.#rows.keys();
  }

  get tags(): ReadonlyMap<number, TagName> {
    return this.#tags;
  }

  tagsOf(productId: number): TagName[] {
    return this.#rows.get(productId)?.tagIds.flatMap((id) => this.#tags.get(id) ?? []) ?? [];
  }

  /** The products that pass, or `null` when nothing is filtered. */
  filter(filters: Filters): ReadonlySet<number> | null {
    const key = JSON.stringify([this.#version, filters]);
    let products = this.#passing.get(key);
    if (products === undefined) {
      products = this.#filter(filters);
      this.#passing.set(key, products);
    }
    return products;
  }

  /** The images of products that `filter` answered. */
  imagesOf(products: ReadonlySet<number>): ReadonlySet<number> {
    const known = this.#imagesOf.get(products);
    if (known !== undefined) return known;
    const images = new Set<number>();
    for (const productId of products) for (const id of this.#rows.get(productId)?.imageIds ?? []) images.add(id);
    this.#imagesOf.set(products, images);
    return images;
  }

  #filter(filters: Filters): ReadonlySet<number> | null {
    const accepts = this.#predicate(filters);
    if (accepts === null) return null;
    const passing = new Set<number>();
    for (const row of this.#rows.values()) if (accepts(row)) passing.add(row.productId);
    return passing;
  }

  /** How often each tag occurs in `productIds`, by group; in each group the most frequent first. */
  countTags(productIds: Iterable<number>): Map<string, Facet['values']> {
    const counts = new Map<number, number>();
    for (const productId of productIds) {
      for (const tagId of this.#rows.get(productId)?.tagIds ?? []) counts.set(tagId, (counts.get(tagId) ?? 0) + 1);
    }
    const groups = new Map<string, Facet['values']>();
    for (const [tagId, count] of counts) {
      const tag = this.#tags.get(tagId);
      if (tag === undefined) continue;
      const values = groups.get(tag.group) ?? [];
      values.push({ name: tag.name, count });
      groups.set(tag.group, values);
    }
    for (const values of groups.values()) {
      values.sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
    }
    return groups;
  }

  priceRange(productIds: Iterable<number>): { min: number; max: number } | null {
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    for (const productId of productIds) {
      const row = this.#rows.get(productId);
      if (row === undefined || row.price === null) continue;
      if (row.price < min) min = row.price;
      const most = row.morePrices.at(-1) ?? row.price;
      if (most > max) max = most;
    }
    return min <= max ? { min, max } : null;
  }

  close(): void {
    this.#stop();
  }

  #put(row: CatalogRow): void {
    this.#rows.set(row.productId, row);
    for (const imageId of row.imageIds) this.#productOfImage.set(imageId, row.productId);
  }

  #drop(productId: number): void {
    const row = this.#rows.get(productId);
    if (row === undefined) return;
    for (const imageId of row.imageIds) this.#productOfImage.delete(imageId);
    this.#rows.delete(productId);
  }

  #predicate(filters: Filters): ((row: CatalogRow) => boolean) | null {
    const tests: ((row: CatalogRow) => boolean)[] = [];
    for (const [group, names] of Object.entries(filters.tags)) {
      if (names.length === 0) continue;
      const ids = this.#tagIds(group, names);
      tests.push((row) => row.tagIds.some((id) => ids.has(id)));
    }
    const unwanted = Object.entries(filters.notTags ?? {}).map(([group, names]) => this.#tagIds(group, names));
    const without = unwanted.reduce((all, ids) => all.union(ids), new Set<number>());
    if (without.size > 0) tests.push((row) => !row.tagIds.some((id) => without.has(id)));
    const { priceMin, priceMax, hasProblem, sourceId } = filters;
    if (priceMin !== undefined || priceMax !== undefined) tests.push((row) => pricesWithin(row, filters).length > 0);
    if (hasProblem !== undefined) tests.push((row) => row.hasProblem === hasProblem);
    if (sourceId !== undefined) tests.push((row) => row.sourceId === sourceId);
    return tests.length === 0 ? null : (row) => tests.every((test) => test(row));
  }

  /** Names are matched without case and in one Unicode form, so that a filter typed at the terminal works. */
  #tagIds(group: string, names: readonly string[]): Set<number> {
    const wanted = new Set(names.map(foldName));
    const ids = new Set<number>();
    for (const [id, tag] of this.#tags) {
      if (tag.group === group && wanted.has(foldName(tag.name))) ids.add(id);
    }
    return ids;
  }
}

/** What a product costs in one of its variants, as far as it lies in the range of a filter; rising. */
export function pricesWithin(
  { price, morePrices }: Pick<CatalogRow, 'price' | 'morePrices'>,
  { priceMin = Number.NEGATIVE_INFINITY, priceMax = Number.POSITIVE_INFINITY }: Pick<Filters, 'priceMin' | 'priceMax'>,
): readonly number[] {
  if (price === null) return [];
  return [price, ...morePrices].filter((amount) => amount >= priceMin && amount <= priceMax);
}

class LanguageCounts {
  #known: { readonly version: number; readonly counts: ReadonlyMap<string, number> } | undefined;

  counts(version: number, rows: Iterable<CatalogRow>): ReadonlyMap<string, number> {
    if (this.#known?.version === version) return this.#known.counts;
    const counts = new Map<string, number>();
    for (const { language } of rows) counts.set(language, (counts.get(language) ?? 0) + 1);
    this.#known = { version, counts: new Map([...counts].sort((a, b) => b[1] - a[1])) };
    return this.#known.counts;
  }
}

function foldName(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
