/** Grading: the sets of queries, who judges, how much judges agree, and the way in and out for files of other tools. */
import { Button, Skeleton } from '@mantine/core';
import { IconFileExport, IconPlus, IconStars, IconZoomExclamation } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../i18n/error-text.ts';
import { useLibrary } from '../state/library.ts';
import { useAsk } from '../state/use-ask.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { JudgeField } from '../ui/judge-field.tsx';
import { Page, Section } from '../ui/page.tsx';
import { Welcome } from '../ui/welcome.tsx';
import { AgreementSection } from './agreement.tsx';
import { ExportLabels } from './export-labels.tsx';
import classes from './labels.module.css';
import { NewSet } from './new-set.tsx';
import { SetList } from './set-list.tsx';

export function LabelsPage() {
  const { t } = useTranslation();
  const info = useLibrary((state) => state.info);
  const sets = useAsk('labels.sets', info === null ? null : {}, ['labels.changed']);
  const judges = useAsk('labels.judges', info === null ? null : {}, ['labels.changed']);
  const [making, setMaking] = useState(false);
  const [exporting, setExporting] = useState(false);
  if (info === null) return <Welcome />;
  if (sets.error !== null && sets.data === null) {
    return (
      <EmptyState
        tone="problem"
        icon={<IconZoomExclamation size={28} stroke={1.6} />}
        title={t(`errors.${sets.error.code}`)}
        actions={<Button onClick={sets.reload}>{t('common.retry')}</Button>}
      >
        {errorText(sets.error)}
      </EmptyState>
    );
  }
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
      {t('labels.new')}
    </Button>
  );
  const graded = (judges.data ?? []).length > 0;
  return (
    <>
      <Page
        title={t('nav.labels')}
        lead={t('labels.lead')}
        actions={
          <>
            <Button
              variant="default"
              leftSection={<IconFileExport size={16} />}
              disabled={!graded}
              onClick={() => setExporting(true)}
            >
              {t('labels.export')}
            </Button>
            {create}
          </>
        }
      >
        {sets.data === null ? (
          <Skeleton height={160} radius="lg" aria-label={t('common.loading')} />
        ) : sets.data.length === 0 ? (
          <div className={classes.panel}>
            <EmptyState icon={<IconStars size={30} stroke={1.5} />} title={t('labels.none')} actions={create}>
              {t('labels.noneText')}
            </EmptyState>
          </div>
        ) : (
          <Section title={t('labels.sets')} aside={<JudgeField />}>
            <SetList sets={sets.data} onChanged={sets.reload} />
          </Section>
        )}
        {graded ? <AgreementSection judges={judges.data ?? []} sets={sets.data ?? []} /> : null}
      </Page>
      <NewSet opened={making} onClose={() => setMaking(false)} onMade={sets.reload} />
      <ExportLabels
        opened={exporting}
        sets={sets.data ?? []}
        judges={(judges.data ?? []).map(({ name }) => name)}
        onClose={() => setExporting(false)}
      />
    </>
  );
}
