/** What would be written into a source's file, cell by cell, with a tick each; and writing it. */
import type { ChangeKind, ChangeSource, ListingPolicy } from '@contract';
import { Button, Checkbox, Select } from '@mantine/core';
import { IconArrowBackUp, IconColumns, IconFileExport, IconFiles, IconRefresh, IconTable } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useFormat } from '../i18n/format.ts';
import { outdate, useAnswer } from '../state/answers.ts';
import { command } from '../state/engine.ts';
import { refreshJobs } from '../state/jobs.ts';
import { useLibrary } from '../state/library.ts';
import { notifyDone } from '../state/notify.tsx';
import { putAllIntoSheet } from '../state/sheet.ts';
import { recountChanges } from '../state/waiting.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Failure } from '../ui/failure.tsx';
import { useBusy } from '../ui/use-busy.ts';
import { Welcome } from '../ui/welcome.tsx';
import { ChangeList } from './change-list.tsx';
import classes from './changes.module.css';
import { ColumnsDialog } from './columns-dialog.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { choose, policyChoices, unchosen } from './policies.ts';
import { useChanges } from './use-changes.ts';

export function ChangesPage() {
  const { t } = useTranslation();
  const library = useLibrary((state) => state.info);
  const sources = useAnswer('exchange.sources', library === null ? null : {});
  const [chosen, setChosen] = useState<number | null>(null);
  if (library === null) return <Welcome />;
  if (sources.error !== null) return <Failure error={sources.error} onAction={() => void sources.refetch()} />;
  const all = sources.data ?? [];
  const source = all.find(({ sourceId }) => sourceId === chosen) ?? all.find(({ kind }) => kind === 'table') ?? all[0];
  return (
    <div className={classes.page}>
      {source === undefined ? (
        <EmptyState icon={<IconFiles size={30} stroke={1.5} />} title={t('changes.noSource')}>
          {t('changes.noSourceText')}
        </EmptyState>
      ) : (
        <SourceChanges key={source.sourceId} source={source} all={all} onChoose={setChosen} />
      )}
    </div>
  );
}

interface SourceChangesProps {
  readonly source: ChangeSource;
  readonly all: readonly ChangeSource[];
  onChoose(sourceId: number): void;
}

function SourceChanges({ source, all, onChoose }: SourceChangesProps) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<ChangeKind | undefined>(undefined);
  const [exporting, setExporting] = useState(false);
  const [placing, setPlacing] = useState(false);
  const changes = useChanges(source.sourceId, kind);
  const { busy, run } = useBusy();
  if (changes.error !== null) return <Failure error={changes.error} onAction={() => void changes.refetch()} />;
  const { head, items } = changes;
  const shown = head?.source ?? source;
  const choices = head?.choices ?? unchosen;
  const decide = (what: Parameters<typeof choose>[1]): void => void run(() => choose(source.sourceId, what));
  const tick = (ticked: boolean, ids?: readonly string[]): void => {
    void run(async () => {
      await command('exchange.tick', {
        sourceId: source.sourceId,
        ...(ids === undefined ? {} : { ids: [...ids] }),
        ...(kind === undefined ? {} : { kind }),
        ticked,
      });
      outdate('exchange.');
      await recountChanges();
    });
  };
  return (
    <>
      <header className={classes.header}>
        <h1 className={classes.title}>{t('nav.changes')}</h1>
        <Select
          className={classes.source ?? ''}
          size="xs"
          aria-label={t('changes.source')}
          allowDeselect={false}
          data={all.map(({ sourceId, path }) => ({ value: String(sourceId), label: path }))}
          value={String(source.sourceId)}
          onChange={(value) => onChoose(Number(value))}
        />
        <span className={classes.format}>
          {shown.kind === 'table'
            ? [t(`import.formats.${shown.format}`), shown.encoding].filter(Boolean).join(' · ')
            : ''}
        </span>
        <Button
          size="xs"
          variant="default"
          component={Link}
          href="/sheet"
          leftSection={<IconTable size={15} />}
          onClick={putAllIntoSheet}
        >
          {t('sheet.open')}
        </Button>
        <Button size="xs" leftSection={<IconFileExport size={15} />} onClick={() => setExporting(true)}>
          {t('changes.export')}
        </Button>
      </header>
      <StateNote source={shown} conflicts={head?.conflicts ?? 0} />
      {head === undefined ? null : (
        <>
          <div className={classes.bar}>
            <fieldset className={classes.kinds} aria-label={t('changes.kinds')}>
              <KindButton
                label={t('changes.all')}
                count={head.byKind.reduce((sum, own) => sum + own.count, 0)}
                active={kind === undefined}
                onClick={() => setKind(undefined)}
              />
              {head.byKind.map((own) => (
                <KindButton
                  key={own.kind}
                  label={t(`changes.kind.${own.kind}`)}
                  count={own.count}
                  active={kind === own.kind}
                  onClick={() => setKind(own.kind)}
                />
              ))}
            </fieldset>
            <span className={classes.spacer} />
            <span className={classes.counted} role="status">
              {t('changes.ticked', { count: head.ticked })}
            </span>
            <Button size="compact-xs" variant="subtle" disabled={busy} onClick={() => tick(true)}>
              {t('changes.tickAll')}
            </Button>
            <Button size="compact-xs" variant="subtle" color="gray" disabled={busy} onClick={() => tick(false)}>
              {t('changes.tickNone')}
            </Button>
          </div>
          <div className={classes.bar}>
            {head.byKind.some((own) => own.kind === 'merged') || choices.merged !== 'archive' ? (
              <PolicySelect
                label={t('changes.mergedListings')}
                value={choices.merged}
                onChange={(merged) => decide({ merged })}
              />
            ) : null}
            {head.byKind.some((own) => own.kind === 'removed') || choices.removed !== 'archive' ? (
              <PolicySelect
                label={t('changes.removedListings')}
                value={choices.removed}
                onChange={(removed) => decide({ removed })}
              />
            ) : null}
            <Checkbox
              size="xs"
              label={t('changes.newColumns')}
              checked={choices.newColumns}
              onChange={(event) => decide({ newColumns: event.currentTarget.checked })}
            />
            <span className={classes.columns}>
              {head.columns
                .map((own) => ({ ...own, columns: own.chosen === null ? own.columns : [own.chosen.column] }))
                .filter(({ columns }) => columns.length > 0)
                .map(({ kind: own, what, columns }) => `${what || t(`changes.kind.${own}`)} → ${columns.join(', ')}`)
                .join(' · ')}
            </span>
            {head.columns.some(({ choosable }) => choosable) ? (
              <Button
                size="compact-xs"
                variant="default"
                leftSection={<IconColumns size={14} />}
                onClick={() => setPlacing(true)}
              >
                {t('changes.columns')}
              </Button>
            ) : null}
          </div>
          {head.total === 0 ? (
            <EmptyState icon={<IconFiles size={30} stroke={1.5} />} title={t('changes.none')}>
              {t('changes.noneText')}
            </EmptyState>
          ) : (
            <ChangeList items={items} total={head.total} onMore={changes.more} onTick={(id, on) => tick(on, [id])} />
          )}
          <Exports exports={head.exports} />
        </>
      )}
      <ColumnsDialog
        opened={placing}
        columns={head?.columns ?? []}
        header={head?.header ?? []}
        onChoose={(column) => decide({ column })}
        onClose={() => setPlacing(false)}
      />
      <ExportDialog
        opened={exporting}
        source={shown}
        merged={choices.merged}
        redirects={redirectsOf(head)}
        onClose={() => setExporting(false)}
      />
    </>
  );
}

