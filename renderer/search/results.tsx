/** The products found, or why there are none. */
import { Button } from '@mantine/core';
import { IconMoodEmpty, IconPhotoSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { isActive, useJobs } from '../state/jobs.ts';
import { usePreferences } from '../state/preferences.ts';
import { clearFilters, clearParts, countFilters, setCutoff, useQuery } from '../state/query.ts';
import { runSearch, useResults } from '../state/results.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Failure } from '../ui/failure.tsx';
import { JobCard } from '../ui/job-card.tsx';
import { ResultView } from './result-view.tsx';
import classes from './results.module.css';
import { SkeletonGrid } from './skeleton-grid.tsx';

export function Results() {
  const { t } = useTranslation();
  const { status, error, head } = useResults();
  const view = usePreferences((state) => state.view);
  if (status === 'failed') {
    return <Failure error={error} title={t('results.failed')} onAction={() => void runSearch({ fresh: true })} />;
  }
  if (head === null) return <SkeletonGrid />;
  if (head.total === 0) return <NoResults />;
  return (
    <div className={classes.frame} data-stale={status === 'loading'} aria-busy={status === 'loading'}>
      <span className={classes.working} aria-hidden />
      <ResultView view={view} total={head.total} meant={head.meant} />
    </div>
  );
}

function NoResults() {
  const { t } = useTranslation();
  const importing = useJobs((state) => state.jobs.find((job) => job.kind === 'import' && isActive(job)));
  const hidden = useResults((state) => state.head?.hidden ?? 0);
  const filters = useQuery((state) => countFilters(state.filters));
  const parts = useQuery((state) => state.parts.length + state.draft.length);
  const asked = parts > 0;
  if (importing !== undefined && !asked && filters === 0) {
    return (
      <EmptyState icon={<IconPhotoSearch size={30} stroke={1.5} />} title={t('results.importing')}>
        {t('results.importingText')}
        <div className={classes.importing}>
          <JobCard job={importing} />
        </div>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<IconMoodEmpty size={30} stroke={1.5} />}
      title={t('results.none')}
      actions={
        <>
          {filters > 0 ? <Button onClick={clearFilters}>{t('filters.clear')}</Button> : null}
          {hidden > 0 ? (
            <Button variant={filters > 0 ? 'default' : 'filled'} onClick={() => setCutoff(false)}>
              {t('results.showHiddenCount', { count: hidden })}
            </Button>
          ) : null}
          {asked ? (
            <Button variant="default" onClick={clearParts}>
              {t('search.clear')}
            </Button>
          ) : null}
        </>
      }
    >
      {filters > 0 ? t('results.noneFiltered') : t(parts > 1 ? 'results.noneText' : 'results.noneOfOne')}
    </EmptyState>
  );
}
