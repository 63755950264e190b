/**
 * What is said of a failure. The engine words it in English, with the particulars of the case; in other languages the UI words what it knows by its code.
 */
import { type ErrorPayload, selfTestSchema } from '@contract';
import i18next from 'i18next';
import english from './en.json';

const checksSchema = selfTestSchema.shape.checks;

type Cause = keyof typeof english.failures;

function isKnown(why: unknown): why is Cause {
  return typeof why === 'string' && Object.hasOwn(english.failures, why);
}

type Failure = Pick<ErrorPayload, 'code' | 'message'> & { readonly details?: unknown };

export function errorText({ code, message, details }: Failure): string {
  if (i18next.language.startsWith('en')) return message;
  const why = (details as { why?: unknown } | null | undefined)?.why;
  if (!isKnown(why)) return i18next.t(`advice.${code}`);
  // Which values a text takes is for the one who words it; the details of the failure offer them all.
  const text = String(i18next.t(`failures.${why}`, details as never));
  const checks = checksSchema.safeParse((details as { checks?: unknown }).checks);
  if (!checks.success) return text;
  const failed = checks.data.filter(({ passed }) => !passed);
  return [text, ...failed.map((check) => i18next.t(`models.test.findings.${check.why}`, check.values))].join(' ');
}

/** What the engine says of one case among many of a kind that the UI has worded already; in English alone. */
export function particulars(message: string): string {
  return i18next.language.startsWith('en') ? message : '';
}
