/** How much of the open library is analysed with a model, and the work that goes on with it. */
import type { Job, LibraryModel } from '@contract';
import { Button, Checkbox, Progress } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText, particulars } from '../i18n/error-text.ts';
import { useFormat } from '../i18n/format.ts';
import { outdate } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { cancelJob, isActive, progressOf, resumeJob, timeLeft } from '../state/jobs.ts';
import { shareOf } from '../state/library-models.ts';
import { notifyError } from '../state/notify.tsx';
import { jobRate } from '../ui/job-rate.ts';
import classes from './models.module.css';

interface VectorsStateProps {
  readonly model: LibraryModel;
  readonly job: Job | null;
}

export function VectorsState({ model, job }: VectorsStateProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (job !== null) return <VectorsJob model={model} job={job} />;
  const share = shareOf(model);
  const counts = t('models.vectors.held', {
    images: format.number(model.images),
    texts: format.number(model.texts),
  });
  if (model.complete) {
    return (
      <p className={classes.vectors} data-state="complete">
        <IconCircleCheck size={16} stroke={1.8} aria-hidden />
        <span>
          <strong>{t('models.vectors.complete')}</strong> <span title={t('models.vectors.heldHint')}>{counts}</span> ·{' '}
          {format.bytes(model.bytes)}
        </span>
      </p>
    );
  }
  return (
    <p className={classes.vectors} data-state={share === 0 ? 'none' : 'part'}>
      <IconCircleDashed size={16} stroke={1.8} aria-hidden />
      <span>
        {share === 0 ? (
          t('models.vectors.none')
        ) : (
          <>
            <strong>{t('models.vectors.part', { percent: format.percent(share) })}</strong>{' '}
            <span title={t('models.vectors.heldHint')}>{counts}</span> · {format.bytes(model.bytes)}
          </>
        )}
      </span>
    </p>
  );
}

function VectorsJob({ model, job }: VectorsStateProps & { readonly job: Job }) {
  const { t } = useTranslation();
  const format = useFormat();
  const active = isActive(job);
  // All is analysed by the time its index is built, which takes a moment of unknown length.
  const indexing = active && job.phase === 'index';
  const progress = indexing ? 1 : (progressOf(job) ?? shareOf(model));
  const state = job.state === 'queued' ? 'queued' : active ? 'running' : 'paused';
  const parts = [
    indexing ? t('jobs.phase.index') : t(`models.vectors.${state}`, { percent: format.percent(progress) }),
  ];
  if (job.total !== null) parts.push(t('jobs.of', { done: format.number(job.done), total: format.number(job.total) }));
  const rate = active ? jobRate(job, t, format) : null;
  if (rate !== null) parts.push(rate);
  const left = active ? timeLeft(job) : null;
  if (left !== null) parts.push(t('jobs.left', { time: format.duration(left) }));
  return (
    <div className={classes.working}>
      <div className={classes.workingHead}>
        <span className={classes.workingText}>{parts.join(' · ')}</span>
        <Button
          size="compact-xs"
          variant={active ? 'default' : 'light'}
          onClick={() => void (active ? cancelJob(job.id) : resumeJob(job.id)).catch(notifyError)}
        >
          {t(active ? 'jobs.pause' : 'jobs.resume')}
        </Button>
      </div>
      <Progress
        value={progress * 100}
        animated={indexing}
        striped={indexing}
        size="sm"
        radius="xl"
        color={active ? 'blue' : 'gray'}
        aria-label={t('jobs.progressOf', { name: model.name })}
      />
      {job.error === null ? (
        <>
          <p className={classes.note}>{t('models.vectors.meanwhile')}</p>
          {active ? <ThenUse model={model} /> : null}
        </>
      ) : (
        <p className={classes.problem} role="alert">
          {errorText(job.error)} {particulars(t(`advice.${job.error.code}`))}
        </p>
      )}
    </div>
  );
}

/** What the library does once it is ready can still be changed while it is being made ready. */
function ThenUse({ model }: Pick<VectorsStateProps, 'model'>) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<boolean | null>(null);
  const choose = async (thenUse: boolean): Promise<void> => {
    setAsked(thenUse);
    try {
      await command('library.prepareModel', { modelId: model.modelId, thenUse });
      outdate('library.models');
    } catch (error) {
      setAsked(null);
      notifyError(error);
    }
  };
  return (
    <Checkbox
      className={classes.thenUse ?? ''}
      size="xs"
      label={t('models.then.whenReady')}
      checked={asked ?? model.thenUse}
      onChange={(event) => void choose(event.currentTarget.checked)}
    />
  );
}
