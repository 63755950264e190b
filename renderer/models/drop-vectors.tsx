/** Asks before the vectors of a model are forgotten, and says what that costs. */
import type { LibraryModel } from '@contract';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { outdate } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { notifyDone } from '../state/notify.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { forgetPrepared } from './tell.ts';

interface DropVectorsDialogProps {
  /** null while the dialog is closed. */
  readonly model: LibraryModel | null;
  onClose(): void;
}

export function DropVectorsDialog({ model, onClose }: DropVectorsDialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { modelId, name, images, bytes } = model ?? { modelId: '', name: '', images: 0, bytes: 0 };
  const figures = { name, pictures: format.number(images), bytes: format.bytes(bytes) };
  const drop = async (): Promise<void> => {
    await command('library.dropVectors', { modelId });
    outdate('library.models');
    forgetPrepared(modelId);
    notifyDone(t('models.dropped'), t('models.droppedText', figures));
  };
  return (
    <ConfirmDialog
      opened={model !== null}
      title={t('models.dropTitle')}
      text={t('models.dropText', figures)}
      action={t('models.drop')}
      onConfirm={drop}
      onClose={onClose}
    />
  );
}
