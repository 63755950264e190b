/** Ties the events of the application to its parts. Wiring only. */
import path from 'node:path';
import { app, type BrowserWindow, dialog, Menu, nativeTheme, protocol, session, shell } from 'electron';
import type { Choice } from '../contract/desktop.ts';
import { desktopChannels } from '../contract/desktop-bridge.ts';
import { toAppError } from '../contract/errors.ts';
import type { RecentLibrary } from '../contract/library.ts';
import { JsonFile } from '../engine/files/json-file.ts';
import type { Home } from '../engine/library/home.ts';
import { createServedFiles } from '../engine/serving/served-files.ts';
import { applyTheme, backgroundOf } from './appearance.ts';
import { type DesktopEngine, startEngine } from './desktop-engine.ts';
import { answerPages } from './desktop-ipc.ts';
import { createUpdates, type DesktopUpdates } from './desktop-updates.ts';
import { openWindow } from './desktop-window.ts';
import { type Dialogs, pickPath } from './dialogs.ts';
import { guardSession } from './guard.ts';
import { createLog } from './log-file.ts';
import { buildMenu, type MenuActions } from './menu.ts';
import { requestOf } from './openings.ts';
import { createPageHandler, pageScheme } from './page-protocol.ts';
import { PageRequests } from './page-requests.ts';
import { type Places, placesOf } from './places.ts';
import { freshSettings, shellSettingsSchema } from './settings.ts';
import { readStartOptions, type StartOptions, secondStartSchema } from './start-options.ts';
import { languageOf, type Texts, textsOf } from './texts.ts';
import { freshWindow, windowStateSchema } from './window-state.ts';

export class DesktopApp {
  readonly #options: StartOptions;
  readonly #home: Home;
  readonly #places: Places = placesOf(app.getAppPath(), process.resourcesPath, app.isPackaged);
  readonly #requests = new PageRequests();
  readonly #settings;
  readonly #windowState;
  readonly #log: (text: string) => void;
  #window: BrowserWindow | undefined;
  #engine: DesktopEngine | undefined;
  #updates: DesktopUpdates | undefined;
  #recent: readonly RecentLibrary[] = [];
  #stopped = false;

  constructor(options: StartOptions, home: Home) {
    this.#options = options;
    this.#home = home;
    this.#settings = new JsonFile(path.join(home.dir, 'desktop.json'), shellSettingsSchema, freshSettings);
    this.#windowState = new JsonFile(path.join(home.dir, 'window.json'), windowStateSchema, freshWindow);
    this.#log = createLog(path.join(home.dir, 'logs', 'lookalike.log'));
  }

