/**
 * Files as the Hugging Face hub and its mirrors give them: `{endpoint}/{repository}/resolve/{revision}/{path}`. The first answer
 * carries size, checksum and commit in headers (`x-linked-size`, `x-linked-etag`, `x-repo-commit`) and leads on to another host.
 */
import { AppError } from '../../../contract/errors.ts';
import { type Answer, describeFailure, type Network } from './network.ts';

export interface HubFile {
  readonly repository: string;
  readonly revision: string;
  readonly path: string;
}

/** Large files are named by the SHA-256 of their bytes, small ones by what git calls them: SHA-1 over `blob <bytes>\0` and the bytes. */
export interface Checksum {
  readonly kind: 'sha256' | 'git-sha1';
  readonly hex: string;
}

export interface FileFacts {
  readonly bytes: number | null;
  readonly checksum: Checksum | null;
  /** What the revision was when the hub answered; null from mirrors that do not say. */
  readonly commit: string | null;
}

/** Part of a file that is here already, and the mark of the version it is of. */
export interface Resume {
  readonly from: number;
  readonly etag: string | null;
}

export interface Hub {
  readonly endpoint: string;
  facts(file: HubFile, signal: AbortSignal): Promise<FileFacts>;
  /** Status 200: from the start; 206: from where `resume` says; 416: there is no more. */
  open(file: HubFile, resume: Resume, signal: AbortSignal): Promise<Answer>;
}

/** A failure that may pass: the connection, or a server that is busy. */
export class PassingError extends Error {
  readonly waitMs: number | undefined;
  constructor(message: string, options: { cause?: unknown; waitMs?: number | undefined } = {}) {
    super(message, { cause: options.cause });
    this.waitMs = options.waitMs;
  }
}

const mostRedirects = 8;

/** `token` is shown to the endpoint only, never to a host that it leads on to. */
export function openHub(network: Network, endpoint: string, token: string | undefined): Hub {
  const home = new URL(endpoint.endsWith('/') ? endpoint : `${endpoint}/`);
  const headersFor = (url: URL): Record<string, string> => ({
    'user-agent': 'lookalike',
    // A compressed answer would have another length and could not be gone on with.
    'accept-encoding': 'identity',
    ...(token !== undefined && url.origin === home.origin ? { authorization: `Bearer ${token}` } : {}),
  });

  /** Walks redirects until one answer is wanted; `seen` looks at each and may say that it is enough. */
  async function walk(
    file: HubFile,
    ask: { method: 'GET' | 'HEAD'; headers?: Record<string, string>; signal: AbortSignal },
    seen: (answer: Answer, url: URL) => boolean,
  ): Promise<Answer> {
    let url = addressOf(home, file);
    for (let hop = 0; hop <= mostRedirects; hop++) {
      const headers = { ...headersFor(url), ...ask.headers };
      const answer = await network.ask(url, { ...ask, headers }).catch((cause) => {
        if (ask.signal.aborted) throw new AppError('CANCELLED', 'The download was stopped.', { cause });
        throw new PassingError(`${url.host}: ${describeFailure(cause)}`, { cause });
      });
      if (seen(answer, url)) return answer;
      const next = isRedirect(answer.status) ? answer.headers.location : undefined;
      await answer.body.dump().catch(() => undefined);
      if (next === undefined) throw refusal(answer, url, { home, file, token });
      url = new URL(next, url);
    }
    throw new AppError('NETWORK_FAILED', `${home.host} leads from one address to the next without end.`);
  }

  return {
    endpoint: home.href.replace(/\/$/, ''),
    async facts(file, signal) {
      const collected: Record<string, string> = {};
      await walk(file, { method: 'HEAD', signal }, ({ status, headers }, url) => {
        for (const name of ['x-linked-etag', 'x-linked-size', 'x-repo-commit']) collected[name] ??= headers[name] ?? '';
        for (const name of Object.keys(collected)) if (collected[name] === '') delete collected[name];
        if (status === 200) {
          // Of other hosts the mark is their own, and says nothing of the content.
          if (url.origin === home.origin && headers.etag !== undefined) collected.etag = headers.etag;
          if (headers['content-length'] !== undefined) collected['content-length'] = headers['content-length'];
        }
        const enough = collected['x-linked-etag'] !== undefined && collected['x-linked-size'] !== undefined;
        return status === 200 || (isRedirect(status) && enough);
      });
      const bytes = Number(collected['x-linked-size'] ?? collected['content-length'] ?? Number.NaN);
      return {
        bytes: Number.isSafeInteger(bytes) ? bytes : null,
        checksum: checksumOf(collected['x-linked-etag'] ?? collected.etag),
        commit: collected['x-repo-commit'] ?? null,
      };
    },
    open(file, { from, etag }, signal) {
      const range = from === 0 ? {} : { range: `bytes=${from}-`, ...(etag === null ? {} : { 'if-range': etag }) };
      return walk(file, { method: 'GET', headers: range, signal }, ({ status }) => [200, 206, 416].includes(status));
    },
  };
}

function addressOf(home: URL, { repository, revision, path }: HubFile): URL {
  const encoded = [...repository.split('/'), 'resolve', revision, ...path.split('/')].map(encodeURIComponent);
  return new URL(encoded.join('/'), home);
}

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

function checksumOf(etag: string | undefined): Checksum | null {
  const hex = etag?.replace(/^W\//, '').replaceAll('"', '') ?? '';
  if (/^[0-9a-f]{64}$/.test(hex)) return { kind: 'sha256', hex };
  return /^[0-9a-f]{40}$/.test(hex) ? { kind: 'git-sha1', hex } : null;
}

function refusal(answer: Answer, url: URL, asked: { home: URL; file: HubFile; token: string | undefined }): Error {
  const { status, headers } = answer;
  const { home, file, token } = asked;
  const details = { status, url: url.href, host: home.host, file: file.path, repository: file.repository };
  // The address that the hub leads to is good for a while only; the next attempt asks it for another.
  const expired = url.origin !== home.origin && (status === 401 || status === 403);
  if (expired) return new PassingError(`${url.host} does not give the file any longer (${status})`);
  if (status === 408 || status === 429 || status >= 500) {
    const wait = Number(headers['retry-after'] ?? Number.NaN);
    return new PassingError(`${url.host} is busy (${status})`, {
      waitMs: Number.isFinite(wait) ? Math.min(wait * 1000, 60_000) : undefined,
    });
  }
  const page = new URL(file.repository, home).href;
  const what = `${file.path} of ${file.repository}`;
  if (status === 401 || status === 403) {
    const message =
      token === undefined
        ? `${home.host} gives ${what} only to people who have accepted its licence there. Accept it at ${page}, then start Lookalike with the environment variable HF_TOKEN set to an access token of your account.`
        : `${home.host} does not give ${what} to the account that the token in HF_TOKEN belongs to. Accept the licence at ${page} with that account, or check the token.`;
    const why = token === undefined ? 'gated' : 'token-refused';
    return new AppError('NETWORK_FAILED', message, { details: { ...details, why, page } });
  }
  if (status === 404 || status === 410) {
    const message = `${what} is not at ${home.host} (revision ${file.revision}). If this is a mirror, try the hub itself or another mirror; else the model was moved: get its folder by other means and add that.`;
    return new AppError('NETWORK_FAILED', message, { details: { ...details, why: 'not-at-host' } });
  }
  const message = `${url.host} answered ${status} for ${what}. Try again later.`;
  return new AppError('NETWORK_FAILED', message, { details: { ...details, why: 'host-answered' } });
}
