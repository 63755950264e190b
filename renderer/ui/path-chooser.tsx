/** Lets a person choose a folder or a table: with the system's dialog where the host has one, with our own where it has not. */
import type { Choice } from '@contract';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { platform } from '../platform/index.ts';
import { notifyError } from '../state/notify.tsx';
import { FolderPicker } from './folder-picker.tsx';

const titles = {
  import: 'browse.title',
  folder: 'browse.title',
  table: 'browse.title',
  library: 'library.openLibrary',
  model: 'models.folder.chooseTitle',
  events: 'browse.eventsTitle',
  documents: 'browse.documentsTitle',
} as const satisfies Record<Choice, string>;

interface PathChooserProps {
  readonly opened: boolean;
  readonly choice: Choice;
  onClose(): void;
  onPick(path: string): void;
}

export function PathChooser({ opened, choice, onClose, onPick }: PathChooserProps) {
  const { t } = useTranslation();
  const asking = useRef(false);
  const { pickPath } = platform();
  useEffect(() => {
    if (!opened || pickPath === undefined || asking.current) return;
    asking.current = true;
    pickPath(choice)
      .then((path) => {
        if (path !== null) onPick(path);
      }, notifyError)
      .finally(() => {
        asking.current = false;
        onClose();
      });
  }, [opened, choice, pickPath, onClose, onPick]);
  if (pickPath !== undefined) return null;
  return (
    <FolderPicker
      opened={opened}
      title={t(titles[choice])}
      onClose={onClose}
      onPick={onPick}
      products={choice !== 'library' && choice !== 'model' && choice !== 'documents'}
      events={choice === 'events'}
    />
  );
}
