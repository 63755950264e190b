/** The terminal: reads the command line, does it with an engine in this process, and tells how it went in JSON and an exit code. */
import { CommanderError } from 'commander';
import { toAppError } from '../contract/errors.ts';
import { formatError } from './output.ts';
import { createProgram } from './program.ts';
import { Terminal } from './terminal.ts';

const terminal = new Terminal();

async function main(): Promise<number> {
  try {
    await createProgram(terminal).parseAsync();
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      const help =
        error.code === 'commander.help'
          ? 'Name a command; see lookalike --help.'
          : error.message.replace(/^error: /, '');
      terminal.log(formatError({ code: 'BAD_REQUEST', message: help }));
      return 2;
    }
    const failure = toAppError(error);
    if (failure.code === 'INTERNAL' && process.env.LOOKALIKE_DEBUG !== undefined) terminal.log(String(failure.cause));
    terminal.log(formatError(failure));
    return failure.code === 'CANCELLED' ? 130 : 1;
  }
}

// A reader that closes the pipe early (`| head`) has what it wanted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
process.exit(await main());
