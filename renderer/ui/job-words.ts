/** What a piece of work came to, in one line: what was found, how long it took; and where to look. */
import { type Job, learnReportSchema } from '@contract';
import type { ParseKeys, TFunction } from 'i18next';
import { z } from 'zod';
import type { Format } from '../i18n/format.ts';

const learnReasons = learnReportSchema.shape.reason.options;
const imported = z.object({
  products: z.number(),
  images: z.number(),
  encoded: z.number(),
  skipped: z.number().default(0),
  clips: z.object({ read: z.number(), frames: z.number() }).optional(),
  removed: z.number().default(0),
  failed: z.array(z.unknown()).default([]),
});
const groups = z.object({ exact: z.number(), near: z.number(), listing: z.number(), variant: z.number() });
const scanned = z.object({ scanned: z.number(), groups });

/** Empty for work that says nothing of what it came to. */
export function foundBy(job: Job, t: TFunction, format: Format): string[] {
  const result = job.result ?? {};
  switch (job.kind) {
    case 'import': {
      const read = imported.safeParse(result).data;
      return read === undefined ? [] : importWords(read, t);
    }
    case 'duplicates': {
      const found = scanned.safeParse(result).data;
      if (found === undefined) return [];
      const { exact, near, listing, variant } = found.groups;
      return [
        t('jobs.compared', { count: found.scanned }),
        t('jobs.doubles', { count: exact + near + listing }),
        ...(variant > 0 ? [t('jobs.variants', { count: variant })] : []),
      ];
    }
    case 'learn': {
      const reason = learnReasons.find((known) => known === result.reason);
      return reason === undefined ? [] : [t(`learning.verdicts.${reason}`)];
    }
    case 'tags':
      if (job.title === 'learn' && typeof result.tags === 'number')
        return [t('jobs.tagsLearned', { count: result.tags })];
      return typeof result.products === 'number' ? [t('jobs.changed', { count: result.products })] : [];
    case 'fetch':
      return fetchedWords(result, t, format);
    case 'reading':
      return readWords(result, t);
    case 'lookup':
      return typeof result.photos === 'number' ? [t('jobs.lookedUp', { count: result.photos })] : [];
    case 'compact':
      return typeof result.bytes === 'number' ? [t('jobs.givenBack', { size: format.bytes(result.bytes) })] : [];
    default:
      return typeof result.encoded === 'number' ? [analysed(result.encoded, t)] : [];
  }
}

function importWords(
  { products, images, encoded, skipped, removed, failed, clips }: z.infer<typeof imported>,
  t: TFunction,
) {
  // Of a first run every picture was looked at: what is left are files with the content of another.
  const shared = skipped === 0 && encoded > 0 ? images - encoded - failed.length : 0;
  return [
    t('library.products', { count: products }),
    analysed(encoded, t),
    ...(shared > 0 ? [t('jobs.shared', { count: shared })] : []),
    ...(clips === undefined ? [] : [t('jobs.clips', { count: clips.read, frames: clips.frames })]),
    ...(removed > 0 ? [t('jobs.removed', { count: removed })] : []),
  ];
}

function fetchedWords(
  { fetched, bytes, unchanged }: NonNullable<Job['result']>,
  t: TFunction,
  format: Format,
): string[] {
  if (typeof fetched !== 'number') return [];
  const same = typeof unchanged === 'number' ? unchanged : 0;
  return [
    t('jobs.fetched', { count: fetched, size: format.bytes(Number(bytes)) }),
    ...(same > 0 ? [t('jobs.unchanged', { count: same })] : []),
  ];
}

function readWords({ images, withText, withCodes }: NonNullable<Job['result']>, t: TFunction): string[] {
  if (typeof images !== 'number' || typeof withText !== 'number' || typeof withCodes !== 'number' || images === 0)
    return [];
  if (withText + withCodes === 0) return [t('reading.none', { count: images })];
  return [
    t('reading.read', { count: images }),
    t('reading.withText', { count: withText }),
    t('reading.withCodes', { count: withCodes }),
  ];
}

function analysed(count: number, t: TFunction): string {
  return count === 0 ? t('jobs.nothingNew') : t('jobs.encoded', { count });
}

/** Seconds that an ended job took, waiting apart; null while it is not known. */
export function secondsOf({ startedAt, finishedAt }: Job): number | null {
  if (startedAt === null || finishedAt === null) return null;
  const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}

/** Where to look at what a job did; null where the job itself says it all. */
export function placeOf({ kind, title, state }: Job): { readonly to: string; readonly name: ParseKeys } | null {
  if (state !== 'done') return null;
  switch (kind) {
    case 'import':
      return { to: '/', name: 'jobs.look.import' };
    case 'duplicates':
      return { to: '/duplicates', name: 'jobs.look.duplicates' };
    case 'tags':
      return title === 'learn' ? { to: '/tags/wrong', name: 'jobs.look.tags' } : null;
    case 'lookup':
      return { to: '/lookups', name: 'jobs.look.lookup' };
    case 'learn':
      return { to: '/learning', name: 'jobs.look.learn' };
    case 'vectors':
      return { to: '/settings/models', name: 'jobs.look.vectors' };
    default:
      return null;
  }
}
