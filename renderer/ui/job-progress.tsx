/** A piece of long work in the place where it was asked for: how far it is, and the way to stop it. */
import type { Job } from '@contract';
import { Button, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { cancelJob, progressOf } from '../state/jobs.ts';
import { notifyError } from '../state/notify.tsx';
import classes from './job-progress.module.css';

interface JobProgressProps {
  readonly job: Job;
  readonly title: string;
  /** What it is at, in words. */
  readonly step: string;
}

export function JobProgress({ job, title, step }: JobProgressProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const progress = progressOf(job);
  return (
    <section className={classes.progress} aria-label={title}>
      <div className={classes.head}>
        <strong>{title}</strong>
        <span role="status">
          {step}
          {progress === null ? null : ` · ${format.percent(progress)}`}
        </span>
        <Button size="compact-sm" variant="default" onClick={() => void cancelJob(job.id).catch(notifyError)}>
          {t('jobs.cancel')}
        </Button>
      </div>
      <Progress
        value={(progress ?? 1) * 100}
        animated={progress === null}
        striped={progress === null}
        size="sm"
        radius="xl"
        aria-label={t('jobs.progressOf', { name: title })}
      />
    </section>
  );
}
