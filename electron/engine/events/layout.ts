/** How a file of events is to be read: what kind of file it is, and what each of its columns holds. Found by looking at its first rows. */
import { AppError } from '../../contract/errors.ts';
import type { EventForm, EventKind, EventMapping, EventReading, EventRole } from '../../contract/events.ts';
import { headerKey } from '../dialects/index.ts';
import { columnNames, openTable } from '../ingest/tables/layout.ts';
import { type RecordOptions, recordsOf } from '../ingest/tables/records.ts';
import { looksLikeData } from '../ingest/tables/roles.ts';
import { openSource, type TextSource } from '../ingest/tables/source.ts';
import { type Form, forms, kindByWord, words } from './forms.ts';
import { jsonLines, listMark, looksLikeJson } from './json-lines.ts';
import { type DateOrder, dateOrder, eventTime } from './times.ts';

const rowsLookedAt = 1000;

export interface EventColumn {
  readonly name: string;
  readonly index: number;
  readonly role: EventRole;
  /** Distinct cells of the first rows, at most three. */
  readonly samples: readonly string[];
}

export interface EventLayout {
  readonly path: string;
  readonly formId: EventForm;
  readonly form: Form | undefined;
  readonly kind: EventKind;
  readonly columns: readonly EventColumn[];
  /** By which what was said of the columns is remembered. */
  readonly header: string;
  readonly remembered: boolean;
  readonly dateOrder: DateOrder;
  /** Whether places are counted from 0. */
  readonly fromZero: boolean;
  rows(signal?: AbortSignal): AsyncGenerator<EventLine>;
}

export interface EventLine {
  /** Counted from 1; where the row starts when a cell spans several. */
  readonly line: number;
  /** One for each column; undefined for a row that cannot be read. */
  readonly cells: readonly string[] | undefined;
}

/** Roles that several columns may have, all of which are read. */
const plural: ReadonlySet<EventRole> = new Set(['kind', 'status', 'customer', 'lines']);

interface Table {
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly isJson: boolean;
  read(signal?: AbortSignal): AsyncGenerator<EventLine>;
}

/**
 * @param remembered what a person said of the columns of such a file before
 * @throws {AppError} `FILE_MISSING`, `TABLE_UNREADABLE`, `TABLE_EMPTY`, `TABLE_MAPPING`
 */
export async function eventLayout(
  path: string,
  reading: EventReading,
  remembered: (header: string) => EventMapping | undefined,
): Promise<EventLayout> {
  const source = await openSource(path, reading.encoding);
  const table = source.kind === 'text' && looksLikeJson(source.head) ? await jsonTable(source) : await otherTable();
  async function otherTable(): Promise<Table> {
    const { records, first } = await openTable(source, reading);
    return cellTable(records, first);
  }
  if (table.rows.length === 0) throw empty(path);
  const form = forms.find((one) => recognises(one, table.names));
  const header = JSON.stringify(table.names);
  const before = remembered(header);
  const said = new Map([...(before ?? []), ...(reading.mapping ?? [])].map(({ column, role }) => [column, role]));
  assertColumns(reading.mapping ?? [], table.names, path);
  const columns = columnsOf(table, form, said);
  const samples = (role: EventRole): string[] =>
    columns
      .filter((column) => column.role === role)
      .flatMap(({ index }) => table.rows.map((row) => row[index] ?? ''))
      .filter((cell) => cell !== '');
  return {
    path,
    form,
    formId: form?.id ?? (table.isJson ? 'json' : 'table'),
    kind: reading.kind ?? form?.kind ?? usualKind(new Set(columns.map(({ role }) => role))),
    columns,
    header,
    remembered: before !== undefined,
    dateOrder: dateOrder(samples('time')),
    fromZero: samples('position').some((cell) => cell.split(/\D+/).includes('0')),
    rows: (signal) => table.read(signal),
  };
}

/** @throws {AppError} `TABLE_MAPPING` when no events can be made of the file */
export function assertReadable({ path, columns, kind }: EventLayout): void {
  const roles = new Set(columns.map(({ role }) => role));
  const has = (...some: EventRole[]): boolean => some.some((role) => roles.has(role));
  const missing = !has('time')
    ? 'no column says when something happened'
    : !has('sku', 'barcode', 'url', 'title', 'lines', 'query', 'shown')
      ? kind === 'search'
        ? 'no column holds what was searched for'
        : 'no column names a product'
      : undefined;
  if (missing === undefined) return;
  const names = columns.map(({ name }) => `"${name}"`).join(', ');
  throw new AppError('TABLE_MAPPING', `In ${path}, ${missing}. Its columns are ${names}; say what they hold.`, {
    details: { why: 'events-mapping', path, columns: columns.map(({ name }) => name) },
  });
}

async function jsonTable(source: TextSource): Promise<Table> {
  const names: string[] = [];
  const places = new Map<string, number>();
  const rows: string[][] = [];
  const cellsOf = (row: ReadonlyMap<string, string>): string[] => names.map((name) => row.get(name) ?? '');
  const first: ReadonlyMap<string, string>[] = [];
  for await (const { row } of jsonLines(source)) {
    if (row === undefined) continue;
    for (const name of row.keys()) {
      if (places.has(name)) continue;
      places.set(name, names.length);
      names.push(name);
    }
    first.push(row);
    if (first.length === rowsLookedAt) break;
  }
  for (const row of first) rows.push(cellsOf(row));
  async function* read(signal?: AbortSignal): AsyncGenerator<EventLine> {
    for await (const { line, row } of jsonLines(source, signal)) yield { line, cells: row && cellsOf(row) };
  }
  return { names, rows, isJson: true, read };
}

