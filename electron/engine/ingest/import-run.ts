/**
 * One import of one source, from looking through it to a catalog that is in step. It may be stopped or killed anywhere: whatever is
 * stored is true by itself, and the next run finds it and goes on.
 *
 * A product of a table is in the catalog as soon as its row is read, and its images follow. A product of a folder is nothing without
 * its images: it comes once they have been read, and not at all when none of them can be.
 */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { throwIfCancelled } from '../../contract/errors.ts';
import type { ImportResult } from '../../contract/ingest.ts';
import type { StoredSource, TableHeader, VariantDraft } from '../catalog/types.ts';
import type { JobContext } from '../jobs/types.ts';
import type { TakenFrames } from './clip-frames.ts';
import { ImagePipeline } from './pipeline/images.ts';
import { TextStage } from './pipeline/texts.ts';
import type { ImageOutcome, ImageTask } from './pipeline/types.ts';
import { type PlannedProduct, plan } from './plan.ts';
import { ProblemLog } from './problem-log.ts';
import { ProductWriter } from './product-writer.ts';
import { scanFolder } from './scan/folder.ts';
import { scanTable } from './scan/table.ts';
import type { ScanItem, ScanProblem } from './scan/types.ts';
import { rootFailure } from './scan/walk.ts';
import { matchingEncoder, type RunDeps } from './types.ts';

/** A product with images that are not read yet; `failed` are the files that turned out broken. */
interface Pending {
  readonly planned: PlannedProduct;
  readonly failed: Set<number>;
  left: number;
}

export class ImportRun {
  readonly #deps: RunDeps;
  readonly #source: StoredSource;
  readonly #context: JobContext;
  readonly #texts: TextStage;
  readonly #writer: ProductWriter;
  readonly #problems = new ProblemLog();
  /** Sku prefixes below which nothing could be seen. */
  readonly #unseen: string[] = [];
  readonly #seenFiles = new Set<number>();
  readonly #tasks = new Map<number, ImageTask>();
  /** Folder products by the files they wait for. */
  readonly #pending = new Map<number, Pending[]>();
  /** Skus of table products by the files still to be read. */
  readonly #shownBy = new Map<number, string[]>();
  /** Table products that name a file that turned out broken. */
  readonly #affected = new Set<string>();
  /** Products that stay as they are, because an image cannot be read for the moment. */
  readonly #untouched = new Set<string>();
  /** Ids of the images that the table names by address. */
  readonly #addresses = new Set<number>();
  readonly folders = new Set<string>();
  /** Clips and the files of their frames. */
  readonly #clips = new Map<string, readonly string[]>();
  #scanned = false;
  #skipped = 0;
  #read = 0;
  #encoded = 0;

