/** Moves the open library to another model. That it has moved is told wherever it was asked for: see tell.ts. */
import { command } from '../state/engine.ts';
import { refreshLibrary } from '../state/library.ts';
import { notifyError } from '../ui/notify.tsx';

/** False when it did not work out; the reason has been shown then. */
export async function switchModel(modelId: string): Promise<boolean> {
  try {
    await command('library.useModel', { modelId });
    await refreshLibrary();
    return true;
  } catch (error) {
    notifyError(error);
    return false;
  }
}
