/** The rows of the table; of many hundred only those in sight are in the page. */
import type { LookupRow, ProductSummary } from '@contract';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { rowKey } from './decide.ts';
import { Row, type RowDeeds } from './lookup-row.tsx';
import classes from './lookups.module.css';

interface LookupListProps extends RowDeeds {
  readonly rows: readonly LookupRow[];
  readonly products: ReadonlyMap<number, ProductSummary>;
  readonly current: string | null;
  onCurrent(row: LookupRow): void;
}

const rowHeight = 92;

export function LookupList({ rows, products, current, onCurrent, ...deeds }: LookupListProps) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement | null>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : rowKey(row);
    },
    overscan: 6,
  });
  const at = rows.findIndex((row) => rowKey(row) === current);
  useEffect(() => {
    if (at >= 0) virtualizer.scrollToIndex(at, { align: 'auto' });
  }, [at, virtualizer]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list is scrolled with the keyboard
    <div ref={scroller} className={classes.scroller} tabIndex={0} data-lookups>
      <ul className={classes.list} aria-label={t('lookups.list')} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          const isCurrent = rowKey(row) === current;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys go from row to row
            <li
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              data-state={row.state}
              data-current={isCurrent}
              aria-current={isCurrent}
              className={classes.row}
              style={{ transform: `translateY(${item.start}px)` }}
              onClick={() => onCurrent(row)}
            >
              <Row row={row} products={products} {...deeds} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}
