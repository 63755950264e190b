/** Products as a table in which they are corrected, many at once: cell by cell, filled down, pasted, or by finding and replacing. */
import { Button, Checkbox, Popover } from '@mantine/core';
import { IconArrowBackUp, IconArrowBarDown, IconColumns3, IconReplace, IconTable } from '@tabler/icons-react';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { useAnswer } from '../state/answers.ts';
import { useLibrary } from '../state/library.ts';
import { notifyDone, notifyError } from '../state/notify.tsx';
import { putAllIntoSheet, useSheet } from '../state/sheet.ts';
import { capsOf } from '../ui/actions.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Failure } from '../ui/failure.tsx';
import { useGroupName } from '../ui/group-name.ts';
import { Welcome } from '../ui/welcome.tsx';
import type { CellEdit } from './cell-edits.ts';
import { fromClipboard, toClipboard } from './clipboard.ts';
import { type Column, cellText, columnsOf, isLocked } from './columns.ts';
import { type Cell, cornersOf, type Range, start } from './range.ts';
import { ReplaceDialog } from './replace-dialog.tsx';
import classes from './sheet.module.css';
import { type Editing, SheetGrid } from './sheet-grid.tsx';
import { readRows, type SheetProducts, useRows, useSheetProducts } from './use-rows.ts';
import { useSheetEdits } from './use-sheet-edits.ts';

export function SheetPage() {
  const { t } = useTranslation();
  const info = useLibrary((state) => state.info);
  const products = useSheetProducts();
  if (info === null || info?.products === 0) return <Welcome />;
  if (products.error !== null) return <Failure error={products.error} onAction={products.again} />;
  if (products.ids?.length === 0) {
    return (
      <EmptyState
        icon={<IconTable size={30} stroke={1.5} />}
        title={t('sheet.none')}
        actions={<Button onClick={putAllIntoSheet}>{t('sheet.showAll')}</Button>}
      >
        {t('sheet.noneText')}
      </EmptyState>
    );
  }
  return <Sheet products={products} ids={products.ids ?? []} />;
}

/** Cells written in one go by hand; more are for finding and replacing. */
const mostCells = 20_000;

function Sheet({ products, ids }: { products: SheetProducts; ids: readonly number[] }) {
  const { t } = useTranslation();
  const { data: vocabulary = [] } = useAnswer('tags.vocabulary', {});
  const [sight, setSight] = useState({ first: 0, last: 40 });
  const onSight = useCallback((first: number, last: number) => setSight({ first, last }), []);
  const rows = useRows(ids, sight.first, sight.last);
  const [attributes, setAttributes] = useState<readonly string[]>([]);
  const unseen = rows.attributes.filter((name) => !attributes.includes(name));
  // Columns come to the others and stay.
  if (unseen.length > 0) setAttributes([...attributes, ...unseen]);
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  const { all, usual } = useMemo(() => columnsOf(vocabulary, attributes), [vocabulary, attributes]);
  const columns = useMemo(() => all.filter(({ key }) => (chosen ?? usual).includes(key)), [all, chosen, usual]);
  const names = useColumnNames(all);
  const [range, setRange] = useState<Range>(start);
  const [editing, setEditing] = useState<Editing | null>(null);
  const [replacing, setReplacing] = useState(false);
  const edits = useSheetEdits(vocabulary);

  const { from, to } = cornersOf(range);
  /** What each cell of a block is to say; locked cells are passed over. */
  const write = (
    block: { from: Cell; to: Cell },
    textAt: (row: number, column: number) => string | undefined,
  ): void => {
    const cells: CellEdit[] = [];
    for (let row = block.from.row; row <= block.to.row; row++) {
      const productId = ids[row];
      if (productId === undefined) continue;
      for (let at = block.from.column; at <= block.to.column; at++) {
        const column = columns[at];
        const text = textAt(row, at);
        if (column === undefined || column.kind === 'sku' || text === undefined) continue;
        const known = rows.byId.get(productId);
        if (isLocked(known, column)) continue;
        if (known !== undefined && (edits.typed(productId, column.key) ?? cellText(known, column)) === text) continue;
        cells.push({ productId, column, text });
      }
    }
    if (cells.length > mostCells) notifyDone(t('sheet.tooMany'), t('sheet.tooManyText', { count: mostCells }));
    else if (cells.length > 0) void edits.save(cells);
  };
  const commit = (cell: Cell, text: string): void => write({ from: cell, to: cell }, () => text);
  const fill = (): void => {
    void readRows(ids, from.row, from.row).then((read) => {
      const id = ids[from.row];
      const top = id === undefined ? undefined : read.get(id);
      if (id === undefined || top === undefined) return;
      write({ from: { row: from.row + 1, column: from.column }, to }, (_, at) => {
        const column = columns[at];
        return column === undefined ? undefined : (edits.typed(id, column.key) ?? cellText(top, column));
      });
    }, notifyError);
  };
  const copy = (): void => {
    void readRows(ids, from.row, to.row)
      .then((read) => {
        const cells = ids.slice(from.row, to.row + 1).map((id) => {
          const row = read.get(id);
          return columns
            .slice(from.column, to.column + 1)
            .map((column) => edits.typed(id, column.key) ?? (row === undefined ? '' : cellText(row, column)));
        });
        return navigator.clipboard.writeText(toClipboard(cells));
      })
      .catch(notifyError);
  };
  const paste = (text: string): void => {
    const cells = fromClipboard(text);
    const [height, width] = [cells.length, Math.max(...cells.map((row) => row.length))];
    // One value fills everything that is picked.
    const single = height === 1 && width === 1;
    const end = single ? to : { row: from.row + height - 1, column: from.column + width - 1 };
    const past = Math.max(0, end.row - ids.length + 1) * width + Math.max(0, end.column - columns.length + 1) * height;
    if (past > 0) notifyDone(t('sheet.pastedPast'), t('sheet.pastedPastText', { count: past }));
    write({ from, to: end }, (row, at) => (single ? cells[0]?.[0] : cells[row - from.row]?.[at - from.column]));
    if (!single) {
      const corner = { row: Math.min(end.row, ids.length - 1), column: Math.min(end.column, columns.length - 1) };
      setRange({ anchor: from, focus: corner });
    }
  };
  const picked = to.row - from.row + 1;
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <h1 className={classes.title}>{t('nav.sheet')}</h1>
        <Scope products={products} />
        <span className={classes.spacer} />
        <Button
          size="xs"
          variant="default"
          leftSection={<IconArrowBackUp size={15} />}
          disabled={edits.undoable === 0}
          loading={edits.busy}
          onClick={() => void edits.undo()}
        >
          {t('common.undo')}
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconArrowBarDown size={15} />}
          disabled={picked < 2}
          title={t('sheet.fillHint')}
          onClick={fill}
        >
          {t('sheet.fill')}
        </Button>
        <Button size="xs" variant="default" leftSection={<IconReplace size={15} />} onClick={() => setReplacing(true)}>
          {t('sheet.replace.open')}
        </Button>
        <ColumnChooser all={all} names={names} shown={columns} onChange={setChosen} />
      </header>
      <SheetGrid
        ids={ids}
        columns={columns}
        names={names}
        rows={rows}
        range={range}
        editing={editing}
        typed={edits.typed}
        onSight={onSight}
        onRange={setRange}
        onEditing={setEditing}
        onCommit={commit}
        onClear={() => write({ from, to }, () => '')}
        onFill={fill}
        onReplace={() => setReplacing(true)}
        onUndo={() => void edits.undo()}
        onCopy={copy}
        onPaste={paste}
      />
      <footer className={classes.hint} role="status">
        {picked > 1 || to.column > from.column
          ? t('sheet.picked', { count: picked * (to.column - from.column + 1) })
          : t('sheet.hint', { mod: capsOf(['mod'])[0] ?? '' })}
      </footer>
      <ReplaceDialog
        opened={replacing}
        onClose={() => setReplacing(false)}
        ids={ids}
        picked={picked > 1 ? ids.slice(from.row, to.row + 1) : null}
        columns={all}
        names={names}
        column={columns[range.focus.column]}
        onDone={edits.remember}
      />
    </div>
  );
}

