/** Asks before something goes that does not come back by undo, and says what that costs. */
import { Button, Modal, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './confirm-dialog.module.css';
import { useBusy } from './use-busy.ts';

interface ConfirmDialogProps {
  readonly opened: boolean;
  readonly title: string;
  readonly text: string;
  /** What it is about, such as a path. */
  readonly subject?: ReactNode;
  /** The button that does it. */
  readonly action: string;
  readonly onConfirm: () => Promise<void>;
  onClose(): void;
}

export function ConfirmDialog({ opened, title, text, subject, action, onConfirm, onClose }: ConfirmDialogProps) {
  const { t } = useTranslation();
  const { busy, run } = useBusy();
  const confirm = (): Promise<void> =>
    run(async () => {
      await onConfirm();
      onClose();
    });
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      <Text size="sm">{text}</Text>
      {subject === undefined ? null : (
        <Text size="sm" mt="xs" c="dimmed" className={classes.subject ?? ''}>
          {subject}
        </Text>
      )}
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button color="red" loading={busy} onClick={() => void confirm()}>
          {action}
        </Button>
      </div>
    </Modal>
  );
}
