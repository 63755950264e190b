/** From a folder or table to products: choose, look at what will happen, start. */
import type { Layout, TableOptions } from '@contract';
import { Button, Skeleton } from '@mantine/core';
import { IconFileUnknown, IconFolderOpen } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { useAnswer } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { chooseImport, useImport } from '../state/import.ts';
import { refreshJobs } from '../state/jobs.ts';
import { createLibrary, refreshLibrary, useLibrary } from '../state/library.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Failure } from '../ui/failure.tsx';
import { Notice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { PathChooser } from '../ui/path-chooser.tsx';
import { useBusy } from '../ui/use-busy.ts';
import { defaultName } from './default-name.ts';
import { EarlierTables, type Replaces, usualReplaces } from './earlier-tables.tsx';
import { FolderPreviewPanel, FolderWithoutImages } from './folder-preview.tsx';
import { ImportTarget, type Target } from './import-target.tsx';
import classes from './library.module.css';
import { TablePreviewPanel } from './table-preview.tsx';
import { type WebChoice, WebImages } from './web-images.tsx';

export function ImportPage() {
  const { t } = useTranslation();
  const [choosing, setChoosing] = useState(false);
  const { path, asksForFolder, taking } = useImport();
  return (
    <Page
      title={t('import.title')}
      lead={t('import.lead')}
      actions={
        path === null ? undefined : (
          <Button variant="default" leftSection={<IconFolderOpen size={16} />} onClick={() => setChoosing(true)}>
            {t('import.chooseOther')}
          </Button>
        )
      }
    >
      {asksForFolder ? <Notice>{t('import.dropFolder')}</Notice> : null}
      {taking !== null ? (
        <Skeleton height={280} radius="lg" role="status" aria-label={t('import.taking', { name: taking })} />
      ) : path === null ? (
        <EmptyState
          icon={<IconFolderOpen size={30} stroke={1.5} />}
          title={t('import.chooseTitle')}
          actions={
            <Button size="md" onClick={() => setChoosing(true)}>
              {t('import.choose')}
            </Button>
          }
        >
          {t('import.chooseText')}
        </EmptyState>
      ) : (
        <Import key={path} path={path} onChooseOther={() => setChoosing(true)} />
      )}
      <PathChooser opened={choosing} choice="import" onClose={() => setChoosing(false)} onPick={chooseImport} />
    </Page>
  );
}

interface ImportProps {
  readonly path: string;
  onChooseOther(): void;
}

function Import({ path, onChooseOther }: ImportProps) {
  const { t } = useTranslation();
  const info = useLibrary((state) => state.info);
  const [table, setTable] = useState<TableOptions>({});
  const [layout, setLayout] = useState<Layout | null>(null);
  const [target, setTarget] = useState<Target | null>(null);
  const [said, setSaid] = useState<Replaces | undefined>(undefined);
  const [web, setWeb] = useState<WebChoice>({ fetch: false, allowed: [] });
  const { busy, run } = useBusy();
  const options = Object.keys(table).length === 0 ? {} : { table };
  const where = target ?? defaultTarget(path, info === undefined || info === null || info.sample);
  const alone = where.kind === 'new';
  const { data: preview, error, isFetching } = useAnswer('ingest.preview', { path, alone, ...options });

  // A library of its own has no earlier table.
  const earlier = preview?.kind === 'table' && !alone ? preview.earlier : [];
  const replaces = said ?? usualReplaces(earlier);

  const start = (): Promise<void> =>
    run(async () => {
      if (where.kind === 'new') await createLibrary(where.name);
      const chosen = layout ?? (preview?.kind === 'folder' ? preview.layout : undefined);
      await command('ingest.start', {
        path,
        ...(preview?.kind === 'folder' && chosen !== undefined ? { layout: chosen } : {}),
        ...(preview?.kind === 'table' ? { table } : {}),
        ...(earlier.length > 0 && typeof replaces === 'number' ? { replaces } : {}),
        ...(web.fetch ? { fetchImages: { allowHosts: web.allowed } } : {}),
      });
      await Promise.all([refreshJobs(), refreshLibrary()]);
      chooseImport(null);
      navigate('/library');
    });

  if (error !== null) {
    return (
      <Failure
        error={error}
        icon={<IconFileUnknown size={30} stroke={1.5} />}
        action={t('import.chooseOther')}
        onAction={onChooseOther}
      />
    );
  }
  if (preview === undefined)
    return <Skeleton height={280} radius="lg" role="status" aria-label={t('common.loading')} />;
  const nothing = preview.kind === 'folder' ? preview.pictures === 0 : preview.products === 0;
  // Nothing to decide and nothing to start: a table in it may be chosen instead.
  if (preview.kind === 'folder' && nothing) return <FolderWithoutImages preview={preview} onTable={chooseImport} />;
  return (
    <>
      {preview.kind === 'folder' ? (
        <FolderPreviewPanel
          preview={preview}
          layout={layout ?? preview.layout}
          onLayout={setLayout}
          onTable={chooseImport}
        />
      ) : (
        <>
          {earlier.length === 0 ? null : <EarlierTables earlier={earlier} replaces={replaces} onChange={setSaid} />}
          <TablePreviewPanel preview={preview} options={table} loading={isFetching} onChange={setTable} />
          {preview.web === null ? null : <WebImages web={preview.web} choice={web} onChange={setWeb} />}
        </>
      )}
      <ImportTarget target={where} current={info ?? null} onChange={setTarget} />
      <div className={classes.startBar}>
        <span className={classes.startNote}>{t(replaces === undefined ? 'import.earlier.ask' : 'import.note')}</span>
        <Button
          size="md"
          loading={busy}
          disabled={nothing || isFetching || replaces === undefined}
          onClick={() => void start()}
        >
          {t('import.start')}
        </Button>
      </div>
    </>
  );
}

function defaultTarget(path: string, fresh: boolean): Target {
  const name = defaultName(path);
  return fresh ? { kind: 'new', name } : { kind: 'current', name };
}
