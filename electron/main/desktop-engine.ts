/** The engine in Electron's utility process, supervised. Wiring only: the rules are in engine/process and in engine-process.ts. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { MessageChannelMain, type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron';
import { AppError } from '../contract/errors.ts';
import { type Connection, createConnection } from '../contract/rpc/connection.ts';
import type { Home } from '../engine/library/home.ts';
import { allocatorSettings } from '../engine/process/allocator.ts';
import { firstLibrary } from '../engine/process/first-library.ts';
import { formatProcessArgs } from '../engine/process/options.ts';
import { Supervisor } from '../engine/process/supervisor.ts';
import { connectPage, lendTesters, type PortReceiver, type UtilityEngine, utilityEngine } from './engine-process.ts';
import type { Places } from './places.ts';
import type { StartOptions } from './start-options.ts';

export interface DesktopEngine {
  readonly supervisor: Supervisor;
  /** The main process's own line, for menus and images. */
  readonly client: Connection;
  /** Gives the page a line of its own. @throws {AppError} `ENGINE_GONE` while there is none to give */
  connect(page: PortReceiver<MessagePortMain>, channelName: string, id: number): void;
}

export function startEngine(
  places: Places,
  home: Home,
  options: StartOptions,
  log: (text: string) => void,
): DesktopEngine {
  let running: UtilityEngine<MessagePortMain> | undefined;
  const modelsDir = options.models ?? places.modelsDir;
  const spawn = (): UtilityEngine<MessagePortMain> => {
    const child = fork(places.engineEntry, formatProcessArgs({ home: home.dir, modelsDir }), 'Lookalike engine', log);
    lendTesters(child, {
      start: () => fork(places.testerEntry, [], 'Lookalike model test', log),
      channel: () => new MessageChannelMain(),
      killNow,
    });
    running = utilityEngine(child, new MessageChannelMain(), killNow);
    return running;
  };
  const supervisor = new Supervisor({
    spawn,
    prepare: firstLibrary({
      ...(options.library === undefined ? {} : { library: options.library }),
      sampleLibrary: options.sample ? home.sampleLibrary : null,
      makeSample: () => makeSample(places.sampleEntry, home.sampleFiles, log),
      log,
    }),
  });
  const client = createConnection(async () => supervisor.connect());
  supervisor.onState(({ state, reason }) => {
    log(`The engine is ${state}${reason === null ? '' : `: ${reason}`}`);
    if (state === 'ready') client.retry();
  });
  supervisor.start();
  return {
    supervisor,
    client,
    connect(page, channelName, id) {
      if (running === undefined || supervisor.state.state !== 'ready') {
        throw new AppError('ENGINE_GONE', 'The catalog engine is not running at the moment.');
      }
      connectPage(page, channelName, id, running, new MessageChannelMain());
    },
  };
}

/** A process that has ended by itself meanwhile is none to complain about. */
function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function fork(file: string, args: string[], serviceName: string, log: (text: string) => void): UtilityProcess {
  const env = { ...allocatorSettings, ...process.env };
  const child = utilityProcess.fork(file, args, { serviceName, stdio: 'pipe', env });
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => log(text.toString()));
  return child;
}

/** Answers the path of the table, which is written last. */
async function makeSample(entry: string, dir: string, log: (text: string) => void): Promise<string> {
  const table = path.join(dir, 'products.csv');
  if (existsSync(table)) return table;
  const [code] = (await once(fork(entry, [dir], 'Lookalike sample', log), 'exit')) as [number];
  if (code !== 0) throw new AppError('INTERNAL', `The sample catalog could not be drawn in ${dir}.`);
  return table;
}
