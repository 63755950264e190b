/** The table itself: only rows in sight are in the document. The table has the focus and says which of its cells is meant. */
import type { TableRow } from '@contract';
import { getHotkeyHandler } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ClipboardEvent, type KeyboardEvent, type MouseEvent, useEffect, useRef } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { hotkeysOf } from '../ui/actions.ts';
import { Photo } from '../ui/photo.tsx';
import { type SheetDesk, sheetActions } from './actions.ts';
import { CellEditor, type Leave } from './cell-editor.tsx';
import { type Column, cellText, isLocked } from './columns.ts';
import { type Cell, isInside, moved, type Range } from './range.ts';
import classes from './sheet.module.css';
import type { Rows } from './use-rows.ts';

const rowHeight = 44;
const photoWidth = 48;

export interface Editing extends Cell {
  readonly text: string;
}

interface SheetGridProps extends SheetDesk {
  readonly ids: readonly number[];
  readonly columns: readonly Column[];
  readonly names: ReadonlyMap<string, string>;
  readonly rows: Rows;
  readonly range: Range;
  readonly editing: Editing | null;
  typed(productId: number, columnKey: string): string | undefined;
  onSight(first: number, last: number): void;
  onRange(range: Range): void;
  /** null leaves the cell as it was. */
  onEditing(editing: Editing | null): void;
  onCommit(cell: Cell, text: string): void;
  onCopy(): void;
  onPaste(text: string): void;
}

