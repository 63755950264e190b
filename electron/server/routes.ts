/** What the host answers, one entry a path: who may ask, how, and what comes back. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '../contract/errors.ts';
import { phoneNetworkSchema } from '../contract/phone.ts';
import type { Client } from '../contract/rpc/client.ts';
import { imageHeaders } from '../engine/serving/page-policy.ts';
import { createServedFiles } from '../engine/serving/served-files.ts';
import { openPhoneListener } from '../phone/listener.ts';
import type { EngineLink } from './host.ts';
import { type HostLimits, Turnstile } from './limits.ts';
import { sendError, sendFile, sendJson } from './respond.ts';
import type { Access } from './security.ts';
import { withUpload } from './upload.ts';

export interface Route {
  matches(path: string): boolean;
  readonly methods: readonly string[];
  /** `public`: the UI's own files, which hold nothing of the person's; `token`: the printed token or a launch code; `session`: all else. */
  readonly access: 'public' | 'token' | 'session';
  handle(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> | void;
}

export interface RouteOptions {
  readonly engine: EngineLink;
  readonly client: Client;
  readonly access: Access;
  readonly staticDir: string;
  readonly largestUpload?: number;
  readonly limits: HostLimits;
}

const get = ['GET', 'HEAD'] as const;
const post = ['POST'] as const;

export function createRoutes(options: RouteOptions): Route[] {
  const { engine, client, access, limits } = options;
  const uploads = new Turnstile(limits.uploads);
  const streams = new Turnstile(limits.streams);
  const phones = new Turnstile(1);
  const served = createServedFiles(options.staticDir, client);
  return [
    {
      matches: (path) => served.kindOf(path) === 'ui',
      methods: get,
      access: 'public',
      handle: async (request, response, path) => sendFile(request, response, await served.find(path)),
    },
    {
      matches: (path) => path === '/session',
      methods: post,
      access: 'token',
      handle: (_request, response) => {
        response.writeHead(204, { 'Set-Cookie': access.setCookie, 'Cache-Control': 'no-store' }).end();
      },
    },
    {
      // Asked by a second start, which opens this host when the library is the one it wants.
      matches: (path) => path === '/launch',
      methods: post,
      access: 'token',
      handle: async (_request, response) => {
        const { dir } = await client.call('library.info', {});
        sendJson(response, 200, { library: dir, code: access.createLaunchCode() });
      },
    },
    {
      matches: (path) => served.kindOf(path) === 'image',
      methods: get,
      access: 'session',
      handle: async (request, response, path) =>
        sendFile(request, response, {
          ...(await whileAnswering(engine, served.find(path))),
          headers: imageHeaders,
        }),
    },
    {
      matches: (path) => Object.hasOwn(takers, path),
      methods: post,
      access: 'session',
      handle: async (request, response, path) => {
        const leave = uploads.enter();
        if (leave === undefined) return tooMany(response, 'Other files are being taken in. Try again in a moment.');
        const take = takers[path];
        if (take !== undefined) await takeUpload(request, response, options, take).finally(leave);
      },
    },
    {
      matches: (path) => path === '/phone',
      methods: post,
      access: 'session',
      handle: async (request, response) => {
        const leave = phones.enter();
        if (leave === undefined) return tooMany(response, 'Another window waits for a phone. Close its dialog first.');
        response.once('close', leave);
        await waitForPhone(request, response, client);
      },
    },
    {
      matches: (path) => path === '/engine-state',
      methods: ['GET'],
      access: 'session',
      handle: (_request, response) => {
        const leave = streams.enter();
        if (leave === undefined) return tooMany(response, 'Too many windows are open. Close some of them.');
        response.once('close', leave);
        streamState(response, engine, limits);
      },
    },
    {
      matches: (path) => path === '/engine/restart',
      methods: post,
      access: 'session',
      handle: (_request, response) => {
        engine.restart();
        response.writeHead(204).end();
      },
    },
  ];
}

