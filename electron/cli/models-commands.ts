/** What the commands about models do: ask, follow the task if there is one, print JSON. */
import path from 'node:path';
import { AppError } from '../contract/errors.ts';
import type { ModelTask } from '../contract/models.ts';
import type { Client } from '../contract/rpc/client.ts';
import type { ModelCommands } from './models-program.ts';
import type { Progress } from './output.ts';

export interface ModelsHost {
  /** Asks an engine without a library. */
  ask<T>(use: (client: Client) => Promise<T>): Promise<T>;
  printJson(value: unknown): Promise<void>;
  progress(): Progress;
  /** Aborted when the person asks to stop. */
  signal(): AbortSignal;
}

export function modelCommands({ ask, printJson, progress, signal }: ModelsHost): ModelCommands {
  const install = (start: (client: Client) => Promise<ModelTask>): Promise<void> => {
    const stop = signal();
    return ask(async (client) => {
      const { modelId } = await followTask(client, await start(client), progress(), stop);
      return (await client.call('models.describe', { id: modelId })).summary;
    }).then(printJson);
  };
  return {
    modelsList: async () => printJson(await ask((client) => client.call('models.list', {}))),
    modelsRegistry: async () => printJson(await ask((client) => client.call('models.registry', {}))),
    modelsInspect: async (folder, options) =>
      printJson(await ask((client) => client.call('models.inspectFolder', { path: path.resolve(folder), ...options }))),
    modelsImport: (folder, options) =>
      install((client) => client.call('models.addFolder', { path: path.resolve(folder), ...options })),
    modelsAdd: (id, { acceptLicence }) => install((client) => client.call('models.download', { id, acceptLicence })),
    async modelsTest(id) {
      const stop = signal();
      const result = await ask((client) => client.call('models.test', { id }, { signal: stop }));
      await printJson(result);
      const failed = result.checks.filter(({ passed }) => !passed).map(({ name }) => name);
      if (!result.passed) throw new AppError('MODEL_FAILED', `${id} does not pass: ${failed.join(', ')}.`);
    },
    modelsRemove: async (id) => printJson(await ask((client) => client.call('models.remove', { id }))),
  };
}

/**
 * Shows how a task goes until it ends; aborting `signal` stops it, and what a download has fetched stays.
 * @throws {AppError} `CANCELLED`, and the error of a task that failed or paused
 */
export async function followTask(
  client: Client,
  task: ModelTask,
  progress: Progress,
  signal: AbortSignal,
): Promise<ModelTask> {
  const stop = (): void => void client.call('models.stopTask', { id: task.id }).catch(() => {});
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const { promise: ended, resolve } = Promise.withResolvers<ModelTask>();
  const look = (tasks: readonly ModelTask[]): void => {
    const now = tasks.find(({ id }) => id === task.id);
    if (now === undefined) return;
    if (now.state === 'running') progress.show(describeTask(now));
    else resolve(now);
  };
  const off = client.on('models.tasksChanged', look);
  try {
    // Asked as well as listened for: it may have ended before.
    look(await client.call('models.tasks', {}));
    const last = await ended;
    if (last.state === 'done') return last;
    if (last.error !== null) throw AppError.fromPayload(last.error);
    const kept = last.state === 'paused' ? ' What was fetched is kept; run the same command to go on.' : '';
    throw new AppError('CANCELLED', `It was stopped.${kept}`);
  } finally {
    off();
    signal.removeEventListener('abort', stop);
    progress.end();
  }
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

/** `download 12.3/598.0 MB, 5.2 MB a second, 110 s left: onnx/text_model.onnx`. */
export function describeTask({ phase, unit, done, total, ratePerSecond, secondsLeft, current }: ModelTask): string {
  const inBytes = unit === 'bytes';
  const shown = (value: number): string => (inBytes ? megabytes(value) : String(value));
  const parts = [`${phase} ${shown(done)}${total === null ? '' : `/${shown(total)}`}${inBytes ? ' MB' : ''}`];
  if (inBytes && ratePerSecond !== null) parts.push(`${megabytes(ratePerSecond)} MB a second`);
  if (secondsLeft !== null) parts.push(`${Math.ceil(secondsLeft)} s left`);
  return parts.join(', ') + (current === null ? '' : `: ${current}`);
}
