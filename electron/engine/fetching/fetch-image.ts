/**
 * Asks one address for an image and writes it down as it comes. Nothing is believed of what the server says: what it is shows in its first
 * bytes, how large it is in how much came, and where a redirect leads is checked like the address itself.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { throwIfCancelled } from '../../contract/errors.ts';
import { type ForeignFormat, foreignReason, readLook, sniffFormat, sniffLength } from '../images/index.ts';
import { assertMayAsk } from './connection.ts';
import {
  answerFailure,
  brokenOff,
  connectionFailure,
  type FetchOutcome,
  failed,
  leadsInside,
  oddRedirect,
  tooLarge,
  tooManyRedirects,
  tooSlow,
} from './fetch-outcome.ts';

export interface ImageRequest {
  readonly address: string;
  /** What the server said of the image that is here already. */
  readonly known?: { readonly etag: string | null; readonly lastModified: string | null } | undefined;
}

export interface FetchImageOptions {
  readonly dispatcher: Dispatcher;
  /** Hosts of the own network that may be asked. */
  readonly allowed: ReadonlySet<string>;
  /** Where it is written. */
  readonly partsDir: string;
  readonly limits: FetchLimits;
  readonly signal: AbortSignal;
}

export interface FetchLimits {
  readonly bytes: number;
  /** In any stretch of this length [ms] at least so many bytes must come. */
  readonly slowMs: number;
  readonly slowBytes: number;
  /** From asking to the last byte [ms]. */
  readonly wholeMs: number;
}

const redirects = new Set([301, 302, 303, 307, 308]);
const mostRedirects = 5;
/** Extensions by what the content is. */
const extensions = { jpeg: 'jpg', png: 'png', gif: 'gif', webp: 'webp', tiff: 'tif', heif: 'avif' } as const;

/**
 * What came of it; a failure of the address or its host is an answer too.
 * @throws {AppError} `CANCELLED`; and what the file system throws, ENOSPC among it
 */
export async function fetchImage(wanted: ImageRequest, options: FetchImageOptions): Promise<FetchOutcome> {
  const { limits, signal, dispatcher, allowed } = options;
  const { request } = await import('undici');
  throwIfCancelled(signal);
  const watch = new SlownessWatch(limits);
  const both = AbortSignal.any([signal, watch.signal]);
  let url = new URL(wanted.address);
  let from: string | undefined;
  try {
    for (let step = 0; step <= mostRedirects; step++) {
      assertMayAsk(url, allowed);
      const headers = { ...plainHeaders, ...conditions(wanted.known) };
      const answer = await request(url, { method: 'GET', headers, signal: both, dispatcher });
      const header = (name: string): string | null => [answer.headers[name] ?? null].flat()[0] ?? null;
      const { statusCode: status, body } = answer;
      if (status === 200 || status === 203) return await take(url.host, body, header, watch, options);
      await drop(body);
      if (status === 304 && wanted.known !== undefined) return { kind: 'unchanged' };
      if (!redirects.has(status)) return answerFailure(url.host, status, header('retry-after'));
      const location = header('location') ?? '';
      if (location === '' || !URL.canParse(location, url)) return oddRedirect(url.host, location);
      const next = new URL(location, url);
      if (next.protocol !== 'http:' && next.protocol !== 'https:') return oddRedirect(url.host, next.href);
      from = url.host;
      url = next;
    }
    return tooManyRedirects(url.host);
  } catch (error) {
    throwIfCancelled(signal);
    if (watch.signal.aborted) return tooSlow(url.host);
    const failure = connectionFailure(url.host, error);
    // An address of the open internet has no business there: that is nothing to be allowed.
    return failure.code === 'WEB_OWN_NETWORK' && from !== undefined ? leadsInside(from, url.host) : failure;
  } finally {
    watch.end();
  }
}

const plainHeaders = {
  'user-agent': 'Lookalike (product pictures)',
  accept: 'image/jpeg,image/png,image/webp,image/gif,image/*;q=0.8,*/*;q=0.5',
  'accept-encoding': 'identity',
};

function conditions(known: ImageRequest['known']): Record<string, string> {
  return {
    ...(known?.etag ? { 'if-none-match': known.etag } : {}),
    ...(known?.lastModified ? { 'if-modified-since': known.lastModified } : {}),
  };
}

/** Lets go of a body that nobody reads; one that ends at once leaves the connection for the next. */
async function drop(body: Readable & { dump?: (options: { limit: number }) => Promise<void> }): Promise<void> {
  body.on('error', () => {});
  if (body.dump === undefined) body.destroy();
  else await body.dump({ limit: 16 * 1024 }).catch(() => {});
}