function useColumnNames(all: readonly Column[]): ReadonlyMap<string, string> {
  const { t } = useTranslation();
  const groupName = useGroupName();
  return new Map(
    all.map((column) => {
      if (column.kind === 'sku') return [column.key, t('sheet.sku')];
      if (column.kind === 'group') return [column.key, groupName(column.group)];
      const { field } = column;
      const name =
        field === 'title' || field === 'description' || field === 'price'
          ? t(`changes.kind.${field}`)
          : field.slice('attribute:'.length);
      return [column.key, name];
    }),
  );
}

function Scope({ products: { ids, total } }: { products: SheetProducts }) {
  const { t } = useTranslation();
  const format = useFormat();
  const scope = useSheet((state) => state.scope);
  if (ids === null) return null;
  return (
    <span className={classes.scope}>
      {t(`sheet.scope.${scope}`, { count: total })}
      {total > ids.length ? ` · ${t('sheet.first', { number: format.number(ids.length) })}` : ''}
      {scope === 'all' ? null : (
        <Button size="compact-xs" variant="subtle" onClick={putAllIntoSheet}>
          {t('sheet.showAll')}
        </Button>
      )}
    </span>
  );
}

interface ColumnChooserProps {
  readonly all: readonly Column[];
  readonly names: ReadonlyMap<string, string>;
  readonly shown: readonly Column[];
  onChange(keys: readonly string[]): void;
}

function ColumnChooser({ all, names, shown, onChange }: ColumnChooserProps) {
  const { t } = useTranslation();
  const keys = shown.map(({ key }) => key);
  return (
    <Popover position="bottom-end" width={240} trapFocus returnFocus>
      <Popover.Target>
        <Button size="xs" variant="default" leftSection={<IconColumns3 size={15} />}>
          {t('sheet.columns')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.chooser ?? ''} aria-label={t('sheet.columns')}>
        {all.map(({ key, kind }) => (
          <Checkbox
            key={key}
            size="xs"
            label={names.get(key)}
            checked={keys.includes(key)}
            disabled={kind === 'sku' || key === 'title'}
            onChange={(event) =>
              onChange(event.currentTarget.checked ? [...keys, key] : keys.filter((other) => other !== key))
            }
          />
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}
