/** One piece of work on a model: where it stands, and what can be done about it. */
import type { ModelTask } from '@contract';
import { Button, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { errorText, particulars } from '../i18n/error-text.ts';
import { useFormat } from '../i18n/format.ts';
import { isActive, progressOf } from '../state/jobs.ts';
import { canGoOn, download, stopTask } from '../state/models.ts';
import { notifyError } from '../state/notify.tsx';
import jobClasses from '../ui/job-card.module.css';
import { useTaskDetail, useTaskStep } from './words.ts';

/** As a card among those of jobs. */
export function TaskCard({ task }: { task: ModelTask }) {
  const { t } = useTranslation();
  const format = useFormat();
  const progress = progressOf(task);
  return (
    <section className={jobClasses.job}>
      <div className={jobClasses.head}>
        <span className={jobClasses.title} title={task.title}>
          {t(`models.taskTitles.${task.kind}`, { name: task.title })}
        </span>
        <span className={jobClasses.state} data-state={task.state}>
          {isActive(task) && progress !== null ? format.percent(progress) : t(`models.taskStates.${task.state}`)}
        </span>
      </div>
      <TaskProgress task={task} />
    </section>
  );
}

/** The bar, what is being done, and pause, go on and discard. */
export function TaskProgress({ task }: { task: ModelTask }) {
  const { t } = useTranslation();
  const detail = useTaskDetail();
  const step = useTaskStep()(task);
  const active = isActive(task);
  const progress = progressOf(task);
  const act = (work: Promise<unknown>): void => void work.catch(notifyError);
  return (
    <>
      {active || task.state === 'paused' ? (
        <Progress
          value={(progress ?? 1) * 100}
          color={active ? 'blue' : 'gray'}
          animated={active && progress === null}
          striped={active && progress === null}
          size="sm"
          radius="xl"
          aria-label={t('jobs.progressOf', { name: task.title })}
        />
      ) : null}
      {task.state === 'done' ? null : <p className={jobClasses.detail}>{detail(task)}</p>}
      {active && step !== null ? (
        <p className={jobClasses.current} title={step}>
          {step}
        </p>
      ) : null}
      {task.error === null ? null : (
        <p className={jobClasses.error} role="alert">
          {errorText(task.error)}
          {task.kind === 'download' ? (
            <span className={jobClasses.advice}>{particulars(t(`advice.${task.error.code}`))}</span>
          ) : null}
        </p>
      )}
      {active || canGoOn(task) || task.state === 'failed' ? (
        <div className={jobClasses.buttons}>
          {active || canGoOn(task) ? (
            <Button
              size="compact-xs"
              variant={active ? 'default' : 'light'}
              onClick={() => act(active ? stopTask(task.id) : download(task.modelId))}
            >
              {active ? t(task.kind === 'download' ? 'jobs.pause' : 'jobs.cancel') : t('jobs.resume')}
            </Button>
          ) : (
            <Button size="compact-xs" variant="default" onClick={() => act(stopTask(task.id))}>
              {t('models.dismiss')}
            </Button>
          )}
          {task.kind === 'download' ? (
            <Button size="compact-xs" variant="subtle" color="gray" onClick={() => act(stopTask(task.id, true))}>
              {t('models.discard')}
            </Button>
          ) : null}
        </div>
      ) : null}
    </>
  );
}
