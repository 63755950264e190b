/** One piece of long work: where it stands, how fast it goes, and stop or go on. */
import type { Job } from '@contract';
import { Button, Progress } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { errorText } from '../i18n/error-text.ts';
import { type Format, useFormat } from '../i18n/format.ts';
import { cancelJob, canResume, isActive, progressOf, resumeJob, timeLeft } from '../state/jobs.ts';
import { useModelName } from '../state/models.ts';
import { notifyError } from '../state/notify.tsx';
import classes from './job-card.module.css';
import { jobRate } from './job-rate.ts';
import { foundBy, placeOf, secondsOf } from './job-words.ts';
import { useNow } from './use-now.ts';

type Translate = TFunction;

const phases = [
  'compact',
  'words',
  'reading',
  'lookup',
  'scan',
  'read',
  'texts',
  'encode',
  'index',
  'compare',
  'group',
  'fit',
  'test',
  'apply',
  'fetch',
  'neighbours',
  'layout',
  'place',
  'finish',
] as const;

export function JobCard({ job }: { job: Job }) {
  const { t } = useTranslation();
  const format = useFormat();
  const active = isActive(job);
  const place = placeOf(job);
  useNow();
  const waiting = job.state === 'queued';
  const progress = progressOf(job);
  const modelName = useModelName(job.title);
  const title = titleOf(job, modelName, t);
  return (
    <section className={classes.job}>
      <div className={classes.head}>
        <span className={classes.title} title={job.title}>
          {title}
        </span>
        <span className={classes.state} data-state={job.state}>
          {active && progress !== null ? format.percent(progress) : stateOf(job, t)}
        </span>
      </div>
      {active ? (
        <Progress
          value={waiting ? 0 : (progress ?? 1) * 100}
          animated={progress === null && !waiting}
          striped={progress === null && !waiting}
          size="sm"
          radius="xl"
          aria-label={t('jobs.progressOf', { name: title })}
        />
      ) : null}
      <p className={classes.detail} data-testid="job-line">
        {active ? activeDetail(job, t, format) : endedDetail(job, t, format)}
      </p>
      {active && job.current !== null ? (
        <p className={classes.current} title={job.current}>
          {job.current}
        </p>
      ) : null}
      {place === null ? null : (
        <Link href={place.to} className={classes.look}>
          {t(place.name)}
        </Link>
      )}
      {job.error === null ? null : <p className={classes.error}>{errorText(job.error)}</p>}
      {active || canResume(job) ? (
        // One button for both, so that focus stays when a job stops.
        <div className={classes.buttons}>
          <Button
            size="compact-xs"
            variant={active ? 'default' : 'light'}
            onClick={() => void (active ? cancelJob(job.id) : resumeJob(job.id)).catch(notifyError)}
          >
            {active ? t(isBeside(job) ? 'jobs.pause' : 'jobs.cancel') : t('jobs.resume')}
          </Button>
        </div>
      ) : null}
    </section>
  );
}

function activeDetail(job: Job, t: Translate, format: Format): string {
  const phase = phases.find((known) => known === job.phase);
  const parts = phase === undefined ? [] : [t(`jobs.phase.${phase}`)];
  if (job.total !== null) parts.push(t('jobs.of', { done: format.number(job.done), total: format.number(job.total) }));
  const rate = jobRate(job, t, format);
  if (rate !== null) parts.push(rate);
  const left = timeLeft(job);
  if (left !== null) parts.push(t('jobs.left', { time: format.duration(left) }));
  return parts.join(' · ');
}

function endedDetail(job: Job, t: Translate, format: Format): string {
  const seconds = secondsOf(job);
  const parts = [
    job.finishedAt === null ? '' : format.since(job.finishedAt),
    ...foundBy(job, t, format),
    ...(job.failures > 0 ? [t('jobs.failures', { count: job.failures })] : []),
    seconds === null ? '' : t('jobs.took', { time: format.duration(seconds) }),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** Vectors are computed, and pictures fetched and read, beside the work of the day: stopping that is a pause. */
function isBeside({ kind }: Job): boolean {
  return kind === 'vectors' || kind === 'fetch' || kind === 'reading' || kind === 'lookup';
}

function stateOf(job: Job, t: Translate): string {
  return isBeside(job) && job.state === 'cancelled' ? t('jobs.paused') : t(`jobs.state.${job.state}`);
}

function titleOf(job: Job, modelName: string, t: Translate): string {
  switch (job.kind) {
    case 'duplicates':
      return t('jobs.kind.duplicates');
    case 'vectors':
      return t('jobs.kind.vectors', { name: modelName });
    case 'import':
      return t('jobs.kind.import', { name: lastName(job.title) });
    case 'fetch':
      return t('jobs.kind.fetch', { name: lastName(job.title) });
    case 'index':
      return t('jobs.kind.index');
    case 'compact':
      return t('jobs.kind.compact');
    case 'words':
      return t('jobs.kind.words');
    case 'reading':
      return t('jobs.kind.reading');
    case 'lookup':
      return t('jobs.kind.lookup');
    case 'documents':
      return t('jobs.kind.documents');
    case 'map':
      return t('jobs.kind.map');
    case 'learn':
      return t('jobs.kind.learn');
    case 'tags':
      // The two that have no words of their own; the title of an edit says what is edited.
      if (job.title === 'learn') return t('jobs.kind.tags');
      return job.title === 'apply' ? t('jobs.kind.tagsApply') : job.title;
    case 'edit':
      return t('jobs.kind.edit', { name: job.title });
    case 'categories':
      // A change of many products is called by what it gives them.
      return job.title === 'place' ? t('jobs.kind.categories') : job.title;
    case 'export':
      return t('jobs.kind.export', { name: lastName(job.title) });
    case 'events':
      return t('jobs.kind.events', { name: lastName(job.title) });
    case 'recommend':
      return t('jobs.kind.recommend');
    default:
      return lastName(job.title);
  }
}

function lastName(path: string): string {
  return path.split(/[\\/]/).filter(Boolean).at(-1) ?? path;
}
