/** The loopback host over real HTTP and WebSockets: what it serves, and every way in that must stay shut. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { AppError } from '../contract/errors.ts';
import type { EngineState } from '../contract/host.ts';
import { createClient } from '../contract/rpc/client.ts';
import { createPeer, partialHandlers } from '../contract/rpc/conformance-peer.ts';
import { createMemoryPair } from '../contract/rpc/memory.ts';
import { serve } from '../contract/rpc/server.ts';
import type { Transport } from '../contract/rpc/transport.ts';
import { openWebSocketTransport } from '../contract/rpc/websocket.ts';
import { createHost, type EngineLink, type Host } from './host.ts';

const hash = 'a'.repeat(64);
let dir: string;
let host: Host;
let engine: ReturnType<typeof fakeEngine>;
let cookie: string;

function fakeEngine() {
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

/** Sends the path as it is written, without the tidying that `fetch` does. */
function ask(
  target: string,
  options: { method?: string; headers?: http.OutgoingHttpHeaders; body?: Buffer | AsyncIterable<Buffer> } = {},
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const request = http.request(
    {
      host: '127.0.0.1',
      port: host.port,
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

const own = (): string => `http://127.0.0.1:${host.port}`;
const token = (): string => new URL(host.address).hash.replace('#token=', '');
const asPage = (headers: http.OutgoingHttpHeaders = {}): http.OutgoingHttpHeaders => ({
  cookie,
  origin: own(),
  ...headers,
});

function tryWebSocket(target: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${host.port}${target}`, { headers });
    socket.on('open', () => {
      resolve(101);
      socket.terminate();
    });
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => resolve(0));
  });
}

const openPage = (): Promise<Transport> =>
  openWebSocketTransport(new WebSocket(`ws://127.0.0.1:${host.port}/ws`, { headers: { cookie, origin: own() } }));

beforeAll(async () => {
  dir = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'lookalike-host-')));
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
  engine = fakeEngine();
  host = await createHost({ engine: engine.link, staticDir: ui, port: 0, largestUpload: 100_000 });
  const session = await ask('/session', {
    method: 'POST',
    headers: { origin: own(), authorization: `Bearer ${token()}` },
  });
  cookie = String(session.headers['set-cookie']?.[0]?.split(';')[0]);
});
afterAll(async () => {
  await host.close();
  rmSync(dir, { recursive: true });
});
beforeEach(() => engine.set('ready'));

describe('what it serves', () => {
  test('the UI, without a session, under a strict policy', async () => {
    const page = await ask('/');
    expect(page).toMatchObject({ status: 200, body: '<!doctype html><title>UI</title>' });
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, no-cache',
    });
    const script = await ask('/assets/app-1a2b.js?x=1');
    expect(script.headers['cache-control']).toContain('immutable');
    expect((await ask('/', { headers: { 'if-none-match': page.headers.etag } })).status).toBe(304);
    expect(await ask('/', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  });

  test('a UI that was built again, without a restart', async () => {
    const ui = path.join(dir, 'ui');
    expect((await ask('/assets/new-3c4d.js')).status).toBe(404);
    writeFileSync(path.join(ui, 'assets', 'new-3c4d.js'), 'export {}');
    utimesSync(path.join(ui, 'index.html'), new Date(), new Date(Date.now() + 5000));
    expect((await ask('/assets/new-3c4d.js')).status).toBe(200);
  });

  test('pictures that the engine names, and nothing run inside them', async () => {
    const thumb = await ask(`/thumb/${hash}`, { headers: { cookie } });
    expect(thumb).toMatchObject({ status: 200, body: expect.stringContaining('bytes') });
    expect(thumb.headers).toMatchObject({ 'content-type': 'image/jpeg', 'content-length': '9' });
    expect(thumb.headers['cache-control']).toContain('immutable');
    expect(thumb.headers['content-security-policy']).toContain('sandbox');
    const original = await ask('/original/1', { headers: { cookie } });
    expect(original.headers['cache-control']).toBe('private, no-cache');
    expect(await ask('/original/1', { headers: { authorization: `Bearer ${token()}` } })).toMatchObject({
      status: 200,
    });
  });

  test('nothing for pictures that are gone, unknown, no picture or no file', async () => {
    for (const target of [
      '/original/2',
      '/original/3',
      '/original/4',
      '/original/5',
      '/original/6',
      `/query/${hash}`,
    ]) {
      const answer = await ask(target, { headers: { cookie } });
      expect([target, answer.status, JSON.parse(answer.body).code]).toEqual([target, 404, 'NOT_FOUND']);
      expect(answer.body).not.toContain(dir);
    }
  });

  test('a dropped picture reaches the engine and its temporary file is removed', async () => {
    const answer = await ask('/upload', {
      method: 'POST',
      headers: asPage({ 'x-file-name': encodeURIComponent('红 bag.jpg') }),
      body: Buffer.alloc(5000),
    });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({ hash, name: '红 bag.jpg' });
    expect(engine.uploads.at(-1)).toMatchObject({ name: '红 bag.jpg', bytes: 5000 });
    expect(existsSync(engine.uploads.at(-1)?.path ?? '/')).toBe(false);

    const broken = await ask('/upload', {
      method: 'POST',
      headers: asPage({ 'x-file-name': 'broken.jpg' }),
      body: Buffer.alloc(9),
    });
    expect([broken.status, JSON.parse(broken.body)]).toEqual([
      422,
      { code: 'IMAGE_DAMAGED', message: 'It is cut short.' },
    ]);
    const misnamed = await ask('/upload', {
      method: 'POST',
      headers: asPage({ 'x-file-name': '%zz' }),
      body: Buffer.alloc(9),
    });
    expect(misnamed.status).toBe(400);
  });

  test('calls over a WebSocket, each page apart; a crash closes them, and they come back', async () => {
    const [one, two] = [createClient(await openPage()), createClient(await openPage())];
    const dirname = 'x'.repeat(1_000_000);
    expect((await one.call('library.forget', { dir: dirname }))[0]?.dir).toHaveLength(1_000_000);
    one.close();
    expect(await two.call('library.recent', {})).toHaveLength(2);
    const pending = two.call('encoders.embed', { text: 'x' });
    engine.crash();
    await expect(pending).rejects.toMatchObject({ code: 'ENGINE_GONE' });
    expect(await tryWebSocket('/ws', { cookie, origin: own() })).toBe(503);
    expect((await ask(`/thumb/${hash}`, { headers: { cookie } })).status).toBe(503);

    const restarted = await ask('/engine/restart', { method: 'POST', headers: asPage() });
    expect(restarted.status).toBe(204);
    expect(await createClient(await openPage()).call('library.recent', {})).toHaveLength(2);
    await expect.poll(async () => (await ask(`/thumb/${hash}`, { headers: { cookie } })).status).toBe(200);
  });

  test('the state of the engine as it changes', async () => {
    const before = engine.listeners.size;
    const controller = new AbortController();
    const response = await fetch(`${own()}/engine-state`, { headers: { cookie }, signal: controller.signal });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toBe(
      'data: {"state":"ready","restarts":0,"reason":null,"answering":true}\n\n',
    );
    engine.set('failed');
    expect((await reader?.read())?.value).toContain('"failed"');
    controller.abort();
    await expect.poll(() => engine.listeners.size).toBe(before);
  });
});

describe('an engine that hangs', () => {
  test('keeps no image waiting, so that a page has connections left to have it started again', async () => {
    const before = engine.asked.length;
    const images = [1, 2, 3, 4, 5, 6].map(() => ask('/original/7', { headers: { cookie } }));
    await expect.poll(() => engine.asked.length).toBe(before + 6);
    engine.set('ready', false);
    expect((await Promise.all(images)).map(({ status }) => status)).toEqual([503, 503, 503, 503, 503, 503]);
    expect((await ask('/original/7', { headers: { cookie } })).status).toBe(503);
    const { status } = await ask('/engine/restart', { method: 'POST', headers: { cookie, origin: own() } });
    expect(status).toBe(204);
  });
});

describe('ways in that stay shut', () => {
  const guarded: [string, string][] = [
    ['GET', `/thumb/${hash}`],
    ['GET', '/original/1'],
    ['GET', `/query/${hash}`],
    ['GET', '/engine-state'],
    ['POST', '/upload'],
    ['POST', '/engine/restart'],
    ['POST', '/session'],
  ];

  test('no token, a wrong token, a wrong cookie', async () => {
    const bad: http.OutgoingHttpHeaders[] = [
      {},
      { authorization: 'Bearer ' },
      { authorization: `Bearer ${'A'.repeat(43)}` },
      { authorization: `Bearer ${token()}x` },
      { authorization: `Basic ${token()}` },
      { cookie: `lookalike-${host.port}=` },
      { cookie: `lookalike-${host.port}=${token()}` },
      { cookie: `lookalike-${host.port}=${'A'.repeat(43)}` },
      { cookie: cookie.replace('lookalike', 'lookalikes') },
    ];
    for (const [method, target] of guarded) {
      for (const headers of bad) {
        const answer = await ask(target, { method, headers: { origin: own(), ...headers } });
        expect([target, headers, answer.status]).toEqual([target, headers, 401]);
        expect(answer.body + JSON.stringify(answer.headers)).not.toContain(token());
      }
    }
    expect((await ask('/session', { method: 'POST', headers: asPage() })).status).toBe(401);
    expect((await ask('/launch', { method: 'POST', headers: asPage() })).status).toBe(401);
  });

  test('a launch code a second time, or for anything but a session', async () => {
    const authorization = `Bearer ${new URL(host.launchAddress()).hash.replace('#token=', '')}`;
    expect((await ask('/original/1', { headers: { authorization } })).status).toBe(401);
    const redeem = () => ask('/session', { method: 'POST', headers: { origin: own(), authorization } });
    expect((await redeem()).status).toBe(204);
    expect((await redeem()).status).toBe(401);
  });

  test('the token in the address is not a way in', async () => {
    expect((await ask(`/original/1?token=${token()}`)).status).toBe(401);
  });

  test('the cookie is kept from scripts and other sites', async () => {
    const session = await ask('/session', {
      method: 'POST',
      headers: { origin: own(), authorization: `Bearer ${token()}` },
    });
    expect(session.headers['set-cookie']?.[0]).toMatch(/; HttpOnly; SameSite=Strict$/);
    expect(token()).toMatch(/^[\w-]{43}$/);
    expect(cookie).not.toContain(token());
  });

  test('a foreign page, even with the session', async () => {
    const foreign = [
      'http://evil.example',
      'null',
      `http://127.0.0.1:${host.port + 1}`,
      `https://127.0.0.1:${host.port}`,
      `http://localhost:${host.port}`,
      `http://127.0.0.1:${host.port}.evil.example`,
    ];
    for (const [method, target] of guarded) {
      for (const origin of foreign) {
        const answer = await ask(target, { method, headers: { cookie, authorization: `Bearer ${token()}`, origin } });
        expect([target, origin, answer.status]).toEqual([target, origin, 403]);
      }
    }
    for (const origin of foreign) expect(await tryWebSocket('/ws', { cookie, origin })).toBe(403);
    expect((await ask('/original/1', { headers: { cookie, 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
    expect((await ask('/original/1', { headers: { cookie, 'sec-fetch-site': 'same-site' } })).status).toBe(403);
  });

  test('a POST or WebSocket that does not say where it comes from', async () => {
    for (const [method, target] of guarded.filter(([method]) => method === 'POST')) {
      const answer = await ask(target, { method, headers: { cookie, authorization: `Bearer ${token()}` } });
      expect([target, answer.status]).toEqual([target, 403]);
    }
    expect(await tryWebSocket('/ws', { cookie })).toBe(403);
  });

  test('a WebSocket without a session, or elsewhere', async () => {
    expect(await tryWebSocket('/ws', { origin: own() })).toBe(401);
    expect(await tryWebSocket('/ws', { origin: own(), cookie: `${cookie}x` })).toBe(401);
    expect(await tryWebSocket('/other', { origin: own(), cookie })).toBe(404);
    expect(await tryWebSocket('/ws', { origin: own(), cookie })).toBe(101);
  });

  test('a name that was made to resolve to this machine', async () => {
    for (const name of [
      'evil.example',
      `evil.example:${host.port}`,
      '127.0.0.1',
      `127.0.0.1:${host.port + 1}`,
      '[::1]',
    ]) {
      const headers = { host: name, origin: `http://${name}`, cookie };
      for (const target of ['/', '/original/1']) {
        expect([name, (await ask(target, { headers })).status]).toEqual([name, 403]);
      }
      expect(await tryWebSocket('/ws', headers)).toBe(403);
    }
    const local = `localhost:${host.port}`;
    expect((await ask('/original/1', { headers: { host: local, origin: `http://${local}`, cookie } })).status).toBe(
      200,
    );
  });

  test('paths that lead out of the folders', async () => {
    const before = engine.asked.length;
    const paths = [
      '/../secret.txt',
      '/../secret.js',
      '/..%2fsecret.js',
      '/%2e%2e/secret.js',
      '/%252e%252e%252fsecret.js',
      '/assets/../../secret.js',
      '/assets/..\\..\\secret.js',
      '/assets/link.js',
      '/up/secret.js',
      '/up/ui/index.html',
      '/.env',
      '/index.html%00.js',
      '//etc/passwd',
      '/etc/passwd',
      'http://127.0.0.1/secret.js',
      `/thumb/../original/1`,
      `/thumb/${'a'.repeat(63)}`,
      `/thumb/${hash}/..`,
      `/thumb/${hash}%00`,
      `/thumb/${hash.toUpperCase()}`,
      '/thumb/..%2f..%2fsecret.txt',
      `/original/${path.join(dir, 'secret.txt')}`,
      '/original/-1',
      '/original/1e3',
      '/query/file:%2f%2f%2fetc%2fpasswd',
      '/assets/constructor',
      '/__proto__',
    ];
    for (const target of paths) {
      const answer = await ask(target, { headers: { cookie } });
      expect([target, answer.status]).toEqual([target, 404]);
      expect(answer.body).not.toContain('secret');
    }
    expect(engine.asked).toHaveLength(before);
  });

  test('methods that a path does not know', async () => {
    for (const [method, target, allowed] of [
      ['POST', '/', 'GET, HEAD'],
      ['DELETE', '/original/1', 'GET, HEAD'],
      ['GET', '/upload', 'POST'],
      ['GET', '/session', 'POST'],
      ['OPTIONS', '/engine-state', 'GET'],
    ] as const) {
      const answer = await ask(target, { method, headers: asPage() });
      expect([target, answer.status, answer.headers.allow]).toEqual([target, 405, allowed]);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  test('a huge upload, announced or not, leaves nothing behind', async () => {
    const leftovers = (): string[] => readdirSync(os.tmpdir()).filter((name) => name.startsWith('lookalike-upload-'));
    const before = leftovers();
    const uploads = engine.uploads.length;
    const announced = await ask('/upload', { method: 'POST', headers: asPage(), body: Buffer.alloc(300_000) });
    expect(JSON.parse(announced.body)).toMatchObject({ code: 'FILE_TOO_LARGE' });
    expect(announced.status).toBe(413);

    const chunked = await fetch(`${own()}/upload`, {
      method: 'POST',
      headers: { cookie, origin: own() },
      body: new Blob([Buffer.alloc(300_000)]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect(chunked.status).toBe(413);
    expect(engine.uploads).toHaveLength(uploads);
    expect(leftovers()).toEqual(before);
  });
});

describe('what is left open', () => {
  const limits = {
    ...{ connections: 40, pages: 2, streams: 2, uploads: 2, head: 2000, request: 5000 },
    ...{ silence: 2000, farewell: 200, heartbeat: 2000, unread: 1_000_000 },
  };
  let narrow: Host;
  let port: number;
  const sockets: net.Socket[] = [];
  const bearer = () => `Authorization: Bearer ${new URL(narrow.address).hash.replace('#token=', '')}`;
  const head = (request: string, ...lines: string[]): string =>
    [request, `Host: 127.0.0.1:${port}`, `Origin: http://127.0.0.1:${port}`, bearer(), ...lines, '', ''].join('\r\n');
  const upgrading = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];
  const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';

  /** Sends the text and never closes its own end. */
  function open(text: string): { received: () => string; closed: Promise<void> } {
    const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    sockets.push(socket);
    let received = '';
    socket.on('data', (data) => {
      received += data.toString('latin1');
    });
    socket.on('error', () => {});
    socket.write(text);
    return { received: () => received, closed: new Promise((resolve) => socket.once('close', () => resolve())) };
  }

  const connections = (): Promise<number> => narrow.connections();

  beforeEach(async () => {
    engine.set('ready');
    narrow = await createHost({ engine: engine.link, staticDir: path.join(dir, 'ui'), port: 0, limits });
    port = narrow.port;
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await narrow.close();
  });

  test('sockets of refused upgrades, of half a head and of silence are let go', async () => {
    open('');
    const refused = open(head('GET /nowhere HTTP/1.1', ...upgrading, key));
    const half = open('GET / HTTP/1.1\r\nHost: 127');
    await expect.poll(refused.received).toContain('404 Not Found');
    await expect.poll(half.received).toContain('408');
    await expect.poll(connections).toBe(0);
  });

  test('an upload that stops in the middle is told so, and its file is gone', async () => {
    const files = () => readdirSync(os.tmpdir()).filter((name) => name.startsWith('lookalike-upload-'));
    const before = files();
    const uploads = [1, 2].map(() => open(`${head('POST /upload HTTP/1.1', 'Content-Length: 1000')}abc`));
    await expect.poll(() => files().length).toBe(before.length + 2);
    const third = open(`${head('POST /upload HTTP/1.1', 'Content-Length: 3')}abc`);
    await expect.poll(third.received).toContain('503');
    for (const { received } of uploads) await expect.poll(received).toContain('stopped coming');
    await expect.poll(connections).toBe(0);
    expect(files()).toEqual(before);
    const next = open(`${head('POST /upload HTTP/1.1', 'Content-Length: 3')}abc`);
    await expect.poll(next.received).toContain('200 OK');
  });

  test('an upload of a byte now and then has an end', async () => {
    const slow = open(head('POST /upload HTTP/1.1', 'Content-Length: 1000'));
    const drip = setInterval(() => sockets[0]?.write('a'), 100);
    await expect.poll(connections).toBe(1);
    const begun = Date.now();
    await expect.poll(connections, { interval: 200 }).toBe(0);
    expect(Date.now() - begun).toBeGreaterThan(1000);
    clearInterval(drip);
    expect(slow.received()).not.toContain('200 OK');
  });

  test('pages and listeners have a number, and those that are not there any more leave it', async () => {
    const page = () => open(head('GET /ws HTTP/1.1', ...upgrading, key));
    const first = [page(), page()];
    for (const { received } of first) await expect.poll(received).toContain('101 Switching');
    const third = page();
    await expect.poll(third.received).toContain('503');
    // They answer no ping.
    await expect.poll(connections).toBe(0);
    await expect.poll(page().received).toContain('101 Switching');

    const stream = () => open(head('GET /engine-state HTTP/1.1'));
    for (const { received } of [stream(), stream()]) await expect.poll(received).toContain('"ready"');
    await expect.poll(stream().received).toContain('503');
  });

  test('a message nested too deep ends its page and not the host', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, {
      headers: { origin: `http://127.0.0.1:${port}`, authorization: bearer().slice(15) },
    });
    const closed = new Promise((resolve) => socket.once('close', (_code, reason) => resolve(String(reason))));
    await new Promise((resolve) => socket.once('open', resolve));
    const depth = 5000;
    socket.send(
      `{"type":"call","id":1,"method":"library.recent","params":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`,
    );
    expect(await closed).toBe('a message was nested too deep');
    expect((await ask('/')).status).toBe(200);
  });
});

describe('ports', () => {
  test('the next free one by default, an error when it was asked for', async () => {
    await expect(
      createHost({ engine: engine.link, staticDir: path.join(dir, 'ui'), port: host.port }),
    ).rejects.toMatchObject({ code: 'EADDRINUSE' });
    const hosts = [await createHost({ engine: engine.link, staticDir: path.join(dir, 'ui') })];
    hosts.push(await createHost({ engine: engine.link, staticDir: path.join(dir, 'ui') }));
    expect(hosts[1]?.port).toBeGreaterThan(hosts[0]?.port ?? 0);
    expect(new Set(hosts.map(({ address }) => address.split('token=')[1])).size).toBe(2);
    for (const open of hosts) await open.close();
  });

  test('only 127.0.0.1 is bound', async () => {
    const others = Object.values(os.networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter(({ internal }) => !internal);
    for (const { address, family } of others) {
      const url = family === 'IPv6' ? `http://[${address}]:${host.port}` : `http://${address}:${host.port}`;
      await expect(fetch(url, { signal: AbortSignal.timeout(1000) })).rejects.toThrow();
    }
    await expect(fetch(`http://[::1]:${host.port}`)).rejects.toThrow();
  });
});
