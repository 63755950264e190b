/** Gives the board to the shop: a table that it takes in, or a sheet to look at. */
import { type CampaignForm, campaignForms } from '@contract';
import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../state/engine.ts';
import { notifyDone } from '../state/notify.tsx';
import { saveText } from '../ui/save-text.ts';
import { useBusy } from '../ui/use-busy.ts';
import { idsOn, useBoard } from './board.ts';
import classes from './campaigns.module.css';

interface GiveDialogProps {
  readonly opened: boolean;
  /** What is proposed for the collection. */
  readonly name: string;
  onClose(): void;
}

export function GiveDialog({ opened, name, onClose }: GiveDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size={480}
      title={t('campaigns.exportTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Form name={name} onClose={onClose} />
    </Modal>
  );
}

function Form({ name: proposed, onClose }: Omit<GiveDialogProps, 'opened'>) {
  const { t } = useTranslation();
  const places = useBoard((state) => state.now?.places ?? []);
  const [form, setForm] = useState<CampaignForm>('shopify');
  const [name, setName] = useState(proposed);
  useEffect(() => setName(proposed), [proposed]);
  const [label, setLabel] = useState('0');
  const { busy, run } = useBusy();
  const give = (): Promise<void> =>
    run(async () => {
      const params = { name: name.trim(), productIds: idsOn(places), form, label: Number(label) };
      const given = await ask('campaigns.export', params);
      if (given.text !== null) saveText(given.name, given.mime, given.text);
      const left =
        given.without.length === 0 ? [] : [t('campaigns.exportWithout', { titles: given.without.join(', ') })];
      notifyDone(t('campaigns.exported', { count: given.products }), [given.path ?? given.name, ...left].join('\n'));
      onClose();
    });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        void give();
      }}
    >
      <Select
        label={t('campaigns.form')}
        description={t(`campaigns.formHint.${form}`)}
        allowDeselect={false}
        data={campaignForms.map((value) => ({ value, label: t(`campaigns.forms.${value}`) }))}
        value={form}
        onChange={(value) => setForm(campaignForms.find((one) => one === value) ?? 'shopify')}
      />
      {form === 'google' ? (
        <Select
          label={t('campaigns.label')}
          allowDeselect={false}
          data={['0', '1', '2', '3', '4'].map((value) => ({ value, label: `custom_label_${value}` }))}
          value={label}
          onChange={(value) => setLabel(value ?? '0')}
        />
      ) : null}
      <TextInput
        label={t(`campaigns.nameFor.${form}`)}
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <div className={classes.dialogActions}>
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" loading={busy} disabled={name.trim() === ''}>
          {t('campaigns.write')}
        </Button>
      </div>
    </form>
  );
}
