/**
 * Fitting the classifiers of all groups as a stored job, and answering questions meanwhile with what is there. A fit of
 * a few tags, as after a correction, is done at once.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { throwIfCancelled } from '../../contract/errors.ts';
import type { Job } from '../../contract/jobs.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { createGentlePause } from '../jobs/slices.ts';
import type { JobContext } from '../jobs/types.ts';
import type { GroupModel } from './group-model.ts';
import type { GroupModels } from './group-models.ts';
import { openQuestions } from './questions.ts';
import type { TaggedProducts } from './tagged-products.ts';
import type { TagTask } from './tasks.ts';

export interface LearningDependencies {
  readonly products: TaggedProducts;
  readonly models: GroupModels;
  readonly jobs: Jobs;
  /** Nothing can be stored: whoever asks waits for the fit. */
  readonly readOnly: boolean;
}

export interface Ready {
  readonly models: readonly GroupModel[];
  /** The job is still at it. */
  readonly learning: boolean;
}

/** Tags that are fitted while a person waits. */
const mostAtOnce = 6;
/** Products beyond which even looking at each for the first time is work for the job. */
const manyProducts = 4000;
/** How long an answer waits for the job [ms]. */
const patience = 700;

export class TagLearning {
  readonly #deps: LearningDependencies;
  /** The job, and a promise that resolves when its work has ended. */
  #working: { readonly id: number; readonly ended: Promise<void>; readonly end: () => void } | undefined;
  /** A person stopped the job; it is not started again by itself. */
  #declined = false;
  /** Every product has been looked at once. */
  #looked = false;

  constructor(deps: LearningDependencies) {
    this.#deps = deps;
  }

  /** The model of a group, or of all; fitted if that is a matter of a moment. @throws {AppError} `MODEL_*` */
  async ready(group?: string): Promise<Ready> {
    const { products, models, readOnly } = this.#deps;
    const opened = await this.#opened(group);
    const work = workOf(opened);
    const unseen = !this.#looked && products.byId.size > manyProducts;
    if (work === 0 && (!unseen || readOnly)) return { models: opened, learning: false };
    if (readOnly || (work <= mostAtOnce && !unseen)) {
      for (const model of opened) await models.fitted(model.group);
      return { models: opened, learning: false };
    }
    if (this.#declined) return { models: opened, learning: false };
    this.#start();
    await Promise.race([this.#working?.ended, sleep(patience, undefined, { ref: false })]);
    return { models: opened, learning: this.#atWork() };
  }

  /** As `ready`, if that is a matter of a moment without any job; null otherwise. Reads nothing of a catalog that is large. */
  async readyAtOnce(): Promise<readonly GroupModel[] | null> {
    const { products, models, readOnly } = this.#deps;
    if (readOnly || (!this.#looked && products.byId.size > manyProducts)) return null;
    const opened = await this.#opened();
    const work = workOf(opened);
    if (work > mostAtOnce) return null;
    if (work > 0) for (const model of opened) await models.fitted(model.group);
    return opened;
  }

  /** Starts the job because a person asks for it; `null` when all is up to date. */
  async start(): Promise<Job | null> {
    this.#declined = false;
    return workOf(await this.#opened()) === 0 ? null : this.#start();
  }

  /** The work of the job. */
  async run(context: JobContext): Promise<Record<string, unknown>> {
    const { report, signal } = context;
    try {
      const opened = await this.#opened();
      const total = workOf(opened);
      let behind = total;
      const pause = createGentlePause();
      report({ phase: 'fit', done: 0, total });
      for (const model of opened) {
        throwIfCancelled(signal);
        behind -= model.due();
        await this.#deps.models.fitted(model.group, async (left) => {
          throwIfCancelled(signal);
          report({ done: total - behind - left, current: model.group });
          await pause();
        });
      }
      await this.#deps.models.save();
      await this.#look(opened, context);
      return { tags: total };
    } catch (error) {
      if (signal.aborted) this.#declined = true;
      throw error;
    } finally {
      this.#working?.end();
      this.#working = undefined;
    }
  }

  async #opened(group?: string): Promise<GroupModel[]> {
    const { models } = this.#deps;
    const opened: GroupModel[] = [];
    for (const own of group === undefined ? models.groups() : [group]) opened.push(await models.opened(own));
    return opened;
  }

  #start(): Job {
    const job = this.#deps.jobs.start('tags', 'learn', { task: 'learn' } satisfies TagTask);
    if (this.#working?.id !== job.id) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#working = { id: job.id, ended: promise, end: resolve };
    }
    return job;
  }

  /** A job that was stopped before its turn came never ends its work. */
  #atWork(): boolean {
    if (this.#working === undefined) return false;
    const { state } = this.#deps.jobs.get(this.#working.id);
    if (state === 'cancelled') this.#declined = true;
    return state === 'queued' || state === 'running';
  }

  /** Looks at every product once, so that the first question after the fit is as quick as the next. */
  async #look(models: readonly GroupModel[], { report, signal }: JobContext): Promise<void> {
    const { products } = this.#deps;
    const gently = createGentlePause();
    const orders = ['suspicious', 'uncertain'] as const;
    const total = orders.length * models.length * products.byId.size;
    let done = 0;
    report({ phase: 'compare', done, total });
    const pause = async (): Promise<void> => {
      if (++done % 500 === 0) {
        throwIfCancelled(signal);
        report({ done: Math.min(total, done) });
      }
      await gently();
    };
    for (const model of models) {
      report({ current: model.group });
      for (const order of orders) {
        await openQuestions(products, [model], { order, seed: 1, skip: new Set(), front: 1, pause });
      }
    }
    this.#looked = true;
  }
}

function workOf(models: readonly GroupModel[]): number {
  return models.reduce((sum, model) => sum + model.due(), 0);
}
