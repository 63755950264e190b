/**
 * The job that fetches images by address. It runs beside the import that names them and takes up what that finds; what has come is brought
 * into the catalog by importing the source again, now and then and at the end. Each image is stored as it comes: a kill costs those in hand.
 */
import { z } from 'zod';
import { AppError, type ErrorCode } from '../../../contract/errors.ts';
import type { Job } from '../../../contract/jobs.ts';
import { diskFull } from '../../db/storage-error.ts';
import { openConnections } from '../../fetching/connection.ts';
import { fetchAll, type Pace, usualPace } from '../../fetching/fetch-all.ts';
import { type FetchLimits, fetchImage } from '../../fetching/fetch-image.ts';
import type { FetchOutcome } from '../../fetching/fetch-outcome.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import type { JobContext } from '../../jobs/types.ts';
import type { FetchScope, WebImage } from './web-image-repo.ts';
import type { WebImages } from './web-images.ts';

const paramsSchema = z.object({
  sourceId: z.int(),
  all: z.boolean(),
  refreshedSince: z.string().nullable(),
});
type Params = z.infer<typeof paramsSchema>;

export interface FetchRequest {
  readonly sourceId?: number | undefined;
  /** Only these. */
  readonly addresses?: readonly string[] | undefined;
  /** Only those that failed in this way. */
  readonly code?: ErrorCode | undefined;
  /** Asks also whether those that are here have changed. */
  readonly refresh?: boolean | undefined;
  /** Hosts of the own network that may be asked for images of these sources from now on; without it those that were allowed before. */
  readonly allowHosts?: readonly string[] | undefined;
}

export interface FetchingDeps {
  readonly web: WebImages;
  readonly jobs: Jobs;
  readonly sources: { get(id: number): { readonly path: string } };
  /** Brings what has come into the catalog. */
  readonly bringIn: (sourceId: number) => void;
  readonly limits?: Partial<FetchLimits & { readonly connectMs: number; readonly stallMs: number }> | undefined;
  readonly pace?: Partial<Pace> | undefined;
}

const usualLimits = {
  bytes: 64 * 1024 * 1024,
  slowMs: 30_000,
  slowBytes: 16 * 1024,
  wholeMs: 10 * 60_000,
  connectMs: 15_000,
  stallMs: 30_000,
};

/** The first images are to be seen soon; after that each import of the source is worth twice as many. */
const firstBringIn = 300;

/** Between two counts of what is to be fetched, at least. */
const countMs = 1000;

export class Fetching {
  readonly #deps: FetchingDeps;