  constructor(deps: RunDeps, source: StoredSource, context: JobContext) {
    this.#deps = deps;
    this.#source = source;
    this.#context = context;
    this.#writer = new ProductWriter(deps.catalog, source.id);
    this.#texts = new TextStage({
      catalog: deps.catalog,
      vectors: deps.vectors,
      encoder: () => matchingEncoder(deps),
      signal: context.signal,
    });
  }

  /**
   * @throws {AppError} `FILE_MISSING`, `FOLDER_UNREADABLE`, the codes of tables, `MODEL_MISSING`, `MODEL_DAMAGED`, `MODEL_FAILED`,
   * `DISK_FULL`, `CANCELLED`; products are taken out only by a run that got to its end
   */
  async run(): Promise<ImportResult> {
    const started = performance.now();
    const stopListening = this.#deps.catalog.onChange(({ changed }) => this.#texts.offer(changed));
    try {
      await this.#scan();
      await this.#readImages();
      const removed = await this.#finish();
      return {
        products: this.#writer.products,
        images: this.#writer.images,
        encoded: this.#encoded,
        skipped: this.#skipped,
        removed,
        failed: this.#problems.failed(this.#source.path),
        ...(this.#clips.size === 0 ? {} : { clips: { read: this.#clips.size, frames: this.#frames().length } }),
        seconds: Math.round(performance.now() - started) / 1000,
      };
    } catch (error) {
      if (this.#scanned && this.#context.signal.aborted) this.#writeProblems();
      throw error;
    } finally {
      stopListening();
      await this.#texts.idle();
    }
  }

  #items(signal: AbortSignal): AsyncIterable<ScanItem> {
    const { kind, path: root, layout, options, products } = this.#source;
    if (kind === 'table') {
      const onHeader = (header: TableHeader): void => this.#deps.catalog.sourceRows.putHeader(this.#source.id, header);
      return scanTable({ path: root, options, onHeader, web: this.#deps.web.lookUp }, signal);
    }
    const onFolder = (folder: string): unknown => this.folders.add(folder);
    const framesOf = (clip: string): Promise<TakenFrames> => this.#framesOf(clip, signal);
    return scanFolder({ root, layout: layout ?? 'photo', refuseEmpty: products > 0, onFolder, framesOf }, signal);
  }

  async #framesOf(clip: string, signal: AbortSignal): Promise<TakenFrames> {
    this.#context.report({ current: path.relative(this.#source.path, clip) });
    const taken = await this.#deps.clips.of(this.#source.id, clip, signal);
    if (taken.kind === 'frames') this.#clips.set(clip, taken.paths);
    return taken;
  }

  async #scan(): Promise<void> {
    const { signal, report } = this.#context;
    report({ phase: 'scan', done: 0, total: null, current: this.#source.path, failures: 0 });
    let found = 0;
    for await (const group of plan(this.#items(signal), this.#deps, signal)) {
      for (const item of group) {
        if ('kind' in item) this.#noteProblem(item);
        else await this.#takeProduct(item);
      }
      found += group.length;
      report({ done: found, failures: this.#problems.size });
    }
    await this.#writer.flush();
    this.#scanned = true;
  }

  #noteProblem(problem: ScanProblem): void {
    this.#problems.note(problem);
    if (problem.unseen !== undefined) this.#unseen.push(problem.unseen);
  }

  async #takeProduct(planned: PlannedProduct): Promise<void> {
    const { sku } = planned.product.draft;
    for (const id of this.#deps.web.name(this.#source.id, planned.product.addresses ?? [])) this.#addresses.add(id);
    const todo = new Set<number>();
    for (const file of planned.files) {
      if (file.kind === 'failed') this.#fail(file.path, file.failure, [sku]);
      if (file.fileId === null) continue;
      if (file.kind === 'ready' && !this.#seenFiles.has(file.fileId)) this.#skipped++;
      this.#seenFiles.add(file.fileId);
      if (file.kind !== 'todo') continue;
      todo.add(file.fileId);
      this.#tasks.set(file.fileId, this.#tasks.get(file.fileId) ?? file.task);
    }
    if (this.#source.kind === 'table') {
      for (const id of todo) append(this.#shownBy, id, sku);
      await this.#write(planned, new Set());
    } else if (todo.size === 0) {
      await this.#write(planned, new Set());
    } else {
      const pending = { planned, failed: new Set<number>(), left: todo.size };
      for (const id of todo) append(this.#pending, id, pending);
    }
  }

  /** Writes a product with those of its images that are not broken; one of a folder only when there are any. */
  async #write({ product, files }: PlannedProduct, failed: ReadonlySet<number>): Promise<void> {
    const shown = new Map<string, number>();
    for (const file of files) {
      if (file.kind !== 'failed' && !failed.has(file.fileId)) shown.set(file.path, file.fileId);
    }
    if (shown.size === 0 && this.#source.kind === 'folder') return;
    const variants = product.variants.map(({ imagePath, ...variant }): VariantDraft => {
      return { ...variant, fileId: shown.get(imagePath ?? '') ?? null };
    });
    await this.#writer.write({ ...product.draft, variants, fileIds: [...shown.values()] });
  }

  async #readImages(): Promise<void> {
    if (this.#tasks.size === 0) return;
    const { database, files, vectors, thumbDir, reading, startReader } = this.#deps;
    const { signal, report } = this.#context;
    const base = this.#source.kind === 'folder' ? this.#source.path : path.dirname(this.#source.path);
    report({ phase: 'encode', done: 0, total: this.#tasks.size });
    const encoder = await matchingEncoder(this.#deps);
    const pipeline = new ImagePipeline({
      database,
      files,
      vectors,
      encoder,
      thumbDir,
      reading,
      startReader,
      signal,
      onStored: (outcomes) => this.#stored(outcomes),
      onRead: (task) => report({ current: path.relative(base, task.path) }),
    });
    await pipeline.run(this.#tasks.values());
  }

  async #stored(outcomes: readonly ImageOutcome[]): Promise<void> {
    const ready: number[] = [];
    const complete: Pending[] = [];
    for (const outcome of outcomes) {
      const { fileId, path: file } = outcome.task;
      this.#read++;
      if (outcome.kind === 'ready') {
        ready.push(fileId);
        if (outcome.encoded) this.#encoded++;
      } else {
        const skus = this.#shownBy.get(fileId) ?? [];
        for (const sku of skus) this.#affected.add(sku);
        this.#fail(file, outcome.failure, skus);
      }
      for (const pending of this.#pending.get(fileId) ?? []) {
        if (outcome.kind === 'failed') {
          pending.failed.add(fileId);
          this.#fail(file, outcome.failure, [pending.planned.product.draft.sku]);
        }
        if (--pending.left === 0) complete.push(pending);
      }
      this.#pending.delete(fileId);
    }
    for (const { planned, failed } of complete) await this.#write(planned, failed);
    await this.#writer.flush();
    this.#deps.catalog.filesChanged(ready);
    this.#context.report({ done: this.#read, failures: this.#problems.size });
  }

  #fail(file: string, failure: Parameters<ProblemLog['fileFailed']>[1], skus: readonly string[]): void {
    this.#problems.fileFailed(this.#deps.web.addressOf(file, this.#source.id) ?? file, failure, skus);
    if (failure.code === 'FILE_UNREADABLE') for (const sku of skus) this.#untouched.add(sku);
  }

  async #finish(): Promise<number> {
    const { catalog, files, vectors } = this.#deps;
    const { signal, report } = this.#context;
    report({ phase: 'finish', done: 0, total: null, current: null });
    await this.#texts.finish((done, total) => report({ done, total }));
    if (this.#affected.size > 0) await this.#withoutBroken();
    await this.#assertReachable();
    throwIfCancelled(signal);
    const removed = catalog.removeMissing(this.#source.id, this.#kept());
    if (this.#source.kind === 'folder' && this.#unseen.length === 0) {
      const folder = this.#source.path;
      files.forgetUnseen(folder.endsWith(path.sep) ? folder.slice(0, -1) : folder, path.sep, this.#seenFiles);
      await this.#deps.clips.keepOnly(this.#source.id, this.#frames());
    }
    this.#deps.web.repo.forgetOthers(this.#source.id, this.#addresses);
    this.#writeProblems();
    catalog.sources.setScanned(this.#source.id);
    await vectors.save();
    return removed;
  }

  /** Takes files that turned out broken off the products of a table. */
  async #withoutBroken(): Promise<void> {
    const { signal } = this.#context;
    for await (const group of plan(this.#items(signal), this.#deps, signal)) {
      for (const item of group) {
        if (!('kind' in item) && this.#affected.has(item.product.draft.sku)) await this.#write(item, new Set());
      }
    }
    await this.#writer.flush();
  }

  /** A disk that went away during the import must not take the products with it. */
  async #assertReachable(): Promise<void> {
    const { kind, path: source } = this.#source;
    const folder = kind === 'folder' ? source : path.dirname(source);
    await readdir(folder).catch((error) => {
      throw rootFailure(folder, error);
    });
  }

  #frames(): string[] {
    return [...this.#clips.values()].flat();
  }

  #kept(): Set<string> {
    const kept = new Set([...this.#writer.skus(), ...this.#untouched]);
    if (this.#unseen.length === 0) return kept;
    for (const sku of this.#deps.files.skus(this.#source.id)) {
      if (this.#unseen.some((prefix) => `${sku}/`.startsWith(prefix))) kept.add(sku);
    }
    return kept;
  }

  #writeProblems(): void {
    const { catalog, files } = this.#deps;
    const present = new Set(files.skus(this.#source.id));
    catalog.setProblems(
      this.#source.id,
      this.#problems.drafts((sku) => present.has(sku)),
    );
  }
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
