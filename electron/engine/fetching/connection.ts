/**
 * Connections to the hosts of image addresses. Where a name leads is looked at when the connection is made, so that a name which answers
 * otherwise the second time (DNS rebinding) or a redirect gets no further than the address itself would.
 */
import { type LookupAddress, lookup } from 'node:dns';
import { isIP } from 'node:net';
import type { buildConnector, Dispatcher } from 'undici';
import { hostnameOf, isPublicAddress, seemsOwnNetwork } from './own-network.ts';

export interface ConnectionLimits {
  /** For a connection to come about, for the answer to begin, and between two pieces of it [ms]. */
  readonly connectMs: number;
  readonly stallMs: number;
  readonly perHost: number;
}

export class OwnNetworkError extends Error {
  readonly code = 'OWN_NETWORK';

  constructor(host: string) {
    super(`${host} is an address of the own network`);
  }
}

/** Whether a person said that this host of the own network may be asked, with its port or with any. */
export function isAllowed(host: string, allowed: ReadonlySet<string>): boolean {
  return allowed.has(host.toLowerCase()) || allowed.has(hostnameOf(host));
}

/** @throws {OwnNetworkError} for what is of the own network by its looks; connections look at where a name really leads */
export function assertMayAsk(url: URL, allowed: ReadonlySet<string>): void {
  if (seemsOwnNetwork(url.host) && !isAllowed(url.host, allowed)) throw new OwnNetworkError(url.host);
}

/** Through the proxy of the environment where there is one: then it is the proxy that looks names up. */
export async function openConnections(allowed: ReadonlySet<string>, limits: ConnectionLimits): Promise<Dispatcher> {
  const { buildConnector, EnvHttpProxyAgent } = await import('undici');
  const { connectMs, stallMs, perHost } = limits;
  const free = buildConnector({ timeout: connectMs });
  const guarded = buildConnector({ timeout: connectMs, lookup: lookUpPublic as never });
  const connect: buildConnector.connector = (options, callback) => {
    const name = options.hostname.replace(/^\[|\]$/g, '');
    const host = isIP(name) === 6 ? `[${name}]` : name;
    if (isAllowed(options.port === '' ? host : `${host}:${options.port}`, allowed)) return free(options, callback);
    if (isIP(name) !== 0 && !isPublicAddress(name)) return callback(new OwnNetworkError(options.hostname), null);
    return guarded(options, callback);
  };
  return new EnvHttpProxyAgent({
    connect,
    connections: perHost,
    pipelining: 1,
    headersTimeout: stallMs,
    bodyTimeout: stallMs,
    maxHeaderSize: 32 * 1024,
  });
}

type LookUpDone = (error: Error | null, address?: string | LookupAddress[], family?: number) => void;

/** As `dns.lookup`, with the public addresses alone. */
export function lookUpPublic(
  name: string,
  options: { readonly all?: boolean; family?: 0 | 4 | 6 },
  done: LookUpDone,
): void {
  lookup(name, { ...options, all: true }, (error, found) => {
    if (error !== null) return done(error);
    const open = found.filter(({ address }) => isPublicAddress(address));
    const [first] = open;
    if (first === undefined) return done(new OwnNetworkError(name));
    if (options.all === true) done(null, open);
    else done(null, first.address, first.family);
  });
}
