/** Puts a difference into words: what stands on either side, and what makes one of them the better one. */
import type { Difference } from '@contract';
import type { TFunction } from 'i18next';
import type { Format } from '../i18n/format.ts';

export interface WordedDifference {
  readonly label: string;
  readonly left: string | null;
  readonly right: string | null;
  /** What one side has over the other, null where there is nothing to say; a lower price is told, though it makes nothing better. */
  readonly remark: { readonly side: 'left' | 'right'; readonly text: string } | null;
}

export interface WordingTools {
  readonly t: TFunction;
  readonly format: Format;
  readonly groupName: (group: string) => string;
}

export function wordDifference(difference: Difference, tools: WordingTools): WordedDifference {
  const { left, right } = difference;
  const side = difference.better ?? cheaperSide(difference);
  const [more, less] = side === 'right' ? [right, left] : [left, right];
  const text = side === null ? null : remarkOf(difference.field, more, less, tools);
  return {
    label: labelOf(difference, tools),
    left: shownValue(difference.field, left, tools),
    right: shownValue(difference.field, right, tools),
    remark: side === null || text === null ? null : { side, text },
  };
}

function cheaperSide({ field, left, right }: Difference): 'left' | 'right' | null {
  if (field !== 'price' || left === null || right === null) return null;
  const [a, b] = [readPrice(left), readPrice(right)];
  if (a === null || b === null || a.currency !== b.currency || a.amount === b.amount) return null;
  return a.amount < b.amount ? 'left' : 'right';
}

function labelOf({ field, name }: Difference, { t, groupName }: WordingTools): string {
  if (field === 'attribute') return name ?? t('duplicates.field.attribute');
  if (field === 'tags' && name !== null) return groupName(name);
  return t(`duplicates.field.${field}`);
}

function shownValue(field: Difference['field'], value: string | null, { t, format }: WordingTools): string | null {
  if (value === null) return null;
  switch (field) {
    case 'resolution':
      return value.replace(/x/, ' × ');
    case 'bytes':
      return format.bytes(Number(value));
    case 'photos':
      return t('results.photos', { count: Number(value) });
    case 'price': {
      const price = readPrice(value);
      return price === null ? value : format.price(price.amount, price.currency);
    }
    case 'format':
      return value.toUpperCase();
    default:
      return value;
  }
}

function remarkOf(
  field: Difference['field'],
  more: string | null,
  less: string | null,
  { t, format }: WordingTools,
): string | null {
  if (less === null || more === null) return t('duplicates.better.only');
  switch (field) {
    case 'resolution': {
      const times = pixels(more) / Math.max(1, pixels(less));
      return t('duplicates.better.resolution', { times: format.decimal(times, 1) });
    }
    case 'bytes':
      return t('duplicates.better.bytes', { size: format.bytes(Math.abs(Number(more) - Number(less))) });
    case 'photos':
      return t('duplicates.better.photos', { count: Math.abs(Number(more) - Number(less)) });
    case 'price': {
      const [low, high] = [readPrice(more), readPrice(less)];
      if (low === null || high === null || low.currency !== high.currency) return null;
      return t('duplicates.better.price', { amount: format.price(round(high.amount - low.amount), low.currency) });
    }
    case 'title':
    case 'description':
      return t('duplicates.better.words');
    case 'tags':
      return t('duplicates.better.tags');
    default:
      return t('duplicates.better.other');
  }
}

function pixels(size: string): number {
  const [width = 0, height = 0] = size.split('x').map(Number);
  return width * height;
}

/** Cents, without what binary fractions leave behind. */
function round(amount: number): number {
  return Math.round(amount * 100) / 100;
}

/** "19.95 EUR", "EUR 19.95" or "19.95". */
export function readPrice(text: string): { amount: number; currency: string | null } | null {
  const match = /^(?:(\D+?)\s)?(\d+(?:\.\d+)?)(?:\s(\D+))?$/.exec(text.trim());
  if (match === null) return null;
  return { amount: Number(match[2]), currency: match[3] ?? match[1] ?? null };
}
