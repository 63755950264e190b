/**
 * The virtualised grid or list: only the rows in sight, and a few around them, are in the document. One of its cells takes part
 * in the tab order; arrow keys move from there.
 */
import { getHotkeyHandler, useElementSize } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { nextIndex, setActiveResult, useGridFocus } from '../state/grid-focus.ts';
import { gridRows } from '../state/grid-rows.ts';
import { usePreferences, type ResultView as View } from '../state/preferences.ts';
import { ensureRange, hitAt, useResults } from '../state/results.ts';
import { hotkeysOf } from '../ui/actions.ts';
import { cellActions } from './actions.ts';
import { columnsFor, gridGap, lineHeight, listRowHeight, rowHeightFor } from './grid-geometry.ts';
import { ResultCell } from './result-cell.tsx';
import classes from './results.module.css';

const padding = 18;

/** @param meant results before the line, of `total` */
export function ResultView({ view, total, meant }: { view: View; total: number; meant: number }) {
  const { t } = useTranslation();
  const { ref: sizeRef, width } = useElementSize();
  const scroller = useRef<HTMLDivElement | null>(null);
  const cardSize = usePreferences((state) => state.cardSize);
  const pages = useResults((state) => state.pages);
  const question = useResults((state) => state.question);
  const inner = Math.max(0, width - 2 * padding);
  const columns = view === 'list' ? 1 : columnsFor(inner, cardSize);
  const rowHeight = view === 'list' ? listRowHeight : rowHeightFor(inner, columns);
  const rows = gridRows(total, meant, columns);
  const virtualizer = useVirtualizer({
    count: inner === 0 ? 0 : rows.count,
    getScrollElement: () => scroller.current,
    estimateSize: (row) => (row === rows.line ? lineHeight : rowHeight),
    overscan: 3,
    paddingStart: 4,
    // Room for the bar of what is picked.
    paddingEnd: 72,
  });
  const visible = virtualizer.getVirtualItems();
  const firstRow = visible[0]?.index ?? 0;
  const lastRow = visible.at(-1)?.index ?? 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: pages may have been dropped and the list may have grown
  useEffect(
    () => ensureRange(rows.itemsOf(firstRow).from, rows.itemsOf(lastRow).to - 1),
    [firstRow, lastRow, columns, pages, total, meant],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the line is measured anew when it moves
  useLayoutEffect(() => virtualizer.measure(), [rows.line]);
  useKeptPlace(virtualizer, columns, rowHeight, firstRow);
  useEffect(() => {
    if (question === 0) return;
    scroller.current?.scrollTo({ top: 0 });
    setActiveResult(0);
  }, [question]);

  const active = Math.min(
    useGridFocus((state) => state.active),
    total - 1,
  );
  const inDocument = active >= rows.itemsOf(firstRow).from && active < rows.itemsOf(lastRow).to;
  const tabbable = inDocument ? active : rows.itemsOf(firstRow).from;
  useWantedFocus(scroller, (index) => virtualizer.scrollToIndex(rows.rowOf(index), { align: 'auto' }), active);

  const setScroller = useCallback(
    (element: HTMLDivElement | null) => {
      scroller.current = element;
      sizeRef(element);
    },
    [sizeRef],
  );
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const cell = (event.target as HTMLElement).closest<HTMLElement>('[data-index]');
    if (cell === null) return;
    const index = Number(cell.dataset.index);
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight));
    const next = nextIndex(event.key, index, { columns, page, total, meant });
    if (next !== null) {
      event.preventDefault();
      useGridFocus.setState({ active: next, wanted: true });
      return;
    }
    const hit = hitAt(pages, index);
    if (hit === undefined || event.target !== cell) return;
    getHotkeyHandler(hotkeysOf(cellActions, { hit, next: Math.min(total - 1, index + 1) }))(event);
  };

  return (
    <div ref={setScroller} className={classes.scroller} data-testid="results-scroller">
      {/* biome-ignore lint/a11y/useSemanticElements: a table cannot be virtualised row by row */}
      <div
        role="grid"
        aria-label={t('results.grid')}
        aria-rowcount={rows.count}
        aria-colcount={columns}
        className={classes.canvas}
        style={{ height: virtualizer.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {visible.map((row) =>
          row.index === rows.line ? (
            <Line key={row.key} row={row.index} start={row.start} columns={columns} nothing={meant === 0} />
          ) : (
            // biome-ignore lint/a11y/useSemanticElements: see above
            // biome-ignore lint/a11y/useFocusableInteractive: focus is on the cells
            <div
              key={row.key}
              role="row"
              aria-rowindex={row.index + 1}
              className={view === 'list' ? classes.listRow : classes.gridRow}
              style={{
                height: rowHeight - (view === 'list' ? 0 : gridGap),
                transform: `translateY(${row.start}px)`,
                gridTemplateColumns: view === 'list' ? undefined : `repeat(${columns}, minmax(0, 1fr))`,
              }}
            >
              {indexesOf(rows.itemsOf(row.index)).map((index) => {
                return (
                  <ResultCell
                    key={index}
                    view={view}
                    index={index}
                    hit={hitAt(pages, index)}
                    tabbable={index === tabbable}
                  />
                );
              })}
            </div>
          ),
        )}
      </div>
    </div>
  );
}

function indexesOf({ from, to }: { readonly from: number; readonly to: number }): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
}

