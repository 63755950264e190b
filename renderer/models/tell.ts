/** News of work on models that ended while a person was looking elsewhere. */
import type { Job, ModelTask } from '@contract';
import i18next from 'i18next';
import { navigate } from 'wouter/use-hash-location';
import { switchModel, useLibrary } from '../state/library.ts';
import { modelName } from '../state/models.ts';
import { hideNotification, notifyDone, notifyError, notifyWithAction, notifyWithActions } from '../state/notify.tsx';

export function tellTask(task: ModelTask): void {
  // Tests and measurements are answered where they were asked for; so is a folder that is refused.
  if (task.kind === 'download' && task.error !== null) notifyError(task.error);
  const told = task.kind === 'add' && window.location.hash === '#/settings/models/folder';
  if ((task.kind === 'download' || task.kind === 'add') && task.state === 'done' && !told) {
    notifyWithActions(i18next.t('models.addedTitle'), i18next.t('models.addedText', { name: task.title }), [
      { label: i18next.t('models.show'), act: () => navigate('/settings/models') },
    ]);
  }
}

/** Longer than a switch that follows by itself takes to begin answering. */
const patience = 2500;

/** The page that shows a person's own searches as both models answer them. */
const pastSearches = (modelId: string): string => `/settings/models/searches/${encodeURIComponent(modelId)}`;

const preparedId = (modelId: string): string => `prepared:${modelId}`;

/** The vectors of another model are complete. Says so unless the library moves to it by itself. */
export function tellPrepared({ result, title }: Job): void {
  const modelId = typeof result?.modelId === 'string' ? result.modelId : title;
  if (result?.complete === false) return;
  setTimeout(() => {
    if (useLibrary.getState().info?.modelId === modelId) return;
    notifyWithActions(
      i18next.t('models.prepared', { name: modelName(modelId) }),
      i18next.t('models.preparedText'),
      [
        { label: i18next.t('models.past.open'), act: () => navigate(pastSearches(modelId)) },
        { label: i18next.t('models.switchNow'), act: () => void switchModel(modelId) },
      ],
      preparedId(modelId),
    );
  }, patience);
}

/** The offer to switch to it is void. */
export function forgetPrepared(modelId: string): void {
  hideNotification(preparedId(modelId));
}

/** The open library answers with another model from now on. */
export function tellSwitched(modelId: string): void {
  forgetPrepared(modelId);
  const [title, text] = [i18next.t('models.switched', { name: modelName(modelId) }), i18next.t('models.switchedText')];
  // A person who stands before it sees it already.
  if (window.location.hash === `#${pastSearches(modelId)}`) notifyDone(title, text);
  else notifyWithAction(title, text, i18next.t('models.past.open'), () => navigate(pastSearches(modelId)));
}
