/**
 * The catalog: products, images, tags and problems. What is read is read through its parts; every write goes through the catalog itself,
 * which puts it into one transaction and tells of the change after the commit.
 */
import type { ProductField } from '../../contract/exchange.ts';
import type { EventHub } from '../../contract/rpc/event-hub.ts';
import type { Database } from '../db/database.ts';
import { CatalogRowRepo } from './catalog-row-repo.ts';
import { ChangeFeed } from './change-feed.ts';
import { EditRepo, type StoredEdit, type StoredRemoval } from './edit-repo.ts';
import { type FieldValue, readValue, sameValue } from './edited-fields.ts';
import { ImageFileRepo } from './image-file-repo.ts';
import { ImageFiles } from './image-files.ts';
import { MergeRepo, type MergeRow } from './merge-repo.ts';
import { MergedView } from './merged-view.ts';
import { ProblemRepo } from './problem-repo.ts';
import { ProductKeyRepo } from './product-key-repo.ts';
import { ProductReadRepo } from './product-read-repo.ts';
import { ProductRepo } from './product-repo.ts';
import type { ProductWordRepo } from './product-word-repo.ts';
import { ReferenceRepo } from './reference-repo.ts';
import { SourceRepo } from './source-repo.ts';
import { SourceRowRepo } from './source-row-repo.ts';
import type { CatalogChange, ProblemDraft, ProductDraft } from './types.ts';
import { VocabularyRepo } from './vocabulary-repo.ts';

export { mergeRowSchema } from './merge-repo.ts';
export type { MergeRow, StoredEdit, StoredRemoval };

export interface CatalogOptions {
  readonly hub: EventHub;
  readonly libraryDir: string;
}

export class Catalog {
  readonly products: ProductReadRepo;
  readonly words: Pick<ProductWordRepo, 'outdated'>;
  readonly rows: Pick<CatalogRowRepo, 'read' | 'texts' | 'languages'>;
  readonly vocabulary: VocabularyRepo;
  readonly keys: ProductKeyRepo;
  readonly merges: Omit<MergedView, 'refresh' | 'reload'>;
  /** Merges as they are stored, also of products that are not there now. */
  readonly storedMerges: Pick<MergeRepo, 'touching'>;
  readonly sources: Pick<SourceRepo, 'all' | 'get' | 'put' | 'setScanned'>;
  readonly sourceRows: Pick<SourceRowRepo, 'ofProduct' | 'ofSource' | 'header' | 'putHeader'>;
  readonly edits: Pick<EditRepo, 'all' | 'get' | 'removals'>;
  readonly problems: Pick<ProblemRepo, 'list' | 'sourcesWith'>;
  readonly imageFiles: ImageFiles;
  readonly references: ReferenceRepo;
  readonly #db: Database;
  readonly #products: ProductRepo;
  readonly #problems: ProblemRepo;
  readonly #sources: SourceRepo;
  readonly #mergeRows: MergeRepo;
  readonly #merged: MergedView;
  readonly #edits: EditRepo;
  readonly #feed: ChangeFeed;
  /** Products edited in the open transaction. */
  readonly #edited = new Set<number>();
  readonly #upsertParticipants = new Set<(productIds: readonly number[]) => void>();

