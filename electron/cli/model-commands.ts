/** The commands about the models of this machine: ask, follow the task if there is one, print JSON. */
import path from 'node:path';
import type { Command } from 'commander';
import { AppError } from '../contract/errors.ts';
import type { ModelTask } from '../contract/models.ts';
import type { Client } from '../contract/rpc/client.ts';
import type { Progress } from './output.ts';
import type { Terminal } from './terminal.ts';

const addNote = `
Stopped with Ctrl-C or by a lost connection, the same command goes on where it was. HTTPS_PROXY and NO_PROXY name a proxy, HF_ENDPOINT a mirror of
the hub, HF_TOKEN the access token for models that are given only to people who have accepted their licence on the hub;
it is sent to https://huggingface.co alone.`;

const importNote = `
The folder is one that Lookalike can read (model.json) or one in the layout of Hugging Face: config.json, preprocessor_config.json, tokenizer.json,
and onnx/ with vision_model.onnx and text_model.onnx, or model.onnx for both.`;

interface ImportOptions {
  readonly dtype?: string;
  readonly id?: string;
  readonly name?: string;
}

/** Answers the command `models`, for others to add to. */
export function addModels(program: Command, terminal: Terminal): Command {
  const install = async (start: (client: Client) => Promise<ModelTask>): Promise<void> => {
    const signal = terminal.signal();
    await terminal.print(async (client) => {
      const { modelId } = await followTask(client, await start(client), terminal.progress(), signal);
      return (await client.call('models.describe', { id: modelId })).summary;
    });
  };
  const models = program
    .command('models')
    .description('the models of this machine: what there is, and adding, testing and removing them');
  models
    .command('list')
    .description('print the installed models')
    .action(() => terminal.print((client) => client.call('models.list', {})));
  models
    .command('registry')
    .description('print the models worth having that can be downloaded, with their licences')
    .action(() => terminal.print((client) => client.call('models.registry', {})));
  models
    .command('inspect')
    .description('print what would be made of a folder, and change nothing')
    .argument('<folder>')
    .option('--dtype <dtype>', 'precision of the weights, of those in the folder (fp32, fp16, int8, ...)')
    .addHelpText('after', importNote)
    .action((folder: string, { dtype }: ImportOptions) =>
      terminal.print((client) => client.call('models.inspectFolder', { path: path.resolve(folder), dtype })),
    );
  models
    .command('import')
    .description('copy a model from a folder, test it, and keep it if it passes')
    .argument('<folder>')
    .option('--dtype <dtype>', 'precision of the weights, of those in the folder; the most exact one when left out')
    .option('--id <id>', 'what it is to be called in commands')
    .option('--name <name>', 'what people see')
    .addHelpText('after', importNote)
    .action((folder: string, options: ImportOptions) =>
      install((client) => client.call('models.addFolder', { path: path.resolve(folder), ...options })),
    );
  models
    .command('add')
    .description('download a model of the registry, test it, and keep it if it passes')
    .argument('<id>')
    .option('--accept-licence', 'you have read and accept the licence that "models registry" names', false)
    .addHelpText('after', addNote)
    .action((id: string, { acceptLicence }: { acceptLicence: boolean }) =>
      install((client) => client.call('models.download', { id, acceptLicence })),
    );
  models
    .command('test')
    .description('test an installed model; fails when it does not pass')
    .argument('<id>')
    .action(async (id: string) => {
      const signal = terminal.signal();
      const result = await terminal.ask((client) => client.call('models.test', { id }, { signal }));
      await terminal.printJson(result);
      const failed = result.checks.filter(({ passed }) => !passed).map(({ name }) => name);
      if (!result.passed) throw new AppError('MODEL_FAILED', `${id} does not pass: ${failed.join(', ')}.`);
    });
  models
    .command('remove')
    .description('delete an added model; vectors in libraries stay')
    .argument('<id>')
    .action((id: string) => terminal.print((client) => client.call('models.remove', { id })));
  return models;
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
    if (now.state === 'running')
      progress.show(describeTask(now), now.total === null || now.total <= 0 ? null : now.done / now.total);
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
