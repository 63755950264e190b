/** Asks before the files of a model leave this machine. */
import type { ModelSummary } from '@contract';
import { Button, Modal, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { command } from '../state/engine.ts';
import { notifyDone, notifyError } from '../ui/notify.tsx';
import classes from './models.module.css';

interface RemoveModelDialogProps {
  readonly model: ModelSummary;
  readonly opened: boolean;
  onClose(): void;
  onRemoved(): void;
}

export function RemoveModelDialog({ model, opened, onClose, onRemoved }: RemoveModelDialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [busy, setBusy] = useState(false);
  const remove = async (): Promise<void> => {
    setBusy(true);
    try {
      await command('models.remove', { id: model.id });
      notifyDone(t('models.removed'), t('models.removedText', { name: model.name, bytes: format.bytes(model.bytes) }));
      onClose();
      onRemoved();
    } catch (error) {
      notifyError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('models.removeTitle', { name: model.name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Text size="sm">{t('models.removeText', { bytes: format.bytes(model.bytes) })}</Text>
      <Text size="sm" mt="xs" c="dimmed" className={classes.breakable ?? ''}>
        {model.folder}
      </Text>
      <div className={classes.dialogActions}>
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button color="red" loading={busy} onClick={() => void remove()}>
          {t('models.remove')}
        </Button>
      </div>
    </Modal>
  );
}
