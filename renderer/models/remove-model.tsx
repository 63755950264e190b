/** Asks before the files of a model leave this machine. */
import type { ModelSummary } from '@contract';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { command } from '../state/engine.ts';
import { notifyDone } from '../state/notify.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { forgetPrepared } from './tell.ts';

interface RemoveModelDialogProps {
  readonly model: ModelSummary;
  readonly opened: boolean;
  onClose(): void;
}

export function RemoveModelDialog({ model, opened, onClose }: RemoveModelDialogProps) {
  const { t } = useTranslation();
  const bytes = useFormat().bytes(model.bytes);
  const remove = async (): Promise<void> => {
    await command('models.remove', { id: model.id });
    forgetPrepared(model.id);
    notifyDone(t('models.removed'), t('models.removedText', { name: model.name, bytes }));
  };
  return (
    <ConfirmDialog
      opened={opened}
      title={t('models.removeTitle', { name: model.name })}
      text={t('models.removeText', { bytes })}
      subject={model.folder}
      action={t('models.remove')}
      onConfirm={remove}
      onClose={onClose}
    />
  );
}
