/** Events in JSON, one object a line: each becomes a row of cells, so that everything after it is as for a table. */
import { throwIfCancelled } from '../../contract/errors.ts';
import type { TextSource } from '../ingest/tables/source.ts';
import { textOf } from '../ingest/tables/source.ts';

/** Between the values of a cell that holds several. */
export const listMark = '\u001f';

const deepest = 4;
const mostColumns = 2000;

export type JsonRow = ReadonlyMap<string, string>;

export interface JsonLine {
  readonly line: number;
  /** Undefined for a line that is no object. */
  readonly row: JsonRow | undefined;
}

/** Whether a text begins like JSON with one object a line. A list of them is read where each has a line of its own. */
export const looksLikeJson = (head: string): boolean => /^\s*(?:\[\s*)?\{\s*(?:"|\})/.test(head);

/** @throws {AppError} `TABLE_UNREADABLE` when reading breaks off, `CANCELLED` */
export async function* jsonLines(
  source: Pick<TextSource, 'path' | 'encoding'>,
  signal?: AbortSignal,
): AsyncGenerator<JsonLine> {
  let held = '';
  let line = 0;
  for await (const piece of textOf(source)) {
    throwIfCancelled(signal);
    const lines = (held + piece).split('\n');
    held = lines.pop() ?? '';
    for (const text of lines) {
      line++;
      const found = readLine(text, line);
      if (found !== undefined) yield found;
    }
  }
  const last = readLine(held, line + 1);
  if (last !== undefined) yield last;
}

function readLine(text: string, line: number): JsonLine | undefined {
  const bare = text.replace(/^[\s[,]+/, '').replace(/[\s,]+$/, '');
  const whole = bare.startsWith('{') && bare.endsWith('}]') ? bare.slice(0, -1) : bare;
  if (whole === '' || whole === ']') return undefined;
  try {
    const value: unknown = JSON.parse(whole);
    return { line, row: isObject(value) ? flattened(value) : undefined };
  } catch {
    return { line, row: undefined };
  }
}

/**
 * Values by their path: {"a": {"b": 1}} is "a.b" of "1". Of a list, the values come together in one cell; a list of keys and values, as
 * Google writes the parameters of an event, is an object.
 */
export function flattened(object: Readonly<Record<string, unknown>>): Map<string, string> {
  const cells = new Map<string, string>();
  put(cells, '', object, 0);
  return cells;
}

function put(cells: Map<string, string>, path: string, value: unknown, depth: number): void {
  if (value === null || value === undefined || depth > deepest || cells.size >= mostColumns) return;
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every(isPair)) {
      for (const { key, value: own } of value) put(cells, joined(path, key), onlyValue(own), depth + 1);
    } else if (value.every(isObject)) {
      putRows(cells, path, value, depth);
    } else {
      cells.set(path, value.map((entry) => (isPlain(entry) ? String(entry) : '')).join(listMark));
    }
  } else if (isObject(value)) {
    for (const [key, own] of Object.entries(value)) put(cells, joined(path, key), own, depth + 1);
  } else if (isPlain(value)) {
    cells.set(path, String(value).trim());
  }
}

/** Objects of a list side by side: the cell of each field has a place for each of them. */
function putRows(
  cells: Map<string, string>,
  path: string,
  objects: readonly Readonly<Record<string, unknown>>[],
  depth: number,
): void {
  const rows = objects.map((object) => {
    const own = new Map<string, string>();
    put(own, '', object, depth + 1);
    return own;
  });
  const keys = new Set(rows.flatMap((row) => [...row.keys()]));
  for (const key of keys) cells.set(joined(path, key), rows.map((row) => row.get(key) ?? '').join(listMark));
}

/** {"string_value": "a", "int_value": null} is "a". */
function onlyValue(value: unknown): unknown {
  if (!isObject(value)) return value;
  const set = Object.entries(value).filter(([, own]) => own !== null);
  return set.length === 1 && set[0] !== undefined && /_value$|Value$/.test(set[0][0]) ? set[0][1] : value;
}

const joined = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isPair = (value: unknown): value is { key: string; value: unknown } =>
  isObject(value) && typeof value.key === 'string' && 'value' in value && Object.keys(value).length === 2;

const isPlain = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
