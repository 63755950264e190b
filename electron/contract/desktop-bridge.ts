/**
 * What the desktop shell puts into its window: names and types alone, so that the preload script, which runs in a sandbox and is loaded
 * before every page, stays as small as it is. What passes here is parsed at both ends with the schemas of desktop.ts.
 */

/** Channels of Electron's IPC between the main process and the preload script. */
export const desktopChannels = {
  openPort: 'engine:open-port',
  port: 'engine:port',
  engineState: 'engine:state',
  watchEngine: 'engine:watch',
  restartEngine: 'engine:restart',
  keepPicture: 'picture:keep',
  openPhone: 'phone:open',
  closePhone: 'phone:close',
  phone: 'phone:event',
  pickPath: 'dialog:pick-path',
  showInFolder: 'shell:show-in-folder',
  request: 'window:request',
  ready: 'window:ready',
  appearance: 'window:appearance',
  readSettings: 'settings:read',
  changeSettings: 'settings:change',
} as const;

/** Argument of the page's process: the app's own dialogs instead of the system's. */
export const ownDialogsArgument = '--own-dialogs';

/** `data.type` of the window message that brings a port to the page. */
export const enginePortMessage = 'lookalike:engine-port';

/** `window.lookalike`. Results are `Reply` values; see desktop.ts. */
export interface DesktopBridge {
  /** Asks for a line to the engine. The port arrives as a window message `{ type: enginePortMessage, id }`. */
  openPort(id: number): Promise<unknown>;
  onEngineState(listener: (state: unknown) => void): () => void;
  restartEngine(): Promise<unknown>;
  /** Where the file lies on this machine; empty for one that was made by a page or pasted. */
  pathOf(file: File): string;
  /** Hands over an image that is no file: `search`, to search by it; `lookup`, for the table of looked-up photos. */
  keepPicture(name: string, bytes: ArrayBuffer, purpose: 'search' | 'lookup'): Promise<unknown>;
  /** Lets a phone send photos until `closePhone`; what comes of it is told to the listeners. */
  openPhone(network: string | null): Promise<unknown>;
  closePhone(): Promise<unknown>;
  onPhone(listener: (event: unknown) => void): () => void;
  /** False where the app's own dialogs stand in for the system's. */
  readonly systemDialogs: boolean;
  pickPath(choice: string): Promise<unknown>;
  showInFolder(path: string): Promise<unknown>;
  /** What menus, links and the dock ask of the page; the first listener says that the page is ready for it. */
  onRequest(listener: (request: unknown) => void): () => void;
  setAppearance(appearance: unknown): Promise<unknown>;
  readSettings(): Promise<unknown>;
  changeSettings(change: unknown): Promise<unknown>;
}