interface LineProps {
  readonly row: number;
  readonly start: number;
  readonly columns: number;
  /** Whether there is nothing above it. */
  readonly nothing: boolean;
}

/** Between what was meant and the rest. */
function Line({ row, start, columns, nothing }: LineProps) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/useSemanticElements: see ResultView
    // biome-ignore lint/a11y/useFocusableInteractive: there is nothing to do here
    <div
      role="row"
      aria-rowindex={row + 1}
      className={classes.lineRow}
      style={{ height: lineHeight, transform: `translateY(${start}px)` }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: see ResultView */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: see above */}
      <span role="gridcell" aria-colspan={columns} className={classes.lineText}>
        {t(nothing ? 'results.lineNothing' : 'results.line')}
      </span>
    </div>
  );
}

type Virtualizer = ReturnType<typeof useVirtualizer<HTMLDivElement, Element>>;

/** Keeps the same products in sight when the columns change. */
function useKeptPlace(virtualizer: Virtualizer, columns: number, rowHeight: number, firstRow: number): void {
  const first = useRef({ index: 0, columns, rowHeight });
  useLayoutEffect(() => {
    const before = first.current;
    if (before.columns === columns && before.rowHeight === rowHeight) return;
    virtualizer.measure();
    const scrolled = virtualizer.scrollOffset ?? 0;
    if (scrolled > 0)
      virtualizer.scrollToOffset((scrolled / before.rowHeight) * (before.columns / columns) * rowHeight);
    first.current = { index: before.index, columns, rowHeight };
  }, [virtualizer, columns, rowHeight]);
  useEffect(() => {
    first.current.index = firstRow * columns;
  }, [firstRow, columns]);
}

/** About a second of frames. */
const focusAttempts = 60;

/** Moves real focus to the active result once it has been scrolled into the document. */
function useWantedFocus(
  scroller: { readonly current: HTMLDivElement | null },
  reveal: (index: number) => void,
  active: number,
): void {
  const wanted = useGridFocus((state) => state.wanted);
  const revealNow = useRef(reveal);
  revealNow.current = reveal;
  useEffect(() => {
    if (!wanted) return undefined;
    revealNow.current(active);
    let frame = 0;
    const tryFocus = (left: number): void => {
      const cell = scroller.current?.querySelector<HTMLElement>(`[data-index="${active}"]`);
      if (cell !== null && cell !== undefined) {
        cell.focus({ preventScroll: true });
        useGridFocus.setState({ wanted: false });
      } else if (left > 0) {
        frame = requestAnimationFrame(() => tryFocus(left - 1));
      } else {
        useGridFocus.setState({ wanted: false });
      }
    };
    frame = requestAnimationFrame(() => tryFocus(focusAttempts));
    return () => cancelAnimationFrame(frame);
  }, [wanted, active, scroller]);
}