  constructor(database: Database, { hub, libraryDir }: CatalogOptions) {
    this.#db = database;
    this.#products = new ProductRepo(database);
    this.words = this.#products.words;
    this.keys = new ProductKeyRepo(database);
    this.storedMerges = this.#mergeRows = new MergeRepo(database);
    this.edits = this.#edits = new EditRepo(database);
    this.merges = this.#merged = new MergedView(this.#mergeRows, this.keys, this.#edits);
    this.problems = this.#problems = new ProblemRepo(database);
    this.sources = this.#sources = new SourceRepo(database);
    this.sourceRows = new SourceRowRepo(database);
    this.products = new ProductReadRepo(database, this.#problems, this.#merged);
    this.vocabulary = new VocabularyRepo(database, this.#merged);
    this.rows = new CatalogRowRepo(database, this.vocabulary, this.#merged);
    this.imageFiles = new ImageFiles(new ImageFileRepo(database), libraryDir);
    this.references = new ReferenceRepo(database);
    this.#feed = new ChangeFeed(hub, () => this.products.counts());
  }

  /** Brings the prices of all products in step with the sales that run at `now`. */
  renewPrices(now = new Date()): void {
    this.#write(() => ({ changed: this.#products.renewPrices(now) }));
  }

  /** Adds or updates products of a source. Product and image ids survive an update; what did not change is not touched. */
  upsert(sourceId: number, drafts: readonly ProductDraft[]): { added: number; updated: number; unchanged: number } {
    const tally = { added: 0, updated: 0, unchanged: 0 };
    const now = new Date().toISOString();
    this.#write(() => {
      const changed: number[] = [];
      const removedImages: number[] = [];
      this.#products.words.expect(drafts);
      for (const draft of drafts) {
        const outcome = this.#products.upsert(sourceId, draft, now);
        tally[outcome.what]++;
        if (outcome.what !== 'unchanged') changed.push(outcome.id);
        removedImages.push(...outcome.removedImages);
      }
      if (changed.length > 0) for (const participant of this.#upsertParticipants) participant(changed);
      return { changed, removedImages };
    });
    return tally;
  }

  /** Takes out the products of a source whose sku is not in `keep`; answers how many. */
  removeMissing(sourceId: number, keep: ReadonlySet<string>): number {
    const removed = this.#products.missing(sourceId, keep);
    if (removed.length > 0) this.#write(() => ({ removed, removedImages: this.#products.remove(removed) }));
    return removed.length;
  }

  /** Another file takes the place of a source's: what was said of its products stays with their numbers. @throws {AppError} `NOT_FOUND` */
  moveSource(sourceId: number, path: string): void {
    const from = this.#sources.get(sourceId).path;
    this.#write(() => {
      this.#sources.setPath(sourceId, path);
      this.keys.moveSource(from, path);
      this.#db.afterCommit(() => this.#merged.reload());
      return { changed: this.#sources.productIds(sourceId) };
    });
  }

  /** Takes a source out with its products, words, problems and files; answers how many products left. @throws {AppError} `NOT_FOUND` */
  removeSource(sourceId: number): number {
    const files = this.#sources.fileIds(this.sources.get(sourceId));
    const removed = this.#sources.productIds(sourceId);
    this.#write(() => {
      const removedImages = this.#products.remove(removed);
      this.#sources.remove(sourceId);
      this.#sources.removeUnusedFiles(files);
      return { removed, removedImages };
    });
    return removed.length;
  }

  /** Replaces the recorded problems of a source by these; `since` of a problem that persists is kept. */
  setProblems(sourceId: number, problems: readonly ProblemDraft[]): void {
    this.#write(() => ({ changed: this.#problems.replace(sourceId, problems, new Date().toISOString()) }));
  }

  /** Says that the bytes behind these files changed, so that vectors and images shown are renewed. */
  filesChanged(fileIds: readonly number[]): void {
    this.#publish({ changed: this.#products.showing(fileIds) });
  }

  /**
   * Renews the words and text hashes of products whose tags were edited, or the vocabulary they use, in the transaction that edited them:
   * everyone is told once that is committed.
   */
  retagged(productIds: readonly number[]): void {
    this.#write(() => {
      this.#products.forgetTags();
      this.#products.words.renew(productIds, new Date().toISOString());
      return { changed: productIds };
    });
  }

  /** Writes the words of up to `limit` products whose words are outdated anew; answers of how many. They show the same. */
  renewWords(limit: number): number {
    return this.#db.transaction(() => this.#products.words.renewOutdated(limit));
  }

  /** Takes these products out of their merges, then writes the given ones. */
  writeMerges(memberKeys: Iterable<number>, rows: readonly MergeRow[]): void {
    this.#db.transaction(() => {
      for (const key of memberKeys) this.#mergeRows.remove(key);
      for (const row of rows) this.#mergeRows.put(row);
      this.#db.afterCommit(this.#announceMerges);
    });
  }

  /**
   * Says of a field of a product what a person wants, whatever its source says; undefined takes back what was said. Answers the edit before,
   * with its key. To be called inside a transaction, whose end tells everyone.
   * @throws {AppError} `NOT_FOUND`
   */
  edit(
    productId: number,
    field: ProductField,
    value: FieldValue | undefined,
    by: string,
  ): { readonly productKey: number; readonly before: StoredEdit | undefined; readonly changed: boolean } {
    const productKey = this.keys.of(productId);
    const before = this.#edits.get(productKey, field);
    const source = before === undefined ? this.#products.field(productId, field) : readValue(before.source);
    const wanted = value === undefined || sameValue(value, source) ? undefined : value;
    const resolves = before !== undefined && before.base !== before.source;
    if (
      wanted === undefined
        ? before === undefined
        : before !== undefined && !resolves && sameValue(wanted, readValue(before.value))
    )
      return { productKey, before, changed: false };
    const now = new Date().toISOString();
    const said = JSON.stringify(source);
    if (wanted === undefined) this.#edits.remove(productKey, field);
    else this.#edits.put({ productKey, field, value: JSON.stringify(wanted), base: said, source: said, by, at: now });
    this.#showField(productId, field, wanted === undefined ? source : wanted, now);
    return { productKey, before, changed: true };
  }

  /** Puts an edit back as it was, or takes it out; inside a transaction. */
  restoreEdit(productKey: number, field: ProductField, before: StoredEdit | undefined): void {
    const current = this.#edits.get(productKey, field);
    const productId = this.keys.productOf(productKey);
    if (before === undefined) this.#edits.remove(productKey, field);
    else this.#edits.put({ ...before, source: current?.source ?? before.source });
    if (productId === undefined) return;
    const shown = before?.value ?? current?.source;
    if (shown !== undefined) this.#showField(productId, field, readValue(shown), new Date().toISOString());
  }

  /** Takes a product out, or brings it back with null; inside a transaction. Answers whether that changed anything. */
  setRemoved(productKey: number, removal: Omit<StoredRemoval, 'productKey'> | null): boolean {
    const before = this.#edits.removals([productKey])[0];
    if ((before === undefined) === (removal === null)) return false;
    if (removal === null) this.#edits.takeBackRemoval(productKey);
    else this.#edits.putRemoval({ productKey, ...removal });
    const productId = this.keys.productOf(productKey);
    if (productId === undefined) return true;
    this.#db.afterCommit(() => {
      this.#merged.reload();
      this.#publish(removal === null ? { changed: [productId] } : { removed: [productId] });
    });
    return true;
  }

  #showField(productId: number, field: ProductField, value: FieldValue, now: string): void {
    this.#products.writeField(productId, field, value, now);
    this.#db.afterRollback(this.#forgetEdits);
    this.#edited.add(productId);
    this.#db.afterCommit(this.#announceEdits);
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

  /** Sends what is still to be sent and stops listening; call it before the database is closed. */
  close(): void {
    this.#feed.close();
  }

  /** One function, so that a transaction that writes many merges shows them once. */
  readonly #announceMerges = (): void => this.#publish({ changed: [...this.#merged.reload()] });

  /** One function, so that a transaction that edits many products tells of them once. */
  readonly #announceEdits = (): void => {
    const changed = [...this.#edited];
    this.#edited.clear();
    for (const id of this.#merged.reload()) changed.push(id);
    this.#publish({ changed });
  };

  readonly #forgetEdits = (): void => {
    this.#edited.clear();
    this.#forgetTags();
  };

  readonly #forgetTags = (): void => this.#products.forgetTags();

  /** Runs `work` in a transaction and tells of what it answers once that is committed. */
  #write(work: () => Partial<CatalogChange>): void {
    this.#db.transaction(() => {
      this.#db.afterRollback(this.#forgetTags);
      const change = work();
      this.#db.afterCommit(() => this.#publish(change));
    });
  }

  /** Whatever changes in the catalog may change what merged products show. */
  #publish({ changed = [], removed = [], removedImages = [] }: Partial<CatalogChange>): void {
    if (changed.length + removed.length + removedImages.length === 0) return;
    const gone = new Set(removed);
    const shown = new Set(changed.filter((id) => !gone.has(id)));
    for (const id of this.#merged.refresh()) if (!gone.has(id)) shown.add(id);
    for (const id of changed) if (!gone.has(id)) shown.add(this.#merged.shownAs(id));
    this.#feed.publish({ changed: [...shown], removed, removedImages });
  }
}
