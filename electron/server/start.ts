/**
 * `npm start`: builds what is missing and shows the app, in Electron where it is installed, else in the browser: then the engine runs in a
 * process of its own, and this one serves the app on this machine. The terminal's `serve` runs this file too, with `--json`.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { AppError, toAppError } from '../contract/errors.ts';
import { homeAt } from '../engine/library/home.ts';
import { firstLibrary } from '../engine/process/first-library.ts';
import { onInterrupt } from '../engine/process/interrupts.ts';
import { Supervisor } from '../engine/process/supervisor.ts';
import { chooseShell, presentSituation, runDesktop } from './choose-shell.ts';
import { forkEngine } from './fork-engine.ts';
import { createHost, defaultPort, type Host } from './host.ts';
import { openBrowser } from './open-browser.ts';
import { modelsDir } from './project.ts';
import { findRunning, leaveNote } from './running.ts';
import { ensureSample } from './sample.ts';
import { ensureUi } from './ui-build.ts';
import { removeLeftUploads } from './upload.ts';

const usage = `Usage: npm start -- [options]

  --browser       the browser, even where Electron is installed
  --library DIR   open this library instead of the one used last
  --home DIR      the application's own folder (default: LOOKALIKE_HOME, or the system's place for application data)
  --models DIR    the models that ship with the app (default: models/ of this project)
  --port N        use exactly this port, in the browser (default: ${defaultPort}, or the next one that is free)
  --no-open       do not open the browser
  --no-sample     start without a library instead of with the sample catalog
  --json          print {"address", "port"} on standard output, all else on standard error
`;

interface StartOptions {
  readonly browser: boolean;
  readonly library: string | undefined;
  readonly home: string | undefined;
  readonly models: string;
  readonly port: number | undefined;
  readonly open: boolean;
  readonly sample: boolean;
  readonly json: boolean;
}

function readOptions(): StartOptions {
  const { values } = parseArgs({
    options: {
      browser: { type: 'boolean', default: false },
      library: { type: 'string' },
      home: { type: 'string' },
      models: { type: 'string', default: modelsDir },
      port: { type: 'string' },
      open: { type: 'boolean', default: true },
      sample: { type: 'boolean', default: true },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
    allowNegative: true,
  });
  if (values.help) {
    process.stdout.write(usage);
    process.exit(0);
  }
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port < 65536)) {
    throw new TypeError(`"${values.port}" is not a port number.`);
  }
  const { library, home, models, open, sample, json } = values;
  // A port, or an address as JSON, is of use to a browser only.
  const browser = values.browser || json || port !== undefined;
  return { browser, library, home, models: path.resolve(models), port, open, sample, json };
}

function fail(text: string, code = 1): never {
  process.stderr.write(`${text}\n`);
  process.exit(code);
}

async function start(options: StartOptions): Promise<void> {
  const log = (text: string): void => {
    (options.json ? process.stderr : process.stdout).write(`${text}\n`);
  };
  const { shell, why } = chooseShell(presentSituation(options.browser ? 'browser' : undefined));
  if (!options.json) log(why);
  if (shell === 'desktop') {
    const { ensureDesktop } = await import('../packaging/ensure.ts');
    await ensureDesktop(log);
    process.exit(await runDesktop(desktopArgs(options)));
  }
  await startInBrowser(options, log);
}

/** The options that both hosts have, as the desktop app takes them. */
function desktopArgs({ library, home, models, sample }: StartOptions): string[] {
  return [
    ...(home === undefined ? [] : ['--home', path.resolve(home)]),
    ...(library === undefined ? [] : ['--library', path.resolve(library)]),
    ...(models === modelsDir ? [] : ['--models', models]),
    ...(sample ? [] : ['--no-sample']),
  ];
}

async function startInBrowser(options: StartOptions, log: (text: string) => void): Promise<void> {
  const home = homeAt(options.home === undefined ? undefined : path.resolve(options.home));
  const openFirst = firstLibrary({
    ...(options.library === undefined ? {} : { library: options.library }),
    sampleLibrary: options.sample ? home.sampleLibrary : null,
    makeSample: () => ensureSample(home.sampleFiles, log),
    log,
  });
  let locked: string | undefined;
  const engine = new Supervisor({
    spawn: () => forkEngine({ home: home.dir, modelsDir: options.models }),
    prepare: (client) =>
      openFirst(client).catch((error: unknown) => {
        if (error instanceof AppError && error.code === 'LIBRARY_LOCKED') locked = String(error.details?.dir);
        throw error;
      }),
  });
  let host: Host | undefined;
  stopOnInterrupt(async () => {
    await host?.close();
    await engine.stop();
  });

  void removeLeftUploads();
  engine.start();
  const ready = engine.ready().catch(async (error: unknown) => {
    if (locked !== undefined && !options.json) await openRunning(options, home.dir, locked, log);
    throw error;
  });
  const [staticDir] = await Promise.all([ensureUi(log), ready]);
  host = await createHost({ engine, staticDir, ...(options.port === undefined ? {} : { port: options.port }) });
  leaveNote(home.dir, host.address);
  engine.onState(({ state, reason, answering }) => {
    if (!answering) log('The catalog engine gives no sign of life. Start it again in the app, or wait.');
    if (state === 'restarting') log(`The catalog engine is started again: ${reason}.`);
    if (state === 'failed') log(`The catalog engine does not run any more. ${reason} Start it again in the app.`);
  });
  announce(options, host, log);
}

/** Shows the host that has the library, if one says that it has, and ends this process. */
async function openRunning(
  options: StartOptions,
  home: string,
  library: string,
  log: (text: string) => void,
): Promise<void> {
  const running = await findRunning(home, library);
  if (running === undefined) return;
  if (options.open) openBrowser(running.launchAddress);
  log(`\nThis library is open in a Lookalike that runs already. Its address, for you alone:\n\n  ${running.address}`);
  process.exit(0);
}

function announce(options: StartOptions, host: Host, log: (text: string) => void): void {
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ address: host.address, port: host.port })}\n`);
    return;
  }
  if (options.port === undefined && host.port !== defaultPort) log(`Port ${defaultPort} is in use; took ${host.port}.`);
  if (options.open) openBrowser(host.launchAddress());
  log(`\nLookalike is ready. Its address, for you alone:\n\n  ${host.address}\n\nPress Ctrl-C to stop.`);
}

/** The first Ctrl-C stops it in order, the second at once. */
function stopOnInterrupt(stop: () => Promise<void>): void {
  const first = (): void => {
    stop().then(
      () => process.exit(0),
      (error: unknown) => fail(toAppError(error).message),
    );
  };
  onInterrupt(first, () => process.exit(130));
}

function explain(error: unknown, options: StartOptions): string {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return options.port === undefined
      ? `None of the ports from ${defaultPort} on is free. Choose one with --port.`
      : `Port ${options.port} is in use, perhaps by a Lookalike that is running already. Choose another with --port, or leave it out.`;
  }
  return `Lookalike cannot start. ${toAppError(error).message}`;
}

let options: StartOptions;
try {
  options = readOptions();
} catch (error) {
  fail(`${toAppError(error).message}\n\n${usage}`, 2);
}
start(options).catch((error: unknown) => fail(explain(error, options)));
