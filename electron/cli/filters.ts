/** Filters as people type them, `colour=Red`, `price=10..50`, and as scripts send them, `{"colour": ["Red", "Blue"]}`. */
import { z } from 'zod';
import { AppError } from '../contract/errors.ts';
import type { Filters } from '../contract/search.ts';

const filterValueSchema = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);
export const filterRecordSchema = z.record(z.string(), filterValueSchema);
export type FilterRecord = z.infer<typeof filterRecordSchema>;

/** `key=value` pairs; a key given several times collects its values. @throws {AppError} `BAD_REQUEST` */
export function parseFilterPairs(pairs: readonly string[]): FilterRecord {
  const record: Record<string, string[]> = {};
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at < 1 || at === pair.length - 1)
      throw bad(`"${pair}" is not a filter. Write it as key=value, for example colour=Red.`);
    const key = pair.slice(0, at);
    record[key] = [...(record[key] ?? []), pair.slice(at + 1)];
  }
  return record;
}

/**
 * `price` takes a range (`10..50`, `10..`, `..50`) or one number, `problem` takes true or false, `source` an id; every other key is a
 * tag group, and `colour!=Red` leaves out what is tagged so. @throws {AppError} `BAD_REQUEST`
 */
export function toFilters(record: FilterRecord): Filters {
  const filters: Filters = { tags: {} };
  for (const [key, given] of Object.entries(record)) {
    const values = (Array.isArray(given) ? given : [given]).map(String);
    const last = values.at(-1) ?? '';
    if (key === 'price') Object.assign(filters, parsePrice(last));
    else if (key === 'problem') filters.hasProblem = parseBoolean(last);
    else if (key === 'source') filters.sourceId = parseNumber(last);
    else if (key.endsWith('!')) filters.notTags = { ...filters.notTags, [key.slice(0, -1)]: values };
    else filters.tags[key] = values;
  }
  return filters;
}

function parsePrice(text: string): Pick<Filters, 'priceMin' | 'priceMax'> {
  const [low, high] = text.includes('..') ? text.split('..', 2) : [text, text];
  return {
    ...(low === undefined || low === '' ? {} : { priceMin: parseNumber(low) }),
    ...(high === undefined || high === '' ? {} : { priceMax: parseNumber(high) }),
  };
}

function parseNumber(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) throw bad(`"${text}" is not a number.`);
  return number;
}

function parseBoolean(text: string): boolean {
  if (text !== 'true' && text !== 'false') throw bad(`"${text}" is neither true nor false.`);
  return text === 'true';
}

function bad(message: string): AppError {
  return new AppError('BAD_REQUEST', message);
}