  /** To be called before the app is ready: on macOS the first link comes before that. */
  run(): void {
    app.on('open-file', (event, file) => this.#take(event, file));
    app.on('open-url', (event, url) => this.#take(event, url));
    app.on('second-instance', (_event, _argv, _cwd, data) => {
      const start = secondStartSchema.safeParse(data);
      this.#show();
      if (start.success) this.#open(readStartOptions(start.data.args, start.data.cwd, app.getAppPath()).openings);
    });
    app.on('activate', () => this.#show());
    app.on('window-all-closed', () => {
      if (process.platform !== 'darwin') app.quit();
    });
    app.on('will-quit', (event) => this.#stop(event));
    app.on('child-process-gone', (_event, { type, reason, serviceName }) => {
      this.#log(`A process is gone: ${serviceName ?? type}, ${reason}`);
    });
    app.whenReady().then(
      () => this.#start(),
      (error: unknown) => {
        dialog.showErrorBox(this.#texts().cannotStart, toAppError(error).message);
        app.exit(1);
      },
    );
  }

  #start(): void {
    const engine = startEngine(this.#places, this.#home, this.#options, this.#log);
    this.#engine = engine;
    protocol.handle(pageScheme, createPageHandler(createServedFiles(this.#places.uiDir, engine.client)));
    guardSession(session.defaultSession);
    this.#updates = createUpdates(() => this.#texts(), this.#log);
    answerPages({
      engine,
      requests: this.#requests,
      settings: this.#settings,
      updates: this.#updates.state,
      pickPath: (choice) => this.#pick(choice),
      paint: (background) => this.#window?.setBackgroundColor(background),
      settingsChanged: () => this.#settingsChanged(),
      log: this.#log,
    });
    engine.supervisor.onState((state) => this.#window?.webContents.send(desktopChannels.engineState, state));
    engine.client.on('library.changed', (info) => {
      if (info !== null && process.platform !== 'linux') app.addRecentDocument(info.dir);
      void this.#refreshRecent();
    });
    nativeTheme.on('updated', () => {
      this.#window?.setBackgroundColor(backgroundOf(nativeTheme.shouldUseDarkColors));
    });
    this.#settingsChanged();
    this.#open(this.#options.openings);
    this.#show();
  }

  #texts(): Texts {
    return textsOf(this.#settings.read().appearance?.language ?? languageOf(app.getLocale()));
  }

  #settingsChanged(): void {
    const { autoUpdate, appearance } = this.#settings.read();
    applyTheme(nativeTheme, appearance?.theme ?? 'system', (colour) => this.#window?.setBackgroundColor(colour));
    this.#updates?.schedule.set(autoUpdate);
    this.#drawMenu();
  }

  async #refreshRecent(): Promise<void> {
    const recent = await this.#engine?.client.call('library.recent', {}).catch(() => undefined);
    if (recent === undefined) return;
    this.#recent = recent;
    this.#drawMenu();
  }

  #drawMenu(): void {
    const situation = {
      platform: process.platform,
      texts: this.#texts(),
      recent: this.#recent,
      updatable: this.#updates?.state === 'possible',
      developer: !app.isPackaged,
    };
    Menu.setApplicationMenu(Menu.buildFromTemplate(buildMenu(situation, this.#actions())));
  }

  #actions(): MenuActions {
    const ask: PageRequests['push'] = (request) => {
      this.#show();
      this.#requests.push(request);
    };
    return {
      show: (place) => ask({ kind: 'show', place }),
      find: () => ask({ kind: 'find' }),
      openRecent: (dir) => ask({ kind: 'library', dir }),
      openLibrary: () => void this.#pick('library').then((dir) => dir !== null && ask({ kind: 'library', dir })),
      importImages: () =>
        void this.#pick('import').then((file) => file !== null && ask({ kind: 'import', path: file })),
      reload: () => this.#window?.webContents.reload(),
      showLogs: () => void shell.openPath(app.getPath('logs')),
      checkForUpdates: () => void this.#updates?.lookNow(),
    };
  }

  #pick(choice: Choice): Promise<string | null> {
    return pickPath(this.#dialogs(), this.#texts(), choice, process.platform);
  }

  #dialogs(): Dialogs {
    const window = this.#window;
    if (window === undefined) return { open: (o) => dialog.showOpenDialog(o), ask: (o) => dialog.showMessageBox(o) };
    return {
      open: (options) => dialog.showOpenDialog(window, options),
      ask: (options) => dialog.showMessageBox(window, options),
    };
  }

  #take(event: { preventDefault(): void }, opening: string): void {
    event.preventDefault();
    this.#open([opening]);
    if (app.isReady()) this.#show();
  }

  #open(openings: readonly string[]): void {
    for (const opening of openings) {
      const request = requestOf(opening);
      if (request !== undefined) this.#requests.push(request);
    }
  }

  /** Brings the window to the front; opens one where there is none. */
  #show(): void {
    if (!app.isReady() || this.#stopped) return;
    if (this.#window === undefined) {
      this.#window = openWindow({
        preload: this.#places.preload,
        ownDialogs: this.#options.ownDialogs,
        state: this.#windowState,
        requests: this.#requests,
        texts: () => this.#texts(),
        log: this.#log,
      });
      this.#window.on('closed', () => {
        this.#requests.detach();
        this.#window = undefined;
      });
      return;
    }
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.focus();
  }

  /** The engine ends in order before the app does. */
  #stop(event: { preventDefault(): void }): void {
    if (this.#stopped || this.#engine === undefined) return;
    event.preventDefault();
    this.#stopped = true;
    this.#engine.client.close();
    void this.#engine.supervisor.stop().finally(() => app.quit());
  }
}
