/** What is chosen for giving a source back: remembered by its path, and which column a kind of change is written to. */

import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import { AppError } from '../../contract/errors.ts';
import {
  type ColumnChoice,
  type ColumnKind,
  columnKinds,
  type ExportChoices,
  exportChoicesSchema,
} from '../../contract/exchange.ts';
import { type SourceTable, sourceTable, type TableColumn } from './source-table.ts';
import type { Exchange } from './types.ts';

type Choosing = Pick<Exchange, 'catalog' | 'repo'>;

const unchosen: ExportChoices = { merged: 'archive', removed: 'archive', newColumns: false, columns: [] };

/** @param asked what one call says of itself */
export function choicesFor(
  { catalog, repo }: Choosing,
  sourceId: number,
  asked: { readonly [name in keyof ExportChoices]?: ExportChoices[name] | undefined } = {},
): ExportChoices {
  const stored = exportChoicesSchema.safeParse(repo.choices(catalog.sources.get(sourceId).path)).data ?? unchosen;
  const own = asked.columns ?? [];
  return {
    merged: asked.merged ?? stored.merged,
    removed: asked.removed ?? stored.removed,
    newColumns: asked.newColumns ?? stored.newColumns,
    columns: [...stored.columns.filter((choice) => !own.some((other) => isSame(choice, other))), ...own],
  };
}

/** @throws {AppError} `NOT_FOUND`, `BAD_REQUEST` */
export function choose(
  exchange: Choosing,
  { sourceId, column, ...policies }: MethodParams<'exchange.choose'>,
): MethodResult<'exchange.choose'> {
  const { catalog, repo } = exchange;
  const next = choicesFor(exchange, sourceId, policies);
  const columns = column === undefined ? next.columns : next.columns.filter((choice) => !isSame(choice, column));
  if (column !== undefined && column.column !== null) {
    const choice: ColumnChoice = { ...column, column: column.column };
    const table = sourceTable(catalog, sourceId);
    if (table !== undefined) assertColumns(table, [choice]);
    columns.push(choice);
  }
  const choices = { ...next, columns };
  repo.putChoices(catalog.sources.get(sourceId).path, choices);
  return choices;
}

/** For columns that a person names now; those remembered may have left the table since. @throws {AppError} `BAD_REQUEST` */
export function assertColumns({ header }: SourceTable, choices: readonly ColumnChoice[]): void {
  const missing = choices.find(({ column, isNew }) => !isNew && !header.columns.includes(column));
  if (missing === undefined) return;
  throw new AppError(
    'BAD_REQUEST',
    `The table has no column "${missing.column}". It has: ${header.columns.filter((name) => name !== '').join(', ')}.`,
    { details: { why: 'no-such-column', column: missing.column } },
  );
}

/** `column` is null where it is to be added under `name`. */
export interface ChosenColumn {
  readonly name: string;
  readonly column: TableColumn | null;
}

/** undefined where nothing is chosen, or a column that has left the table. */
export function chosenColumn(
  { columns, dialect }: SourceTable,
  choices: readonly ColumnChoice[],
  kind: ColumnKind,
  what: string,
): ChosenColumn | undefined {
  const choice = choices.find((one) => isSame(one, { kind, what }));
  if (choice === undefined || !isChoosable({ dialect }, kind)) return undefined;
  const column = columns.find(({ name }) => name === choice.column);
  if (column !== undefined) return { name: column.name, column };
  return choice.isNew && kind !== 'images' ? { name: choice.column, column: null } : undefined;
}

/** Where listings go, and the images of Shopify, which are rows, the shop system says. */
export function isChoosable({ dialect }: Pick<SourceTable, 'dialect'>, kind: string): kind is ColumnKind {
  return columnKinds.some((own) => own === kind) && !(kind === 'images' && dialect?.id === 'shopify');
}

function isSame(a: Pick<ColumnChoice, 'kind' | 'what'>, b: Pick<ColumnChoice, 'kind' | 'what'>): boolean {
  return a.kind === b.kind && a.what === b.what;
}
