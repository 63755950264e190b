/** Grading: the sets of queries, who judges, how much judges agree, and the way in and out for files of other tools. */
import { Button, Skeleton } from '@mantine/core';
import { IconFileExport, IconPlus, IconStars, IconZoomExclamation } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../i18n/error-text.ts';
import { useAnswer } from '../state/answers.ts';
import { useLibrary } from '../state/library.ts';
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
  const { data: sets, error, refetch } = useAnswer('labels.sets', info === null ? null : {});
  const { data: judges = [] } = useAnswer('labels.judges', info === null ? null : {});
  const [making, setMaking] = useState(false);
  const [exporting, setExporting] = useState(false);
  if (info === null) return <Welcome />;
  if (error !== null && sets === undefined) {
    return (
      <EmptyState
        tone="problem"
        icon={<IconZoomExclamation size={28} stroke={1.6} />}
        title={t(`errors.${error.code}`)}
        actions={<Button onClick={() => void refetch()}>{t('common.retry')}</Button>}
      >
        {errorText(error)}
      </EmptyState>
    );
  }
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
      {t('labels.new')}
    </Button>
  );
  const graded = judges.length > 0;
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
        {sets === undefined ? (
          <Skeleton height={160} radius="lg" aria-label={t('common.loading')} />
        ) : sets.length === 0 ? (
          <div className={classes.panel}>
            <EmptyState icon={<IconStars size={30} stroke={1.5} />} title={t('labels.none')} actions={create}>
              {t('labels.noneText')}
            </EmptyState>
          </div>
        ) : (
          <Section title={t('labels.sets')} aside={<JudgeField />}>
            <SetList sets={sets} />
          </Section>
        )}
        {graded ? <AgreementSection judges={judges} sets={sets ?? []} /> : null}
      </Page>
      <NewSet opened={making} onClose={() => setMaking(false)} />
      <ExportLabels
        opened={exporting}
        sets={sets ?? []}
        judges={judges.map(({ name }) => name)}
        onClose={() => setExporting(false)}
      />
    </>
  );
}
