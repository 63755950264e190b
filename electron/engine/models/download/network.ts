/**
 * The one way from the engine to the network. It goes through the proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name, gives up on
 * connections over which nothing comes, and follows no redirect by itself: what a caller must not send on (a token) is its own affair.
 */
import type { Dispatcher } from 'undici';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Dispatcher.ResponseData['body'];
}

export interface Ask {
  readonly method: 'GET' | 'HEAD';
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface Network {
  /** @throws what undici throws; see `describeFailure` */
  ask(url: URL, ask: Ask): Promise<Answer>;
  close(): Promise<void>;
}

/** `stallMs`: how long a server may say nothing, be it before its answer or within it. */
export function openNetwork(stallMs: number): Network {
  // Loading it is a tenth of what an engine needs to start, and most never ask the network.
  const load = async () => {
    const { EnvHttpProxyAgent, request } = await import('undici');
    return { request, dispatcher: new EnvHttpProxyAgent({ connect: { timeout: stallMs } }) };
  };
  let opened: ReturnType<typeof load> | undefined;
  return {
    async ask(url, { method, headers, signal }) {
      opened ??= load();
      const { request, dispatcher } = await opened;
      const timeouts = { headersTimeout: stallMs, bodyTimeout: stallMs };
      const answer = await request(url, { method, headers, signal, dispatcher, ...timeouts });
      return { status: answer.statusCode, headers: flat(answer.headers), body: answer.body };
    },
    close: async () => (await opened)?.dispatcher.close(),
  };
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Record<string, string>;
}

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its address could not be found',
  EAI_AGAIN: 'its address could not be found',
  ECONNREFUSED: 'it refused the connection',
  ECONNRESET: 'it broke the connection off',
  ENETUNREACH: 'there is no network',
  UND_ERR_SOCKET: 'it broke the connection off',
  UND_ERR_CONNECT_TIMEOUT: 'it did not answer',
  UND_ERR_HEADERS_TIMEOUT: 'it did not answer',
  UND_ERR_BODY_TIMEOUT: 'nothing came any more',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'it broke the connection off',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is not trusted',
};

/** Half a sentence: what became of a connection. */
export function describeFailure(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = (cause as Error & { code?: unknown }).code;
    const known = typeof code === 'string' ? reasons[code] : undefined;
    if (known !== undefined) return known;
  }
  return error instanceof Error ? error.message : String(error);
}
