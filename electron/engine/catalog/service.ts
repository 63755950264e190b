/** The catalog: products, images, tags and problems, read and written by every other domain through this one class. */
import type { Product, ProductSummary } from '../../contract/catalog.ts';
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import { AppError } from '../../contract/errors.ts';
import type { EventHub } from '../../contract/rpc/event-hub.ts';
import type { Database } from '../db/database.ts';
import { ChangeFeed } from './change-feed.ts';
import { resolvePicture } from './picture-files.ts';
import { ProblemRepo } from './problems/repo.ts';
import { ReadRepo } from './read/repo.ts';
import { ProductRepo } from './repo.ts';
import { type SourceDraft, SourceRepo, type StoredSource } from './sources/repo.ts';
import type { CatalogChange, CatalogPort, CatalogRow, ProblemDraft, ProductDraft, TagName } from './types.ts';
import { type ProductText, ViewRepo } from './view/repo.ts';

export type { ProductText, SourceDraft, StoredSource };

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
  #closed = false;

  constructor(database: Database, options: CatalogOptions) {
    this.#db = database;
    this.#libraryDir = options.libraryDir;
    this.#products = new ProductRepo(database);
    this.#reads = new ReadRepo(database);
    this.#view = new ViewRepo(database);
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
    });
    if (changed.length > 0) this.#feed.publish({ changed, removed: [], removedImages });
    return tally;
  }

  removeMissing(sourceId: number, keep: ReadonlySet<string>): number {
    const { removed, removedImages } = this.#write(() => {
      const missing = this.#products.missing(sourceId, keep);
      return { removed: missing, removedImages: missing.length === 0 ? [] : this.#products.remove(missing) };
    });
    if (removed.length > 0) this.#feed.publish({ changed: [], removed, removedImages });
    return removed.length;
  }

  setProblems(sourceId: number, problems: readonly ProblemDraft[]): void {
    const now = new Date().toISOString();
    const outcome = this.#write(() => this.#problems.replace(sourceId, problems, now));
    if (outcome.changed) this.#feed.publish({ changed: outcome.products, removed: [], removedImages: [] });
  }

  /** Says that the bytes behind these files changed, so that vectors and pictures shown are renewed. */
  filesChanged(fileIds: readonly number[]): void {
    const changed = this.#products.showing(fileIds);
    if (changed.length > 0) this.#feed.publish({ changed, removed: [], removedImages: [] });
  }

  /**
   * To be called inside the transaction that edited tags of these products, or the vocabulary they use: renews their words and text hashes, and
   * tells everyone once the transaction is over.
   */
  retagged(productIds: readonly number[]): void {
    this.#products.forgetTags();
    this.#products.renewTexts(productIds, new Date().toISOString());
    queueMicrotask(() => {
      if (!this.#closed) this.#feed.publish({ changed: productIds, removed: [], removedImages: [] });
    });
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
    const product = this.#reads.product(id);
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
    this.#feed.publish({ changed: [], removed, removedImages });
    return removed.length;
  }

  counts(): CatalogCounts {
    return this.#reads.counts();
  }

  /** Sends what is still to be sent and stops listening; call it before the database is closed. */
  close(): void {
    this.#closed = true;
    this.#feed.close();
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
