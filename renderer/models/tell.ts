/** News of work on models that ended while a person was looking elsewhere. */
import type { Job, ModelTask } from '@contract';
import i18next from 'i18next';
import { ask } from '../state/engine.ts';
import { refreshLibrary } from '../state/library.ts';
import { notifyDone, notifyError, notifyWithActions } from '../ui/notify.tsx';
import { switchModel } from './switch-model.ts';

export function tellTask(task: ModelTask): void {
  // Tests and measurements are answered where they were asked for; so is a folder that is refused.
  if (task.kind === 'download' && task.error !== null) notifyError(task.error);
  const told = task.kind === 'add' && window.location.hash === '#/settings/models/folder';
  if ((task.kind === 'download' || task.kind === 'add') && task.state === 'done' && !told) {
    notifyWithActions(i18next.t('models.addedTitle'), i18next.t('models.addedText', { name: task.title }), [
      { label: i18next.t('models.show'), act: () => show('/settings/models') },
    ]);
  }
}

/** The vectors of another model are complete: in use already, or waiting for a decision. @throws AppError */
export async function tellPrepared(job: Job): Promise<void> {
  const models = await ask('library.models', {});
  const id = job.result?.modelId;
  const model = models.find(({ modelId, name }) => (typeof id === 'string' ? modelId === id : name === job.title));
  if (model === undefined) return;
  const { name, modelId } = model;
  if (model.inUse) {
    await refreshLibrary();
    notifyDone(i18next.t('models.switched', { name }), i18next.t('models.switchedText'));
    return;
  }
  if (!model.complete) return;
  notifyWithActions(
    i18next.t('models.prepared', { name }),
    i18next.t('models.preparedText'),
    [
      { label: i18next.t('models.compare'), act: () => show(`/learning/compare/${encodeURIComponent(modelId)}`) },
      { label: i18next.t('models.switchNow'), act: () => void switchModel(modelId, name) },
    ],
    `prepared:${modelId}`,
  );
}

function show(address: string): void {
  window.location.assign(`#${address}`);
}
