/** The host the UI runs in, chosen once before anything is drawn. */
import type { DesktopBridge } from '@contract';
import { createBrowserPlatform } from './browser.ts';
import { createElectronPlatform } from './electron.ts';
import type { Platform } from './platform.ts';

let current: Platform | undefined;

export async function openPlatform(): Promise<Platform> {
  current ??= window.lookalike === undefined ? await createBrowserPlatform() : createElectronPlatform(window.lookalike);
  return current;
}

/** @throws when called before `openPlatform` has resolved. */
export function platform(): Platform {
  if (current === undefined) throw new Error('The platform has not been opened yet.');
  return current;
}

export type { Platform } from './platform.ts';

declare global {
  interface Window {
    /** Put there by the preload script of the desktop shell. */
    lookalike?: DesktopBridge;
  }
}