export function SheetGrid(props: SheetGridProps) {
  const { ids, columns, names, rows, range, editing, onSight, onRange, onEditing } = props;
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement | null>(null);
  const virtualizer = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    // The names of the columns stay above.
    scrollPaddingStart: rowHeight,
  });
  const shown = virtualizer.getVirtualItems();
  const [first, last] = [shown[0]?.index ?? 0, shown.at(-1)?.index ?? 0];
  useEffect(() => onSight(first, last), [first, last, onSight]);
  const { row: focusRow, column: focusColumn } = range.focus;
  useEffect(() => virtualizer.scrollToIndex(focusRow, { align: 'auto' }), [focusRow, virtualizer]);
  const width = photoWidth + columns.reduce((sum, column) => sum + column.width, 0);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    // The photo stays at the edge.
    const left = columns.slice(0, focusColumn).reduce((sum, own) => sum + own.width, 0);
    const right = left + (columns[focusColumn]?.width ?? 0) + photoWidth;
    if (left < element.scrollLeft) element.scrollLeft = left;
    else if (right > element.scrollLeft + element.clientWidth) element.scrollLeft = right - element.clientWidth;
  }, [focusColumn, columns]);

  const begin = (cell: Cell, text?: string): void => {
    const [id, column] = [ids[cell.row], columns[cell.column]];
    const row = id === undefined ? undefined : rows.byId.get(id);
    if (id === undefined || column === undefined || row === undefined || isLocked(row, column)) return;
    // At once, so that the key that began it, or an input method, goes on in the field.
    flushSync(() => onEditing({ ...cell, text: text ?? props.typed(id, column.key) ?? cellText(row, column) }));
  };
  const leave = (how: Leave, text: string): void => {
    if (editing === null) return;
    if (how !== 'escape') props.onCommit(editing, text);
    onEditing(null);
    const step = how === 'down' ? [1, 0] : how === 'right' ? [0, 1] : how === 'left' ? [0, -1] : [0, 0];
    const focus = {
      row: Math.min(ids.length - 1, editing.row + (step[0] ?? 0)),
      column: Math.min(columns.length - 1, Math.max(0, editing.column + (step[1] ?? 0))),
    };
    // Where a click went elsewhere, that is where one is.
    if (how === 'blur') return;
    onRange({ anchor: focus, focus });
    scroller.current?.focus({ preventScroll: true });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (editing !== null || event.altKey) return;
    const { key, shiftKey: shift } = event;
    const mod = event.ctrlKey || event.metaKey;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
    const next = moved(range, { key, shift, mod }, { rows: ids.length, columns: columns.length, page });
    if (next !== null) onRange(next);
    else if (deedOf(event)) getHotkeyHandler(hotkeysOf(sheetActions, props))(event);
    else if (mod) return;
    else if (key === 'Enter' || key === 'F2') begin(range.focus);
    else if (key === 'Process' || key === 'Unidentified') {
      // An input method goes on in the field.
      begin(range.focus, '');
      return;
    } else if (key.length === 1) begin(range.focus, key);
    else return;
    event.preventDefault();
    // Letters are for cells here.
    event.stopPropagation();
  };
  const cellOf = ({ target }: MouseEvent): Cell | null => {
    const cell = (target as HTMLElement).closest<HTMLElement>('[data-column]');
    return cell === null ? null : { row: Number(cell.dataset.row), column: Number(cell.dataset.column) };
  };
  const isEditing = (cell: Cell): boolean => editing?.row === cell.row && editing.column === cell.column;

  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot be virtualised row by row
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      className={classes.grid}
      aria-label={t('sheet.grid')}
      aria-multiselectable
      aria-rowcount={ids.length + 1}
      aria-colcount={columns.length + 1}
      aria-activedescendant={focusRow >= first && focusRow <= last ? idOf(range.focus) : undefined}
      onKeyDown={onKeyDown}
      onCopy={(event: ClipboardEvent) => {
        if (editing !== null) return;
        event.preventDefault();
        props.onCopy();
      }}
      onPaste={(event: ClipboardEvent) => {
        if (editing !== null) return;
        event.preventDefault();
        event.stopPropagation();
        props.onPaste(event.clipboardData.getData('text/plain'));
      }}
      onMouseDown={(event) => {
        const cell = cellOf(event);
        if (cell === null || isEditing(cell) || event.button !== 0) return;
        onRange({ anchor: event.shiftKey ? range.anchor : cell, focus: cell });
      }}
      onMouseMove={(event) => {
        const cell = event.buttons === 1 && editing === null ? cellOf(event) : null;
        if (cell !== null && (cell.row !== focusRow || cell.column !== focusColumn))
          onRange({ anchor: range.anchor, focus: cell });
      }}
      onDoubleClick={(event) => {
        const cell = cellOf(event);
        if (cell !== null && !isEditing(cell)) begin(cell);
      }}
    >
      <div className={classes.canvas} style={{ height: virtualizer.getTotalSize() + rowHeight, width }}>
        {/* biome-ignore lint/a11y/useSemanticElements: see above */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: the table has the focus */}
        <div role="row" aria-rowindex={1} className={classes.head}>
          {/* biome-ignore lint/a11y/useSemanticElements: see above */}
          {/* biome-ignore lint/a11y/useFocusableInteractive: the table has the focus */}
          <span role="columnheader" className={classes.photoHead} aria-label={t('sheet.photo')} />
          {columns.map((column, at) => (
            // biome-ignore lint/a11y/useSemanticElements: see above
            // biome-ignore lint/a11y/useFocusableInteractive: the table has the focus
            <span
              key={column.key}
              role="columnheader"
              aria-colindex={at + 2}
              className={classes.headCell}
              style={{ width: column.width }}
            >
              {names.get(column.key)}
            </span>
          ))}
        </div>
        {shown.map(({ index, start, key }) => {
          const id = ids[index] as number;
          const row = rows.byId.get(id);
          return (
            // biome-ignore lint/a11y/useSemanticElements: see above
            // biome-ignore lint/a11y/useFocusableInteractive: the table has the focus
            <div
              key={key}
              role="row"
              aria-rowindex={index + 2}
              className={classes.row}
              data-editing={editing?.row === index}
              style={{ transform: `translateY(${start + rowHeight}px)` }}
            >
              {/* biome-ignore lint/a11y/useSemanticElements: see above */}
              {/* biome-ignore lint/a11y/useFocusableInteractive: the table has the focus */}
              <span role="gridcell" className={classes.photoCell}>
                {row === undefined ? null : <Photo className={classes.photo} src={row.image} alt={row.title} />}
              </span>
              {columns.map((column, at) => {
                const cell = { row: index, column: at };
                const typed = props.typed(id, column.key);
                return (
                  // biome-ignore lint/a11y/useSemanticElements: see above
                  // biome-ignore lint/a11y/useFocusableInteractive: the table has the focus
                  <div
                    key={column.key}
                    id={idOf(cell)}
                    role="gridcell"
                    data-row={index}
                    data-column={at}
                    data-typed={typed !== undefined}
                    data-edited={column.kind === 'field' && row?.edited.includes(column.field) === true}
                    data-active={index === focusRow && at === focusColumn}
                    aria-colindex={at + 2}
                    aria-selected={isInside(range, cell)}
                    aria-readonly={isLocked(row, column)}
                    className={classes.cell}
                    style={{ width: column.width }}
                  >
                    {editing !== null && isEditing(cell) ? (
                      <CellEditor
                        label={names.get(column.key) ?? ''}
                        text={editing.text}
                        long={column.kind === 'field' && column.long}
                        onLeave={leave}
                      />
                    ) : (
                      <CellText row={row} read={rows.read} column={column} typed={typed} />
                    )}
                  </div>
                );
              })}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function deedOf(event: KeyboardEvent): boolean {
  const keys = Object.values(sheetActions).flatMap((action) => action.keys);
  const mod = event.ctrlKey || event.metaKey;
  return keys.some((key) => key.toLowerCase() === `${mod ? 'mod+' : ''}${event.key}`.toLowerCase());
}

function idOf({ row, column }: Cell): string {
  return `sheet-${row}-${column}`;
}

interface CellTextProps {
  readonly row: TableRow | undefined;
  /** Whether a row that is missing is gone. */
  readonly read: boolean;
  readonly column: Column;
  readonly typed: string | undefined;
}

function CellText({ row, read, column, typed }: CellTextProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (row === undefined)
    return <span className={classes.gone}>{read ? (column.kind === 'sku' ? t('sheet.gone') : '') : '…'}</span>;
  if (typed !== undefined) return <span>{typed}</span>;
  const text = cellText(row, column);
  if (column.key === 'price' && row.price !== null) return <span>{format.priceRange(row.price)}</span>;
  return <span title={text.length > 30 ? text : undefined}>{text}</span>;
}
