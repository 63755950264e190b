/** How fast a job goes, in words. */
import type { Job } from '@contract';
import type { TFunction } from 'i18next';
import type { Format } from '../i18n/format.ts';

/** By the minute where a second is too short to count in; `null` while nothing is known. */
export function jobRate(
  { ratePerSecond: rate }: Pick<Job, 'ratePerSecond'>,
  t: TFunction,
  format: Format,
): string | null {
  if (rate === null || rate <= 0) return null;
  if (rate >= 1) return t('jobs.rate', { rate: format.number(Math.round(rate)) });
  return t('jobs.ratePerMinute', { rate: format.number(Math.max(1, Math.round(rate * 60))) });
}
