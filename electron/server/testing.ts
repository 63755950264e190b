/** A host on this machine in front of an engine that is played, with files to serve and files to keep from everybody. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { WebSocket } from 'ws';
import { AppError } from '../contract/errors.ts';
import type { EngineState } from '../contract/host.ts';
import { createPeer, partialHandlers } from '../contract/rpc/conformance-peer.ts';
import { createMemoryPair } from '../contract/rpc/memory.ts';
import { serve } from '../contract/rpc/server.ts';
import type { Transport } from '../contract/rpc/transport.ts';
import { openWebSocketTransport } from '../contract/rpc/websocket.ts';
import { createHost, type EngineLink, type Host } from './host.ts';

/** Of the one image that has a thumbnail. */
export const hash = 'a'.repeat(64);

function fakeEngine(dir: string) {
  const lines: Transport[] = [];
  const listeners = new Set<(state: EngineState) => void>();
  const uploads: { path: string; name: string | undefined; bytes: number }[] = [];
  const asked: string[] = [];
  const { handlers: peer, hub } = createPeer();
  const handlers = partialHandlers({
    'library.recent': peer['library.recent'],
    'library.forget': peer['library.forget'],
    'encoders.embed': peer['encoders.embed'],
    'catalog.file': ({ url }) => {
      asked.push(url);
      if (url === `thumb/${hash}`) return { path: path.join(dir, 'thumb.jpg'), mime: 'image/jpeg', immutable: true };
      if (url === 'original/1') return { path: path.join(dir, 'photo.png'), mime: 'image/png', immutable: false };
      if (url === 'original/2') return { path: path.join(dir, 'gone.png'), mime: 'image/png', immutable: false };
      if (url === 'original/3') return { path: path.join(dir, 'secret.txt'), mime: 'text/plain', immutable: false };
      if (url === 'original/4') return { path: dir, mime: 'image/png', immutable: false };
      if (url === 'original/5') return { path: path.join(dir, 'no-photo.png'), mime: 'image/png', immutable: false };
      if (url === 'original/6') return { path: path.join(dir, 'link.png'), mime: 'image/png', immutable: false };
      // As an engine that hangs.
      if (url === 'original/7') return new Promise<never>(() => undefined);
      throw new AppError('NOT_FOUND', 'No such picture.');
    },
    'search.addImage': ({ path: file, name }) => {
      uploads.push({ path: file, name, bytes: readFileSync(file).length });
      if (name === 'broken.jpg') throw new AppError('IMAGE_DAMAGED', 'It is cut short.');
      return { hash, name: name ?? '', width: 1, height: 1, url: `query/${hash}` };
    },
  });
  let state: EngineState = { state: 'ready', restarts: 0, reason: null, answering: true };
  const link: EngineLink = {
    get state() {
      return state;
    },
    onState(listener) {
      listeners.add(listener);
      listener(state);
      return () => listeners.delete(listener);
    },
    connect() {
      if (state.state !== 'ready') throw new AppError('ENGINE_GONE', 'It is not running.');
      const [near, far] = createMemoryPair();
      serve(far, handlers, hub);
      lines.push(far);
      return near;
    },
    restart: () => set('ready'),
  };
  function set(name: EngineState['state'], answering = true): void {
    state = { ...state, state: name, answering };
    for (const listener of listeners) listener(state);
  }
  const crash = (): void => {
    set('restarting');
    for (const line of lines.splice(0)) line.close('it was ended by the signal SIGSEGV');
  };
  return { link, set, crash, uploads, asked, listeners };
}

interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

export interface HostPlace {
  dir: string;
  host: Host;
  engine: ReturnType<typeof fakeEngine>;
  /** Of a session. */
  cookie: string;
  /** Sends the path as it is written, without the tidying that `fetch` does. */
  ask(target: string, options?: AskOptions): Promise<Answer>;
  own(): string;
  token(): string;
  asPage(headers?: http.OutgoingHttpHeaders): http.OutgoingHttpHeaders;
  openPage(): Promise<Transport>;
  /** The status that an upgrade is answered with: 101 when it is taken, 0 when the line is cut. */
  tryWebSocket(target: string, headers: Record<string, string>): Promise<number>;
}

interface AskOptions {
  readonly method?: string;
  readonly headers?: http.OutgoingHttpHeaders;
  readonly body?: Buffer | AsyncIterable<Buffer>;
}

/** One host for the tests of a file. */
export function hostPlace(): HostPlace {
  const place: HostPlace = {
    ...({} as Pick<HostPlace, 'dir' | 'host' | 'engine' | 'cookie'>),
    ask: (target, options = {}) => ask(place.host.port, target, options),
    own: () => `http://127.0.0.1:${place.host.port}`,
    token: () => new URL(place.host.address).hash.replace('#token=', ''),
    asPage: (headers = {}) => ({ cookie: place.cookie, origin: place.own(), ...headers }),
    tryWebSocket: (target, headers) => tryWebSocket(place.host.port, target, headers),
    openPage: () =>
      openWebSocketTransport(
        new WebSocket(`ws://127.0.0.1:${place.host.port}/ws`, {
          headers: { cookie: place.cookie, origin: place.own() },
        }),
      ),
  };
  beforeAll(async () => {
    const dir = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'lookalike-host-')));
    const ui = path.join(dir, 'ui');
    mkdirSync(path.join(ui, 'assets'), { recursive: true });
    writeFileSync(path.join(ui, 'index.html'), '<!doctype html><title>UI</title>');
    writeFileSync(path.join(ui, 'assets', 'app-1a2b.js'), 'export {}');
    writeFileSync(path.join(ui, '.env'), 'SECRET=1');
    writeFileSync(path.join(dir, 'secret.txt'), 'secret');
    writeFileSync(path.join(dir, 'secret.js'), 'secret');
    symlinkSync(path.join(dir, 'secret.js'), path.join(ui, 'assets', 'link.js'));
    symlinkSync(dir, path.join(ui, 'up'));
    writeFileSync(path.join(dir, 'thumb.jpg'), Buffer.from('\xff\xd8\xff bytes', 'latin1'));
    writeFileSync(path.join(dir, 'photo.png'), Buffer.from('\x89PNG\r\n\x1a\n bytes', 'latin1'));
    writeFileSync(path.join(dir, 'no-photo.png'), 'secret');
    symlinkSync(path.join(dir, 'photo.png'), path.join(dir, 'link.png'));
    place.dir = dir;
    place.engine = fakeEngine(dir);
    place.host = await createHost({ engine: place.engine.link, staticDir: ui, port: 0, largestUpload: 100_000 });
    const session = await place.ask('/session', {
      method: 'POST',
      headers: { origin: place.own(), authorization: `Bearer ${place.token()}` },
    });
    place.cookie = String(session.headers['set-cookie']?.[0]?.split(';')[0]);
  });
  afterAll(async () => {
    await place.host.close();
    rmSync(place.dir, { recursive: true });
  });
  beforeEach(() => place.engine.set('ready'));
  return place;
}

function ask(port: number, target: string, options: AskOptions): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const request = http.request(
    {
      host: '127.0.0.1',
      port,
      path: target,
      method: options.method ?? 'GET',
      headers: options.headers ?? {},
    },
    async (response) => {
      let body = '';
      for await (const chunk of response.setEncoding('utf8')) body += chunk;
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
    },
  );
  request.on('error', reject);
  request.end(options.body);
  return promise;
}

function tryWebSocket(port: number, target: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${target}`, { headers });
    socket.on('open', () => {
      resolve(101);
      socket.terminate();
    });
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => resolve(0));
  });
}
