/** electron-updater behind its setting. Wiring only: when to look is decided in updates.ts. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { app, dialog } from 'electron';
import type { HostSettingsState } from '../contract/desktop.ts';
import { fill, type Texts } from './texts.ts';
import { type Updater, UpdateSchedule, updatesOf } from './updates.ts';

export interface DesktopUpdates {
  readonly state: HostSettingsState['updates'];
  readonly schedule: UpdateSchedule;
  /** A person asked: the answer is shown, whatever it is. */
  lookNow(): Promise<void>;
}

export function createUpdates(texts: () => Texts, log: (text: string) => void): DesktopUpdates {
  const state = updatesOf({
    packaged: app.isPackaged,
    platform: process.platform,
    env: process.env,
    published: existsSync(path.join(process.resourcesPath, 'app-update.yml')),
  });
  const schedule = new UpdateSchedule({ updates: state, load: () => loadUpdater(texts, log), log });
  return {
    state,
    schedule,
    async lookNow() {
      try {
        if (!(await schedule.look())) await dialog.showMessageBox({ message: texts().upToDate });
      } catch (error) {
        log(`Looking for updates failed: ${error}`);
        await dialog.showMessageBox({ type: 'warning', message: texts().updateFailed, detail: String(error) });
      }
    },
  };
}

async function loadUpdater(texts: () => Texts, log: (text: string) => void): Promise<Updater> {
  const { autoUpdater } = (await import('electron-updater')).default;
  autoUpdater.logger = { info: log, warn: log, error: log };
  autoUpdater.on('update-downloaded', ({ version }) => {
    const question = {
      message: fill(texts().updateReady, { version }),
      detail: texts().updateReadyDetail,
      buttons: [texts().restartNow, texts().later],
      defaultId: 0,
      cancelId: 1,
    };
    void dialog.showMessageBox(question).then(({ response }) => response === 0 && autoUpdater.quitAndInstall());
  });
  return autoUpdater;
}
