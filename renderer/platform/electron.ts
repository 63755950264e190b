/** The UI in the desktop shell: a port of its own to the engine for calls, the preload script's bridge for the rest. */
import {
  AppError,
  type Choice,
  type Connection,
  createConnection,
  createMessagePortTransport,
  type DesktopBridge,
  enginePortMessage,
  engineStateSchema,
  hostSettingsStateSchema,
  methods,
  pageRequestSchema,
  phoneEventSchema,
  queryImageSchema,
  readReply,
  type Transport,
} from '@contract';
import { z } from 'zod';
import type { Platform } from './platform.ts';

export function createElectronPlatform(bridge: DesktopBridge): Platform {
  const ports = new EnginePorts(bridge);
  let connection: Connection | undefined;
  const connect = (): Connection => {
    connection ??= createConnection(() => ports.open());
    return connection;
  };
  bridge.onEngineState((raw) => {
    const state = engineStateSchema.safeParse(raw);
    if (state.success && state.data.state !== 'ready') ports.closeAll('the engine ended');
  });
  return {
    authorised: true,
    connect,
    imageUrl: (path) => `/${path}`,
    onEngineState: (listener) =>
      bridge.onEngineState((raw) => {
        const state = engineStateSchema.safeParse(raw);
        if (state.success) listener(state.data);
      }),
    restartEngine: async () => void readReply(await bridge.restartEngine(), z.unknown()),
    async acceptFile(file) {
      const path = bridge.pathOf(file);
      if (path !== '') return connect().call('search.addImage', { path, name: file.name });
      return readReply(await bridge.keepPicture(file.name, await file.arrayBuffer(), 'search'), queryImageSchema);
    },
    async waitForPhone(network, tell) {
      const off = bridge.onPhone((raw) => {
        const event = phoneEventSchema.safeParse(raw);
        if (event.success) tell(event.data);
      });
      try {
        readReply(await bridge.openPhone(network ?? null), z.unknown());
      } catch (error) {
        off();
        throw error;
      }
      return {
        close: () => {
          off();
          void bridge.closePhone();
        },
      };
    },
    async lookUpFile(file, name) {
      const path = bridge.pathOf(file);
      if (path !== '') return connect().call('lookups.add', { files: [{ path, name }] });
      const added = methods['lookups.add'].result;
      return readReply(await bridge.keepPicture(name, await file.arrayBuffer(), 'lookup'), added);
    },
    ...(bridge.systemDialogs
      ? { pickPath: async (choice: Choice) => readReply(await bridge.pickPath(choice), z.string().nullable()) }
      : {}),
    pathOf: (file) => bridge.pathOf(file) || undefined,
    showInFolder: (path) => void bridge.showInFolder(path),
    onRequest: (listener) =>
      bridge.onRequest((raw) => {
        const request = pageRequestSchema.safeParse(raw);
        if (request.success) listener(request.data);
      }),
    setAppearance: (appearance) => void bridge.setAppearance(appearance),
    settings: {
      read: async () => readReply(await bridge.readSettings(), hostSettingsStateSchema),
      change: async (change) => readReply(await bridge.changeSettings(change), hostSettingsStateSchema),
    },
  };
}

/** [ms] */
const longestWait = 10_000;

/** Lines to the engine that the main process arranges; each arrives as a message of the window, under the number it was asked for. */
class EnginePorts {
  readonly #bridge: DesktopBridge;
  readonly #awaited = new Map<number, (port: MessagePort) => void>();
  readonly #open = new Set<Transport>();
  #next = 1;

  constructor(bridge: DesktopBridge) {
    this.#bridge = bridge;
    window.addEventListener('message', ({ source, data, ports: [port] }) => {
      if (source !== window || port === undefined || data?.type !== enginePortMessage) return;
      this.#awaited.get(data.id)?.(port);
    });
  }

  /** @throws {AppError} `ENGINE_GONE` while there is no engine */
  async open(): Promise<Transport> {
    const id = this.#next++;
    let timer: number | undefined;
    const arrived = new Promise<MessagePort>((resolve, reject) => {
      this.#awaited.set(id, resolve);
      timer = window.setTimeout(() => reject(noLine()), longestWait);
    });
    arrived.catch(() => {});
    try {
      readReply(await this.#bridge.openPort(id), z.unknown());
      return this.#adopt(await arrived);
    } finally {
      window.clearTimeout(timer);
      this.#awaited.delete(id);
    }
  }

  /** A port tells its end itself; this is for the case that the word of the supervisor comes first. */
  closeAll(reason: string): void {
    for (const transport of [...this.#open]) transport.close(reason);
  }

  #adopt(port: MessagePort): Transport {
    const transport = createMessagePortTransport(port);
    this.#open.add(transport);
    transport.onClose(() => this.#open.delete(transport));
    return transport;
  }
}

const noLine = (): AppError => new AppError('ENGINE_GONE', 'The catalog engine cannot be reached.');
