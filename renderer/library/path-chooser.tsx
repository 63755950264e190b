/** Lets a person choose a folder: with the system's dialog where the host has one, with our own where it has not. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { platform } from '../platform/index.ts';
import { notifyError } from '../ui/notify.tsx';
import { FolderPicker } from './folder-picker.tsx';

interface PathChooserProps {
  readonly opened: boolean;
  onClose(): void;
  onPick(path: string): void;
}

export function PathChooser({ opened, onClose, onPick }: PathChooserProps) {
  const { t } = useTranslation();
  const native = useRef(false);
  useEffect(() => {
    if (!opened || native.current) return;
    const dialog = platform().pickFolder();
    if (dialog === undefined) return;
    native.current = true;
    dialog
      .then((path) => {
        if (path !== null) onPick(path);
      }, notifyError)
      .finally(() => {
        native.current = false;
        onClose();
      });
  }, [opened, onClose, onPick]);
  return (
    <FolderPicker
      opened={opened && !native.current}
      title={t('browse.title')}
      onClose={onClose}
      onPick={onPick}
      tables
    />
  );
}
