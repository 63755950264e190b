/**
 * Who may talk to the loopback host. Any page in the browser can send requests to 127.0.0.1, and any name can be made to resolve to
 * it, so an address alone proves nothing. A request must name this host (no DNS rebinding), come from its own page where it says
 * where it comes from (no cross-site request), and know the session (no other program of this machine).
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { pageHeaders } from '../engine/serving/page-policy.ts';

export interface Access {
  /** 256 random bits; shown to the person once, in the fragment of the address, and never written anywhere else. */
  readonly token: string;
  /** The cookie that a page gets for the token, as a `Set-Cookie` value. */
  readonly setCookie: string;
  /** The request names this host. */
  namesHost(request: IncomingMessage): boolean;
  /** The request comes from the page of this host. `required`: it must say so (POST, WebSocket). */
  fromOwnPage(request: IncomingMessage, required: boolean): boolean;
  /** The request carries the session cookie or the token. */
  hasSession(request: IncomingMessage): boolean;
  /** The request carries the token itself, or a launch code, which is used up by it. */
  redeem(request: IncomingMessage): boolean;
  /**
   * Stands in for the token where an address must be handed to another program: command lines can be read by all users of a machine,
   * so this one works once and for a minute.
   */
  createLaunchCode(): string;
}

/** [ms] */
const launchCodeLife = 60_000;

/** Cookies do not tell ports apart, so the name does: two hosts on one machine do not log each other out. */
export function createAccess(port: number, token: string = randomBytes(32).toString('base64url')): Access {
  const session = randomBytes(32).toString('base64url');
  const cookieName = `lookalike-${port}`;
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);

  const launchCodes = new Map<string, number>();

  const hasToken = (request: IncomingMessage): boolean => {
    const given = readBearer(request);
    return given !== undefined && sameSecret(given, token);
  };
  const spendLaunchCode = (request: IncomingMessage): boolean => {
    const given = readBearer(request);
    const code = given === undefined ? undefined : [...launchCodes.keys()].find((known) => sameSecret(given, known));
    if (code === undefined) return false;
    const expires = launchCodes.get(code) ?? 0;
    launchCodes.delete(code);
    return Date.now() < expires;
  };
  return {
    token,
    setCookie: `${cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict`,
    namesHost: ({ headers }) => hosts.has(headers.host ?? ''),
    fromOwnPage: ({ headers }, required) => isOwnOrigin(headers, required),
    hasSession: (request) => {
      const given = readCookie(request.headers.cookie, cookieName);
      return (given !== undefined && sameSecret(given, session)) || hasToken(request);
    },
    redeem: (request) => hasToken(request) || spendLaunchCode(request),
    createLaunchCode: () => {
      const code = randomBytes(32).toString('base64url');
      launchCodes.set(code, Date.now() + launchCodeLife);
      return code;
    },
  };
}

function readBearer({ headers }: IncomingMessage): string | undefined {
  return /^Bearer ([\w-]+)$/.exec(headers.authorization ?? '')?.[1];
}

function isOwnOrigin(headers: IncomingHttpHeaders, required: boolean): boolean {
  if (headers.origin !== undefined) return headers.origin === `http://${headers.host}`;
  const site = headers['sec-fetch-site'];
  return !required && (site === undefined || site === 'same-origin' || site === 'none');
}

function readCookie(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name) return value;
  }
  return undefined;
}

/** Compares digests, so that neither the length nor the first difference shows in the time it takes. */
function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** Headers of every answer. Both spellings of the host are named for the WebSocket, since `'self'` does not cover `ws:` everywhere. */
export function securityHeaders(port: number): Record<string, string> {
  return pageHeaders([`ws://127.0.0.1:${port}`, `ws://localhost:${port}`]);
}
