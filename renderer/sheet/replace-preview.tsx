/** What would be replaced, product by product: as it is, and as it would be, with a tick each. */
import type { MethodResult } from '@contract';
import { Checkbox } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { differingPart } from './differing-part.ts';
import classes from './sheet.module.css';

type Item = MethodResult<'exchange.replacePreview'>['sample'][number];

interface ReplacePreviewProps {
  readonly items: readonly Item[];
  /** Products whose tick was taken off. */
  readonly left: ReadonlySet<number>;
  onLeft(left: ReadonlySet<number>): void;
  onMore(): void;
}

export function ReplacePreview({ items, left, onLeft, onMore }: ReplacePreviewProps) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement | null>(null);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 58,
    getItemKey: (index) => items[index]?.productId ?? index,
    overscan: 6,
  });
  const rows = virtualizer.getVirtualItems();
  const last = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= items.length - 20) onMore();
  }, [last, items.length, onMore]);
  const tick = (productId: number, ticked: boolean): void => {
    const next = new Set(left);
    if (ticked) next.delete(productId);
    else next.add(productId);
    onLeft(next);
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list is scrolled with the keyboard
    <div ref={scroller} className={classes.preview} tabIndex={0}>
      <ul
        className={classes.previewList}
        aria-label={t('sheet.replace.preview')}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {rows.map((row) => {
          const item = items[row.index];
          if (item === undefined) return null;
          const { start, before, after, end } = differingPart(item.before, item.after);
          return (
            <li
              key={row.key}
              ref={virtualizer.measureElement}
              data-index={row.index}
              className={classes.previewRow}
              style={{ transform: `translateY(${row.start}px)` }}
            >
              <Checkbox
                size="xs"
                aria-label={t('sheet.replace.tick', { title: item.title })}
                checked={!left.has(item.productId)}
                onChange={(event) => tick(item.productId, event.currentTarget.checked)}
              />
              <span className={classes.previewSku} title={item.title}>
                {item.sku}
              </span>
              <span className={classes.previewText}>
                {start}
                <del>{before}</del>
                {end}
                <IconArrowRight size={13} aria-hidden className={classes.arrow} />
                {start}
                <ins>{after}</ins>
                {end}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
