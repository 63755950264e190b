/** Changes as rows; of many thousand only those in sight are in the page. */
import type { Change } from '@contract';
import { Checkbox } from '@mantine/core';
import { IconAlertTriangle, IconArrowRight, IconCheck } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useFormat } from '../i18n/format.ts';
import { useGroupName } from '../ui/group-name.ts';
import classes from './changes.module.css';

interface ChangeListProps {
  readonly items: readonly Change[];
  readonly total: number;
  onMore(): void;
  onTick(id: string, ticked: boolean): void;
}

const rowHeight = 64;
const cellsShown = 4;

export function ChangeList({ items, total, onMore, onTick }: ChangeListProps) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement | null>(null);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => items[index]?.id ?? index,
    overscan: 8,
  });
  const rows = virtualizer.getVirtualItems();
  const last = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (items.length < total && last >= items.length - 20) onMore();
  }, [last, items.length, total, onMore]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list is scrolled with the keyboard
    <div ref={scroller} className={classes.scroller} tabIndex={0}>
      <ul className={classes.list} aria-label={t('changes.list')} style={{ height: virtualizer.getTotalSize() }}>
        {rows.map((row) => {
          const change = items[row.index];
          if (change === undefined) return null;
          return (
            <li
              key={row.key}
              ref={virtualizer.measureElement}
              data-index={row.index}
              className={classes.row}
              style={{ transform: `translateY(${row.start}px)` }}
            >
              <ChangeRow change={change} onTick={onTick} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function ChangeRow({ change, onTick }: { change: Change; onTick: ChangeListProps['onTick'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const groupName = useGroupName();
  const { kind, what, cells, rows, refused, conflict, exported } = change;
  const name = kind === 'tags' ? groupName(what) : what || t(`changes.kind.${kind}`);
  return (
    <>
      <Checkbox
        size="xs"
        aria-label={t('changes.tick', { title: change.title, name })}
        checked={change.ticked}
        disabled={refused !== null}
        onChange={(event) => onTick(change.id, event.currentTarget.checked)}
      />
      <div className={classes.about}>
        <Link href={`/product/${change.productId}`} className={classes.product} title={change.title}>
          {change.title}
        </Link>
        <span className={classes.why}>
          {[
            name,
            t(`changes.why.${change.why}`, { name: change.detail }),
            change.by ?? '',
            change.at === '' ? '' : format.since(change.at),
          ]
            .filter((part) => part !== '')
            .join(' · ')}
        </span>
      </div>
      <div className={classes.cells}>
        {conflict === null ? null : (
          <p className={classes.conflict}>
            <IconAlertTriangle size={14} aria-hidden />
            {t('changes.threeWay', { base: conflict.base, theirs: conflict.source, ours: conflict.value })}
          </p>
        )}
        {cells.slice(0, cellsShown).map((cell) => (
          <div key={`${cell.line} ${cell.column}`} className={classes.cell}>
            <span className={classes.column}>
              {cell.column} · {cell.line}
            </span>
            <del>{cell.before === '' ? t('changes.empty') : cell.before}</del>
            <IconArrowRight size={13} aria-hidden />
            <ins>{cell.after === '' ? t('changes.empty') : cell.after}</ins>
          </div>
        ))}
        {cells.length > cellsShown ? (
          <span className={classes.why}>{t('changes.moreCells', { count: cells.length - cellsShown })}</span>
        ) : null}
        {rows === 0 ? null : (
          <span className={classes.rows}>
            {t(kind === 'images' ? 'changes.rowsAdded' : 'changes.rowsRemoved', { count: rows })}
          </span>
        )}
        {refused === null ? null : <span className={classes.refused}>{t(`changes.refused.${refused}`)}</span>}
        {exported === null ? null : (
          <span className={classes.exported} title={exported.path}>
            <IconCheck size={13} aria-hidden />
            {t('changes.exported', { when: format.since(exported.at) })}
          </span>
        )}
      </div>
    </>
  );
}
