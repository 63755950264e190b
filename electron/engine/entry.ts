/**
 * The main file of the engine process, whichever host starts it: a forked Node child talks over IPC, an Electron utility process
 * over ports that it is handed. It ends with its host; a failure that nothing caught ends it with a code other than 0, which the
 * supervisor takes for a crash.
 */
import { createIpcTransport } from '../contract/rpc/child-process.ts';
import { passing } from './db/storage-error.ts';
import { createEngine } from './engine.ts';
import { parseProcessArgs } from './process/options.ts';
import { serveEngine } from './process/serve-engine.ts';
import { type HostPorts, listenToHost, type ParentPort } from './side-process/parent-port.ts';

const log = (text: string): void => {
  process.stderr.write(`[engine] ${text}\n`);
};

/** A write that nobody waits for and that is hindered for a while must not take the searches with it. */
function crash(error: unknown): void {
  if (passing(error) !== undefined) {
    log(`A write is left for later: ${String(error)}`);
    return;
  }
  log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(1);
}

function portsOfHost(): HostPorts {
  const { parentPort } = process as { parentPort?: ParentPort };
  if (parentPort !== undefined) return listenToHost(parentPort);
  return { line: Promise.resolve(createIpcTransport(process)), onConnection: () => {}, startTester: undefined };
}

async function run(): Promise<void> {
  const { line: opened, onConnection, startTester } = portsOfHost();
  const options = parseProcessArgs(process.argv.slice(2));
  const line = await opened;
  // Ctrl-C reaches the whole process group; the host decides when the engine stops.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => line.close('the process was asked to end'));
  await serveEngine(line, () => createEngine({ ...options, watch: true, startTester }), { log, onConnection });
}

process.on('uncaughtException', crash);
process.on('unhandledRejection', crash);
run().then(() => process.exit(0), crash);
