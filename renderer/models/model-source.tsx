/** Where models are downloaded from: the hub, or a mirror of it where the hub is slow or cannot be reached. */
import type { ModelSource } from '@contract';
import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { outdate, useAnswer } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { useBusy } from '../ui/use-busy.ts';
import classes from './models.module.css';

export function ModelSourceLine() {
  const { t } = useTranslation();
  const { data } = useAnswer('models.source', {});
  const [opened, setOpened] = useState(false);
  if (data === undefined) return null;
  const { endpoint, from } = data;
  return (
    <p className={classes.source}>
      <span>
        {t('models.source.from', { address: endpoint })}{' '}
        {from === 'environment' ? t('models.source.environment', { variable: 'HF_ENDPOINT' }) : null}
      </span>
      {from === 'environment' ? null : (
        <Button size="compact-xs" variant="subtle" onClick={() => setOpened(true)}>
          {t('models.source.change')}
        </Button>
      )}
      <Modal opened={opened} onClose={() => setOpened(false)} title={t('models.source.title')}>
        <SourceForm source={data} onClose={() => setOpened(false)} />
      </Modal>
    </p>
  );
}

interface SourceFormProps {
  readonly source: ModelSource;
  onClose(): void;
}

function SourceForm({ source, onClose }: SourceFormProps) {
  const { t } = useTranslation();
  const [address, setAddress] = useState(source.setting ?? '');
  const { busy, run } = useBusy();
  const wanted = address.trim();
  const valid = wanted === '' || /^https?:\/\/[^\s/]+/.test(wanted);
  const save = async (): Promise<void> => {
    await run(async () => {
      await command('models.setSource', { endpoint: wanted === '' ? null : wanted });
      outdate('models.source');
      onClose();
    });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (valid) void save();
      }}
    >
      <TextInput
        label={t('models.source.mirror')}
        description={t('models.source.hint')}
        value={address}
        maxLength={300}
        spellCheck={false}
        data-autofocus
        error={valid ? null : t('models.source.invalid')}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      <div className={classes.dialogActions}>
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" loading={busy} disabled={!valid}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  );
}
