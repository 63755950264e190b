/** Products listed more than once: which kind, how sure, group after group. */
import { type DuplicateKind, duplicateKinds, type KindCounts } from '@contract';
import { Button, CloseButton, Loader, Progress, SegmentedControl, Tabs } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import { type MouseEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { progressOf, useActiveJob } from '../state/jobs.ts';
import { useLibrary } from '../state/library.ts';
import { notifyError } from '../state/notify.tsx';
import { useActions } from '../ui/actions.ts';
import { Welcome } from '../ui/welcome.tsx';
import { reviewActions } from './actions.ts';
import classes from './duplicates.module.css';
import { GroupList } from './group-list.tsx';
import {
  chooseKind,
  chooseList,
  chooseOrder,
  groupReview,
  openPair,
  setNewOnly,
  showDuplicates,
  shownCounts,
  useDuplicates,
  useGroups,
} from './groups.ts';
import { MergeDialog } from './merge-dialog.tsx';
import { MoreMenu } from './more-menu.tsx';
import { NoGroup } from './no-group.tsx';
import { usePrefetch } from './pair-data.ts';
import { ReviewStage } from './review-stage.tsx';
import { reviewed } from './reviewed.ts';
import { RulesDialog, type Ruling } from './rules-dialog.tsx';
import { useStage } from './stage-state.ts';
import { Threshold } from './threshold.tsx';
import { TrackRecord } from './track-record.tsx';

/** `pair`: two product ids, "12-57", that are to be shown. */
export function DuplicatesPage({ pair }: { pair?: string | undefined }) {
  const library = useLibrary((state) => state.info);
  useEffect(() => {
    const leave = showDuplicates();
    const [, left, right] = /^(\d+)-(\d+)$/.exec(pair ?? '') ?? [];
    if (left !== undefined && right !== undefined) void openPair([Number(left), Number(right)]).catch(notifyError);
    return leave;
  }, [pair]);
  useEffect(() => closeMerge, []);
  if (library === null) return <Welcome />;
  return <Frame />;
}

function closeMerge(): void {
  useStage.setState({ merging: false });
}

function Frame() {
  const { t } = useTranslation();
  const { state, kind, list, newOnly } = useDuplicates();
  const { head, items: groups, status } = useGroups();
  const counts = shownCounts();
  const [preview, setPreview] = useState<KindCounts | null>(null);
  const merging = useStage((stage) => stage.merging);
  const [ruling, setRuling] = useState<Ruling | null>(null);
  useActions(reviewActions, undefined);
  const { current } = groupReview;
  usePrefetch(groupReview.upcoming.slice(0, 3));
  return (
    <div className={classes.page}>
      <div className={classes.header}>
        <h1 className={classes.title}>{t('nav.duplicates')}</h1>
        <KindTabs counts={preview ?? counts} kind={kind} />
        <Reviewed />
        <SegmentedControl
          size="xs"
          aria-label={t('duplicates.list')}
          onClick={leaveToKeys}
          value={list}
          onChange={(value) => chooseList(value === 'settled' ? 'settled' : 'open')}
          data={[
            { value: 'open', label: t('duplicates.lists.open') },
            { value: 'settled', label: t('duplicates.lists.settled') },
          ]}
        />
        <Button
          size="xs"
          variant="default"
          leftSection={<IconListCheck size={16} stroke={1.8} />}
          disabled={groups.length === 0 || list === 'settled'}
          onClick={() => setRuling({ bulkFrom: null })}
        >
          {t('duplicates.rules')}
        </Button>
        <MoreMenu />
      </div>
      <div className={classes.columns} data-stale={status === 'loading'}>
        {state?.scannedAt === null || (head === null && status === 'failed') ? null : head === null ? (
          <div className={classes.side} />
        ) : (
          <div className={classes.side}>
            {list === 'settled' ? null : (
              <Threshold head={{ ...head, counts: counts ?? head.counts }} kind={kind} onPreview={setPreview} />
            )}
            {newOnly ? <NewOnly /> : null}
            <Comparing />
            {list === 'settled' ? null : <Order />}
            <GroupList />
            <TrackRecord onBulk={(bulkFrom) => setRuling({ bulkFrom })} />
          </div>
        )}
        <div className={classes.main}>{current === undefined ? <NoGroup /> : <ReviewStage group={current} />}</div>
      </div>
      {current === undefined ? null : (
        <MergeDialog key={current.id} group={current} opened={merging} onClose={closeMerge} />
      )}
      <RulesDialog ruling={ruling} onClose={() => setRuling(null)} />
    </div>
  );
}

/** Whoever chose a tab with the mouse goes through the groups with the arrow keys next, not through the tabs. */
function leaveToKeys(event: MouseEvent): void {
  if (event.detail === 0) return;
  requestAnimationFrame(() => {
    const focused = document.activeElement;
    if (focused instanceof HTMLElement && focused.closest('[role="tablist"], [role="radiogroup"]') !== null)
      focused.blur();
  });
}

/** What comes first: what is most likely, or what a verdict teaches most about. */
function Order() {
  const { t } = useTranslation();
  const order = useDuplicates((state) => state.order);
  return (
    <SegmentedControl
      className={classes.order ?? ''}
      size="xs"
      fullWidth
      aria-label={t('duplicates.order')}
      onClick={leaveToKeys}
      value={order}
      onChange={(value) => chooseOrder(value === 'teaching' ? 'teaching' : 'probability')}
      data={[
        { value: 'probability', label: t('duplicates.orders.probability') },
        { value: 'teaching', label: t('duplicates.orders.teaching') },
      ]}
    />
  );
}

/** Says that the list is narrowed down to the latest import, and widens it again. */
function NewOnly() {
  const { t } = useTranslation();
  return (
    <p className={classes.newOnly}>
      <span>{t('duplicates.newOnly')}</span>
      <CloseButton size="xs" aria-label={t('duplicates.showAll')} onClick={() => setNewOnly(false)} />
    </p>
  );
}

/** That the groups shown are about to be found anew; they stay as they are until then. */
function Comparing() {
  const { t } = useTranslation();
  const format = useFormat();
  const job = useActiveJob(({ kind }) => kind === 'duplicates');
  if (job === undefined) return null;
  const progress = progressOf(job);
  return (
    <p className={classes.comparing} role="status" title={t('duplicates.comparingHint')}>
      <Loader size={12} aria-hidden />
      {progress === null
        ? t('duplicates.comparingSoon')
        : t('duplicates.comparing', { percent: format.percent(progress) })}
    </p>
  );
}

function KindTabs({ counts, kind }: { counts: KindCounts | null; kind: DuplicateKind }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Tabs
      className={classes.tabs ?? ''}
      variant="pills"
      value={kind}
      onChange={(value) => chooseKind(duplicateKinds.find((known) => known === value) ?? 'exact')}
    >
      <Tabs.List aria-label={t('duplicates.kind')}>
        {duplicateKinds.map((value) => (
          <Tabs.Tab
            key={value}
            value={value}
            className={classes.tab ?? ''}
            title={t(`duplicates.kindHint.${value}`)}
            onClick={leaveToKeys}
          >
            {t(`duplicates.kinds.${value}`)}{' '}
            <span className={classes.tabCount}>{counts === null ? '–' : format.number(counts[value])}</span>
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </Tabs>
  );
}

function Reviewed() {
  const { t } = useTranslation();
  const format = useFormat();
  const { kind, list } = useDuplicates();
  const { done, total } = reviewed(useGroups(), kind);
  if (list === 'settled' || total === 0) return <span className={classes.reviewed} />;
  const label = t('duplicates.reviewed', { done: format.number(done), total: format.number(total) });
  return (
    <div className={classes.reviewed} data-testid="reviewed">
      <span>{label}</span>
      <Progress value={(done / total) * 100} size={4} radius="xl" aria-label={label} />
    </div>
  );
}
