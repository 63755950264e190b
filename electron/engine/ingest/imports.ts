/** Brings folders of images and product tables into the library, and keeps them in step while it is open. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { AppError, type ErrorCode } from '../../contract/errors.ts';
import type {
  ColumnMapping,
  FolderPreview,
  ImportResult,
  Layout,
  TableOptions,
  TablePreview,
} from '../../contract/ingest.ts';
import type { Job } from '../../contract/jobs.ts';
import type { SourceDraft, StoredSource } from '../catalog/types.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { JobContext } from '../jobs/types.ts';
import { ImportRun } from './import-run.ts';
import { linkVectors } from './link-vectors.ts';
import { preview } from './preview.ts';
import { rootFailure } from './scan/walk.ts';
import { columnsOf, isTableName } from './tables/index.ts';
import type { ImportDeps } from './types.ts';
import { SourceWatcher } from './watch/source-watcher.ts';
import { Fetching, type FetchingDeps, type FetchRequest } from './web/fetching.ts';
import type { WebImageSummary } from './web/web-images.ts';

export interface ImportRequest {
  readonly path: string;
  readonly layout?: Layout | undefined;
  readonly table?: TableOptions | undefined;
  /** Images by address are fetched; `allowHosts` are those of the own network that may be asked. */
  readonly fetchImages?: { readonly allowHosts: readonly string[] } | undefined;
  /** The source whose place the table takes. */
  readonly replaces?: number | undefined;
}

const importParamsSchema = z.object({ sourceId: z.int() });
type ImportParams = z.infer<typeof importParamsSchema>;

export class Imports {
  readonly #deps: ImportDeps;
  readonly #jobs: Jobs;
  readonly #unlink: () => void;
  readonly #watcher: SourceWatcher;
  readonly #fetching: Fetching;
  /** The import at work: its source, its job, and its end. */
  #running: { readonly sourceId: number; readonly jobId: number; readonly ended: Promise<unknown> } | undefined;

