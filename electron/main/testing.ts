/**
 * Electron's interface, as far as the shell uses it, over plain Node: two processes are simulated in one, the third (the engine) is real.
 * With it the wiring runs from the main process through the preload script to the page. Used by tests only.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import path from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { projectDir } from '../server/project.ts';

type Listener = (event: object) => void;

/** Electron's main-process port: the message is in `event.data`. */
class PortMain {
  readonly raw: MessagePort;
  constructor(raw: MessagePort) {
    this.raw = raw;
  }
  postMessage(message: unknown): void {
    this.raw.postMessage(message);
  }
  on(type: string, listener: Listener): this {
    this.raw.on(type, (data?: unknown) => listener(type === 'message' ? { data } : {}));
    return this;
  }
  start(): void {
    this.raw.start();
  }
  close(): void {
    this.raw.close();
  }
}

export class MessageChannelMain {
  readonly port1: PortMain;
  readonly port2: PortMain;
  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new PortMain(port1);
    this.port2 = new PortMain(port2);
  }
}

/** What the test looks at, and what it answers for a person. */
export const seen = {
  children: [] as ChildProcess[],
  handlers: new Map<string, (event: object, ...args: unknown[]) => Promise<unknown>>(),
  schemes: new Map<string, (request: { url: string; method: string }) => Promise<Response>>(),
  windows: [] as BrowserWindow[],
  menu: [] as { label?: string; submenu?: unknown }[],
  bridge: new Map<string, unknown>(),
  revealed: [] as string[],
  paths: new Map<string, string>(),
  picked: [] as string[],
  quit: 0,
};

/** What the bundles are made of. */
const sources: Readonly<Record<string, string>> = {
  'entry.mjs': 'entry.ts',
  'tester-process.mjs': 'models/tester/tester-process.ts',
};

interface FromChild {
  readonly port: number;
  readonly message?: unknown;
  readonly closed?: true;
  /** Not over one of the ports, but to the main process itself. */
  readonly said?: unknown;
}

class UtilityChild extends EventEmitter {
  readonly #child: ChildProcess;
  readonly stdout;
  readonly stderr;
  readonly #ports = new Map<number, MessagePort>();
  #next = 1;

