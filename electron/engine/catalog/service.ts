/** The catalog: products, images, tags and problems, read and written by every other domain through this one class. */
import type { Problem, Product, ProductSummary } from '../../contract/catalog.ts';
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import type { TableOptions } from '../../contract/ingest.ts';
import type { Source } from '../../contract/library.ts';
import type { EventHub } from '../../contract/rpc/event-hub.ts';
import type { Database } from '../db/database.ts';
import type { CatalogChange, CatalogPort, CatalogRow, ProblemDraft, ProductDraft, TagName } from './types.ts';

export interface CatalogOptions {
  readonly hub: EventHub;
  readonly libraryDir: string;
}

export interface SourceDraft {
  readonly kind: Source['kind'];
  /** Absolute. */
  readonly path: string;
  readonly layout: Source['layout'];
  readonly options?: TableOptions;
}

export interface StoredSource extends Source {
  readonly options: TableOptions;
}

export interface CatalogCounts {
  readonly products: number;
  readonly images: number;
  readonly problems: number;
}

export interface ProductText {
  readonly productId: number;
  readonly textHash: string;
  readonly text: string;
}

export class Catalog implements CatalogPort {
  constructor(database: Database, options: CatalogOptions) {
    throw new Error(`not written yet ${database.readOnly} ${options.libraryDir}`);
  }

  upsert(sourceId: number, drafts: readonly ProductDraft[]): { added: number; updated: number; unchanged: number } {
    throw new Error(`${sourceId} ${drafts.length}`);
  }
  removeMissing(sourceId: number, keep: ReadonlySet<string>): number {
    throw new Error(`${sourceId} ${keep.size}`);
  }
  setProblems(sourceId: number, problems: readonly ProblemDraft[]): void {
    throw new Error(`${sourceId} ${problems.length}`);
  }
  /** Says that the bytes behind these files changed, so that vectors and pictures shown are renewed. */
  filesChanged(fileIds: readonly number[]): void {
    throw new Error(`${fileIds.length}`);
  }
  onChange(listener: (change: CatalogChange) => void): () => void {
    throw new Error(`${listener}`);
  }
  rows(ids?: readonly number[]): Iterable<CatalogRow> {
    throw new Error(`${ids}`);
  }
  tagsById(): ReadonlyMap<number, TagName> {
    throw new Error('');
  }
  /** The texts to embed, of all products or of those with the given ids, in id order. */
  texts(ids?: readonly number[]): ProductText[] {
    throw new Error(`${ids}`);
  }

  /** @throws {AppError} `NOT_FOUND` */
  product(id: number): Product {
    throw new Error(`${id}`);
  }
  /** @throws {AppError} `NOT_FOUND` */
  productBySku(sku: string): Product {
    throw new Error(sku);
  }
  /** In the order of `ids`; ids that are not there any more are left out. */
  summaries(ids: readonly number[]): ProductSummary[] {
    throw new Error(`${ids}`);
  }
  vocabulary(): MethodResult<'catalog.vocabulary'> {
    throw new Error('');
  }
  problems(params: MethodParams<'catalog.problems'>): { items: Problem[] } & MethodResult<'catalog.problems'> {
    throw new Error(`${params}`);
  }
  /** @throws {AppError} `NOT_FOUND` for everything that is not a picture of this library */
  resolveFile(url: string): MethodResult<'catalog.file'> {
    throw new Error(url);
  }

  sources(): StoredSource[] {
    throw new Error('');
  }
  /** @throws {AppError} `NOT_FOUND` */
  source(id: number): StoredSource {
    throw new Error(`${id}`);
  }
  /** Adds a source, or takes up the one with this path, giving it the layout and options at hand. */
  addSource(draft: SourceDraft): StoredSource {
    throw new Error(`${draft}`);
  }
  setScanned(sourceId: number, at?: Date): void {
    throw new Error(`${sourceId} ${at}`);
  }
  /** Takes a source out with its products, words, problems and files; answers how many products left. @throws {AppError} `NOT_FOUND` */
  removeSource(sourceId: number): number {
    throw new Error(`${sourceId}`);
  }
  counts(): CatalogCounts {
    throw new Error('');
  }
  /** Sends what is still to be sent and stops; the database stays open. */
  close(): void {}
}
