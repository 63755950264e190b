/** The groups of the tab, the most probable first; decided ones stay where they are, ticked. */
import { type DuplicateGroup, likelihoodOf } from '@contract';
import { IconArrowBackUp, IconArrowMerge, IconCheck, IconPlayerSkipForward } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { Photo } from '../ui/photo.tsx';
import classes from './duplicates.module.css';
import { type GroupOutcome, groupReview, loadMoreGroups, useGroups } from './groups.ts';

const rowHeight = 66;

export function GroupList() {
  const { t } = useTranslation();
  const { items: groups, at: currentId, outcomes } = useGroups();
  const scroller = useRef<HTMLDivElement | null>(null);
  const virtualizer = useVirtualizer({
    count: groups.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    paddingEnd: 16,
  });
  const rows = virtualizer.getVirtualItems();
  const last = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last > 0 && last >= groups.length - 10) void loadMoreGroups();
  }, [last, groups.length]);
  const at = groups.findIndex((group) => group.id === currentId);
  useEffect(() => {
    if (at >= 0) virtualizer.scrollToIndex(at, { align: 'auto' });
  }, [at, virtualizer]);
  return (
    <div ref={scroller} className={classes.groups}>
      <ul className={classes.canvas} aria-label={t('duplicates.groups')} style={{ height: virtualizer.getTotalSize() }}>
        {rows.map((row) => {
          const group = groups[row.index];
          if (group === undefined) return null;
          return (
            <li key={group.id} className={classes.groupRow} style={{ transform: `translateY(${row.start}px)` }}>
              <GroupButton group={group} current={group.id === currentId} outcome={outcomes.get(group.id)} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

interface GroupButtonProps {
  readonly group: DuplicateGroup;
  readonly current: boolean;
  readonly outcome: GroupOutcome | undefined;
}

function GroupButton({ group, current, outcome }: GroupButtonProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [first, second] = group.members;
  const said = outcome ?? outcomeOf(group.decision);
  return (
    <button
      type="button"
      className={classes.group}
      aria-current={current}
      data-outcome={outcome}
      tabIndex={current ? 0 : -1}
      onClick={() => groupReview.select(group)}
    >
      <span className={classes.twins} aria-hidden>
        <Photo fit="tile" className={classes.twin} src={second?.image?.thumb} alt="" />
        <Photo fit="tile" className={classes.twin} src={first?.image?.thumb} alt="" />
      </span>
      <span className={classes.groupText}>
        <span className={classes.groupTitle}>{first?.title}</span>
        <span className={classes.groupDetail}>
          {said === null ? (
            <>
              <span className={classes.groupProbability} title={format.estimate(group.probability)}>
                {t(`duplicates.likelihood.${likelihoodOf(group.probability)}`)}
              </span>
              <span>{t('duplicates.listings', { count: group.members.length })}</span>
            </>
          ) : (
            <span className={classes.outcome} data-outcome={said}>
              {said === 'merged' ? <IconArrowMerge size={13} stroke={2.2} aria-hidden /> : null}
              {said === 'skipped' ? <IconPlayerSkipForward size={13} stroke={2.2} aria-hidden /> : null}
              {said === 'again' ? <IconArrowBackUp size={13} stroke={2.2} aria-hidden /> : null}
              {said === 'merged' || said === 'skipped' || said === 'again' ? null : (
                <IconCheck size={13} stroke={2.6} aria-hidden />
              )}
              {t(`duplicates.outcome.${said}`)}
              {group.decision === null || outcome !== undefined ? null : (
                <span className={classes.when}>{format.ago(group.decision.decidedAt)}</span>
              )}
            </span>
          )}
        </span>
      </span>
    </button>
  );
}

function outcomeOf(decision: DuplicateGroup['decision']): GroupOutcome | null {
  if (decision === null) return null;
  return decision.merged ? 'merged' : decision.value;
}
