/** The catalog: products, images, tags and problems, read and written by every other domain through this one class. */
import type { Product, ProductSummary } from '../../contract/catalog.ts';
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import { AppError } from '../../contract/errors.ts';
import type { EventHub } from '../../contract/rpc/event-hub.ts';
import type { Database } from '../db/database.ts';
import { type ProductText, ViewRepo } from './catalog-row-repo.ts';
import { ChangeFeed } from './change-feed.ts';
import { MergeRepo, type MergeRow } from './merge-repo.ts';
import { type MergedProduct, MergedView } from './merged-view.ts';
import { resolvePicture } from './picture-files.ts';
import { ProblemRepo } from './problem-repo.ts';
import { ProductKeyRepo, type ProductKeyRow } from './product-key-repo.ts';
import { type ProductParts, ReadRepo } from './product-read-repo.ts';
import { ProductRepo } from './product-repo.ts';
import { type SourceDraft, SourceRepo, type StoredSource } from './source-repo.ts';
import type { CatalogChange, CatalogPort, CatalogRow, ProblemDraft, ProductDraft, TagName } from './types.ts';

export { mergeRowSchema } from './merge-repo.ts';
export type { MergeRow, ProductKeyRow, ProductText, SourceDraft, StoredSource };

export interface CatalogOptions {
  readonly hub: EventHub;
  readonly libraryDir: string;
}

export interface CatalogCounts {
  readonly products: number;
  readonly images: number;
  readonly problems: number;
}

export class Catalog implements CatalogPort {
  readonly #db: Database;
  readonly #libraryDir: string;
  readonly #products: ProductRepo;
  readonly #reads: ReadRepo;
  readonly #view: ViewRepo;
  readonly #problems: ProblemRepo;
  readonly #sources: SourceRepo;
  readonly #feed: ChangeFeed;
  readonly #keys: ProductKeyRepo;
  readonly #merges: MergeRepo;
  readonly #merged: MergedView;
  readonly #upsertParticipants = new Set<(productIds: readonly number[]) => void>();

  constructor(database: Database, options: CatalogOptions) {
    this.#db = database;
    this.#libraryDir = options.libraryDir;
    this.#products = new ProductRepo(database);
    this.#keys = new ProductKeyRepo(database);
    this.#merges = new MergeRepo(database);
    this.#merged = new MergedView(this.#merges, this.#keys);
    this.#reads = new ReadRepo(database, this.#merged);
    this.#view = new ViewRepo(database, this.#merged);
    this.#problems = new ProblemRepo(database);
    this.#sources = new SourceRepo(database);
    this.#feed = new ChangeFeed(options.hub, () => this.counts());
  }

