/** Work on models that is under way, and what became of it: for the list that people see. */
import { AppError, type ErrorPayload, toAppError } from '../../contract/errors.ts';
import type { ModelTask } from '../../contract/models.ts';
import type { EventHub } from '../../contract/rpc/event-hub.ts';
import { RateMeter } from '../jobs/rate.ts';

type Progress = Partial<Pick<ModelTask, 'modelId' | 'phase' | 'done' | 'total' | 'unit' | 'current'>>;
export type NewTask = Pick<ModelTask, 'id' | 'kind' | 'modelId' | 'title' | 'phase' | 'unit'>;

/** What a piece of work sees of its task. */
export interface TaskHandle {
  readonly signal: AbortSignal;
  update(progress: Progress): void;
}

interface ListedTask {
  task: ModelTask;
  readonly controller: AbortController;
  readonly rate: RateMeter;
  ended: Promise<unknown>;
}

/** Ended tasks that stay listed. */
const mostEnded = 10;
const emitMs = 100;

export class TaskBoard {
  readonly #hub: EventHub;
  readonly #tasks = new Map<string, ListedTask>();
  #timer: NodeJS.Timeout | undefined;

  constructor(hub: EventHub) {
    this.#hub = hub;
  }

  list(): ModelTask[] {
    return [...this.#tasks.values()].map(({ task }) => task);
  }

  get(id: string): ModelTask | undefined {
    return this.#tasks.get(id)?.task;
  }

  /**
   * Lists `work` under `start.id` (in place of an ended one of that id) and answers at once; `result` settles as the work does.
   * @param resumable whether work that ended this way can be gone on with: it is shown as paused then
   * @throws {AppError} `CONFLICT` when a task of that id runs
   */
  start<T>(
    start: NewTask,
    work: (handle: TaskHandle) => Promise<T>,
    resumable: (error: AppError) => boolean = () => false,
  ): { readonly task: ModelTask; readonly result: Promise<T> } {
    if (this.get(start.id)?.state === 'running') {
      throw new AppError('CONFLICT', `"${start.title}" is being worked on already.`, {
        details: { why: 'model-busy', modelId: start.title },
      });
    }
    this.#tasks.delete(start.id);
    const controller = new AbortController();
    const listed: ListedTask = { task: fresh(start), controller, rate: new RateMeter(), ended: Promise.resolve() };
    this.#tasks.set(start.id, listed);
    const handle: TaskHandle = { signal: controller.signal, update: (progress) => this.#update(listed, progress) };
    const result = work(handle).then(
      (value) => {
        this.#end(listed, 'done', null);
        return value;
      },
      (cause) => {
        const error = toAppError(cause);
        const stopped = error.code === 'CANCELLED';
        const state = resumable(error) ? 'paused' : stopped ? 'cancelled' : 'failed';
        this.#end(listed, state, stopped ? null : error.toPayload());
        throw error;
      },
    );
    listed.ended = result.catch(() => undefined);
    this.#announce();
    return { task: listed.task, result };
  }

  /** Lists something that is not running, such as a download of an earlier day. */
  show(task: ModelTask): void {
    if (this.#tasks.has(task.id)) return;
    const controller = new AbortController();
    this.#tasks.set(task.id, { task, controller, rate: new RateMeter(), ended: Promise.resolve() });
    this.#announce();
  }

  /** Asks a task to stop and waits until it has; does nothing for one that has ended. */
  async stop(id: string): Promise<void> {
    const listed = this.#tasks.get(id);
    if (listed?.task.state !== 'running') return;
    listed.controller.abort();
    await listed.ended;
  }

  /** Takes an ended task off the list. */
  dismiss(id: string): void {
    if (this.get(id)?.state === 'running') return;
    if (this.#tasks.delete(id)) this.#announce();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#tasks.keys()].map((id) => this.stop(id)));
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #update(listed: ListedTask, progress: Progress): void {
    if (listed.task.state !== 'running') return;
    if (progress.phase !== undefined && progress.phase !== listed.task.phase) listed.rate.reset();
    listed.task = { ...listed.task, ...progress };
    const { done, total } = listed.task;
    listed.rate.update(done, Date.now());
    listed.task.ratePerSecond = listed.rate.perSecond ?? null;
    listed.task.secondsLeft = listed.rate.secondsLeft(done, total) ?? null;
    this.#announceSoon();
  }

  #end(listed: ListedTask, state: ModelTask['state'], error: ErrorPayload | null): void {
    listed.task = { ...listed.task, state, error, ratePerSecond: null, secondsLeft: null, current: null };
    const ended = [...this.#tasks.values()].filter(({ task }) => !['running', 'paused'].includes(task.state));
    for (const { task } of ended.slice(0, -mostEnded)) this.#tasks.delete(task.id);
    this.#announce();
  }

  #announceSoon(): void {
    this.#timer ??= setTimeout(() => this.#announce(), emitMs).unref();
  }

  #announce(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#hub.emit('models.tasksChanged', this.list());
  }
}

function fresh(start: NewTask): ModelTask {
  const numbers = { done: 0, total: null, ratePerSecond: null, secondsLeft: null };
  return { ...start, ...numbers, state: 'running', current: null, error: null };
}
