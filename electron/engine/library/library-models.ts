/** The models of an open library beside the one in use: what it holds of each, computing what is missing, and forgetting. */
import { z } from 'zod';
import { AppError, throwIfCancelled } from '../../contract/errors.ts';
import type { Job } from '../../contract/jobs.ts';
import type { LibraryModel } from '../../contract/library.ts';
import type { Database } from '../db/database.ts';
import type { Encoders } from '../encoders/index.ts';
import type { MissingVectors } from '../ingest/missing-vectors.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { JobContext } from '../jobs/types.ts';
import type { Coverage } from '../vector/coverage.ts';
import { LibraryVectors } from '../vector/library-vectors.ts';
import { StoredVectors } from '../vector/stored.ts';
import type { EmbeddingScope } from '../vector/types.ts';
import type { SettingsRepo } from './settings-repo.ts';

export interface LibraryModelsDependencies {
  readonly dir: string;
  readonly database: Database;
  readonly settings: SettingsRepo;
  readonly coverage: Coverage;
  readonly encoders: Encoders;
  /** Keeps a model open, and from being removed, until what is answered is called. */
  readonly hold: (modelId: string) => () => Promise<void>;
  readonly jobs: Jobs;
  readonly missingVectors: MissingVectors;
  /** The model in use. */
  readonly modelId: string;
  /** Called when the vectors of the model that is to follow are complete. */
  readonly onReady: (modelId: string) => void;
  readonly log: (text: string) => void;
  readonly cacheKey?: Uint8Array | undefined;
}

const paramsSchema = z.object({ modelId: z.string() });
const kind = 'vectors';
const jobsLookedAt = 200;

export class LibraryModels {
  readonly #deps: LibraryModelsDependencies;

  constructor(deps: LibraryModelsDependencies) {
    this.#deps = deps;
    deps.jobs.register(kind, ({ modelId }, context) => this.#compute(modelId, context), paramsSchema);
  }

  /** Installed models and those with vectors here, the one in use first, then by name. */
  async list(): Promise<LibraryModel[]> {
    const { encoders, coverage, settings, modelId: inUse } = this.#deps;
    const next = settings.nextModelId();
    const stored = coverage.stored();
    const known = new Map<string, EmbeddingScope & { name: string; installed: boolean }>();
    for (const [id, scope] of stored) known.set(id, { ...scope, name: id, installed: false });
    for (const { model } of await encoders.list()) {
      if (model === undefined) continue;
      const { id, name, pipelineVersion, dimensions } = model.manifest;
      known.set(id, { modelId: id, name, pipelineVersion, dimensions, installed: true });
    }
    const models: LibraryModel[] = [];
    for (const [modelId, { name, installed, ...scope }] of known) {
      const holding = await coverage.of(scope, stored.get(modelId)?.bytes ?? 0);
      const complete = holding.missingImages + holding.missingTexts === 0;
      const jobId = this.#unfinishedJob(modelId)?.id ?? null;
      const use = { inUse: modelId === inUse, thenUse: modelId === next };
      models.push({ modelId, name, installed, ...use, ...holding, complete, jobId });
    }
    return models.sort((a, b) => Number(b.inUse) - Number(a.inUse) || (a.name < b.name ? -1 : 1));
  }

  /** @throws {AppError} `MODEL_MISSING`, `MODEL_DAMAGED`; `CONFLICT` for the model in use */
  async prepare(modelId: string, thenUse: boolean): Promise<Job> {
    const { encoders, jobs, settings, modelId: inUse } = this.#deps;
    if (modelId === inUse) {
      const message = `${modelId} is the model in use: its vectors are kept complete by themselves.`;
      throw new AppError('CONFLICT', message, { details: { why: 'prepares-in-use', modelId } });
    }
    await encoders.model(modelId).describe();
    if (thenUse) settings.setNextModel(modelId);
    else if (settings.nextModelId() === modelId) settings.forgetNextModel();
    const before = this.#unfinishedJob(modelId);
    return before === undefined ? jobs.start(kind, modelId, { modelId }) : jobs.resume(before.id);
  }

  /** @throws {AppError} `NOT_FOUND`; `CONFLICT` for the model in use and while its vectors are being computed */
  async drop(modelId: string): Promise<void> {
    const { coverage, jobs, modelId: inUse } = this.#deps;
    if (modelId === inUse) {
      const message = `${modelId} is the model in use. Switch to another one before its vectors go.`;
      throw new AppError('CONFLICT', message, { details: { why: 'drops-in-use', modelId } });
    }
    if (!(await this.#isKnown(modelId))) {
      throw new AppError('NOT_FOUND', `This library knows no model ${modelId}.`, { details: { modelId } });
    }
    const job = this.#unfinishedJob(modelId);
    if (job?.state === 'running' || job?.state === 'queued') {
      const message = `The vectors of ${modelId} are being computed. Stop that first.`;
      throw new AppError('CONFLICT', message, { details: { why: 'drops-at-work', modelId } });
    }
    if (job?.state === 'interrupted') jobs.cancel(job.id);
    await coverage.drop(modelId);
  }

  /** Whether the library has vectors of it or the machine has its files. */
  async #isKnown(modelId: string): Promise<boolean> {
    const { encoders, coverage } = this.#deps;
    if (coverage.stored().has(modelId)) return true;
    return (await encoders.list()).some(({ model }) => model?.manifest.id === modelId);
  }

  async #compute(modelId: string, context: JobContext): Promise<Record<string, unknown>> {
    const { database, encoders, missingVectors, coverage, settings, hold, onReady } = this.#deps;
    // It was switched to meanwhile: what it lacks is computed as for any model in use.
    if (modelId === this.#deps.modelId) return { modelId };
    const model = encoders.model(modelId);
    const release = hold(modelId);
    try {
      const scope = await model.describe();
      const result = await missingVectors.prepare(StoredVectors.of(database, scope), await model.active(), context);
      const complete = await coverage.complete(scope);
      if (complete) await this.#buildIndex(scope, context);
      if (complete && settings.nextModelId() === modelId) onReady(modelId);
      return { modelId, complete, ...result };
    } finally {
      await release();
    }
  }

  /** Leaves the caches of the indexes behind, so that a switch need not build them beside searches. */
  async #buildIndex(scope: EmbeddingScope, { signal, report }: JobContext): Promise<void> {
    const { database, dir, log, cacheKey } = this.#deps;
    const { modelId, pipelineVersion, dimensions } = scope;
    report({ phase: 'index', done: 0, total: null, current: null });
    const options = { dir, modelId, pipelineVersion, dimensions, signal, log, cacheKey };
    const vectors = await LibraryVectors.open(database, options);
    const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => stop(), { once: true });
    try {
      if (!signal.aborted) await Promise.race([vectors.idle(), stopped]);
    } finally {
      await vectors.close();
    }
    throwIfCancelled(signal);
  }

  /** The latest of its jobs, unless that got to its end. */
  #unfinishedJob(modelId: string): Job | undefined {
    const latest = this.#deps.jobs.list(jobsLookedAt).find((job) => job.kind === kind && job.title === modelId);
    return latest?.state === 'done' ? undefined : latest;
  }
}
