/** `serve`: the loopback host, which is a program of its own; it ends with this one, and this one with it. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Command } from 'commander';
import { AppError } from '../contract/errors.ts';
import { libraryOption, wholeNumber } from './options.ts';

export function addServe(program: Command, serve = runServer): void {
  program
    .command('serve')
    .description('serve the app with this library to the browser on this machine; prints {"address", "port"}')
    .addOption(libraryOption())
    .option('--port <n>', 'port to use', wholeNumber(0, 65535))
    .action(({ library, port }: { library: string; port?: number }) => serve(library, port));
}

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
