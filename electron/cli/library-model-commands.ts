/** The commands about the models of one library: which it holds vectors of, switching, forgetting, and comparing two before that. */
import { type Command, Option } from 'commander';
import type { Client } from '../contract/rpc/client.ts';
import { isOpen, waitForJob } from './jobs.ts';
import { type InLibrary, libraryOption } from './options.ts';
import type { Progress } from './output.ts';
import type { Terminal } from './terminal.ts';

const useNote = `
Pictures and texts are read by the other model first, which may take long; searches go on with the model in use meanwhile. Stopped with Ctrl-C, the
same command goes on where it was. Nothing of the model in use is deleted: switching back takes a moment.`;

/** Adds to the command `models`. */
export function addLibraryModels(models: Command, terminal: Terminal): void {
  models
    .command('use')
    .description('switch a library to another model, computing its vectors first where they are missing')
    .argument('<id>')
    .addOption(libraryOption())
    .addOption(new Option('--prepare-only', 'compute the vectors, to compare or to switch later').default(false))
    .addHelpText('after', useNote)
    .action(async (id: string, { library, prepareOnly }: InLibrary & { prepareOnly: boolean }) => {
      const [signal, progress] = [terminal.signal(), terminal.progress()];
      const use = (client: Client) => switchModel(client, id, prepareOnly, progress, signal);
      await terminal.print(use, library, 'write');
    });
  models
    .command('vectors')
    .description('print what a library holds of each model')
    .addOption(libraryOption())
    .action(({ library }: InLibrary) => terminal.print((client) => client.call('library.models', {}), library));
  models
    .command('forget')
    .description('delete the vectors of a model that a library does not use; they can be computed again')
    .argument('<id>')
    .addOption(libraryOption())
    .action((modelId: string, { library }: InLibrary) =>
      terminal.print((client) => client.call('library.dropVectors', { modelId }), library, 'write'),
    );
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
    const { id } = await client.call('library.prepareModel', { modelId });
    prepared = (await waitForJob(client, id, { progress, signal })).result;
  }
  if (prepareOnly) return { modelId: before, prepared };
  const info = await client.call('library.useModel', { modelId });
  // A ranker is learned for the model from the grades of the library, if there are any.
  for (const job of await client.call('jobs.list', {})) {
    if (job.kind === 'learn' && isOpen(job)) await waitForJob(client, job.id, { progress, signal });
  }
  return { modelId: info.modelId, before, prepared };
}
