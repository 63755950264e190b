/** What is being done with models beside the library: downloads, adding, testing, measuring. What concerns the open library is a job. */
import type { Job, LibraryModel, ModelSummary, ModelTask } from '@contract';
import { create } from 'zustand';
import { ask, command, engine } from './engine.ts';
import { isActive } from './jobs.ts';

interface ModelsStore {
  readonly tasks: readonly ModelTask[];
  /** Of the models on this machine, by id. */
  readonly names: Readonly<Record<string, string>>;
}

export const useModels = create<ModelsStore>(() => ({ tasks: [], names: {} }));

/** The name that people know a model by; its id while it is not on this machine. */
export function modelName(id: string): string {
  return useModels.getState().names[id] ?? id;
}

/** The same, and drawn again when the name is known. */
export function useModelName(id: string): string {
  return useModels((state) => state.names[id] ?? id);
}

/** A download that stopped can go on from what has arrived; other work starts over. */
export function canGoOn(task: ModelTask): boolean {
  return task.kind === 'download' && (task.state === 'paused' || task.state === 'failed');
}

/** Worth a line among what is at work: tests and measurements that ended are told where they were asked for. */
export function isWorthShowing(task: ModelTask): boolean {
  if (isActive(task) || task.state === 'paused') return true;
  return (task.kind === 'download' || task.kind === 'add') && task.state !== 'cancelled';
}

/** The download of this model that runs, or that stopped and can be seen to. */
export function downloadOf(tasks: readonly ModelTask[], modelId: string): ModelTask | null {
  const own = tasks.filter((task) => task.kind === 'download' && task.modelId === modelId);
  return own.find(isActive) ?? own.find((task) => task.state === 'paused' || task.state === 'failed') ?? null;
}

/** The test or measurement of this model that runs. */
export function trialOf(tasks: readonly ModelTask[], modelId: string): ModelTask | null {
  const trials = tasks.filter((task) => task.kind === 'test' || task.kind === 'calibrate');
  return trials.find((task) => task.modelId === modelId && isActive(task)) ?? null;
}

/** @param onEnd called for a task that was seen running and is no more */
export function watchModels(onEnd: (task: ModelTask) => void): void {
  engine().on('models.tasksChanged', (tasks) => {
    const before = useModels.getState().tasks;
    useModels.setState({ tasks });
    for (const task of tasks) {
      const previous = before.find((known) => known.id === task.id);
      if (previous !== undefined && isActive(previous) && !isActive(task)) onEnd(task);
    }
  });
  const name = (models: readonly ModelSummary[]): void =>
    useModels.setState({ names: Object.fromEntries(models.map(({ id, name: known }) => [id, known])) });
  engine().on('models.changed', name);
  const ignore = (): void => undefined;
  ask('models.list', {}).then(name, ignore);
  ask('models.tasks', {}).then((tasks) => useModels.setState({ tasks }), ignore);
}

/** @throws AppError */
export async function stopTask(id: string, discard = false): Promise<void> {
  useModels.setState({ tasks: await command('models.stopTask', { id, discard }) });
}

/** Only after a person has seen the licence and accepted it. @throws AppError */
export async function download(modelId: string): Promise<void> {
  keep(await command('models.download', { id: modelId, acceptLicence: true }));
}

/** @throws AppError */
export async function addFolder(
  path: string,
  options: { dtype?: string; name?: string; id?: string },
): Promise<ModelTask> {
  const task = await command('models.addFolder', { path, ...options });
  keep(task);
  return task;
}

function keep(task: ModelTask): void {
  useModels.setState(({ tasks }) => ({ tasks: [task, ...tasks.filter(({ id }) => id !== task.id)] }));
}

/** Of the `vectors` jobs, the unfinished one of this model. */
export function jobOf(jobs: readonly Job[], model: LibraryModel | undefined): Job | null {
  if (model === undefined || model.jobId === null) return null;
  return jobs.find((job) => job.id === model.jobId && job.state !== 'done') ?? null;
}
