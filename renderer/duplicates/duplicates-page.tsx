/** Products listed more than once: which kind, how sure, group after group. */
import { type DuplicateKind, duplicateKinds, type KindCounts } from '@contract';
import { Button, CloseButton, Progress, SegmentedControl, Skeleton, Tabs } from '@mantine/core';
import {
  IconArrowBackUp,
  IconCircleCheck,
  IconCopyCheck,
  IconCopyX,
  IconListCheck,
  IconPhotoSearch,
  IconRefresh,
  IconZoomExclamation,
} from '@tabler/icons-react';
import { type MouseEvent, type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../i18n/error-text.ts';
import { useFormat } from '../i18n/format.ts';
import { Welcome } from '../library/welcome.tsx';
import { JobCard } from '../shell/job-card.tsx';
import {
  chooseKind,
  chooseShelf,
  loadGroups,
  scanForDuplicates,
  setNewOnly,
  showDuplicates,
  takeUpSkipped,
  useDuplicates,
} from '../state/duplicates.ts';
import { isActive, useJobs } from '../state/jobs.ts';
import { useLibrary } from '../state/library.ts';
import { undoStep, useReview } from '../state/review.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { KeyButton } from '../ui/key-button.tsx';
import { notifyError } from '../ui/notify.tsx';
import classes from './duplicates.module.css';
import { GroupList } from './group-list.tsx';
import { MergeDialog } from './merge-dialog.tsx';
import { MoreMenu } from './more-menu.tsx';
import { usePrefetch } from './pair-data.ts';
import { useReviewKeys } from './review-keys.ts';
import { ReviewStage } from './review-stage.tsx';
import { reviewed } from './reviewed.ts';
import { RulesDialog } from './rules-dialog.tsx';
import { Threshold } from './threshold.tsx';

export function DuplicatesPage() {
  const library = useLibrary((state) => state.info);
  useEffect(showDuplicates, []);
  if (library === null) return <Welcome />;
  return <Frame />;
}

function Frame() {
  const { t } = useTranslation();
  const { state, head, groups, currentId, kind, shelf, status, newOnly } = useDuplicates();
  const [preview, setPreview] = useState<KindCounts | null>(null);
  const [merging, setMerging] = useState(false);
  const [ruling, setRuling] = useState(false);
  useReviewKeys(() => setMerging(true));
  const at = groups.findIndex((group) => group.id === currentId);
  const current = groups[at];
  usePrefetch(groups.slice(Math.max(0, at + 1), at + 4));
  return (
    <div className={classes.page}>
      <div className={classes.header}>
        <h1 className={classes.title}>{t('nav.duplicates')}</h1>
        <KindTabs counts={preview ?? head?.counts ?? state?.counts ?? null} kind={kind} />
        <Reviewed />
        <SegmentedControl
          size="xs"
          aria-label={t('duplicates.shelf')}
          onClick={leaveToKeys}
          value={shelf}
          onChange={(value) => chooseShelf(value === 'settled' ? 'settled' : 'open')}
          data={[
            { value: 'open', label: t('duplicates.shelves.open') },
            { value: 'settled', label: t('duplicates.shelves.settled') },
          ]}
        />
        <Button
          size="xs"
          variant="default"
          leftSection={<IconListCheck size={16} stroke={1.8} />}
          disabled={groups.length === 0 || shelf === 'settled'}
          onClick={() => setRuling(true)}
        >
          {t('duplicates.rules')}
        </Button>
        <MoreMenu />
      </div>
      <div className={classes.columns} data-stale={status === 'loading'}>
        {head === null || state?.scannedAt === null ? null : (
          <div className={classes.side}>
            {shelf === 'settled' ? null : <Threshold head={head} kind={kind} onPreview={setPreview} />}
            {newOnly ? <NewOnly /> : null}
            <GroupList />
          </div>
        )}
        <div className={classes.main}>
          {current === undefined ? <Nothing /> : <ReviewStage group={current} onMerge={() => setMerging(true)} />}
        </div>
      </div>
      {current === undefined ? null : (
        <MergeDialog key={current.id} group={current} opened={merging} onClose={() => setMerging(false)} />
      )}
      <RulesDialog opened={ruling} onClose={() => setRuling(false)} />
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
  const store = useDuplicates();
  const { done, total } = reviewed(store);
  if (store.shelf === 'settled' || total === 0) return <span className={classes.reviewed} />;
  const label = t('duplicates.reviewed', { done: format.number(done), total: format.number(total) });
  return (
    <div className={classes.reviewed} data-testid="reviewed">
      <span>{label}</span>
      <Progress value={(done / total) * 100} size={4} radius="xl" aria-label={label} />
    </div>
  );
}

/** Why there is no group to look at, and what can be done about it. */
function Nothing() {
  const { t } = useTranslation();
  const format = useFormat();
  const { status, error, state, head, shelf, kind, outcomes } = useDuplicates();
  const job = useJobs((jobs) => jobs.jobs.find((candidate) => candidate.kind === 'duplicates' && isActive(candidate)));
  const scan = (full: boolean): void => void scanForDuplicates(full).catch(notifyError);
  if (status === 'failed') {
    return (
      <EmptyState
        tone="problem"
        icon={<IconZoomExclamation size={28} stroke={1.6} />}
        title={t('duplicates.failed')}
        actions={<Button onClick={() => void loadGroups()}>{t('common.retry')}</Button>}
      >
        {error === null ? null : errorText(error)}
      </EmptyState>
    );
  }
  if (job !== undefined) {
    return (
      <EmptyState icon={<IconPhotoSearch size={30} stroke={1.5} />} title={t('duplicates.scanning')}>
        {t('duplicates.scanningText')}
        <div className={classes.job}>
          <JobCard job={job} />
        </div>
      </EmptyState>
    );
  }
  if (state !== null && state.scannedAt === null) {
    return (
      <EmptyState
        icon={<IconCopyCheck size={30} stroke={1.5} />}
        title={t('duplicates.notScanned')}
        actions={
          <Button leftSection={<IconRefresh size={16} />} onClick={() => scan(false)}>
            {t('duplicates.scan')}
          </Button>
        }
      >
        {t('duplicates.notScannedText')}
      </EmptyState>
    );
  }
  if (head === null || status === 'loading') return <Waiting />;
  if (shelf === 'settled') {
    return (
      <EmptyState icon={<IconListCheck size={30} stroke={1.5} />} title={t('duplicates.noneSettled')}>
        {t('duplicates.noneSettledText')}
      </EmptyState>
    );
  }
  const elsewhere = duplicateKinds.find((other) => other !== kind && head.counts[other] > 0);
  const next =
    elsewhere === undefined ? null : (
      <Button ref={focusUnlessTabbing} onClick={() => chooseKind(elsewhere)}>
        {t('duplicates.goToKind', { kind: t(`duplicates.kinds.${elsewhere}`) })}
      </Button>
    );
  const skipped = [...outcomes.values()].filter((outcome) => outcome === 'skipped').length;
  const again =
    skipped === 0 ? null : (
      <Button variant={next === null ? 'filled' : 'default'} onClick={takeUpSkipped}>
        {t('duplicates.takeUpSkipped', { count: skipped, number: format.number(skipped) })}
      </Button>
    );
  return head.settledCounts[kind] > 0 || outcomes.size > 0 ? (
    <Ended
      icon={<IconCircleCheck size={30} stroke={1.5} />}
      title={t('duplicates.allReviewed')}
      actions={
        <>
          {next}
          {again}
        </>
      }
    >
      {t('duplicates.allReviewedText')}
    </Ended>
  ) : (
    <Ended icon={<IconCopyX size={30} stroke={1.5} />} title={t(`duplicates.none.${kind}`)} actions={next}>
      {t('duplicates.noneText')}
    </Ended>
  );
}

/** Whoever reviews by key goes on with Enter; whoever walks through the tabs stays there. */
function focusUnlessTabbing(button: HTMLButtonElement | null): void {
  if (document.activeElement === document.body) button?.focus();
}

function Ended(props: { icon: ReactNode; title: string; actions: ReactNode; children: ReactNode }) {
  const { t } = useTranslation();
  const steps = useReview((state) => state.steps.length);
  const newOnly = useDuplicates((state) => state.newOnly);
  return (
    <EmptyState
      icon={props.icon}
      title={props.title}
      actions={
        <>
          {props.actions}
          {newOnly ? (
            <Button variant="default" onClick={() => setNewOnly(false)}>
              {t('duplicates.showAll')}
            </Button>
          ) : null}
          <Button variant="default" onClick={() => chooseShelf('settled')}>
            {t('duplicates.showSettled')}
          </Button>
          {steps === 0 ? null : (
            <KeyButton
              shortcut="U"
              variant="default"
              leftSection={<IconArrowBackUp size={16} />}
              onClick={() => void undoStep()}
            >
              {t('duplicates.undo')}
            </KeyButton>
          )}
        </>
      }
    >
      {props.children}
    </EmptyState>
  );
}

function Waiting() {
  const { t } = useTranslation();
  return (
    <div className={classes.waiting} role="status" aria-label={t('common.loading')}>
      <Skeleton height={36} radius="md" />
      <Skeleton height="52%" radius="lg" />
      <Skeleton height={120} radius="md" />
    </div>
  );
}