  constructor(file: string, args: readonly string[]) {
    super();
    const entry = path.join(projectDir, 'electron/engine', sources[path.basename(file)] ?? '');
    const stand = path.join(import.meta.dirname, 'fixtures', 'utility-child.ts');
    this.#child = fork(stand, [entry, ...args], { execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    this.stdout = this.#child.stdout;
    this.stderr = this.#child.stderr;
    seen.children.push(this.#child);
    this.#child.on('message', ({ port, message, closed, said }: FromChild) => {
      if (said !== undefined) this.emit('message', said);
      else if (closed) this.#ports.get(port)?.close();
      else this.#ports.get(port)?.postMessage(message);
    });
    this.#child.on('exit', (code) => {
      for (const port of this.#ports.values()) port.close();
      this.emit('exit', code ?? 139);
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  postMessage(handover: unknown, [port]: PortMain[]): void {
    if (port === undefined) return;
    const id = this.#next++;
    this.#ports.set(id, port.raw);
    const send = (message: object): void => {
      if (this.#child.connected) this.#child.send({ port: id, ...message });
    };
    send({ handover });
    port.raw.on('message', (message) => send({ message }));
    port.raw.on('close', () => send({ closed: true }));
  }

  kill(): boolean {
    return this.#child.kill();
  }
}

export const utilityProcess = { fork: (file: string, args: readonly string[]) => new UtilityChild(file, args) };

/** The page's frame: what main sends to it arrives in the preload script. */
const frame = {
  url: 'lookalike-app://app/',
  parent: null,
  send: (channel: string, payload: unknown) => void ipcRenderer.emit(channel, {}, payload),
  postMessage: (channel: string, message: unknown, ports: PortMain[]) =>
    void ipcRenderer.emit(channel, { ports: ports.map(({ raw }) => raw) }, message),
};

export const ipcMain = {
  handle: (channel: string, handler: (event: object, ...args: unknown[]) => Promise<unknown>) =>
    void seen.handlers.set(channel, handler),
};

class IpcRenderer extends EventEmitter {
  async invoke(channel: string, ...args: unknown[]): Promise<unknown> {
    const handler = seen.handlers.get(channel);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    return handler({ senderFrame: frame }, ...args.map((arg) => structuredClone(arg)));
  }
}
export const ipcRenderer = new IpcRenderer();
export const contextBridge = { exposeInMainWorld: (name: string, api: unknown) => void seen.bridge.set(name, api) };
export const webUtils = { getPathForFile: (file: File) => seen.paths.get(file.name) ?? '' };

class App extends EventEmitter {
  readonly isPackaged = false;
  readonly #paths = new Map<string, string>();
  #quitting = false;
  enableSandbox = (): void => {};
  setName = (): void => {};
  getAppPath = (): string => projectDir;
  setPath = (name: string, value: string): void => void this.#paths.set(name, value);
  getPath = (name: string): string => this.#paths.get(name) ?? '';
  setAppLogsPath = (value: string): void => this.setPath('logs', value);
  getLocale = (): string => 'en-GB';
  requestSingleInstanceLock = (): boolean => true;
  addRecentDocument = (): void => {};
  whenReady = (): Promise<void> => Promise.resolve();
  isReady = (): boolean => true;
  quit(): void {
    let prevented = false;
    this.emit('will-quit', {
      preventDefault: () => {
        prevented = true;
      },
    });
    if (prevented || this.#quitting) return;
    this.#quitting = true;
    seen.quit++;
    this.emit('quit');
  }
  exit = (): void => this.quit();
}
export const app = new App();

class Contents extends EventEmitter {
  setWindowOpenHandler = (): void => {};
  send = frame.send;
  reload = (): void => {};
}

export class BrowserWindow extends EventEmitter {
  readonly webContents = new Contents();
  readonly options: object;
  url = '';
  background = '';
  constructor(options: object) {
    super();
    this.options = options;
    seen.windows.push(this);
  }
  loadURL = async (url: string): Promise<void> => {
    this.url = url;
  };
  setBackgroundColor = (colour: string): void => {
    this.background = colour;
  };
  show = (): void => {};
  focus = (): void => {};
  isMinimized = (): boolean => false;
  isDestroyed = (): boolean => false;
}

export const Menu = {
  buildFromTemplate: <T>(template: T): T => template,
  setApplicationMenu: (menu: typeof seen.menu) => {
    seen.menu = menu;
  },
};
export const protocol = {
  registerSchemesAsPrivileged: (): void => {},
  handle: (scheme: string, handler: (request: { url: string; method: string }) => Promise<Response>) =>
    void seen.schemes.set(scheme, handler),
};
export const dialog = {
  showErrorBox: (): void => {},
  showMessageBox: async () => ({ response: 0 }),
  showOpenDialog: async () => ({ canceled: seen.picked.length === 0, filePaths: [...seen.picked] }),
};
export const nativeTheme = Object.assign(new EventEmitter(), { themeSource: 'system', shouldUseDarkColors: false });
export const screen = {
  getPrimaryDisplay: () => ({ workArea: { x: 0, y: 0, width: 1600, height: 1000 } }),
  getAllDisplays: () => [],
};
export const session = {
  defaultSession: {
    on: (): void => {},
    setPermissionRequestHandler: (): void => {},
    setPermissionCheckHandler: (): void => {},
    setDevicePermissionHandler: (): void => {},
  },
};
export const shell = {
  openExternal: async (): Promise<void> => {},
  openPath: async (): Promise<string> => '',
  showItemInFolder: (file: string): void => void seen.revealed.push(file),
};
export const crashReporter = { start: (): void => {} };
