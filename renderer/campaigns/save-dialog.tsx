/** Keeps the board under a name; a set that has one gets its next version. */
import { Button, Checkbox, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { outdate } from '../state/answers.ts';
import { notifyDone } from '../state/notify.tsx';
import { useBusy } from '../ui/use-busy.ts';
import { saveBoard, useBoard } from './board.ts';
import classes from './campaigns.module.css';

export function SaveDialog({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size={440}
      title={t('campaigns.saveTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Form onClose={onClose} />
    </Modal>
  );
}

function Form({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const set = useBoard((state) => state.set);
  const words = useBoard((state) => state.now?.brief.words ?? '');
  const gone = useBoard((state) => state.now?.places.filter(({ item }) => item === null).length ?? 0);
  const [name, setName] = useState(set?.name ?? words.slice(0, 60));
  const [asNew, setAsNew] = useState(false);
  const { busy, run } = useBusy();
  const save = (): Promise<void> =>
    run(async () => {
      const id = await saveBoard(name.trim(), asNew);
      outdate('campaigns.');
      navigate(`/campaigns/${id}`);
      const saved = useBoard.getState().set;
      notifyDone(
        t('campaigns.savedAs', { name: saved?.name ?? name }),
        t('campaigns.versionShort', { version: saved?.version ?? 1 }),
      );
      onClose();
    });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextInput
        data-autofocus
        label={t('campaigns.name')}
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {set === null ? null : (
        <Checkbox
          size="sm"
          label={t('campaigns.asNew')}
          checked={asNew}
          onChange={(event) => setAsNew(event.currentTarget.checked)}
        />
      )}
      {gone === 0 ? null : <p className={classes.muted}>{t('campaigns.goneLeave', { count: gone })}</p>}
      <div className={classes.dialogActions}>
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" loading={busy} disabled={name.trim() === ''}>
          {t('campaigns.save')}
        </Button>
      </div>
    </form>
  );
}