  constructor(deps: FetchingDeps) {
    this.#deps = deps;
    deps.jobs.register<Params>('fetch', (params, context) => this.#run(params, context), paramsSchema);
  }

  /** Queues the fetching of what the source names, or of a part of that. */
  start({ sourceId, addresses, code, refresh = false, allowHosts }: FetchRequest): { jobIds: number[] } {
    const { web } = this.#deps;
    const hosts = allowHosts?.map((host) => host.trim().toLowerCase());
    const allow = (id: number): void => {
      if (hosts !== undefined) web.repo.setAllowedHosts(id, hosts);
    };
    if (addresses !== undefined) {
      const known = addresses.filter((address) => web.repo.wantAddress(address));
      const sources = new Set(known.flatMap((address) => web.repo.sourcesOf(address)));
      for (const id of sources) allow(id);
      return { jobIds: [...sources].map((id) => this.#queue(id, false, false).id) };
    }
    const named = web.summary().map((one) => one.sourceId);
    const sources = sourceId === undefined ? named : [sourceId];
    const jobs = sources.flatMap((id) => {
      const again = web.repo.wantFailed(id, code ?? null);
      if (code !== undefined && again === 0) return [];
      allow(id);
      return [this.#queue(id, code === undefined, refresh)];
    });
    return { jobIds: jobs.map(({ id }) => id) };
  }

  #queue(sourceId: number, all: boolean, refresh: boolean): Job {
    const refreshedSince = refresh ? new Date().toISOString() : null;
    const params: Params = { sourceId, all, refreshedSince };
    return this.#deps.jobs.start('fetch', this.#deps.sources.get(sourceId).path, params, { afterRunning: true });
  }

  async #run(params: Params, { signal, report }: JobContext): Promise<Record<string, unknown>> {
    const { web, sources, bringIn } = this.#deps;
    const { sourceId, all, refreshedSince } = params;
    const scope: FetchScope = { sourceId, all, refreshedSince };
    const { path: sourcePath } = sources.get(sourceId);
    const limits = { ...usualLimits, ...this.#deps.limits };
    const pace: Pace = { ...usualPace, ...this.#deps.pace };
    const allowed = new Set(web.repo.allowedHosts(sourceId));
    const dispatcher = await openConnections(allowed, { ...limits, perHost: pace.perHost });
    const result = { fetched: 0, unchanged: 0, failed: 0, bytes: 0 };
    let broughtIn = 0;
    let worthBringingIn = firstBringIn;
    let progress = web.repo.progress(scope);
    let countAt = performance.now() + countMs;
    const tell = (current: string | null): void => {
      // The import that goes on beside it finds more.
      const began = performance.now();
      if (began > countAt) {
        progress = web.repo.progress(scope);
        countAt = performance.now() + countMs + (performance.now() - began) * 50;
      }
      report({ phase: 'fetch', done: progress.done, total: progress.total, current, failures: result.failed });
    };
    const ended = (image: WebImage, outcome: FetchOutcome): void => {
      if (outcome.kind === 'image') {
        result.fetched++;
        result.bytes += outcome.bytes;
        web.keep(image.id, outcome);
      } else if (outcome.kind === 'unchanged') {
        result.unchanged++;
        web.repo.setUnchanged(image.id);
      } else {
        result.failed++;
        web.repo.setFailed(image.id, outcome.code, outcome.reason);
      }
      progress = { ...progress, done: progress.done + 1 };
      tell(image.address);
      if (result.fetched - broughtIn < worthBringingIn || this.#latestImport(sourcePath)?.state !== 'done') return;
      broughtIn = result.fetched;
      worthBringingIn *= 2;
      bringIn(sourceId);
    };
    tell(null);
    try {
      await fetchAll<WebImage>({
        hosts: () => web.repo.openHosts(scope),
        page: (host, after) => web.repo.page(scope, host, after),
        fetch: (image) => {
          const known = image.state === 'here' ? { etag: image.etag, lastModified: image.lastModified } : undefined;
          const { partsDir } = web;
          return fetchImage({ address: image.address, known }, { dispatcher, allowed, partsDir, limits, signal });
        },
        ended,
        givenUp: (host, { code, reason }) => {
          result.failed += web.repo.setHostFailed(scope, host, code, reason);
          progress = web.repo.progress(scope);
          tell(host);
        },
        more: () => this.#isImporting(sourcePath),
        pace,
        signal,
      });
      return result;
    } catch (error) {
      throw diskFull(error) ?? asFailure(error);
    } finally {
      await dispatcher.destroy();
      if (!this.#deps.jobs.closed) this.#bringInLast(sourceId, sourcePath);
    }
  }

  /** Also what a run before this one fetched and was killed over; an import that a person stopped is not started again behind their back. */
  #bringInLast(sourceId: number, sourcePath: string): void {
    const latest = this.#latestImport(sourcePath);
    if (latest !== undefined && latest.state !== 'done' && latest.state !== 'running') return;
    if (this.#deps.web.repo.endedSince(sourceId, latest?.startedAt ?? '')) this.#deps.bringIn(sourceId);
  }

  #isImporting(sourcePath: string): boolean {
    const state = this.#latestImport(sourcePath)?.state;
    return state === 'queued' || state === 'running';
  }

  #latestImport(sourcePath: string): Job | undefined {
    return this.#deps.jobs.list(50).find(({ kind, title }) => kind === 'import' && title === sourcePath);
  }
}

/** What is wrong on this side. */
function asFailure(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (error instanceof AppError || !/^E[A-Z]+$/.test(code)) return error;
  return new AppError(
    'DISK_FAILED',
    `What was fetched cannot be written into the library (${code}). Check the disk and its rights, then resume.`,
    { cause: error },
  );
}
