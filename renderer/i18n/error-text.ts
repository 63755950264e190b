/**
 * What is said of a failure. The engine words it in English, with the particulars of the case; in other languages the UI words what it knows by its code.
 */
import type { ErrorPayload } from '@contract';
import i18next from 'i18next';

const known = [
  'changed-since',
  'being-written',
  'undone-already',
  'nothing-to-undo',
  'nothing-graded',
  'preview-stale',
  'name-taken',
  'verdict-contradicts',
  'are-merged',
  'part-of-another',
  'merged-already',
  'groups-changing',
  'few-verdicts',
] as const;

type Failure = Pick<ErrorPayload, 'code' | 'message'> & { readonly details?: unknown };

export function errorText({ code, message, details }: Failure): string {
  if (i18next.language.startsWith('en')) return message;
  const why = (details as { why?: unknown } | null | undefined)?.why;
  const cause = known.find((one) => one === why);
  if (cause === undefined) return i18next.t(`advice.${code}`);
  // Which values a text takes is for the one who words it; the details of the failure offer them all.
  return String(i18next.t(`failures.${cause}`, details as never));
}

/** What the engine says of one case among many of a kind that the UI has worded already; in English alone. */
export function particulars(message: string): string {
  return i18next.language.startsWith('en') ? message : '';
}