  /** `fetching`: for tests, that cannot wait as long as servers may. */
  constructor(deps: ImportDeps & { readonly fetching?: Pick<FetchingDeps, 'limits' | 'pace'> }) {
    const { catalog, vectors, jobs } = deps;
    this.#deps = deps;
    this.#jobs = jobs;
    this.#unlink = linkVectors(catalog, vectors);
    this.#watcher = new SourceWatcher({ onQuiet: (sourceId) => this.#rescanQuietly(sourceId) });
    this.#fetching = new Fetching({
      web: deps.web,
      jobs,
      sources: catalog.sources,
      bringIn: (sourceId) => void this.#queue(catalog.sources.get(sourceId), true),
      ...deps.fetching,
    });
    jobs.register<ImportParams>(
      'import',
      (params, context) => this.#import(params.sourceId, context),
      importParamsSchema,
    );
  }

  /**
   * Adds the folder or table as a source, or takes up the one that is there, and queues its import. Without a layout, a folder keeps the
   * one it has, and a new one takes every image for a product.
   * @throws {AppError} `FILE_MISSING`, `FOLDER_UNREADABLE`, `BAD_REQUEST` for a file that is not a table
   */
  async start(request: ImportRequest): Promise<{ jobId: number; sourceId: number }> {
    const { catalog } = this.#deps;
    const resolved = path.resolve(request.path);
    if (request.replaces !== undefined) await this.#takePlace(request.replaces, resolved, request);
    const before = catalog.sources.all().find((source) => source.path === resolved);
    const source = catalog.sources.put(await this.#draft(resolved, request, before));
    const changed = before !== undefined && !sameReading(before, source);
    const { id: jobId } = this.#queue(source, changed);
    if (request.fetchImages !== undefined && source.kind === 'table')
      this.#fetching.start({ sourceId: source.id, ...request.fetchImages });
    return { jobId, sourceId: source.id };
  }

  /**
   * Looks at a folder or table; columns of a table are used as a person said for an earlier one with the same header.
   * @param alone whether it is to be imported elsewhere @throws {AppError} as `preview`
   */
  async preview(target: string, table: TableOptions = {}, alone = false): Promise<FolderPreview | TablePreview> {
    const { web } = this.#deps;
    const look = async (options: TableOptions): Promise<FolderPreview | TablePreview> => {
      const seen = await preview(target, options, undefined, alone ? undefined : web.lookUp);
      if (seen.kind !== 'table' || seen.web === null) return seen;
      return { ...seen, web: { ...seen.web, bytes: web.estimate(seen.web.images) } };
    };
    const found = await look(table);
    if (alone || found.kind !== 'table' || table.mapping !== undefined) return found;
    const mapping = this.#remembered(found.columns.map(({ name }) => name));
    if (mapping === undefined) return this.#withEarlier(found);
    const again = await look({ ...table, mapping });
    return again.kind === 'table' ? this.#withEarlier({ ...again, remembered: true }) : again;
  }

  #withEarlier(found: TablePreview): TablePreview {
    const { sources, sourceRows } = this.#deps.catalog;
    const columns = new Set(found.columns.map(({ name }) => name));
    const here = path.resolve(found.path);
    if (sources.all().some((source) => source.path === here)) return found;
    const earlier = sources.all().flatMap(({ id, kind, path: file, products, available }) => {
      const known = kind === 'table' ? sourceRows.header(id)?.columns : undefined;
      if (known === undefined || new Set(known).symmetricDifference(columns).size > 0) return [];
      return { sourceId: id, path: file, products, gone: !available };
    });
    return { ...found, earlier };
  }

  /** @throws {AppError} `NOT_FOUND`, `BAD_REQUEST`, `CONFLICT` when there is such a source already, `FILE_MISSING` */
  async #takePlace(sourceId: number, resolved: string, request: ImportRequest): Promise<void> {
    const { catalog } = this.#deps;
    const source = catalog.sources.get(sourceId);
    if (source.path === resolved) return;
    const { kind } = await this.#draft(resolved, request, source);
    if (kind !== 'table' || source.kind !== 'table') {
      throw new AppError('BAD_REQUEST', 'Only a table can take the place of a table.', {
        details: { why: 'no-table-to-replace' },
      });
    }
    if (catalog.sources.all().some((other) => other.path === resolved)) {
      throw new AppError(
        'CONFLICT',
        `${resolved} is in this library already. Remove one of the two, or import it by itself.`,
        { details: { why: 'source-there', path: resolved } },
      );
    }
    await this.#stopWork(source);
    catalog.moveSource(sourceId, resolved);
  }

  /** Queues an import of what changed in a source. @throws {AppError} `NOT_FOUND` */
  rescan(sourceId: number): { jobId: number } {
    return { jobId: this.#queue(this.#deps.catalog.sources.get(sourceId), false).id };
  }

  /** Reads again what failed in this way, in all sources that have such a problem; answers their jobs. */
  tryAgain(code: ErrorCode): { jobIds: number[] } {
    const { catalog, files } = this.#deps;
    files.tryAgain(code);
    const concerned = catalog.problems.sourcesWith(code).map((sourceId) => catalog.sources.get(sourceId));
    return { jobIds: concerned.map((source) => this.#queue(source, true).id) };
  }

  /** Fetches images by address. */
  fetchImages(request: FetchRequest): { jobIds: number[] } {
    return this.#fetching.start(request);
  }

  webImages(): WebImageSummary[] {
    return this.#deps.web.summary();
  }

  /** Takes a source out of the library, stopping its import first. @throws {AppError} `NOT_FOUND` */
  async removeSource(sourceId: number): Promise<{ removed: number }> {
    const source = this.#deps.catalog.sources.get(sourceId);
    await this.#stopWork(source);
    const removed = this.#deps.catalog.removeSource(sourceId);
    await this.#deps.clips.keepOnly(sourceId, []);
    return { removed };
  }

  /** Nothing reads the source any more, or watches it. */
  async #stopWork(source: StoredSource): Promise<void> {
    this.#watcher.unwatch(source.id);
    for (const job of this.#jobs.list()) {
      const isOurs =
        job.title === source.path && (job.kind === 'fetch' || (job.kind === 'import' && job.state === 'queued'));
      if (isOurs) this.#jobs.cancel(job.id);
    }
    if (this.#running?.sourceId === source.id) {
      this.#jobs.cancel(this.#running.jobId);
      await this.#running.ended;
    }
  }

  /**
   * Keeps all sources in step from now on: looks for what changed while the library was closed, then watches. Does nothing when the
   * environment has LOOKALIKE_NO_WATCH=1.
   */
  watch(): void {
    if (process.env.LOOKALIKE_NO_WATCH === '1') return;
    this.#watcher.enable();
    for (const source of this.#deps.catalog.sources.all()) if (source.available) this.#queueLater(source, false);
  }

  /** Stops watching. Running work belongs to the jobs and is stopped by closing them first. */
  async close(): Promise<void> {
    this.#watcher.close();
    await this.#running?.ended;
    this.#deps.reading.close();
    this.#unlink();
  }

  async #draft(resolved: string, request: ImportRequest, before: StoredSource | undefined): Promise<SourceDraft> {
    const stats = await stat(resolved).catch((error) => {
      throw rootFailure(resolved, error);
    });
    if (stats.isDirectory()) {
      return { kind: 'folder', path: resolved, layout: request.layout ?? before?.layout ?? 'photo' };
    }
    if (!stats.isFile() || !isTableName(resolved)) {
      throw new AppError(
        'BAD_REQUEST',
        `${resolved} is neither a folder nor a table. Choose a folder of photos, or a table (CSV, TSV, XLSX or a feed in XML).`,
        { details: { why: 'no-source', path: resolved } },
      );
    }
    const options = request.table ?? before?.options ?? {};
    const mapping = options.mapping ?? (await this.#rememberedFor(resolved, options));
    return {
      kind: 'table',
      path: resolved,
      layout: null,
      options: mapping === undefined ? options : { ...options, mapping },
    };
  }

  /** A table that cannot be read says so when it is. */
  async #rememberedFor(file: string, options: TableOptions): Promise<ColumnMapping[] | undefined> {
    const columns = await columnsOf(file, options).catch(() => undefined);
    return columns && this.#remembered(columns);
  }

  /** What a person said of the latest table with these columns. */
  #remembered(columns: readonly string[]): ColumnMapping[] | undefined {
    const { sources, sourceRows } = this.#deps.catalog;
    const same = sources
      .all()
      .filter(({ id, options }) => {
        const known = options.mapping === undefined ? undefined : sourceRows.header(id)?.columns;
        return known?.length === columns.length && known.every((name, index) => name === columns[index]);
      })
      .at(-1);
    return same?.options.mapping;
  }

  #queue(source: StoredSource, afterRunning: boolean): Job {
    return this.#jobs.start('import', source.path, { sourceId: source.id } satisfies ImportParams, { afterRunning });
  }

  #queueLater(source: StoredSource, afterRunning: boolean): void {
    const params: ImportParams = { sourceId: source.id };
    this.#jobs.startLater('import', source.path, params, { afterRunning });
  }

  async #import(sourceId: number, context: JobContext): Promise<ImportResult> {
    const source = this.#deps.catalog.sources.get(sourceId);
    const run = new ImportRun(this.#deps, source, context);
    const work = run.run();
    this.#running = { sourceId, jobId: context.jobId, ended: work.catch(() => undefined) };
    try {
      const result = await work;
      this.#watchAfter(source, run.folders);
      return result;
    } finally {
      this.#running = undefined;
    }
  }

  #watchAfter(source: StoredSource, folders: ReadonlySet<string>): void {
    const watched = new Set(folders);
    if (source.kind === 'table') {
      // What is fetched comes in by itself.
      for (const file of this.#deps.files.imagePaths(source.id))
        if (!this.#deps.web.holds(file)) watched.add(path.dirname(file));
    }
    this.#watcher.watch(source, watched);
  }

  /** After a change on disk: what the running import has passed already is looked at once more. */
  #rescanQuietly(sourceId: number): void {
    if (this.#jobs.closed) return;
    const source = this.#deps.catalog.sources.all().find(({ id }) => id === sourceId);
    if (source?.available) this.#queueLater(source, true);
  }
}

function sameReading(a: StoredSource, b: StoredSource): boolean {
  return a.layout === b.layout && JSON.stringify(a.options) === JSON.stringify(b.options);
}
