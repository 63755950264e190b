/** The folders and tables the products come from. */
import type { Source, WebImagesOfSource } from '@contract';
import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconCloudDown,
  IconDots,
  IconFileSpreadsheet,
  IconFilter,
  IconFolder,
  IconFolderOff,
  IconRefresh,
  IconTrash,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { useFormat } from '../i18n/format.ts';
import { useAnswer } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { refreshJobs, useActiveJob } from '../state/jobs.ts';
import { refreshLibrary } from '../state/library.ts';
import { notifyError } from '../state/notify.tsx';
import { clearFilters, clearParts, setFilters } from '../state/query.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FetchImagesDialog } from '../ui/fetch-images-dialog.tsx';
import { PathText } from '../ui/path-text.tsx';
import { useNow } from '../ui/use-now.ts';
import classes from './library.module.css';

export function SourceList({ sources }: { sources: readonly Source[] }) {
  const { t } = useTranslation();
  const { data: web = [] } = useAnswer('ingest.webImages', {});
  if (sources.length === 0) {
    return (
      <div className={classes.panel}>
        <EmptyState
          icon={<IconFolder size={28} stroke={1.5} />}
          title={t('library.noSources')}
          actions={<Button onClick={() => navigate('/library/import')}>{t('library.openFolder')}</Button>}
        >
          {t('library.noSourcesText')}
        </EmptyState>
      </div>
    );
  }
  return (
    <ul className={classes.sources}>
      {sources.map((source) => (
        <SourceRow key={source.id} source={source} web={web.find(({ sourceId }) => sourceId === source.id)} />
      ))}
    </ul>
  );
}

function SourceRow({ source, web }: { source: Source; web: WebImagesOfSource | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [removing, setRemoving] = useState(false);
  const [fetching, setFetching] = useState(false);
  const waiting = web?.waiting ?? 0;
  const failed = web?.failed ?? 0;
  const fetchingNow = useActiveJob(({ kind, title }) => kind === 'fetch' && title === source.path) !== undefined;
  useNow();
  const rescan = (): void => {
    command('ingest.rescan', { sourceId: source.id }).then(() => refreshJobs(), notifyError);
  };
  const facts = [
    source.kind === 'table' ? t('library.table') : t(`library.layout.${source.layout ?? 'photo'}`),
    t('library.products', { count: source.products }),
    source.lastScanAt === null
      ? t('library.neverScanned')
      : t('library.scanned', { when: format.since(source.lastScanAt) }),
    ...(waiting > 0 ? [t('library.notFetched', { count: waiting })] : []),
    ...(failed > 0 ? [t('library.fetchFailed', { count: failed })] : []),
  ];
  const refresh = (): void => {
    command('ingest.fetchImages', { sourceId: source.id, refresh: true }).then(() => refreshJobs(), notifyError);
  };
  return (
    <li className={classes.source}>
      <span className={classes.sourceIcon} data-available={source.available} aria-hidden>
        {source.available ? (
          source.kind === 'table' ? (
            <IconFileSpreadsheet size={20} stroke={1.6} />
          ) : (
            <IconFolder size={20} stroke={1.6} />
          )
        ) : (
          <IconFolderOff size={20} stroke={1.6} />
        )}
      </span>
      <span className={classes.sourceNames}>
        <span className={classes.sourceName}>
          <PathText path={source.path} />
        </span>
        <span className={classes.sourceFacts}>
          {source.available ? null : <strong>{t('library.unavailable')} · </strong>}
          {facts.join(' · ')}
        </span>
      </span>
      {waiting > 0 && !fetchingNow ? (
        <Button size="xs" leftSection={<IconCloudDown size={15} />} onClick={() => setFetching(true)}>
          {t('library.fetch', { count: waiting })}
        </Button>
      ) : null}
      <Button
        size="xs"
        variant="default"
        leftSection={<IconRefresh size={15} />}
        disabled={!source.available}
        onClick={rescan}
      >
        {t('library.rescan')}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('library.moreActions', { path: source.path })}
          >
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconFilter size={16} />}
            onClick={() => {
              clearParts();
              clearFilters();
              setFilters({ sourceId: source.id });
              navigate('/');
            }}
          >
            {t('library.showProducts')}
          </Menu.Item>
          {(web?.here ?? 0) > 0 ? (
            <Menu.Item leftSection={<IconCloudDown size={16} />} onClick={refresh}>
              {t('library.refresh')}
            </Menu.Item>
          ) : null}
          <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => setRemoving(true)}>
            {t('library.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <FetchImagesDialog
        opened={fetching}
        sources={web === undefined ? [] : [web]}
        onClose={() => setFetching(false)}
      />
      <RemoveDialog source={source} opened={removing} onClose={() => setRemoving(false)} />
    </li>
  );
}

function RemoveDialog({ source, opened, onClose }: { source: Source; opened: boolean; onClose(): void }) {
  const { t } = useTranslation();
  const remove = async (): Promise<void> => {
    await command('ingest.removeSource', { sourceId: source.id });
    await refreshLibrary();
  };
  return (
    <ConfirmDialog
      opened={opened}
      title={t('library.removeTitle')}
      text={t('library.removeText', { count: source.products })}
      subject={source.path}
      action={t('library.remove')}
      onConfirm={remove}
      onClose={onClose}
    />
  );
}
