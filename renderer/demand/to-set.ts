/** Takes queries of shoppers into the query set of demand, and grades by what they clicked: for learning from. */
import i18next from 'i18next';
import { command } from '../state/engine.ts';
import { notifyError } from '../state/notify.tsx';
import { latestOperation, notifyUndoable } from '../ui/undo.tsx';

export async function addToSet(texts: readonly string[]): Promise<void> {
  const name = i18next.t('demand.setName');
  try {
    const sets = await command('labels.sets', {});
    const set = sets.find((known) => known.name === name);
    if (set === undefined) await command('labels.createSet', { name, origin: 'pasted', texts: [...texts] });
    else await command('labels.addQueries', { setId: set.id, texts: [...texts] });
    notifyUndoable(i18next.t('demand.addedToSet', { name }), await latestOperation());
  } catch (error) {
    notifyError(error);
  }
}

export async function gradeByClicks(days: number | null): Promise<void> {
  const { grades } = await command('demand.grade', { days });
  notifyUndoable(i18next.t('demand.graded', { count: grades }), await latestOperation());
}
