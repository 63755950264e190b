/** Later versions are looked for only where a person has switched that on; this decides when, and speaks to electron-updater. */
import type { HostSettingsState } from '../contract/desktop.ts';

export interface Copy {
  readonly packaged: boolean;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether the packed app names a place where later versions are published (`app-update.yml`). */
  readonly published: boolean;
}

/** Whether this copy can replace itself. A .deb belongs to the package manager, a portable .exe has no place of its own. */
export function updatesOf({ packaged, platform, env, published }: Copy): HostSettingsState['updates'] {
  if (!packaged) return 'unpackaged';
  if (platform === 'linux' && (env.APPIMAGE ?? '') === '') return 'elsewhere';
  if (platform === 'win32' && (env.PORTABLE_EXECUTABLE_FILE ?? '') !== '') return 'elsewhere';
  return published ? 'possible' : 'unpublished';
}

/** How long to wait between two looks [ms]. */
export const updateInterval = 24 * 60 * 60_000;

/** What is used of electron-updater. */
export interface Updater {
  autoDownload: boolean;
  autoInstallOnAppQuit: boolean;
  allowPrerelease: boolean;
  checkForUpdates(): Promise<{ readonly isUpdateAvailable: boolean } | null>;
}

export interface UpdateScheduleOptions {
  readonly updates: HostSettingsState['updates'];
  /** Loaded when it is needed for the first time, and not before. */
  load(): Promise<Updater>;
  log(text: string): void;
}

/** Looks at once and then daily while it is on. Failures are logged: a machine without a network is no news. */
export class UpdateSchedule {
  readonly #options: UpdateScheduleOptions;
  #timer: ReturnType<typeof setInterval> | undefined;
  #updater: Promise<Updater> | undefined;

  constructor(options: UpdateScheduleOptions) {
    this.#options = options;
  }

  set(on: boolean): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (!on || this.#options.updates !== 'possible') return;
    const look = (): void =>
      void this.look().catch((error: unknown) => this.#options.log(`Looking for updates failed: ${error}`));
    look();
    this.#timer = setInterval(look, updateInterval);
  }

  /** Looks now, because a person asked. @returns whether there is a later version @throws what the updater throws */
  async look(): Promise<boolean> {
    if (this.#options.updates !== 'possible') return false;
    this.#updater ??= this.#options.load().then((updater) => {
      updater.autoDownload = true;
      updater.autoInstallOnAppQuit = true;
      updater.allowPrerelease = false;
      return updater;
    });
    const updater = await this.#updater.catch((error: unknown) => {
      this.#updater = undefined;
      throw error;
    });
    return (await updater.checkForUpdates())?.isUpdateAvailable ?? false;
  }
}
