/** What could not be brought in, by kind, with what to do about it. */
import { type ErrorCode, type Problem, toAppError } from '@contract';
import { Button, Skeleton } from '@mantine/core';
import { IconCircleCheck, IconCloudDown, IconRefresh } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { particulars } from '../i18n/error-text.ts';
import { useFormat } from '../i18n/format.ts';
import { useAnswer } from '../state/answers.ts';
import { ask, command } from '../state/engine.ts';
import { refreshJobs } from '../state/jobs.ts';
import { useLibrary } from '../state/library.ts';
import { notifyError } from '../state/notify.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Failure } from '../ui/failure.tsx';
import { FetchImagesDialog } from '../ui/fetch-images-dialog.tsx';
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
  return (
    <section className={classes.group} aria-label={t(`errors.${code}`)}>
      <header className={classes.head}>
        <div className={classes.words}>
          <h2 className={classes.title}>
            {t(`errors.${code}`)} <span className={classes.count}>{format.number(count)}</span>
          </h2>
          <p className={classes.advice}>{t(`advice.${code}`)}</p>
        </div>
        <GroupAction code={code} count={count} />
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
            {isAddress(item.path) ? <FetchOne address={item.path} code={code} /> : null}
            <span className={classes.since}>{format.since(item.since)}</span>
            {item.path === null ? null : <CopyButton value={item.path} label={t('product.copyPath')} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What can be done about all of a kind: read again, or fetch, for which a person has to say so first. */
function GroupAction({ code, count }: { code: ErrorCode; count: number }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const { data: web = [] } = useAnswer('ingest.webImages', {});
  const waiting = web.reduce((sum, source) => sum + source.waiting, 0);
  const own = code === 'WEB_OWN_NETWORK';
  if ((code === 'IMAGE_REMOTE' && waiting > 0) || own) {
    const sources = own ? web.filter(({ refused }) => refused.length > 0) : web.filter((one) => one.waiting > 0);
    return (
      <>
        <Button size="xs" leftSection={<IconCloudDown size={15} />} onClick={() => setAsking(true)}>
          {own ? t('problems.allow') : t('library.fetch', { count: waiting })}
        </Button>
        <FetchImagesDialog
          opened={asking}
          sources={sources}
          {...(own ? { failed: { code, count } } : {})}
          onClose={() => setAsking(false)}
        />
      </>
    );
  }
  const ofWeb = code.startsWith('WEB_');
  const tryAgain = (): void => {
    const again = ofWeb ? command('ingest.fetchImages', { code }) : command('ingest.tryAgain', { code });
    again.then(() => refreshJobs(), notifyError);
  };
  return (
    <Button size="xs" variant="default" leftSection={<IconRefresh size={15} />} onClick={tryAgain}>
      {ofWeb ? t('problems.fetchAgain') : t('problems.tryAgain')}
    </Button>
  );
}

function isAddress(path: string | null): path is string {
  return path !== null && /^https?:\/\//.test(path);
}

function FetchOne({ address, code }: { address: string; code: ErrorCode }) {
  const { t } = useTranslation();
  const fetchOne = (): void => {
    command('ingest.fetchImages', { addresses: [address] }).then(() => refreshJobs(), notifyError);
  };
  return (
    <Button size="compact-xs" variant="subtle" onClick={fetchOne}>
      {code === 'IMAGE_REMOTE' ? t('web.start') : t('problems.fetchAgain')}
    </Button>
  );
}
