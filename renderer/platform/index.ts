/** The host the UI runs in, chosen once before anything is drawn. */
import { createBrowserPlatform } from './browser.ts';
import type { Platform } from './platform.ts';

let current: Platform | undefined;

export async function openPlatform(): Promise<Platform> {
  current ??= window.lookalike ?? (await createBrowserPlatform());
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
    lookalike?: Platform;
  }
}
