/** A passing message that offers to take back what was just done. */
import type { Operation } from '@contract';
import i18next from 'i18next';
import { command } from '../state/engine.ts';
import { noticeOf, notifyDone, notifyError, notifyWithAction } from '../state/notify.tsx';

/** What was done last, so that it can be taken back; of the calls that do not answer it themselves. */
export async function latestOperation(): Promise<Operation | null> {
  const [latest] = await command('operations.list', { limit: 1 });
  return latest ?? null;
}

/**
 * @param operation null when nothing had to change
 * @param onUndone called once it has been taken back
 * @param detail in place of what the engine calls the operation
 */
export function notifyUndoable(
  message: string,
  operation: Operation | null,
  onUndone?: () => void,
  detail = operation?.label ?? '',
): void {
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
  notifyWithAction(message, detail, i18next.t('common.undo'), () => void undo(), noticeOf(operation));
}
