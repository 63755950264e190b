/** What no page of the app may do, whatever runs in it: leave, open windows, embed others, use devices. */
import type { WebPreferences } from 'electron';
import { ownDialogsArgument } from '../contract/desktop-bridge.ts';
import { isOwnUrl } from './page-protocol.ts';

/** What is used of Electron's `WebContents`. */
export interface GuardedContents {
  on(event: 'will-navigate', listener: (details: Navigation) => void): unknown;
  on(event: 'will-redirect', listener: (details: Navigation) => void): unknown;
  on(event: 'will-frame-navigate', listener: (details: Navigation) => void): unknown;
  on(event: 'will-attach-webview', listener: (event: { preventDefault(): void }) => void): unknown;
  setWindowOpenHandler(handler: (details: { url: string }) => { action: 'deny' }): void;
}

interface Navigation {
  readonly url: string;
  preventDefault(): void;
}

/** Web pages named in a catalog open in the browser; no other scheme does, since some start programs. */
export function isOpenable(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, username, password, hostname } = new URL(url);
  return protocol === 'https:' && username === '' && password === '' && hostname !== '';
}

/** @param openOutside shows a web page in the person's browser */
export function guardContents(contents: GuardedContents, openOutside: (url: string) => void): void {
  const stay = (details: Navigation): void => {
    if (isOwnUrl(details.url)) return;
    details.preventDefault();
    if (isOpenable(details.url)) openOutside(details.url);
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-frame-navigate', (details) => {
    if (!isOwnUrl(details.url)) details.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (isOpenable(url)) openOutside(url);
    return { action: 'deny' };
  });
}

/** Copying a path or a product number is all that the page ever asks the system for. */
const granted: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

export function mayUse(permission: string, url: string): boolean {
  return granted.has(permission) && isOwnUrl(url);
}

/** What is used of Electron's `Session`. */
export interface GuardedSession {
  setPermissionRequestHandler(
    handler: (contents: { getURL(): string }, permission: string, callback: (granted: boolean) => void) => void,
  ): void;
  setPermissionCheckHandler(
    handler: (contents: { getURL(): string } | null, permission: string, requestingOrigin: string) => boolean,
  ): void;
  setDevicePermissionHandler(handler: () => boolean): void;
  on(event: 'will-download', listener: (event: { preventDefault(): void }) => void): unknown;
}

export function guardSession(session: GuardedSession): void {
  session.setPermissionRequestHandler((contents, permission, callback) => {
    callback(mayUse(permission, contents.getURL()));
  });
  session.setPermissionCheckHandler((contents, permission, origin) => {
    return mayUse(permission, contents?.getURL() ?? `${origin}/`);
  });
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
}

/** How every page of the app runs: apart from the preload script, without Node, in the sandbox of its process. */
export function pagePreferences(preload: string, ownDialogs = false) {
  return {
    preload,
    additionalArguments: ownDialogs ? [ownDialogsArgument] : [],
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
  } satisfies WebPreferences;
}