  upsert(sourceId: number, drafts: readonly ProductDraft[]): { added: number; updated: number; unchanged: number } {
    const tally = { added: 0, updated: 0, unchanged: 0 };
    const changed: number[] = [];
    const removedImages: number[] = [];
    const now = new Date().toISOString();
    this.#write(() => {
      for (const draft of drafts) {
        const outcome = this.#products.upsert(sourceId, draft, now);
        tally[outcome.what]++;
        if (outcome.what !== 'unchanged') changed.push(outcome.id);
        removedImages.push(...outcome.removedImages);
      }
      if (changed.length > 0) for (const participant of this.#upsertParticipants) participant(changed);
    });
    if (changed.length > 0) this.#publish({ changed, removed: [], removedImages });
    return tally;
  }

  removeMissing(sourceId: number, keep: ReadonlySet<string>): number {
    const { removed, removedImages } = this.#write(() => {
      const missing = this.#products.missing(sourceId, keep);
      return { removed: missing, removedImages: missing.length === 0 ? [] : this.#products.remove(missing) };
    });
    if (removed.length > 0) this.#publish({ changed: [], removed, removedImages });
    return removed.length;
  }

  setProblems(sourceId: number, problems: readonly ProblemDraft[]): void {
    const now = new Date().toISOString();
    const outcome = this.#write(() => this.#problems.replace(sourceId, problems, now));
    if (outcome.changed) this.#publish({ changed: outcome.products, removed: [], removedImages: [] });
  }

  /** Says that the bytes behind these files changed, so that vectors and pictures shown are renewed. */
  filesChanged(fileIds: readonly number[]): void {
    const changed = this.#products.showing(fileIds);
    if (changed.length > 0) this.#publish({ changed, removed: [], removedImages: [] });
  }

  /**
   * To be called inside the transaction that edited tags of these products, or the vocabulary they use: renews their words and text hashes, and
   * tells everyone once the transaction is over.
   */
  retagged(productIds: readonly number[]): void {
    this.#products.forgetTags();
    this.#products.renewTexts(productIds, new Date().toISOString());
    this.#db.afterCommit(() => this.#publish({ changed: productIds, removed: [], removedImages: [] }));
  }

  /** The participant is called inside the transaction of each `upsert`, with the products that it added or changed. */
  onUpsert(participant: (productIds: readonly number[]) => void): () => void {
    this.#upsertParticipants.add(participant);
    return () => this.#upsertParticipants.delete(participant);
  }

  /** The listener is called synchronously after each commit that changed something. */
  onChange(listener: (change: CatalogChange) => void): () => void {
    return this.#feed.onChange(listener);
  }

  rows(ids?: readonly number[]): CatalogRow[] {
    return this.#view.rows(ids);
  }

  tagsById(): ReadonlyMap<number, TagName> {
    return this.#view.tagsById();
  }

  /** Every tag with all it is called: its name first, then synonyms. */
  tagNames(): { readonly id: number; readonly group: string; readonly names: readonly string[] }[] {
    return this.#view.tagNames();
  }

  /** The texts to embed, of all products or of those with the given ids, in id order. */
  texts(ids?: readonly number[]): ProductText[] {
    return this.#view.texts(ids);
  }

  /** @throws {AppError} `NOT_FOUND` */
  product(id: number): Product {
    return this.#withProblems(id, this.#reads.product(id));
  }

  #withProblems(id: number, product: Omit<ProductParts, 'hasProblem'> | undefined): Product {
    if (product === undefined) {
      throw new AppError('NOT_FOUND', `There is no product ${id} in this library. It may have left with its source.`);
    }
    const problems = this.#problems.ofProduct(id);
    return { ...product, problems, hasProblem: problems.length > 0 };
  }

  /** The first such product where several sources have the same sku. @throws {AppError} `NOT_FOUND` */
  productBySku(sku: string): Product {
    const id = this.#reads.idBySku(sku);
    if (id === undefined) {
      throw new AppError('NOT_FOUND', `There is no product with the sku "${sku}" in this library.`, {
        details: { sku },
      });
    }
    return this.product(id);
  }

  /** The products that are shown for one of these numbers, whatever its case: their own, or that of a listing merged into them. */
  numbered(skus: readonly string[]): Set<number> {
    const spellings = skus.flatMap((sku) => [sku, sku.toUpperCase(), sku.toLowerCase()]);
    return new Set(this.#reads.idsBySkus(spellings).map((id) => this.#merged.keeperOf(id) ?? id));
  }

  /** In the order of `ids`; ids that are not there any more are left out. */
  summaries(ids: readonly number[]): ProductSummary[] {
    return this.#reads.summaries(ids);
  }

  vocabulary(): MethodResult<'catalog.vocabulary'> {
    return this.#reads.vocabulary();
  }

  problems(params: MethodParams<'catalog.problems'>): MethodResult<'catalog.problems'> {
    const byCode = this.#problems.byCode(params.sourceId);
    return {
      total: byCode.reduce((sum, { count }) => sum + count, 0),
      byCode: byCode.map((row) => ({ ...row })),
      items: this.#problems.page(params.offset, params.limit, params.sourceId),
    };
  }

  /** @throws {AppError} `NOT_FOUND` for everything that is not a picture of this library */
  resolveFile(url: string): MethodResult<'catalog.file'> {
    return resolvePicture(url, this.#reads, this.#libraryDir);
  }

  sources(): StoredSource[] {
    return this.#sources.all();
  }

  /** @throws {AppError} `NOT_FOUND` */
  source(id: number): StoredSource {
    const source = this.#sources.byId(id);
    if (source === undefined) throw new AppError('NOT_FOUND', `There is no source ${id} in this library.`);
    return source;
  }

  /** Adds a source, or takes up the one with this path, giving it the layout and options at hand. */
  addSource(draft: SourceDraft): StoredSource {
    return this.source(this.#write(() => this.#sources.put(draft, new Date().toISOString())));
  }

  setScanned(sourceId: number, at: Date = new Date()): void {
    this.#sources.setScanned(sourceId, at.toISOString());
  }

  /** Takes a source out with its products, words, problems and files; answers how many products left. @throws {AppError} `NOT_FOUND` */
  removeSource(sourceId: number): number {
    const { removed, removedImages } = this.#write(() => {
      const files = this.#sources.fileIds(this.source(sourceId));
      const products = this.#sources.productIds(sourceId);
      const images = this.#products.remove(products);
      this.#sources.remove(sourceId);
      this.#sources.removeUnusedFiles(files);
      return { removed: products, removedImages: images };
    });
    this.#publish({ changed: [], removed, removedImages });
    return removed.length;
  }

  counts(): CatalogCounts {
    return this.#reads.counts();
  }

  /** The key that stands for a product for ever, made when there is none. @throws {AppError} `NOT_FOUND` */
  keyOf(productId: number): number {
    const key = this.#keys.ensure(productId);
    if (key === undefined) {
      throw new AppError(
        'NOT_FOUND',
        `There is no product ${productId} in this library. It may have left with its source.`,
      );
    }
    return key;
  }

  /** The key of a product that need not be there, for what is read from a file. */
  putKey(source: string, sku: string, hash: string | null): number {
    return this.#keys.put(source, sku, hash);
  }

  /** The product here that a key from another library means, if there is exactly one. */
  matchKey(source: string, sku: string, hash: string | null): number | undefined {
    return this.#keys.match(source, sku, hash);
  }

  /** Path of the source and sku of those of these products that are there, merged or not. */
  addresses(productIds: readonly number[]): { productId: number; source: string; sku: string }[] {
    return this.#keys.addresses(productIds);
  }

  keys(): ProductKeyRow[] {
    return this.#keys.all();
  }

  /** Keys of the products that are there, with the id each has now. */
  productsByKey(): ReadonlyMap<number, number> {
    return this.#keys.resolve();
  }

  /** Merges as they are stored, also of products that are not there now. */
  merges(): MergeRow[] {
    return this.#merges.all();
  }

  /** The merges that have one of these keys as their member or keeper. */
  mergesTouching(keys: readonly number[]): MergeRow[] {
    return this.#merges.touching(keys);
  }

  /** Products that are shown as part of another, each with that one. */
  mergedMembers(): ReadonlyMap<number, number> {
    return this.#merged.keepers;
  }

  /** What a keeper shows of others; undefined for a product that nothing was merged into. */
  mergedProduct(keeperId: number): MergedProduct | undefined {
    return this.#merged.of(keeperId);
  }

  /** A product as its source lists it, without what was merged into it. @throws {AppError} `NOT_FOUND` */
  productAsListed(id: number): Product {
    return this.#withProblems(id, this.#reads.productAsListed(id));
  }

  /** The product that this one is shown as a part of. */
  keeperOf(productId: number): number | undefined {
    return this.#merged.keeperOf(productId);
  }

  /**
   * Takes these products out of their merges, then writes the given ones. Call `announceMerges` after the transaction: it is what others see.
   */
  writeMerges(memberKeys: Iterable<number>, rows: readonly MergeRow[]): void {
    for (const key of memberKeys) this.#merges.remove(key);
    for (const row of rows) this.#merges.put(row);
  }

  /** Shows merges as they are stored now. */
  announceMerges(): void {
    this.#publish({ changed: [...this.#merged.reload()], removed: [], removedImages: [] });
  }

  /** Sends what is still to be sent and stops listening; call it before the database is closed. */
  close(): void {
    this.#feed.close();
  }

  /** Whatever changes in the catalog may change what merged products show. */
  #publish(change: CatalogChange): void {
    const shownOtherwise = this.#merged.refresh();
    const gone = new Set(change.removed);
    const changed = new Set(change.changed);
    for (const id of shownOtherwise) if (!gone.has(id)) changed.add(id);
    for (const id of change.changed) {
      const keeper = this.#merged.keeperOf(id);
      if (keeper !== undefined) changed.add(keeper);
    }
    if (changed.size + change.removed.length + change.removedImages.length === 0) return;
    this.#feed.publish({ ...change, changed: [...changed] });
  }

  #write<T>(work: () => T): T {
    try {
      return this.#db.transaction(work);
    } catch (error) {
      this.#products.forgetTags();
      throw error;
    }
  }
}
