/**
 * Takes photos from one phone of the local network for as long as a dialog is open. It is a server of its own, bound to one address of
 * that network, and knows two things: one page, and one place to send photos to. It serves no files and knows no calls.
 *
 * The token in the address is good once: the browser that opens it gets a cookie, and whoever comes later with the same address is
 * turned away. Guessing, too many photos, or time close it.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { AppError, toAppError } from '../contract/errors.ts';
import type { PhoneEvent } from '../contract/phone.ts';
import type { QueryImage } from '../contract/search.ts';
import { foreignFormatOf, sniffFormat, sniffLength } from '../engine/images/names.ts';
import { type LocalNetwork, localNetworks } from './networks.ts';
import { languageFor, phonePage } from './phone-page.ts';

export type RefusedBecause = 'not-image' | 'too-large' | 'too-many' | 'unreadable';

export interface PhoneLimits {
  /** Until it closes by itself [ms]. */
  readonly life: number;
  /** Of one photo [bytes]. */
  readonly photo: number;
  /** Photos in all. */
  readonly photos: number;
  /** Photos within a minute. */
  readonly perMinute: number;
  /** Requests with a wrong token until it closes. */
  readonly guesses: number;
  readonly connections: number;
  /** For the head of a request, and for a whole one [ms]. */
  readonly head: number;
  readonly request: number;
}

export const usualPhoneLimits: PhoneLimits = {
  life: 10 * 60_000,
  photo: 30 * 1024 * 1024,
  photos: 200,
  perMinute: 40,
  guesses: 10,
  connections: 16,
  head: 5000,
  request: 90_000,
};

export interface PhoneOptions {
  /** What becomes of a photo; the file is gone afterwards. Throws `AppError` for one that cannot be read. */
  take(file: string, name: string): Promise<QueryImage>;
  /** Told in order; after `closed` nothing comes any more. */
  tell(event: PhoneEvent): void;
  /** The address to listen on; without it the likeliest of the local networks. */
  readonly network?: string | undefined;
  readonly networks?: readonly LocalNetwork[];
  readonly limits?: Partial<PhoneLimits>;
}

export interface PhoneListener {
  readonly address: string;
  /** Ends all connections at once. */
  close(): Promise<void>;
}

/** Formats that are decoded here. */
const readable: ReadonlySet<string | undefined> = new Set(['jpeg', 'png', 'gif', 'webp', 'tiff', 'heif']);

/** @throws {AppError} `NOT_FOUND` where this machine is on no network, or not on the one that was asked for */
export async function openPhoneListener(options: PhoneOptions): Promise<PhoneListener> {
  const { tell } = options;
  const networks = options.networks ?? localNetworks();
  const network = networks.find(({ address }) => address === options.network) ?? networks[0];
  if (network === undefined) {
    throw new AppError(
      'NOT_FOUND',
      'This computer is on no local network. Connect it to the Wi-Fi that the phone is on.',
      {
        details: { why: 'no-network' },
      },
    );
  }
  const limits = { ...usualPhoneLimits, ...options.limits };
  const listener = new Listener(network, limits, options);
  const address = await listener.listen();
  tell({
    kind: 'open',
    address,
    network: network.address,
    networks: networks.map(({ name, address: own }) => ({ name, address: own })),
    seconds: Math.round(limits.life / 1000),
  });
  return { address, close: () => listener.close() };
}

