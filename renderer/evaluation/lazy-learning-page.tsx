/** The learning page with its charts, fetched when it is first opened. */
import { Loader } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './evaluation.module.css';

const Page = lazy(() => import('./learning-page.tsx').then(({ LearningPage }) => ({ default: LearningPage })));

export function LazyLearningPage() {
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
