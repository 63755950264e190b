/** Judgements as a file for other tools. */
import type { LabelFormat, QuerySet } from '@contract';
import { Button, Modal, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../state/engine.ts';
import { notifyError } from '../state/notify.tsx';
import { saveText } from '../ui/save-text.ts';
import classes from './labels.module.css';
import { formats } from './new-set.tsx';

interface ExportProps {
  readonly opened: boolean;
  readonly sets: readonly QuerySet[];
  readonly judges: readonly string[];
  onClose(): void;
}

export function ExportLabels({ opened, sets, judges, onClose }: ExportProps) {
  const { t } = useTranslation();
  const [format, setFormat] = useState<LabelFormat>('qrels');
  const [setId, setSetId] = useState<string | null>(null);
  const [judge, setJudge] = useState<string | null>(null);
  const choice = { format, ...(setId === null ? {} : { setId: Number(setId) }), ...(judge === null ? {} : { judge }) };
  const save = async (what: 'judgements' | 'queries' | 'run'): Promise<void> => {
    try {
      if (what === 'run') {
        const run = await ask('evaluation.run', setId === null ? {} : { setId: Number(setId) });
        saveText(run.name, 'text/plain', run.text);
        return;
      }
      const { name, mime, text, queries } = await ask('labels.export', choice);
      if (what === 'judgements') saveText(name, mime, text);
      else saveText(`${name.replace(/\.\w+$/, '')}.queries.tsv`, 'text/tab-separated-values', queries);
    } catch (error) {
      notifyError(error);
    }
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('labels.export')}
      size={460}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className={classes.form}>
        <Select
          label={t('labels.format')}
          description={t(`labels.formatHint.${format}`)}
          allowDeselect={false}
          data={formats.map((value) => ({ value, label: t(`labels.formats.${value}`) }))}
          value={format}
          onChange={(value) => setFormat(formats.find((known) => known === value) ?? 'qrels')}
        />
        <Select
          label={t('labels.set')}
          placeholder={t('labels.allSets')}
          clearable
          clearButtonProps={{ 'aria-label': t('labels.allSets') }}
          data={sets.map((set) => ({ value: String(set.id), label: set.name }))}
          value={setId}
          onChange={setSetId}
        />
        <Select
          label={t('grading.judge')}
          placeholder={t('labels.allJudges')}
          clearable
          clearButtonProps={{ 'aria-label': t('labels.allJudges') }}
          data={[...judges]}
          value={judge}
          onChange={setJudge}
        />
        <div className={classes.dialogActions}>
          <Button variant="subtle" disabled={setId === null} onClick={() => void save('run')}>
            {t('labels.saveRun')}
          </Button>
          {format === 'quepid' ? null : (
            <Button variant="default" onClick={() => void save('queries')}>
              {t('labels.saveQueries')}
            </Button>
          )}
          <Button onClick={() => void save('judgements')}>{t('labels.saveJudgements')}</Button>
        </div>
      </div>
    </Modal>
  );
}
