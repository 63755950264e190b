/** Times as files of events write them. Without a zone they are taken as UTC, so that the same file says the same on every computer. */

/** Whether "3/4/2024" is in April or in March. */
export type DateOrder = 'day-first' | 'month-first';

const clock = String.raw`(?:,?[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([ap])?\.?m?\.?)?`;
const yearFirst = new RegExp(
  String.raw`^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?${clock}\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$`,
  'i',
);
const yearLast = new RegExp(
  String.raw`^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})${clock}\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$`,
  'i',
);

const days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const earliest = Date.UTC(1990, 0, 1);
const latest = Date.UTC(2100, 0, 1);

/** [ms since 1970]; undefined for what is no time between 1990 and 2100. */
export function eventTime(text: string, order: DateOrder): number | undefined {
  const time = read(text, order);
  return time !== undefined && time >= earliest && time < latest ? Math.floor(time) : undefined;
}

/** The order that the first rows leave no doubt of, else that of the sign: dots are German, slashes American. */
export function dateOrder(samples: readonly string[]): DateOrder {
  for (const sample of samples) {
    const [, first, , second] = yearLast.exec(sample) ?? [];
    if (first === undefined || second === undefined) continue;
    if (Number(first) > 12) return 'day-first';
    if (Number(second) > 12) return 'month-first';
  }
  return samples.some((sample) => yearLast.exec(sample)?.[2] === '/') ? 'month-first' : 'day-first';
}

const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z$/;

function read(text: string, order: DateOrder): number | undefined {
  if (iso.test(text)) {
    const time = Date.parse(text);
    return Number.isNaN(time) ? undefined : time;
  }
  if (/^\d{4}\d{2}\d{2}$/.test(text)) return day(text.slice(0, 4), text.slice(4, 6), text.slice(6, 8));
  if (/^\d{9,19}(?:\.\d+)?$/.test(text)) return ofNumber(Number(text));
  const early = yearFirst.exec(text);
  if (early !== null) return moment(early.slice(1, 4), early.slice(4, 9), early[9]);
  const late = yearLast.exec(text);
  if (late !== null) {
    const [, first = '', , second = '', year = ''] = late;
    const whole = year.length === 2 ? `20${year}` : year;
    const date = order === 'day-first' ? [whole, second, first] : [whole, first, second];
    return moment(date, late.slice(5, 10), late[10]);
  }
  // "Mon, 25 Dec 1995 13:30:00 GMT" and "December 17, 2024 03:24:00".
  return /[a-z]{3}/i.test(text) && /\d{4}/.test(text) ? utcOf(text) : undefined;
}

function utcOf(text: string): number | undefined {
  const zoned = /(?:GMT|UTC|Z|[+-]\d{2}:?\d{2})\s*(?:\(.*\))?$/i.test(text);
  const time = Date.parse(zoned ? text : `${text} UTC`);
  return Number.isNaN(time) ? undefined : time;
}

/** Seconds, or thousandths and millionths of them, by their size. */
function ofNumber(number: number): number {
  if (number < 1e11) return number * 1000;
  if (number < 1e14) return number;
  return number < 1e17 ? number / 1000 : number / 1e6;
}

function day(year: string, month: string, date: string): number | undefined {
  return moment([year, month, date], [], undefined);
}

function moment(
  date: readonly (string | undefined)[],
  time: readonly (string | undefined)[],
  zone: string | undefined,
): number | undefined {
  const [year = 0, month = 0, day = 0] = date.map(Number);
  const [written = 0, minute = 0, second = 0] = time.slice(0, 3).map((part) => Number(part ?? 0));
  const thousandths = Number(`0.${time[3] ?? '0'}`) * 1000;
  const hour = time[4] === undefined ? written : (written % 12) + (time[4].toLowerCase() === 'p' ? 12 : 0);
  const inMonth = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : (days[month - 1] ?? 0);
  if (month < 1 || month > 12 || day < 1 || day > inMonth || hour > 24 || minute > 59 || second > 60) return undefined;
  const [, sign, hours, minutes] = /([+-])(\d{2}):?(\d{2})/.exec(zone ?? '') ?? [];
  const ahead = sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  return Date.UTC(year, month - 1, day, hour, minute, second) + thousandths - ahead * 60_000;
}