class Listener {
  readonly #network: LocalNetwork;
  readonly #limits: PhoneLimits;
  readonly #options: PhoneOptions;
  readonly #server: Server;
  /** Good once; null when it was used. */
  #token: string | null = secret();
  /** The one that was used. */
  #spent: string | null = null;
  readonly #session = secret();
  #guesses = 0;
  #photos = 0;
  /** When photos of the last minute came. */
  #recent: number[] = [];
  #taking = false;
  #closed = false;
  #host = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(network: LocalNetwork, limits: PhoneLimits, options: PhoneOptions) {
    this.#network = network;
    this.#limits = limits;
    this.#options = options;
    this.#server = createServer({
      maxHeaderSize: 8 * 1024,
      headersTimeout: limits.head,
      requestTimeout: limits.request,
      connectionsCheckingInterval: Math.min(limits.head, 2000),
      keepAliveTimeout: 5000,
    });
    this.#server.maxConnections = limits.connections;
    this.#server.on('connection', (socket) => {
      if (!network.has(socket.remoteAddress)) socket.destroy();
    });
    this.#server.on('request', (request, response) => {
      void this.#answer(request, response).catch(() => response.destroy());
    });
    // No upgrade, no CONNECT: whoever asks for one is left without an answer.
    for (const event of ['upgrade', 'connect'] as const) this.#server.on(event, (_request, socket) => socket.destroy());
  }

  async listen(): Promise<string> {
    this.#server.listen(0, this.#network.address);
    await once(this.#server, 'listening');
    const { port } = this.#server.address() as AddressInfo;
    this.#host = `${this.#network.address}:${port}`;
    this.#timer = setTimeout(() => this.#end('time'), this.#limits.life).unref();
    return `http://${this.#host}/${this.#token}`;
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#closed) return;
    this.#closed = true;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  #end(why: 'time' | 'guessing' | 'enough'): void {
    if (this.#closed) return;
    // Who asked last gets an answer first.
    setTimeout(() => void this.close(), why === 'time' ? 0 : 50).unref();
    this.#options.tell({ kind: 'closed', why });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const nonce = secret();
    response.setHeaders(new Map(Object.entries(headers(nonce))));
    // A name that was made to lead here (DNS rebinding) is none of ours.
    if (request.headers.host !== this.#host) return refuse(response, 403);
    const { method, url = '' } = request;
    if (url === '/photo') {
      if (method !== 'POST') return refuse(response, 405);
      if (!this.#knows(request) || request.headers.origin !== `http://${this.#host}`) return this.#guessed(response);
      return this.#receive(request, response);
    }
    const token = /^\/([\w-]{43})$/.exec(url)?.[1];
    if (token === undefined) return refuse(response, 404);
    if (method !== 'GET') return refuse(response, 405);
    if (this.#token !== null && same(token, this.#token)) {
      this.#token = null;
      this.#spent = token;
      response.setHeader('Set-Cookie', `lookalike-phone=${this.#session}; Path=/; HttpOnly; SameSite=Strict`);
      this.#options.tell({ kind: 'connected' });
    } else if (this.#spent === null || !same(token, this.#spent) || !this.#knows(request)) {
      return this.#guessed(response);
    }
    // The phone that has the cookie may load its page again.
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(phonePage(languageFor(request.headers['accept-language']), nonce));
  }

  #knows({ headers: { cookie } }: IncomingMessage): boolean {
    const given = /(?:^|;\s*)lookalike-phone=([\w-]+)/.exec(cookie ?? '')?.[1];
    return given !== undefined && same(given, this.#session);
  }

  #guessed(response: ServerResponse): void {
    this.#guesses++;
    refuse(response, 403);
    if (this.#guesses >= this.#limits.guesses) this.#end('guessing');
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const now = Date.now();
    this.#recent = this.#recent.filter((at) => now - at < 60_000);
    if (this.#taking || this.#recent.length >= this.#limits.perMinute)
      return refusePhoto(request, response, 429, 'too-many');
    this.#recent.push(now);
    this.#taking = true;
    const outcome = await this.#take(request).finally(() => {
      this.#taking = false;
    });
    // The answer comes last: the phone may send the next one with it.
    if (this.#closed) return;
    if ('image' in outcome) {
      this.#options.tell({ kind: 'photo', image: outcome.image });
      response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
      if (++this.#photos >= this.#limits.photos) this.#end('enough');
      return;
    }
    this.#options.tell({ kind: 'refused', error: outcome.error.toPayload() });
    refusePhoto(request, response, outcome.status, outcome.why);
  }

  async #take(request: IncomingMessage): Promise<Outcome> {
    const name = nameOf(request);
    const bytes = await bodyOf(request, this.#limits.photo);
    if (bytes === undefined)
      return { status: 413, why: 'too-large', error: refusal('too-large', name, this.#limits.photo) };
    if (!readable.has(sniffFormat(bytes.subarray(0, sniffLength))))
      return { status: 415, why: 'not-image', error: refusal('not-image', name, this.#limits.photo) };
    const dir = await mkdtemp(path.join(os.tmpdir(), 'lookalike-upload-'));
    try {
      const file = path.join(dir, 'picture');
      await writeFile(file, bytes, { mode: 0o600, flag: 'wx' });
      return { image: await this.#options.take(file, name) };
    } catch (error) {
      return { status: 422, why: 'unreadable', error: toAppError(error) };
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  }
}

type Outcome =
  | { readonly image: QueryImage }
  | { readonly status: number; readonly why: RefusedBecause; readonly error: AppError };

/** @returns undefined when it is larger than `limit` [bytes] */
async function bodyOf(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return undefined;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function nameOf({ headers: { 'x-file-name': header } }: IncomingMessage): string {
  if (typeof header !== 'string') return 'phone.jpg';
  try {
    // A name to show, never a path to write to.
    return path.basename(decodeURIComponent(header).replaceAll('\\', '/')).slice(0, 200) || 'phone.jpg';
  } catch {
    return 'phone.jpg';
  }
}

function refusal(why: 'too-large' | 'not-image', name: string, limit: number): AppError {
  if (why === 'too-large') {
    const megabytes = Math.floor(limit / 1024 / 1024);
    return new AppError('FILE_TOO_LARGE', `${name}: The photo is larger than ${megabytes} MB. Send it smaller.`, {
      details: { why: 'photo-too-large', name },
    });
  }
  const format = foreignFormatOf(name);
  const what = format === undefined ? 'This is no photo' : `${format} cannot be read`;
  return new AppError('NOT_AN_IMAGE', `${name}: ${what}. Send it as JPEG or PNG.`, {
    details: { why: 'photo-foreign', name },
  });
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'Content-Type': 'text/plain', Connection: 'close' }).end();
}

/** The rest of what comes is not read. */
function refusePhoto(request: IncomingMessage, response: ServerResponse, status: number, why: RefusedBecause): void {
  response.writeHead(status, { 'Content-Type': 'application/json', Connection: 'close' });
  response.end(JSON.stringify({ why }), () => {
    // A phone that is still sending has a moment to read the answer.
    request.resume();
    setTimeout(() => request.destroy(), 2000).unref();
  });
}

function headers(nonce: string): Record<string, string> {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    'img-src blob:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'Content-Security-Policy': policy.join('; '),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'geolocation=(), microphone=(), payment=(), usb=()',
    'Cache-Control': 'no-store',
  };
}

/** 256 random bits. */
function secret(): string {
  return randomBytes(32).toString('base64url');
}

/** Compares digests, so that neither the length nor the first difference shows in the time it takes. */
function same(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
