/**
 * The main file of the engine process, whichever host starts it: a forked Node child talks over IPC, an Electron utility process
 * over `process.parentPort`. It ends with its host; a failure that nothing caught ends it with a code other than 0, which the
 * supervisor takes for a crash.
 */
import { createIpcTransport } from '../../contract/rpc/child-process.ts';
import { createMessagePortTransport, type EmitterPort } from '../../contract/rpc/message-port.ts';
import type { Transport } from '../../contract/rpc/transport.ts';
import { createEngine } from '../engine.ts';
import { parseProcessArgs } from './options.ts';
import { serveEngine } from './serve-engine.ts';

const log = (text: string): void => {
  process.stderr.write(`[engine] ${text}\n`);
};

function crash(error: unknown): void {
  log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(1);
}

function lineToHost(): Transport {
  const { parentPort } = process as { parentPort?: EmitterPort };
  return parentPort === undefined ? createIpcTransport(process) : createMessagePortTransport(parentPort);
}

process.on('uncaughtException', crash);
process.on('unhandledRejection', crash);

const line = lineToHost();
// Ctrl-C reaches the whole process group; the host decides when the engine stops.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => line.close('the process was asked to end'));

const options = parseProcessArgs(process.argv.slice(2));
serveEngine(line, () => createEngine({ ...options, watch: true }), { log }).then(() => process.exit(0), crash);
