/** What a person says of a row, and taking it back. */
import type { LookupRow, Operation } from '@contract';
import i18next from 'i18next';
import { create } from 'zustand';
import { outdate } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { notifyDone, notifyError } from '../state/notify.tsx';

export function rowKey({ photoId, place }: Pick<LookupRow, 'photoId' | 'place'>): string {
  return `${photoId}:${place}`;
}

/** What was done last, in words, to be taken back in its order. */
export const useDone = create<{ readonly done: readonly { readonly operation: Operation; readonly words: string }[] }>(
  () => ({ done: [] }),
);

const mostKept = 200;

/** @param shows null: nothing is said of it any more @returns whether it was taken in */
export async function decide(row: LookupRow, shows: number | 'none' | null, words: string): Promise<boolean> {
  try {
    const { operation } = await command('lookups.decide', { photoId: row.photoId, place: row.place, shows });
    if (operation !== null)
      useDone.setState(({ done }) => ({ done: [...done, { operation, words }].slice(-mostKept) }));
    outdate('lookups.');
    return true;
  } catch (error) {
    notifyError(error);
    return false;
  }
}

export async function undoLast(): Promise<void> {
  const last = useDone.getState().done.at(-1);
  if (last === undefined) return;
  useDone.setState(({ done }) => ({ done: done.slice(0, -1) }));
  try {
    await command('operations.undo', { id: last.operation.id });
    notifyDone(i18next.t('lookups.undone'), last.words);
  } catch (error) {
    notifyError(error);
  } finally {
    outdate('lookups.');
  }
}