function cellTable(records: RecordOptions, first: readonly { readonly cells: readonly string[] }[]): Table {
  const head = first[0]?.cells ?? [];
  const form = forms.some((one) => recognises(one, head));
  const hasHeader = form || !looksLikeData(head) || head.filter((cell) => roleByWord(cell) !== undefined).length >= 2;
  const names = columnNames(hasHeader ? head : head.map(() => ''));
  async function* read(signal?: AbortSignal): AsyncGenerator<EventLine> {
    let above = hasHeader ? 1 : 0;
    for await (const { line, cells, fault } of recordsOf(records, signal)) {
      if (above-- > 0) continue;
      yield { line, cells: fault === 'quote-open' ? undefined : cells };
    }
  }
  return { names, rows: first.slice(hasHeader ? 1 : 0).map(({ cells }) => cells), isJson: false, read };
}

const keyOf = (name: string): string => headerKey(name).replace(/^lineitem\d+$/, 'lineitem#');

function recognises(form: Form, names: readonly string[]): boolean {
  const keys = new Set(names.map(keyOf));
  return form.signs.some((sign) => sign.split(' ').every((need) => need.split('|').some((key) => keys.has(key))));
}

function columnsOf(table: Table, form: Form | undefined, said: ReadonlyMap<string, EventRole>): EventColumn[] {
  const values = table.names.map((_, index) => table.rows.map((row) => row[index] ?? '').filter((cell) => cell !== ''));
  const roles = new Map<number, EventRole>();
  const taken = new Set<EventRole>();
  const give = (index: number, role: EventRole): void => {
    if (roles.has(index) || (taken.has(role) && !plural.has(role))) return;
    roles.set(index, role);
    taken.add(role);
  };
  for (const [index, name] of table.names.entries()) {
    const role = said.get(name);
    if (role !== undefined) give(index, role);
  }
  const lists: Readonly<Partial<Record<EventRole, string>>> = form?.roles ?? words;
  for (const [role, list] of Object.entries(lists) as [EventRole, string][]) {
    const keys = list.trim().split(/\s+/);
    const wanted = table.names
      .map((name, index) => ({ index, rank: keys.indexOf(keyOf(name)) }))
      .filter(({ rank }) => rank !== -1)
      .sort((a, b) => a.rank - b.rank);
    const best = wanted.find(({ index }) => fits(role, values[index] ?? []));
    if (form !== undefined && plural.has(role)) for (const { index } of wanted) give(index, role);
    else if (best !== undefined) give(best.index, role);
  }
  return table.names.map((name, index) => ({
    name,
    index,
    role: roles.get(index) ?? 'ignore',
    samples: [...new Set((values[index] ?? []).slice(0, 200))].slice(0, 3).map(shortened),
  }));
}

/** Whether the cells are not plainly something else than the header says. */
function fits(role: EventRole, values: readonly string[]): boolean {
  if (values.length === 0) return true;
  const plain = values.map((value) => value.replaceAll(listMark, ' '));
  const share = (test: (value: string) => boolean): number => plain.filter(test).length / plain.length;
  if (role === 'time')
    return (
      share((value) => eventTime(value, 'day-first') !== undefined) > 0.2 ||
      share((value) => eventTime(value, 'month-first') !== undefined) > 0.2
    );
  if (role === 'kind') return share((value) => kindByWord.has(headerKey(value))) > 0.2;
  if (role === 'quantity' || role === 'results') return share((value) => /^-?[\d.,\s]+$/.test(value)) > 0.8;
  if (role === 'clicked') return share((value) => /^(?:0|1|true|false|yes|no)$/i.test(value)) > 0.9;
  if (role === 'position') return share((value) => /^[\d\s,;|[\]]*$/.test(value)) > 0.8;
  if (role === 'lines') return share((value) => /[:×]/.test(value)) > 0.5;
  return true;
}

function roleByWord(name: string): EventRole | undefined {
  const key = headerKey(name);
  return (Object.entries(words) as [EventRole, string][]).find(([, list]) => list.split(/\s+/).includes(key))?.[0];
}

/** What the rows of a file are that says nothing of it. */
function usualKind(roles: ReadonlySet<EventRole>): EventKind {
  const names = roles.has('sku') || roles.has('title') || roles.has('barcode') || roles.has('url');
  if (roles.has('order') || roles.has('lines') || (roles.has('quantity') && names)) return 'purchase';
  if (roles.has('query')) return roles.has('clicked') || roles.has('shown') || !names ? 'search' : 'click';
  return 'view';
}

function assertColumns(mapping: EventMapping, names: readonly string[], path: string): void {
  for (const { column } of mapping) {
    if (names.includes(column)) continue;
    const list = names.map((name) => `"${name}"`).join(', ');
    throw new AppError('TABLE_MAPPING', `${path} has no column "${column}". Its columns are ${list}.`, {
      details: { path, column, columns: names },
    });
  }
}

function shortened(text: string): string {
  const plain = text.replaceAll(listMark, ', ');
  return plain.length > 120 ? `${plain.slice(0, 119)}…` : plain;
}

function empty(path: string): AppError {
  return new AppError('TABLE_EMPTY', `${path} has no rows with events. Export it again, or choose another file.`, {
    details: { path },
  });
}
