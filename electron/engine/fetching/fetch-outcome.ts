/** What can come of asking for an image, said so that a person knows what to do. */
import type { ErrorCode } from '../../contract/errors.ts';
import { OwnNetworkError } from './connection.ts';

export interface FetchFailure {
  readonly kind: 'failed';
  readonly code: ErrorCode;
  readonly reason: string;
  /** Whether it may well be otherwise a little later. */
  readonly passing: boolean;
  /** Whether the host is at fault rather than this address: `busy` asks to be left alone for a while, `away` cannot be reached. */
  readonly host?: 'busy' | 'away' | undefined;
  /** How long the host asks to be left alone [ms]. */
  readonly waitMs?: number | undefined;
}

export interface FetchedImage {
  readonly kind: 'image';
  /** Where it was written. */
  readonly part: string;
  readonly contentHash: string;
  readonly bytes: number;
  /** The ending of its name, by its content. */
  readonly extension: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
}

export type FetchOutcome = FetchedImage | FetchFailure | { readonly kind: 'unchanged' };

export function failed(code: ErrorCode, reason: string, more: Partial<FetchFailure> = {}): FetchFailure {
  return { kind: 'failed', code, reason, passing: false, ...more };
}

/** What an answer other than 200 and 304 says. `retryAfter`: the header, seconds or a date. */
export function answerFailure(host: string, status: number, retryAfter: string | null, now = Date.now()): FetchFailure {
  const waitMs = retryAfter === null ? undefined : waitOf(retryAfter, now);
  if (status === 404 || status === 410) {
    return failed(
      'WEB_NOT_FOUND',
      `${host} does not have the picture any more (${status}). Correct the address in the table.`,
    );
  }
  if ([401, 402, 403, 407, 451].includes(status)) {
    return failed(
      'WEB_DENIED',
      `${host} does not give the picture to everybody (${status}). Make it public there, or save it beside the table.`,
    );
  }
  if (status === 429 || status === 503) {
    const reason = `${host} is busy and asks to wait (${status}). Fetch again later.`;
    return failed('WEB_BUSY', reason, { passing: true, host: 'busy', waitMs });
  }
  const reason = `${host} answered with an error (${status}). Fetch again later, or ask who runs it.`;
  return failed('WEB_ANSWER', reason, { passing: status >= 500 || status === 408 || status === 425, waitMs });
}

/** Of a Retry-After header [ms]; undefined when it is neither a number of seconds nor a date. */
export function waitOf(header: string, now: number): number | undefined {
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const date = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

export function tooManyRedirects(host: string): FetchFailure {
  return failed(
    'WEB_REDIRECT',
    `${host} leads from one address to the next without end. Correct the address in the table.`,
  );
}

export function oddRedirect(host: string, location: string): FetchFailure {
  const shown = location.length > 100 ? `${location.slice(0, 99)}…` : location;
  return failed(
    'WEB_REDIRECT',
    `${host} leads to ${shown || 'nowhere'}, which is no address of a picture. Correct the address.`,
  );
}

export function leadsInside(host: string, target: string): FetchFailure {
  return failed(
    'WEB_REDIRECT',
    `${host} leads to ${target}, which is on this computer or its own network. Nothing was asked there; correct the address.`,
  );
}

export function ownNetwork(host: string): FetchFailure {
  return failed(
    'WEB_OWN_NETWORK',
    `${host} is on this computer or its own network, which is not asked unless you allow it. Allow it, or save the picture beside the table.`,
  );
}

export function tooLarge(limit: number): FetchFailure {
  return failed(
    'WEB_TOO_LARGE',
    `What comes from there has more than ${Math.round(limit / 1024 / 1024)} MB. Put a smaller picture there.`,
  );
}

export function tooSlow(host: string): FetchFailure {
  return failed('WEB_TOO_SLOW', `${host} sends hardly anything. Fetch again later.`, { passing: true });
}

export function brokenOff(host: string): FetchFailure {
  return failed('WEB_BROKEN_OFF', `${host} broke off before the picture was complete. Fetch again.`, { passing: true });
}

const away: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name could not be looked up',
  ENODATA: 'its name is not known',
  ECONNREFUSED: 'it refuses the connection',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no network',
  ETIMEDOUT: 'it does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer',
};
const stalled = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);
const broken = new Set([
  'ECONNRESET',
  'EPIPE',
  'ECONNABORTED',
  'UND_ERR_SOCKET',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'UND_ERR_RES_EXCEEDED_MAX_SIZE',
]);
const storage = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EIO', 'EMFILE', 'ENFILE']);

/** What an error of a connection says of its host; what is wrong on this side is thrown again. */
export function connectionFailure(host: string, error: unknown): FetchFailure {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof OwnNetworkError) return ownNetwork(host);
    const code = String((cause as { code?: unknown }).code ?? '');
    const why = away[code];
    if (why !== undefined) {
      const reason = `${host} cannot be reached: ${why}. Check the connection and the address, then fetch again.`;
      return failed('WEB_UNREACHABLE', reason, { passing: true, host: 'away' });
    }
    if (stalled.has(code)) return tooSlow(host);
    if (broken.has(code)) return brokenOff(host);
    if (/CERT|ERR_TLS|ERR_SSL|EPROTO|SELF_SIGNED|UNABLE_TO/.test(code)) {
      const reason = `${host} cannot prove who it is (${code}). Ask who runs it, or save the picture beside the table.`;
      return failed('WEB_CERTIFICATE', reason, { host: 'away' });
    }
    if (/^HPE_|UND_ERR_HEADERS_OVERFLOW|UND_ERR_INVALID_ARG/.test(code)) {
      return failed('WEB_ANSWER', `${host} answers with what is no answer of a web server. Correct the address.`);
    }
    if (storage.has(code)) throw error;
  }
  throw error;
}