/** Aborts its signal when too little comes or it takes too long. */
class SlownessWatch {
  readonly #controller = new AbortController();
  readonly #timers: NodeJS.Timeout[];
  #bytes = 0;

  constructor({ slowMs, slowBytes, wholeMs }: FetchLimits) {
    const abort = (): void => this.#controller.abort();
    this.#timers = [
      setTimeout(abort, wholeMs),
      setInterval(() => {
        if (this.#bytes < slowBytes) abort();
        this.#bytes = 0;
      }, slowMs),
    ];
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  came(bytes: number): void {
    this.#bytes += bytes;
  }

  end(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }
}

async function take(
  host: string,
  body: Readable,
  header: (name: string) => string | null,
  watch: SlownessWatch,
  { partsDir, limits, signal }: FetchImageOptions,
): Promise<FetchOutcome> {
  const stated = header('content-length');
  if (stated !== null && Number(stated) > limits.bytes) {
    await drop(body);
    return tooLarge(limits.bytes);
  }
  await mkdir(partsDir, { recursive: true });
  const part = path.join(partsDir, `${randomUUID()}.part`);
  const hash = createHash('sha256');
  const handle = await open(part, 'wx');
  let kept = false;
  try {
    let bytes = 0;
    let head: Buffer | undefined = Buffer.alloc(0);
    let format: ReturnType<typeof sniffFormat>;
    for await (const piece of decoded(body, header('content-encoding'))) {
      watch.came(piece.length);
      bytes += piece.length;
      if (bytes > limits.bytes) return tooLarge(limits.bytes);
      hash.update(piece);
      await handle.write(piece);
      if (head === undefined) continue;
      head = Buffer.concat([head, piece]);
      if (head.length < sniffLength) continue;
      format = sniffFormat(head);
      if (extensionOf(format) === undefined) return notAnImage(host, head, format);
      head = undefined;
    }
    if (head !== undefined) {
      format = sniffFormat(head);
      if (extensionOf(format) === undefined) return notAnImage(host, head, format);
    }
    // Without a length and without chunks nothing says whether the end of the connection is the end of the image.
    const endsByItself = stated !== null || header('transfer-encoding') !== null;
    if (!endsByItself && !(await isWhole(part, signal))) return brokenOff(host);
    kept = true;
    const [etag, lastModified] = [header('etag'), header('last-modified')];
    const extension = extensionOf(format) ?? 'jpg';
    return { kind: 'image', part, contentHash: hash.digest('hex'), bytes, extension, etag, lastModified };
  } finally {
    body.on('error', () => {});
    body.destroy();
    await handle.close();
    if (!kept) await rm(part, { force: true });
  }
}

/** Servers that compress whatever they send do so unasked. */
function decoded(body: Readable, encoding: string | null): AsyncIterable<Buffer> {
  const name = (encoding ?? '').trim().toLowerCase();
  const stream =
    name === 'gzip' || name === 'x-gzip'
      ? createGunzip()
      : name === 'br'
        ? createBrotliDecompress()
        : name === 'deflate'
          ? createInflate()
          : undefined;
  if (stream === undefined) return body as AsyncIterable<Buffer>;
  // What breaks shows to who reads.
  pipeline(body, stream, () => {});
  return stream as AsyncIterable<Buffer>;
}

function extensionOf(format: ReturnType<typeof sniffFormat>): string | undefined {
  return format !== undefined && Object.hasOwn(extensions, format)
    ? extensions[format as keyof typeof extensions]
    : undefined;
}

function notAnImage(host: string, head: Buffer, format: ReturnType<typeof sniffFormat>): FetchOutcome {
  if (head.length === 0)
    return failed('WEB_NOT_IMAGE', `${host} answers with nothing. Correct the address in the table.`);
  if (format !== undefined) return failed('WEB_NOT_IMAGE', foreignReason(format as ForeignFormat));
  const text = head.toString('latin1').trimStart().toLowerCase();
  const what = text.startsWith('<') ? 'a web page' : 'something that is no picture';
  return failed('WEB_NOT_IMAGE', `${host} answers with ${what}. Give the address of the picture itself.`);
}

async function isWhole(file: string, signal: AbortSignal): Promise<boolean> {
  return readLook(file, signal).then(
    () => true,
    (error) => {
      throwIfCancelled(signal);
      return error instanceof Error && 'code' in error && error.code !== 'IMAGE_DAMAGED';
    },
  );
}
