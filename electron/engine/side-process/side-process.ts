/** A process beside the engine's own, for work that may take its process with it. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createIpcTransport } from '../../contract/rpc/child-process.ts';
import type { Transport } from '../../contract/rpc/transport.ts';

export interface SideProcess {
  readonly transport: Transport;
  /** How it ended, once it has: `signal SIGSEGV`, `code 3`; empty where that cannot be known. */
  readonly ended: Promise<string>;
  /** Ends it at once, without its consent. */
  kill(): void;
}

export type StartSideProcess = () => SideProcess;

/** As a child of this process under the same Node; Electron's utility processes may not fork, see `parent-port.ts`. */
export function forkSideProcess(file: URL): SideProcess {
  // What it prints goes to standard error: standard output may be a command's answer.
  const child = fork(fileURLToPath(file), [], { execArgv: [], stdio: ['ignore', 2, 2, 'ipc'] });
  const { promise: ended, resolve } = Promise.withResolvers<string>();
  child.on('exit', (code, signal) => resolve(signal === null ? `code ${code}` : `signal ${signal}`));
  child.on('error', (error) => {
    if (child.pid === undefined) resolve(error.message);
  });
  return { transport: createIpcTransport(child), ended, kill: () => child.kill('SIGKILL') };
}
