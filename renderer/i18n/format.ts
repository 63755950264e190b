/** Numbers, prices, dates and durations in the language of the UI. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** No estimate is surer than this. */
const surest = 0.99;

export interface Format {
  number(value: number): string;
  /** `value` in 0..1. */
  percent(value: number): string;
  /** A probability that was estimated: never told as 0 % or 100 %. */
  estimate(probability: number): string;
  decimal(value: number, digits: number): string;
  price(amount: number, currency: string | null): string;
  /** One amount, or from the lowest to the highest. */
  priceRange(price: {
    readonly amount: number;
    readonly upTo?: number | undefined;
    readonly currency: string | null;
  }): string;
  date(iso: string): string;
  /** Without the time of day. */
  day(iso: string): string;
  /** "3 minutes ago". */
  since(iso: string): string;
  /** "3 min. ago" in as little room as the language allows. */
  ago(iso: string): string;
  /** Seconds as "45 s", "3 min", "1 h 20 min". */
  duration(seconds: number): string;
  bytes(value: number): string;
  /** "4, 17 and 203". */
  list(items: readonly string[]): string;
}

export function useFormat(): Format {
  const { i18n } = useTranslation();
  return useMemo(() => createFormat(i18n.language), [i18n.language]);
}

export function createFormat(locale: string): Format {
  const whole = new Intl.NumberFormat(locale);
  const percentage = new Intl.NumberFormat(locale, { style: 'percent' });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const dayOnly = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const narrow = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'narrow' });
  const listing = new Intl.ListFormat(locale, { type: 'conjunction' });
  const unit = (value: number, name: string): string =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: 0 }).format(
      value,
    );
  return {
    number: (value) => whole.format(value),
    list: (items) => listing.format(items),
    percent: (value) => percentage.format(value),
    estimate: (probability) => percentage.format(Math.min(surest, Math.max(1 - surest, probability))),
    decimal: (value, digits) =>
      new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value),
    price: (amount, currency) => formatPrice(locale, amount, currency),
    priceRange: ({ amount, upTo, currency }) =>
      [amount, ...(upTo === undefined ? [] : [upTo])].map((value) => formatPrice(locale, value, currency)).join(' – '),
    date: (iso) => dateTime.format(new Date(iso)),
    day: (iso) => dayOnly.format(new Date(iso)),
    since: (iso) => formatSince(relative, (Date.parse(iso) - Date.now()) / 1000),
    ago: (iso) => formatSince(narrow, (Date.parse(iso) - Date.now()) / 1000),
    duration: (seconds) => formatDuration(unit, seconds),
    bytes: (value) => formatBytes(locale, value),
  };
}

/** A currency that is not an ISO code is written as it came. */
function formatPrice(locale: string, amount: number, currency: string | null): string {
  const digits = Number.isInteger(amount) ? 0 : 2;
  const plain = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: 2 });
  if (currency === null || currency === '') return plain.format(amount);
  if (!/^[A-Z]{3}$/.test(currency)) return `${plain.format(amount)} ${currency}`;
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
  }).format(amount);
}

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

function formatSince(relative: Intl.RelativeTimeFormat, seconds: number): string {
  const size = Math.abs(seconds);
  if (size < 5) return relative.format(0, 'second');
  // In steps, since it is read now and then.
  if (size < minute) return relative.format(Math.sign(seconds) * Math.floor(size / 5) * 5, 'second');
  if (size < hour) return relative.format(Math.round(seconds / minute), 'minute');
  if (size < day) return relative.format(Math.round(seconds / hour), 'hour');
  return relative.format(Math.round(seconds / day), 'day');
}

function formatDuration(unit: (value: number, name: string) => string, seconds: number): string {
  if (seconds < minute) return unit(Math.max(1, Math.round(seconds)), 'second');
  if (seconds < hour) return unit(Math.round(seconds / minute), 'minute');
  const minutes = Math.round((seconds % hour) / minute);
  return minutes === 0
    ? unit(Math.floor(seconds / hour), 'hour')
    : `${unit(Math.floor(seconds / hour), 'hour')} ${unit(minutes, 'minute')}`;
}

function formatBytes(locale: string, value: number): string {
  const steps = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = value < 1000 ? 0 : Math.min(steps.length - 1, Math.floor(Math.log10(value) / 3));
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: steps[step] ?? 'byte',
    // Of bytes alone there is no short form that has a plural.
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: 1,
  }).format(value / 1000 ** step);
}
