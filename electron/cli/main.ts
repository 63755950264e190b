/** The terminal: reads the command line, does it with an engine in this process, and tells how it went in JSON and an exit code. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { CommanderError } from 'commander';
import { AppError, toAppError } from '../contract/errors.ts';
import { onInterrupt } from '../engine/process/interrupts.ts';
import { runBatch } from './batch.ts';
import { runCalibrate } from './calibrate-command.ts';
import { readVerdicts, runDuplicates, withdrawVerdicts } from './duplicates-command.ts';
import { runImport } from './import-command.ts';
import { learningCommands } from './learning-commands.ts';
import { modelCommands } from './models-commands.ts';
import { createProgress, formatError, writeOut } from './output.ts';
import { type Commands, createProgram } from './program.ts';
import { runEmbed, runSearch } from './requests.ts';
import { withEngine, withEngineBeside } from './session.ts';
import { libraryModelCommands } from './use-model-command.ts';

const log = (text: string): void => void process.stderr.write(`${text}\n`);
const printJson = (value: unknown): Promise<void> => writeOut(`${JSON.stringify(value)}\n`);

const commands: Commands = {
  async import(source, { library, ...options }) {
    const signal = abortOnInterrupt();
    const progress = createProgress(process.stderr);
    await printJson(
      await withEngine({ library, write: true, log }, (client) => runImport(client, source, options, progress, signal)),
    );
  },
  async search(library, request) {
    await printJson(await withEngine({ library, log }, (client) => runSearch(client, request)));
  },
  async embed(request) {
    await printJson(await withEngine({ log }, async (client) => runEmbed(client, request)));
  },
  async info(library) {
    await printJson(await withEngine({ library, log }, (client) => client.call('library.info', {})));
  },
  ...learningCommands({
    ask: (library, write, use) => withEngine({ library, write, create: false, log }, use),
    printJson,
    printText: writeOut,
    signal: abortOnInterrupt,
  }),
  ...modelCommands({
    ask: (use) => withEngine({ log }, use),
    printJson,
    progress: () => createProgress(process.stderr),
    signal: abortOnInterrupt,
  }),
  ...libraryModelCommands({
    ask: (library, write, use) => withEngine({ library, write, create: false, log }, use),
    printJson,
    progress: () => createProgress(process.stderr),
    signal: abortOnInterrupt,
  }),
  async duplicates(library, request) {
    const progress = createProgress(process.stderr);
    await printJson(await withEngineBeside({ library, log }, (client) => runDuplicates(client, request, progress)));
  },
  async exportVerdicts(library) {
    await printJson(await withEngine({ library, log }, (client) => client.call('duplicates.exportVerdicts', {})));
  },
  async importVerdicts(library, file) {
    const verdicts = await readVerdicts(file);
    const { operation: _operation, ...counts } = await withEngine(
      { library, write: true, create: false, log },
      (client) => client.call('duplicates.importVerdicts', { verdicts }),
    );
    await printJson(counts);
  },
  async withdrawVerdicts(library, skus) {
    await printJson(
      await withEngine({ library, write: true, create: false, log }, (client) => withdrawVerdicts(client, skus)),
    );
  },
  async calibrate(request) {
    const [signal, progress] = [abortOnInterrupt(), createProgress(process.stderr)];
    await printJson(await withEngine({ log }, (client) => runCalibrate(client, request, progress, signal)));
  },
  serve: ({ library, port }) => runServer(library, port),
  async batch(library) {
    await withEngine({ library, log }, (client) =>
      runBatch(client, createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY }), (answer) =>
        process.stdout.write(`${JSON.stringify(answer)}\n`),
      ),
    );
  },
};

/** The first Ctrl-C asks to stop in order, the second ends at once. */
function abortOnInterrupt(): AbortSignal {
  const controller = new AbortController();
  const first = (): void => {
    log('Stopping; what is done is kept. Press Ctrl-C again to end at once.');
    controller.abort();
  };
  onInterrupt(first, () => process.exit(130));
  return controller.signal;
}

/** The loopback host is a program of its own; it ends with this one, and this one with it. */
function runServer(library: string, port: number | undefined): Promise<void> {
  const start = path.join(import.meta.dirname, '..', 'server', 'start.ts');
  const args = ['--json', '--no-open', '--library', path.resolve(library)];
  if (port !== undefined) args.push('--port', String(port));
  const child = spawn(process.execPath, [start, ...args], { stdio: ['ignore', 'inherit', 'inherit'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new AppError('ENGINE_GONE', `The server ended with the code ${code}; its last words are above.`));
    });
  });
}

async function main(): Promise<number> {
  try {
    await createProgram(commands).parseAsync();
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      const help =
        error.code === 'commander.help'
          ? 'Name a command; see lookalike --help.'
          : error.message.replace(/^error: /, '');
      log(formatError({ code: 'BAD_REQUEST', message: help }));
      return 2;
    }
    const failure = toAppError(error);
    if (failure.code === 'INTERNAL' && process.env.LOOKALIKE_DEBUG !== undefined) log(String(failure.cause));
    log(formatError(failure));
    return failure.code === 'CANCELLED' ? 130 : 1;
  }
}

// A reader that closes the pipe early (`| head`) has what it wanted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
process.exit(await main());
