/** The licence of a model and what the download will be, before anything is fetched. */
import { Anchor, Button, Checkbox, Modal } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { download } from '../state/models.ts';
import { useBusy } from '../ui/use-busy.ts';
import { LicenceBadge } from './model-facts.tsx';
import classes from './models.module.css';
import type { RegistryModel } from './registry-list.tsx';

interface LicenceDialogProps {
  /** null while the dialog is closed. */
  readonly model: RegistryModel | null;
  onClose(): void;
}

export function LicenceDialog({ model, onClose }: LicenceDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={model !== null}
      onClose={onClose}
      title={model === null ? '' : t('models.downloadTitle', { name: model.name })}
      size={520}
    >
      {model === null ? null : <Licence model={model} onClose={onClose} />}
    </Modal>
  );
}

function Licence({ model, onClose }: { model: RegistryModel; onClose(): void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [accepted, setAccepted] = useState(false);
  const { busy, run } = useBusy();
  const { licence } = model;
  const known = model.files.filter(({ sha256 }) => sha256 !== null).length;
  const start = async (): Promise<void> => {
    await run(async () => {
      await download(model.id);
      onClose();
    });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (accepted) void start();
      }}
    >
      <div className={classes.licenceBox}>
        <span className={classes.licenceName}>
          {licence.name} <LicenceBadge licence={licence} />
        </span>
        <p>{t(`models.commercialText.${licence.commercialUse}`)}</p>
        <Anchor href={licence.url} target="_blank" rel="noreferrer" size="sm" className={classes.breakable ?? ''}>
          {licence.url} <IconExternalLink size={13} aria-hidden />
        </Anchor>
      </div>
      <ul className={classes.consequences}>
        <li>{t('models.consequences.size', { bytes: format.bytes(model.bytes), repository: model.repository })}</li>
        <li>{t('models.consequences.checked')}</li>
        <li>{t('models.consequences.sums', { known, all: model.files.length })}</li>
      </ul>
      <Checkbox
        label={t('models.accept', { licence: licence.name })}
        checked={accepted}
        data-autofocus
        onChange={(event) => setAccepted(event.currentTarget.checked)}
      />
      <div className={classes.dialogActions}>
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" loading={busy} disabled={!accepted}>
          {t('models.download')}
        </Button>
      </div>
    </form>
  );
}