/**
 * Browsers have six connections to a host. Images that wait for an engine which hangs would take all of them, and nothing else would get
 * through, not even that it be started again. @throws {AppError} `ENGINE_GONE` as soon as it is silent
 */
async function whileAnswering<T>(engine: EngineLink, work: Promise<T>): Promise<T> {
  let off = (): void => undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    off = engine.onState(({ answering }) => {
      if (!answering) reject(new AppError('ENGINE_GONE', 'The catalog engine gives no sign of life.'));
    });
  });
  try {
    return await Promise.race([work, silence]);
  } finally {
    off();
  }
}

type Take = (client: Client, file: string, name: string | undefined) => Promise<unknown>;

const searchBy: Take = (client, path, name) =>
  client.call('search.addImage', { path, ...(name === undefined ? {} : { name }) });

const keepTable: Take = (client, path, name) =>
  client.call('library.keepTable', { path, name: name ?? 'products.csv' });

const lookUp: Take = (client, path, name) =>
  client.call('lookups.add', { files: [{ path, ...(name === undefined ? {} : { name }) }], keep: true });

/** What becomes of an upload, by where it is sent to. */
const takers: Readonly<Record<string, Take>> = {
  '/upload': searchBy,
  '/upload-table': keepTable,
  '/upload-photo': lookUp,
};

async function takeUpload(
  request: IncomingMessage,
  response: ServerResponse,
  { client, largestUpload, limits }: RouteOptions,
  take: Take,
): Promise<void> {
  const name = readName(request.headers['x-file-name']);
  const answer = await withUpload(
    request,
    (file) => {
      // How long the engine takes over it is its own affair.
      request.socket.setTimeout(0);
      return take(client, file, name);
    },
    { silence: limits.silence, ...(largestUpload === undefined ? {} : { limit: largestUpload }) },
  );
  sendJson(response, 200, answer);
}

/** Header values are ASCII, so the page encodes the name as in a URL. */
function readName(header: string | string[] | undefined): string | undefined {
  if (typeof header !== 'string') return undefined;
  try {
    return decodeURIComponent(header).slice(0, 200);
  } catch {
    throw new AppError('BAD_REQUEST', 'The name of the file is not URL-encoded.');
  }
}

/** Lets a phone send photos for as long as the page listens to this answer: one event a line, as JSON. @throws {AppError} */
async function waitForPhone(request: IncomingMessage, response: ServerResponse, client: Client): Promise<void> {
  const network = phoneNetworkSchema.safeParse(request.headers['x-network'] ?? null);
  const lines: string[] = [];
  const listener = await openPhoneListener({
    network: network.data ?? undefined,
    take: (file, name) => client.call('search.addImage', { path: file, name }),
    tell: (event) => {
      const line = `${JSON.stringify(event)}\n`;
      if (response.headersSent) response.write(line);
      else lines.push(line);
    },
  });
  // The page may have gone meanwhile.
  response.once('close', () => void listener.close());
  if (response.destroyed) await listener.close();
  response.socket?.setTimeout(0);
  response.writeHead(200, { 'Content-Type': 'application/x-ndjson', 'Cache-Control': 'no-store' });
  for (const line of lines) response.write(line);
}

/** Server-sent events, one for the present state and one for each change, for as long as the page listens. */
function streamState(response: ServerResponse, engine: EngineLink, { heartbeat }: HostLimits): void {
  response.socket?.setTimeout(0);
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  const off = engine.onState((state) => response.write(`data: ${JSON.stringify(state)}\n\n`));
  // A comment, so that the end of a listener that said nothing is noticed.
  const timer = setInterval(() => response.write(':\n\n'), heartbeat);
  timer.unref();
  response.once('close', () => {
    off();
    clearInterval(timer);
  });
}

function tooMany(response: ServerResponse, message: string): void {
  response.setHeader('Connection', 'close');
  sendError(response, new AppError('CONFLICT', message), 503);
}
