/** A shop's categories: brought in from a file, with the products that belong into each branch to be confirmed. */
import type { MethodResult } from '@contract';
import { Button, FileButton } from '@mantine/core';
import { IconFileImport, IconRefresh, IconSitemap } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { useAnswer } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { isActive, useActiveJob } from '../state/jobs.ts';
import { useLibrary } from '../state/library.ts';
import { notifyDone } from '../state/notify.tsx';
import { DescribeTabs } from '../ui/describe-tabs.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { JobProgress } from '../ui/job-progress.tsx';
import { ShareBar } from '../ui/share-bar.tsx';
import { useBusy } from '../ui/use-busy.ts';
import { Welcome } from '../ui/welcome.tsx';
import { Branches } from './branches.tsx';
import classes from './categories.module.css';
import { Mappings } from './mappings.tsx';
import { Products } from './products.tsx';

type State = MethodResult<'taxonomy.state'>;

export function CategoriesPage() {
  const { t } = useTranslation();
  const info = useLibrary((state) => state.info);
  const { data } = useAnswer('taxonomy.state', info === null ? null : {});
  if (info === null) return <Welcome />;
  return (
    <div className={classes.page}>
      <h1 className={classes.hidden}>{t('describe.tabs.categories')}</h1>
      <DescribeTabs />
      {data === undefined ? (
        <div role="status" aria-label={t('common.loading')} />
      ) : data.taxonomy === null ? (
        <div className={classes.none}>
          <EmptyState
            icon={<IconSitemap size={28} stroke={1.6} />}
            title={t('categories.none')}
            actions={<Bring label={t('categories.bring')} />}
          >
            {t('categories.noneText')}
          </EmptyState>
        </div>
      ) : (
        <Desk state={data} />
      )}
    </div>
  );
}

function Desk({ state }: { state: State }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [path, setPath] = useState<string | null>(null);
  const [mapping, setMapping] = useState(false);
  const { busy, run } = useBusy();
  const job = useActiveJob(({ kind }) => kind === 'categories');
  const { settled, products, taxonomy } = state;
  return (
    <div className={classes.desk}>
      <aside className={classes.side} aria-label={t('categories.branches')}>
        <div className={classes.sideHead}>
          <Button size="xs" variant="default" onClick={() => setMapping(true)}>
            {t('categories.mappings')}
          </Button>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconRefresh size={14} />}
            disabled={job !== undefined}
            loading={busy}
            onClick={() => void run(async () => void (await command('taxonomy.place', {})))}
          >
            {t('categories.again')}
          </Button>
          <Bring label={t('categories.another')} small />
        </div>
        <div className={classes.progress} role="status">
          <ShareBar share={products === 0 ? 0 : settled / products} width={220} />
          <span>{t('categories.settled', { settled: format.number(settled), products: format.number(products) })}</span>
          <span title={taxonomy?.name}>
            {t('categories.of', { count: taxonomy?.categories ?? 0, name: taxonomy?.name })}
          </span>
        </div>
        {job === undefined || !isActive(job) ? null : (
          <JobProgress job={job} title={t('jobs.kind.categories')} step="" />
        )}
        <Branches chosen={path} onChoose={setPath} />
      </aside>
      <Products key={path ?? ''} path={path} />
      <Mappings opened={mapping} onClose={() => setMapping(false)} />
    </div>
  );
}

function Bring({ label, small = false }: { label: string; small?: boolean }) {
  const { t } = useTranslation();
  const { busy, run } = useBusy();
  const bring = (file: File | null): void => {
    if (file === null) return;
    void run(async () => {
      const { categories } = await command('taxonomy.bring', { name: file.name, text: await file.text() });
      notifyDone(t('categories.brought', { count: categories }), file.name);
    });
  };
  return (
    <FileButton onChange={bring} accept=".txt,.csv,.tsv,text/plain">
      {(props) => (
        <Button
          {...props}
          {...(small ? { size: 'xs', variant: 'default' } : {})}
          loading={busy}
          leftSection={<IconFileImport size={small ? 14 : 17} />}
        >
          {label}
        </Button>
      )}
    </FileButton>
  );
}
