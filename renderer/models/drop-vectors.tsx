/** Asks before the vectors of a model are forgotten, and says what that costs. */
import type { LibraryModel } from '@contract';
import { Button, Modal, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { command } from '../state/engine.ts';
import { notifyDone, notifyError } from '../ui/notify.tsx';
import classes from './models.module.css';

interface DropVectorsDialogProps {
  /** null while the dialog is closed. */
  readonly model: LibraryModel | null;
  onClose(): void;
  onChanged(): void;
}

export function DropVectorsDialog({ model, onClose, onChanged }: DropVectorsDialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [busy, setBusy] = useState(false);
  const drop = async (): Promise<void> => {
    if (model === null) return;
    setBusy(true);
    try {
      await command('library.dropVectors', { modelId: model.modelId });
      notifyDone(t('models.dropped'), t('models.droppedText', { name: model.name, bytes: format.bytes(model.bytes) }));
      onChanged();
      onClose();
    } catch (error) {
      notifyError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      opened={model !== null}
      onClose={onClose}
      title={t('models.dropTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {model === null ? null : (
        <Text size="sm">
          {t('models.dropText', {
            name: model.name,
            pictures: format.number(model.images),
            bytes: format.bytes(model.bytes),
          })}
        </Text>
      )}
      <div className={classes.dialogActions}>
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button color="red" loading={busy} onClick={() => void drop()}>
          {t('models.drop')}
        </Button>
      </div>
    </Modal>
  );
}
