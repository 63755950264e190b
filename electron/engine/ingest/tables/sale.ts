/** When a sale price counts, as tables of shops say it. */
import type { Sale } from '../../catalog/types.ts';

/** The cells of a row that say so; '' where there are none. */
export interface SaleTimes {
  readonly from: string;
  readonly to: string;
  /** Both in one cell, with a slash between them. */
  readonly window: string;
}

/** Not a time in any way that is known. */
export interface UnclearTime {
  readonly unclear: string;
}

/** The sale at `price`; a time without a zone is that of this computer. */
export function saleAt(price: number, { from, to, window }: SaleTimes): Sale | UnclearTime {
  const [begins = '', ends = ''] = window === '' ? [from, to] : halves(window);
  const start = timeOf(begins, false);
  if (start === undefined) return { unclear: begins };
  const end = timeOf(ends, true);
  if (end === undefined) return { unclear: ends };
  return { price, from: start, to: end };
}

/** Only dates written with dashes come in pairs with a slash. */
function halves(window: string): string[] {
  return window.split('/').map((half) => half.trim());
}

const time = String.raw`(?:,?[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([ap]\.?m\.?)?)?`;
const yearFirst = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})${time}\s*(Z|[+-]\d{2}:?\d{2})?$`, 'i');
const yearLast = new RegExp(String.raw`^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})${time}$`, 'i');

/** ISO 8601 in UTC; null for a cell that says nothing, undefined for one that is no time. The end of a day is its last moment. */
function timeOf(cell: string, end: boolean): string | null | undefined {
  if (cell === '') return null;
  if (/^\d{10}$/.test(cell)) return new Date(Number(cell) * 1000).toISOString();
  const found = yearFirst.exec(cell);
  if (found !== null) {
    const [, year, month, day, hour, minute, second, half, zone] = found;
    return moment([year, month, day], [hour, minute, second, half], zone, end);
  }
  const [, first = '', sign, second = '', year = '', ...clock] = yearLast.exec(cell) ?? [];
  if (sign === undefined) return undefined;
  // "1/31/24" as Magento writes it, unless there is no such month; "31.01.2024" is never meant otherwise.
  const dayFirst = sign === '.' || Number(first) > 12;
  const [day, month] = dayFirst ? [first, second] : [second, first];
  return moment([year.length === 2 ? `20${year}` : year, month, day], clock, undefined, end);
}

function moment(
  date: readonly (string | undefined)[],
  clock: readonly (string | undefined)[],
  zone: string | undefined,
  end: boolean,
): string | undefined {
  const [year = 0, month = 0, day = 0] = date.map(Number);
  const [written = 0, minute = 0, second = 0] = clock.slice(0, 3).map((part) => Number(part ?? 0));
  const afternoon = /^p/i.test(clock[3] ?? '');
  const hour = clock[3] === undefined ? written : (written % 12) + (afternoon ? 12 : 0);
  const inMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day < 1 || day > inMonth || hour > 24 || minute > 59 || second > 59) return undefined;
  const wholeDay = end && hour === 0 && minute === 0 && second === 0;
  const parts = wholeDay ? ([23, 59, 59, 999] as const) : ([hour, minute, second, 0] as const);
  if (zone === undefined) return new Date(year, month - 1, day, ...parts).toISOString();
  const [, sign, hours, minutes] = /([+-])(\d{2}):?(\d{2})/.exec(zone) ?? [];
  const ahead = sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  return new Date(Date.UTC(year, month - 1, day, ...parts) - ahead * 60_000).toISOString();
}
