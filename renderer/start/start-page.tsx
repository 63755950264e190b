/** The first page of a library: what is most worth doing next, each a click away from the work. */
import type { KindCounts, Waiting } from '@contract';
import { Button, Skeleton } from '@mantine/core';
import {
  type Icon,
  IconAlertTriangle,
  IconCircleCheck,
  IconCloudDown,
  IconCopy,
  IconLayoutGridAdd,
  IconPhotoSearch,
  IconSchool,
  IconSearch,
  IconStars,
  IconTags,
  IconZoomQuestion,
} from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { type Format, useFormat } from '../i18n/format.ts';
import { isActive, useJobs } from '../state/jobs.ts';
import { useLibrary } from '../state/library.ts';
import { clearFilters, fromQueryPart, setParts } from '../state/query.ts';
import { useWaiting } from '../state/waiting.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { JobCard } from '../ui/job-card.tsx';
import { Page, Section } from '../ui/page.tsx';
import { Welcome } from '../ui/welcome.tsx';
import { nextSteps, type Step, type StepKind } from './next-steps.ts';
import classes from './start.module.css';
import { useTagsLookedAt } from './use-tags-looked-at.ts';

const icons: Readonly<Record<StepKind, Icon>> = {
  fetch: IconCloudDown,
  analyse: IconPhotoSearch,
  scan: IconCopy,
  duplicates: IconCopy,
  describe: IconLayoutGridAdd,
  learn: IconTags,
  tags: IconTags,
  fruitless: IconZoomQuestion,
  problems: IconAlertTriangle,
  ungraded: IconStars,
  unlearned: IconSchool,
};

const addresses: Readonly<Record<StepKind, string>> = {
  fetch: '/library',
  analyse: '/library',
  scan: '/duplicates',
  duplicates: '/duplicates',
  describe: '/describe',
  learn: '/tags/wrong',
  tags: '/tags/wrong',
  fruitless: '/',
  problems: '/problems',
  ungraded: '/labels',
  unlearned: '/learning',
};

export function StartPage() {
  const { t } = useTranslation();
  const info = useLibrary((state) => state.info);
  const { duplicates, scanned, counted } = useWaiting();
  const jobs = useJobs((state) => state.jobs).filter(isActive);
  useTagsLookedAt(info, counted);
  if (info === null || info?.products === 0) return <Welcome />;
  if (info === undefined) return null;
  const atWork = new Set<string>(jobs.map(({ kind }) => kind));
  const steps = nextSteps({ info, duplicates, scanned, counted, atWork });
  const counting = counted === null || duplicates === null;
  return (
    <Page
      title={info.name}
      lead={[t('library.products', { count: info.products }), t('start.photos', { count: info.images })].join(' · ')}
      actions={
        <Button variant="default" leftSection={<IconSearch size={17} />} onClick={() => navigate('/')}>
          {t('start.search')}
        </Button>
      }
    >
      {jobs.length === 0 ? null : (
        <Section title={t('jobs.title')}>
          <div className={classes.panel}>
            {jobs.map((job) => (
              <JobCard key={job.id} job={job} />
            ))}
          </div>
        </Section>
      )}
      <Section title={t('start.next')}>
        {counting ? (
          <Skeleton height={280} radius="lg" role="status" aria-label={t('start.counting')} />
        ) : steps.length === 0 ? (
          <div className={classes.panel}>
            <EmptyState icon={<IconCircleCheck size={30} stroke={1.5} />} title={t('start.nothing')}>
              {t('start.nothingText')}
            </EmptyState>
          </div>
        ) : (
          <ol className={`${classes.panel} ${classes.steps}`} data-testid="next-steps">
            {steps.map((step) => (
              <StepRow key={step.kind} step={step} duplicates={duplicates} counted={counted} />
            ))}
          </ol>
        )}
      </Section>
    </Page>
  );
}

interface StepRowProps {
  readonly step: Step;
  readonly duplicates: KindCounts;
  readonly counted: Waiting;
}

function StepRow({ step, duplicates, counted }: StepRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { kind } = step;
  const StepIcon = icons[kind];
  const go = (): void => {
    const [latest] = counted.fruitless;
    if (kind === 'fruitless' && latest !== undefined) {
      clearFilters();
      setParts(latest.parts.map(fromQueryPart));
    }
    navigate(addresses[kind]);
  };
  return (
    <li className={classes.step} data-kind={kind}>
      <span className={classes.icon} aria-hidden>
        <StepIcon size={20} stroke={1.6} />
      </span>
      <span className={classes.words}>
        <strong className={classes.what}>{whatOf(step, t)}</strong>
        <span className={classes.why}>{whyOf(kind, duplicates, counted, t, format)}</span>
      </span>
      <Button variant="light" onClick={go}>
        {t(`start.do.${kind}`)}
      </Button>
    </li>
  );
}

function whatOf({ kind, count }: Step, t: TFunction): string {
  return kind === 'scan' || kind === 'learn' ? t(`start.steps.${kind}`) : t(`start.steps.${kind}`, { count });
}

const mostExamples = 3;

function whyOf(kind: StepKind, duplicates: KindCounts, { fruitless }: Waiting, t: TFunction, format: Format): string {
  if (kind === 'duplicates') {
    const { exact, near, listing } = duplicates;
    return t('start.why.duplicates', {
      exact: format.number(exact),
      near: format.number(near),
      listing: format.number(listing),
    });
  }
  if (kind === 'fruitless') {
    const examples = fruitless.slice(0, mostExamples).map(({ label }) => t('start.quoted', { text: label }));
    return t('start.why.fruitless', { examples: examples.join(t('start.between')) });
  }
  return t(`start.why.${kind}`);
}
