/** The window and what can happen to it. Wiring only: placing, guarding and counting crashes are plain functions elsewhere. */
import { BrowserWindow, dialog, nativeTheme, screen, shell } from 'electron';
import type { JsonFile } from '../engine/files/json-file.ts';
import { backgroundOf } from './appearance.ts';
import { WindowCrashes } from './crashes.ts';
import { guardContents, pagePreferences } from './guard.ts';
import { pageUrl } from './page-protocol.ts';
import type { PageRequests } from './page-requests.ts';
import { fill, type Texts } from './texts.ts';
import { keepState, placeWindow, smallestWindow, type WindowState } from './window-state.ts';

export interface WindowOptions {
  readonly preload: string;
  readonly ownDialogs: boolean;
  readonly state: JsonFile<WindowState>;
  readonly requests: PageRequests;
  texts(): Texts;
  log(text: string): void;
}

export function openWindow(options: WindowOptions): BrowserWindow {
  const kept = options.state.read();
  const displays = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()];
  const window = new BrowserWindow({
    ...placeWindow(
      kept.bounds,
      displays.map(({ workArea }) => workArea),
    ),
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    title: 'Lookalike',
    show: false,
    backgroundColor: backgroundOf(nativeTheme.shouldUseDarkColors),
    webPreferences: pagePreferences(options.preload, options.ownDialogs),
  });
  if (kept.maximised) window.maximize();
  if (kept.fullScreen) window.setFullScreen(true);
  window.once('ready-to-show', () => window.show());
  keepWindowState(window, options.state);
  watchPage(window, options);
  void window.loadURL(pageUrl);
  return window;
}

function keepWindowState(window: BrowserWindow, file: JsonFile<WindowState>): void {
  const keeper = keepState(window, (state) => file.write(state));
  window.on('resize', keeper.changed);
  window.on('move', keeper.changed);
  window.on('close', keeper.flush);
}

function watchPage(window: BrowserWindow, { requests, texts, log }: WindowOptions): void {
  const { webContents } = window;
  const crashes = new WindowCrashes();
  guardContents(webContents, (url) => void shell.openExternal(url));
  webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) requests.detach();
  });
  webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log(`The window's process is gone: ${reason} (${exitCode})`);
    requests.detach();
    const remedy = crashes.remedyFor(reason, Date.now());
    if (remedy === 'reload') webContents.reload();
    if (remedy === 'ask') void askAfterCrash(window, texts(), reason).then(() => crashes.forget());
  });
  window.on('unresponsive', () => void askWhenHanging(window, texts(), log));
  webContents.on('did-fail-load', (_event, code, description, url) =>
    log(`${url} failed to load: ${description} (${code})`),
  );
}

async function askAfterCrash(window: BrowserWindow, texts: Texts, reason: string): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: texts.crashed,
    detail: fill(texts.crashedDetail, { reason }),
    buttons: [texts.reload, texts.quit],
    defaultId: 0,
    cancelId: 1,
  });
  if (window.isDestroyed()) return;
  if (response === 0) window.webContents.reload();
  else window.destroy();
}

async function askWhenHanging(window: BrowserWindow, texts: Texts, log: (text: string) => void): Promise<void> {
  log('The window does not answer');
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    message: texts.unresponsive,
    detail: texts.unresponsiveDetail,
    buttons: [texts.wait, texts.reload],
    defaultId: 0,
    cancelId: 0,
  });
  if (response !== 1 || window.isDestroyed()) return;
  // Its end is reported like a crash, which loads it again.
  window.webContents.forcefullyCrashRenderer();
}
