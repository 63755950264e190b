/** The page of changes: what would be written into a source's file, with ticks. Ids of changes are made in planned-change.ts. */
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import { type Change, type ChangeSource, changeKinds, type ExportChoices } from '../../contract/exchange.ts';
import type { ChangeMark } from './change-repo.ts';
import { assertColumns, choicesFor, chosenColumn, isChoosable } from './choices.ts';
import { columnsOfField } from './place-fields.ts';
import { archiveColumn } from './place-listings.ts';
import { columnsOfGroup } from './place-tags.ts';
import { exportedValue, type PlannedChange } from './planned-change.ts';
import type { SourceTable } from './source-table.ts';
import type { Exchange } from './types.ts';

const mostShown = 2000;
const exportsShown = 20;

export function changeSources({ catalog, sets }: Exchange): Promise<ChangeSource[]> {
  return Promise.all(catalog.sources.all().map(({ id }) => sets.source(id)));
}

export async function listChanges(
  exchange: Exchange,
  { sourceId, kind, offset, limit, ...asked }: MethodParams<'exchange.changes'>,
): Promise<MethodResult<'exchange.changes'>> {
  const { sets, repo } = exchange;
  const source = await sets.source(sourceId);
  const choices = choicesFor(exchange, sourceId, asked);
  const { newColumns } = choices;
  const { table, changes } = await sets.of(sourceId, choices);
  if (table !== undefined) assertColumns(table, asked.columns ?? []);
  const marks = repo.marks(sourceId);
  const ticked = (change: PlannedChange): boolean =>
    marks.get(change.id)?.leftOut !== true && isWritable(change, newColumns);
  const byKind = changeKinds.flatMap((name) => {
    const own = changes.filter((change) => change.kind === name);
    if (own.length === 0) return [];
    return {
      kind: name,
      count: own.length,
      ticked: own.filter(ticked).length,
      refused: own.filter((change) => !isWritable(change, newColumns)).length,
    };
  });
  const wanted = changes
    .filter((change) => kind === undefined || change.kind === kind)
    .sort((a, b) => changeKinds.indexOf(a.kind) - changeKinds.indexOf(b.kind));
  return {
    source,
    total: wanted.length,
    byKind,
    ticked: byKind.reduce((sum, own) => sum + own.ticked, 0),
    conflicts: changes.filter(({ conflict }) => conflict !== null).length,
    columns: table === undefined ? [] : columnsWritten(table, changes, choices),
    header: [...(table?.header.columns ?? [])],
    choices,
    redirects: table?.dialect?.redirects !== undefined,
    exports: repo.exports(source.path, exportsShown).map(({ source: _, backup: __, ...row }) => row),
    items:
      table === undefined
        ? []
        : wanted
            .slice(offset, offset + limit)
            .map((change) => shown(table, change, ticked(change), marks.get(change.id), newColumns)),
  };
}

/** Changes of all tables that would be written by an export and were by none yet. */
export async function countUnwritten(exchange: Exchange): Promise<number> {
  const { catalog, sets, repo } = exchange;
  let count = 0;
  for (const { id, kind } of catalog.sources.all()) {
    if (kind !== 'table') continue;
    const choices = choicesFor(exchange, id);
    const { changes } = await sets.of(id, choices);
    if (changes.length === 0) continue;
    const marks = repo.marks(id);
    const waits = (change: PlannedChange): boolean => {
      const mark = marks.get(change.id);
      // A listing that left is gone from the file, whether it was archived there or deleted.
      const leaves = change.kind === 'merged' || change.kind === 'removed';
      const written = leaves ? mark?.exported != null : isExported(change, mark);
      return mark?.leftOut !== true && isWritable(change, choices.newColumns) && !written;
    };
    count += changes.filter(waits).length;
  }
  return count;
}

/** @throws {AppError} `NOT_FOUND` */
export async function tickChanges(
  exchange: Exchange,
  { sourceId, ids, kind, ticked, ...own }: MethodParams<'exchange.tick'>,
): Promise<MethodResult<'exchange.tick'>> {
  const { sets, repo } = exchange;
  const { changes } = await sets.of(sourceId, choicesFor(exchange, sourceId, own));
  const asked = ids === undefined ? undefined : new Set(ids);
  const meant = changes.filter(
    (change) => (asked === undefined || asked.has(change.id)) && (kind === undefined || change.kind === kind),
  );
  repo.tick(
    meant.map(({ id }) => id),
    ticked,
  );
  return { changed: meant.length };
}

function isWritable({ refused, newColumn }: PlannedChange, newColumns: boolean): boolean {
  return refused === null || (newColumns && newColumn !== null);
}

/** As it would be written now. */
function isExported(change: PlannedChange, mark: ChangeMark | undefined): boolean {
  return mark?.exported != null && mark.exportedValue === exportedValue(change);
}

function shown(
  { header }: SourceTable,
  change: PlannedChange,
  ticked: boolean,
  mark: ChangeMark | undefined,
  newColumns: boolean,
): Change {
  const { cells, removed, added, refused, newColumn, ...about } = change;
  return {
    ...about,
    cells: cells.map(({ line, column, before, after }) => ({
      line,
      column: header.columns[column] ?? newColumn ?? '',
      before: before.slice(0, mostShown),
      after: after.slice(0, mostShown),
    })),
    rows: removed.length + (added?.rows.length ?? 0),
    refused: isWritable(change, newColumns) ? null : refused,
    ticked,
    exported: isExported(change, mark) ? (mark?.exported ?? null) : null,
  };
}

/** Which columns each kind of change is written to. */
function columnsWritten(
  table: SourceTable,
  changes: readonly PlannedChange[],
  { columns: choices }: Pick<ExportChoices, 'columns'>,
): MethodResult<'exchange.changes'>['columns'] {
  const names = (columns: readonly { readonly name: string }[]): string[] => columns.map(({ name }) => name);
  const seen = new Map<string, MethodResult<'exchange.changes'>['columns'][number]>();
  // What was chosen shows while no change goes there, too: where the column says so already, none is left.
  for (const { kind, what } of [...changes, ...choices]) {
    const key = `${kind} ${what}`;
    if (seen.has(key)) continue;
    const archive = archiveColumn(table);
    const columns =
      kind === 'title' || kind === 'description' || kind === 'price'
        ? names(columnsOfField(table, kind))
        : kind === 'attribute'
          ? names(columnsOfField(table, `attribute:${what}`))
          : kind === 'tags'
            ? names(columnsOfGroup(table, what))
            : kind === 'images'
              ? names(table.columns.filter(({ role }) => role === 'image'))
              : archive === undefined
                ? []
                : [`${archive.column.name} = ${archive.value}`];
    const choosable = isChoosable(table, kind);
    const found = choosable ? chosenColumn(table, choices, kind, what) : undefined;
    const chosen = found === undefined ? null : { column: found.name, isNew: found.column === null };
    seen.set(key, { kind, what, columns, chosen, choosable });
  }
  return [...seen.values()];
}
