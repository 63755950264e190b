/** An engine process as a forked Node child, run by the same Node as the host. */
import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { createIpcTransport } from '../contract/rpc/child-process.ts';
import { allocatorSettings } from '../engine/process/allocator.ts';
import { formatProcessArgs, type ProcessOptions } from '../engine/process/options.ts';
import type { EngineProcess } from '../engine/process/supervisor.ts';
import { compileCacheDir } from './project.ts';

const entry = path.join(import.meta.dirname, '..', 'engine', 'entry.ts');

export function forkEngine(options: ProcessOptions): EngineProcess {
  return forkProcess(entry, formatProcessArgs(options));
}

/** Both output streams of the child go to the host's standard error: standard output belongs to the host alone. */
export function forkProcess(file: string, args: readonly string[]): EngineProcess {
  const env = { NODE_COMPILE_CACHE: compileCacheDir, ...allocatorSettings, ...process.env };
  const child = fork(file, [...args], { execArgv: [], serialization: 'json', stdio: ['ignore', 2, 2, 'ipc'], env });
  return {
    transport: createIpcTransport(child),
    onExit: (listener) => listenForEnd(child, listener),
    kill: () => child.kill('SIGKILL'),
  };
}

/** `error` without `exit` means that no process came into being. */
function listenForEnd(child: ChildProcess, listener: (code: number | null, signal: string | null) => void): void {
  let told = false;
  const tell = (code: number | null, signal: string | null): void => {
    if (told) return;
    told = true;
    listener(code, signal);
  };
  child.on('exit', tell);
  child.on('error', () => {
    if (child.pid === undefined) tell(-1, null);
  });
}