function redirectsOf(head: ReturnType<typeof useChanges>['head']): 'own' | 'plain' | null {
  if (head === undefined || !head.byKind.some(({ kind }) => kind === 'merged')) return null;
  return head.redirects ? 'own' : 'plain';
}

function StateNote({ source, conflicts }: { source: ChangeSource; conflicts: number }) {
  const { t } = useTranslation();
  const { busy, run } = useBusy();
  const readAgain = (): Promise<void> =>
    run(async () => {
      await command('ingest.rescan', { sourceId: source.sourceId });
      refreshJobs();
    });
  const stale = source.state === 'changed' || source.state === 'unread';
  if (!stale && source.state !== 'gone' && source.state !== 'folder' && conflicts === 0) return null;
  return (
    <div className={classes.note} data-tone={source.state === 'folder' ? 'calm' : 'warn'} role="status">
      <span>
        {source.state === 'ready' ? t('changes.conflicts', { count: conflicts }) : t(`changes.state.${source.state}`)}
      </span>
      {stale ? (
        <Button
          size="compact-xs"
          variant="default"
          loading={busy}
          leftSection={<IconRefresh size={14} />}
          onClick={() => void readAgain()}
        >
          {t('changes.readAgain')}
        </Button>
      ) : null}
    </div>
  );
}

interface KindButtonProps {
  readonly label: string;
  readonly count: number;
  readonly active: boolean;
  onClick(): void;
}

function KindButton({ label, count, active, onClick }: KindButtonProps) {
  const format = useFormat();
  return (
    <button type="button" className={classes.kind} aria-pressed={active} onClick={onClick}>
      {label} <span>{format.number(count)}</span>
    </button>
  );
}

interface PolicySelectProps {
  readonly label: string;
  readonly value: ListingPolicy;
  onChange(value: ListingPolicy): void;
}

function PolicySelect({ label, value, onChange }: PolicySelectProps) {
  const { t } = useTranslation();
  return (
    <span className={classes.policy}>
      <span>{label}</span>
      <Select
        size="xs"
        w={130}
        aria-label={label}
        allowDeselect={false}
        data={policyChoices.map((choice) => ({ value: choice, label: t(`changes.policy.${choice}`) }))}
        value={value}
        onChange={(chosen) => onChange(policyChoices.find((choice) => choice === chosen) ?? 'archive')}
      />
    </span>
  );
}

function Exports({ exports }: { exports: NonNullable<ReturnType<typeof useChanges>['head']>['exports'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { busy, run } = useBusy();
  const [latest] = exports;
  if (latest === undefined) return null;
  const takeBack = (): Promise<void> =>
    run(async () => {
      const { path, restored } = await command('exchange.takeBack', { exportId: latest.id });
      notifyDone(t(restored ? 'changes.restored' : 'changes.forgotten'), path);
      refreshJobs();
      outdate('exchange.');
      await recountChanges();
    });
  return (
    <footer className={classes.exports}>
      <span className={classes.exportPath} title={latest.path}>
        {t('changes.lastExport', { path: latest.path, when: format.since(latest.at), count: latest.changes })}
      </span>
      {latest.takenBackAt === null ? (
        <Button
          size="compact-xs"
          variant="default"
          loading={busy}
          leftSection={<IconArrowBackUp size={14} />}
          onClick={() => void takeBack()}
        >
          {t(latest.overSource ? 'changes.takeBackFile' : 'changes.takeBack')}
        </Button>
      ) : (
        <span>{t('changes.takenBack', { when: format.since(latest.takenBackAt) })}</span>
      )}
    </footer>
  );
}
