/** All products on one map: coloured by what is known of them, searched, and picked with a rectangle, a lasso or from the list beside it. */
import type { MapState } from '@contract';
import { Button } from '@mantine/core';
import { IconMap2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { isActive, useJobs } from '../state/jobs.ts';
import { useLibrary } from '../state/library.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Failure } from '../ui/failure.tsx';
import { JobProgress } from '../ui/job-progress.tsx';
import { PageLoading } from '../ui/page-loading.tsx';
import { useBusy } from '../ui/use-busy.ts';
import { Welcome } from '../ui/welcome.tsx';
import classes from './map.module.css';
import { MapDesk } from './map-desk.tsx';
import { phaseOf } from './phase.ts';

export function MapPage() {
  const { t } = useTranslation();
  const info = useLibrary((state) => state.info);
  const { data, error, refetch } = useAnswer('map.state', info === null ? null : {});
  if (info === null || (info !== undefined && info.products === 0)) return <Welcome />;
  if (error !== null && data === undefined) return <Failure error={error} onAction={() => void refetch()} />;
  if (data === undefined) return <PageLoading />;
  return (
    <div className={classes.page}>
      <h1 className={classes.hidden}>{t('nav.map')}</h1>
      {data.layout === null ? <Begin state={data} /> : <MapDesk state={data} layout={data.layout} />}
    </div>
  );
}

/** Before there is a map. */
function Begin({ state }: { state: MapState }) {
  const { t } = useTranslation();
  const { busy, run } = useBusy();
  const job = useJobs(({ jobs }) => jobs.find((own) => own.kind === 'map' && isActive(own)));
  return (
    <div className={classes.none}>
      <EmptyState
        icon={<IconMap2 size={28} stroke={1.6} />}
        title={t('map.none')}
        actions={
          job !== undefined ? undefined : (
            <Button
              size="md"
              loading={busy}
              disabled={state.waiting === 0}
              onClick={() => void run(async () => void (await command('map.layOut', {})))}
            >
              {t('map.layOut')}
            </Button>
          )
        }
      >
        {state.waiting === 0 ? t('map.noPhotos') : t('map.noneText', { count: state.waiting })}
      </EmptyState>
      {job === undefined ? null : (
        <div className={classes.run}>
          <JobProgress job={job} title={t('jobs.kind.map')} step={t(`jobs.phase.${phaseOf(job.phase)}`)} />
        </div>
      )}
    </div>
  );
}
