/** The commands about the models of one library: which it holds vectors of, switching, forgetting, and comparing two before that. */
import type { Command } from 'commander';
import { Option } from 'commander';
import type { Client } from '../contract/rpc/client.ts';
import { libraryOption } from './options.ts';
import { describeJob, type Progress } from './output.ts';
import { waitForJob } from './wait-for-job.ts';

export interface LibraryModelCommands {
  modelsUse(id: string, options: { library: string; prepareOnly: boolean }): Promise<void>;
  modelsVectors(library: string): Promise<void>;
  modelsForget(id: string, library: string): Promise<void>;
}

export interface LibraryModelsHost {
  ask<T>(library: string, write: boolean, use: (client: Client) => Promise<T>): Promise<T>;
  printJson(value: unknown): Promise<void>;
  progress(): Progress;
  /** Aborted when the person asks to stop. */
  signal(): AbortSignal;
}

const useNote = `
Pictures and texts are read by the other model first, which may take long; searches go on with the model in use meanwhile. Stopped with Ctrl-C, the
same command goes on where it was. Nothing of the model in use is deleted: switching back takes a moment.`;

/** Adds to the command `models`. */
export function addLibraryModels(models: Command, commands: LibraryModelCommands): void {
  models
    .command('use')
    .description('switch a library to another model, computing its vectors first where they are missing')
    .argument('<id>')
    .addOption(libraryOption())
    .addOption(new Option('--prepare-only', 'compute the vectors, to compare or to switch later').default(false))
    .addHelpText('after', useNote)
    .action((id: string, options: { library: string; prepareOnly: boolean }) => commands.modelsUse(id, options));
  models
    .command('vectors')
    .description('print what a library holds of each model')
    .addOption(libraryOption())
    .action(({ library }: { library: string }) => commands.modelsVectors(library));
  models
    .command('forget')
    .description('delete the vectors of a model that a library does not use; they can be computed again')
    .argument('<id>')
    .addOption(libraryOption())
    .action((id: string, { library }: { library: string }) => commands.modelsForget(id, library));
}

export function libraryModelCommands({ ask, printJson, progress, signal }: LibraryModelsHost): LibraryModelCommands {
  return {
    async modelsUse(id, { library, prepareOnly }) {
      const stop = signal();
      await printJson(await ask(library, true, (client) => switchModel(client, id, prepareOnly, progress(), stop)));
    },
    modelsVectors: async (library) =>
      printJson(await ask(library, false, (client) => client.call('library.models', {}))),
    modelsForget: async (modelId, library) =>
      printJson(await ask(library, true, (client) => client.call('library.dropVectors', { modelId }))),
  };
}

/**
 * Aborting `signal` cancels the job; what it has computed stays.
 * @throws {AppError} `MODEL_MISSING`, `MODEL_DAMAGED`, `MODEL_FAILED`, `CONFLICT`, `CANCELLED`
 */
export async function switchModel(
  client: Client,
  modelId: string,
  prepareOnly: boolean,
  progress: Progress,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const models = await client.call('library.models', {});
  const before = models.find(({ inUse }) => inUse)?.modelId ?? null;
  let prepared: Record<string, unknown> | null = null;
  if (before !== modelId && !models.some((model) => model.modelId === modelId && model.complete)) {
    const job = await client.call('library.prepareModel', { modelId });
    const follow = waitForJob(client, job, signal, (running) => progress.show(describeJob(running)));
    prepared = (await follow.finally(() => progress.end())).result;
  }
  if (prepareOnly) return { modelId: before, prepared };
  const info = await client.call('library.useModel', { modelId });
  await learned(client, progress, signal);
  return { modelId: info.modelId, before, prepared };
}

/** A ranker is learned for the model from the grades of the library, if there are any. */
async function learned(client: Client, progress: Progress, signal: AbortSignal): Promise<void> {
  for (const job of await client.call('jobs.list', {})) {
    if (job.kind !== 'learn' || (job.state !== 'queued' && job.state !== 'running')) continue;
    await waitForJob(client, job, signal, (running) => progress.show(describeJob(running))).finally(() =>
      progress.end(),
    );
  }
}
