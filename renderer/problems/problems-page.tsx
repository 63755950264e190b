/** What could not be brought in, by kind, with what to do about it. */
import { type ErrorCode, type Problem, toAppError } from '@contract';
import { Button, Skeleton } from '@mantine/core';
import { IconCircleCheck, IconRefresh } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { particulars } from '../i18n/error-text.ts';
import { useFormat } from '../i18n/format.ts';
import { ask, command } from '../state/engine.ts';
import { refreshJobs } from '../state/jobs.ts';
import { useLibrary } from '../state/library.ts';
import { notifyError } from '../state/notify.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Failure } from '../ui/failure.tsx';
import { Page } from '../ui/page.tsx';
import { Welcome } from '../ui/welcome.tsx';
import classes from './problems.module.css';

const pageSize = 200;

export function ProblemsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const library = useLibrary((state) => state.info);
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['catalog.problems'],
    queryFn: ({ pageParam, signal }) => ask('catalog.problems', { offset: pageParam, limit: pageSize }, { signal }),
    initialPageParam: 0,
    getNextPageParam: ({ total }, pages) => {
      const read = pages.reduce((sum, { items }) => sum + items.length, 0);
      return read < total ? read : null;
    },
  });
  if (library === null) return <Welcome />;
  if (error !== null) return <Failure error={toAppError(error)} onAction={() => void refetch()} />;
  const [newest] = data?.pages.slice(-1) ?? [];
  if (data === undefined || newest === undefined) {
    return (
      <Page title={t('nav.problems')}>
        <Skeleton height={120} radius="lg" role="status" aria-label={t('common.loading')} />
      </Page>
    );
  }
  const { total, byCode } = newest;
  const items = data.pages.flatMap((page) => page.items);
  if (total === 0) {
    return (
      <Page title={t('nav.problems')}>
        <EmptyState icon={<IconCircleCheck size={30} stroke={1.5} />} title={t('problems.none')}>
          {t('problems.noneText')}
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page title={t('nav.problems')} lead={t('problems.lead')}>
      {byCode.map(({ code, count }) => (
        <ProblemGroup key={code} code={code} count={count} items={items.filter((item) => item.code === code)} />
      ))}
      {hasNextPage ? (
        <div className={classes.more}>
          <span>{t('problems.shown', { shown: format.number(items.length), total: format.number(total) })}</span>
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('problems.more')}
          </Button>
        </div>
      ) : null}
    </Page>
  );
}

function ProblemGroup({ code, count, items }: { code: ErrorCode; count: number; items: readonly Problem[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const tryAgain = (): void => {
    command('ingest.tryAgain', { code }).then(() => refreshJobs(), notifyError);
  };
  return (
    <section className={classes.group} aria-label={t(`errors.${code}`)}>
      <header className={classes.head}>
        <div className={classes.words}>
          <h2 className={classes.title}>
            {t(`errors.${code}`)} <span className={classes.count}>{format.number(count)}</span>
          </h2>
          <p className={classes.advice}>{t(`advice.${code}`)}</p>
        </div>
        <Button size="xs" variant="default" leftSection={<IconRefresh size={15} />} onClick={tryAgain}>
          {t('problems.tryAgain')}
        </Button>
      </header>
      <ul className={classes.items}>
        {items.map((item) => (
          <li key={item.id} className={classes.item}>
            <span className={classes.where}>
              <span className={classes.path} title={item.path ?? undefined}>
                {item.path ?? t('problems.noFile')}
              </span>
              <span className={classes.reason}>
                {[item.row === null ? '' : t('problems.row', { row: item.row }), particulars(item.reason)]
                  .filter((part) => part !== '')
                  .join(' · ')}
              </span>
            </span>
            <span className={classes.since}>{format.since(item.since)}</span>
            {item.path === null ? null : <CopyButton value={item.path} label={t('product.copyPath')} />}
          </li>
        ))}
      </ul>
    </section>
  );
}
