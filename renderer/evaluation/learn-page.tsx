/** Learns from the grades, says what came of it, and keeps every version at hand. */
import type { LearnReport } from '@contract';
import { Button, Collapse, Skeleton } from '@mantine/core';
import { IconChevronDown, IconSchool } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { useAnswer } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { jobEnded, useActiveJob } from '../state/jobs.ts';
import { useLibrary } from '../state/library.ts';
import { useModelName } from '../state/models.ts';
import { JobProgress } from '../ui/job-progress.tsx';
import { Page, Section } from '../ui/page.tsx';
import { useBusy } from '../ui/use-busy.ts';
import { everything, ScopeSelect, scopeParams } from './choices.tsx';
import classes from './evaluation.module.css';
import { LearnOutcome } from './learn-outcome.tsx';
import { NoGrades } from './no-grades.tsx';
import { RankerList } from './ranker-list.tsx';

export function LearnPage() {
  const { t } = useTranslation();
  const inUse = useLibrary((state) => state.info?.modelId);
  const [scope, setScope] = useState(everything);
  const asking = useBusy();
  const job = useActiveJob(({ kind }) => kind === 'learn');
  const step = stepOf(job?.phase);
  const busy = asking.busy || job !== undefined;
  const judges = useAnswer('labels.judges', {}).data;
  const learnings = useAnswer('evaluation.learnings', {});
  const rankers = useAnswer('evaluation.rankers', {}).data;
  const learn = (): Promise<void> =>
    asking.run(async () => {
      const { id } = await command('evaluation.learn', scopeParams(scope));
      await jobEnded(id);
    });
  // What another model came to says nothing about the ranking in use.
  const reports = learnings.data ?? [];
  const latest = inUse === undefined ? undefined : reports.find((report) => report.modelId === inUse);
  const earlier = reports.filter((report) => report !== latest);
  return (
    <Page title={t('learning.title')} lead={t('learning.lead')}>
      {judges?.length === 0 ? (
        <NoGrades>{t('learning.noGradesText')}</NoGrades>
      ) : (
        <div className={`${classes.panel} ${classes.controls}`}>
          <ScopeSelect scope={scope} onChange={setScope} />
          <Button leftSection={<IconSchool size={17} />} loading={busy} onClick={() => void learn()}>
            {t('learning.learn')}
          </Button>
        </div>
      )}
      {job === undefined ? null : (
        <JobProgress job={job} title={t('jobs.kind.learn')} step={t(`learning.steps.${step}`)} />
      )}
      {learnings.isLoading ? <Skeleton mt={24} height={200} radius="lg" aria-label={t('common.loading')} /> : null}
      {latest === undefined ? null : (
        <Section title={t('learning.latest')}>
          <LearnOutcome report={latest} />
        </Section>
      )}
      <Section title={t('learning.versions')}>
        <RankerList rankers={rankers} />
      </Section>
      {earlier.length === 0 ? null : (
        <Section title={t('learning.earlier')}>
          <ul className={classes.past}>
            {earlier.map((report) => (
              <PastLearning key={report.id} report={report} />
            ))}
          </ul>
        </Section>
      )}
    </Page>
  );
}

const steps = ['read', 'fit', 'finish'] as const;

function stepOf(phase: string | undefined): (typeof steps)[number] | 'queued' {
  return steps.find((known) => known === phase) ?? 'queued';
}

function PastLearning({ report }: { report: LearnReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const model = useModelName(report.modelId);
  const [open, setOpen] = useState(false);
  return (
    <li className={classes.pastItem}>
      <button type="button" className={classes.pastHead} aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className={classes.verdict} data-adopted={report.adopted}>
          {t(`learning.verdicts.${report.reason}`)}
        </span>
        <span className={classes.pastFacts}>
          {model} · {format.date(report.at)}
        </span>
        <IconChevronDown className={classes.chevron} data-open={open} size={16} aria-hidden />
      </button>
      <Collapse expanded={open} transitionDuration={140}>
        <div className={classes.pastBody}>
          <LearnOutcome report={report} plain />
        </div>
      </Collapse>
    </li>
  );
}
