/** The page of demand with its charts, fetched when it is first opened. */
import { Loader } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './demand.module.css';

const Page = lazy(() => import('./demand-page.tsx').then(({ DemandPage }) => ({ default: DemandPage })));

export function LazyDemandPage() {
  const { t } = useTranslation();
  return (
    <Suspense
      fallback={
        <div className={classes.waiting}>
          <Loader size="sm" role="status" aria-label={t('common.loading')} />
        </div>
      }
    >
      <Page />
    </Suspense>
  );
}
