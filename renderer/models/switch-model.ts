/** Moves the open library to another model, and says so. */
import i18next from 'i18next';
import { command } from '../state/engine.ts';
import { refreshLibrary } from '../state/library.ts';
import { notifyDone, notifyError } from '../ui/notify.tsx';

/** False when it did not work out; the reason has been shown then. */
export async function switchModel(modelId: string, name: string): Promise<boolean> {
  try {
    await command('library.useModel', { modelId });
    await refreshLibrary();
    notifyDone(i18next.t('models.switched', { name }), i18next.t('models.switchedText'));
    return true;
  } catch (error) {
    notifyError(error);
    return false;
  }
}
