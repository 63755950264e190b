/** A passing message that offers to take back what was just done. */
import type { Operation } from '@contract';
import i18next from 'i18next';
import { command } from '../state/engine.ts';
import { notifyDone, notifyError, notifyWithAction } from './notify.tsx';

/**
 * @param operation null when nothing had to change
 * @param onUndone called once it has been taken back
 */
export function notifyUndoable(message: string, operation: Operation | null, onUndone?: () => void): void {
  if (operation === null) {
    notifyDone(message, i18next.t('common.nothingChanged'));
    return;
  }
  const undo = async (): Promise<void> => {
    try {
      await command('operations.undo', { id: operation.id });
      onUndone?.();
    } catch (error) {
      notifyError(error);
    }
  };
  notifyWithAction(message, operation.label, i18next.t('common.undo'), () => void undo());
}
