/** A language model that words drafts: off until a person enters its address. */
import { Checkbox, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useWriter } from '../state/answer-desk.ts';
import classes from './answers.module.css';

export function WriterForm() {
  const { t } = useTranslation();
  const { on, address, model, beyondThisMachine } = useWriter();
  return (
    <div className={classes.writer}>
      <p className={classes.quiet}>{t('answers.writerLead')}</p>
      <Switch
        label={t('answers.writerOn')}
        checked={on}
        onChange={(event) => useWriter.setState({ on: event.currentTarget.checked })}
      />
      <TextInput
        label={t('answers.writerAddress')}
        description={t('answers.writerAddressHint')}
        value={address}
        disabled={!on}
        onChange={(event) => useWriter.setState({ address: event.currentTarget.value, beyondThisMachine: false })}
      />
      <TextInput
        label={t('answers.writerModel')}
        placeholder={t('answers.writerModelExample')}
        value={model}
        disabled={!on}
        onChange={(event) => useWriter.setState({ model: event.currentTarget.value })}
      />
      <Checkbox
        label={t('answers.beyond')}
        description={t('answers.beyondHint')}
        checked={beyondThisMachine}
        disabled={!on}
        onChange={(event) => useWriter.setState({ beyondThisMachine: event.currentTarget.checked })}
      />
    </div>
  );
}
