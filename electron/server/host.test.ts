/** The loopback host over real HTTP and WebSockets: what it serves, and where. */
import { existsSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createClient } from '../contract/rpc/client.ts';
import { createHost } from './host.ts';
import { hash, hostPlace } from './testing.ts';

const place = hostPlace();
const { ask, asPage, openPage, own, token, tryWebSocket } = place;

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
    const ui = path.join(place.dir, 'ui');
    expect((await ask('/assets/new-3c4d.js')).status).toBe(404);
    writeFileSync(path.join(ui, 'assets', 'new-3c4d.js'), 'export {}');
    utimesSync(path.join(ui, 'index.html'), new Date(), new Date(Date.now() + 5000));
    expect((await ask('/assets/new-3c4d.js')).status).toBe(200);
  });

  test('pictures that the engine names, and nothing run inside them', async () => {
    const thumb = await ask(`/thumb/${hash}`, { headers: { cookie: place.cookie } });
    expect(thumb).toMatchObject({ status: 200, body: expect.stringContaining('bytes') });
    expect(thumb.headers).toMatchObject({ 'content-type': 'image/jpeg', 'content-length': '9' });
    expect(thumb.headers['cache-control']).toContain('immutable');
    expect(thumb.headers['content-security-policy']).toContain('sandbox');
    const original = await ask('/original/1', { headers: { cookie: place.cookie } });
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
      const answer = await ask(target, { headers: { cookie: place.cookie } });
      expect([target, answer.status, JSON.parse(answer.body).code]).toEqual([target, 404, 'NOT_FOUND']);
      expect(answer.body).not.toContain(place.dir);
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
    expect(place.engine.uploads.at(-1)).toMatchObject({ name: '红 bag.jpg', bytes: 5000 });
    expect(existsSync(place.engine.uploads.at(-1)?.path ?? '/')).toBe(false);

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
    place.engine.crash();
    await expect(pending).rejects.toMatchObject({ code: 'ENGINE_GONE' });
    expect(await tryWebSocket('/ws', { cookie: place.cookie, origin: own() })).toBe(503);
    expect((await ask(`/thumb/${hash}`, { headers: { cookie: place.cookie } })).status).toBe(503);

    const restarted = await ask('/engine/restart', { method: 'POST', headers: asPage() });
    expect(restarted.status).toBe(204);
    expect(await createClient(await openPage()).call('library.recent', {})).toHaveLength(2);
    await expect
      .poll(async () => (await ask(`/thumb/${hash}`, { headers: { cookie: place.cookie } })).status)
      .toBe(200);
  });

  test('the state of the engine as it changes', async () => {
    const before = place.engine.listeners.size;
    const controller = new AbortController();
    const response = await fetch(`${own()}/engine-state`, {
      headers: { cookie: place.cookie },
      signal: controller.signal,
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toBe(
      'data: {"state":"ready","restarts":0,"reason":null,"answering":true}\n\n',
    );
    place.engine.set('failed');
    expect((await reader?.read())?.value).toContain('"failed"');
    controller.abort();
    await expect.poll(() => place.engine.listeners.size).toBe(before);
  });
});

describe('an engine that hangs', () => {
  test('keeps no image waiting, so that a page has connections left to have it started again', async () => {
    const before = place.engine.asked.length;
    const images = [1, 2, 3, 4, 5, 6].map(() => ask('/original/7', { headers: { cookie: place.cookie } }));
    await expect.poll(() => place.engine.asked.length).toBe(before + 6);
    place.engine.set('ready', false);
    expect((await Promise.all(images)).map(({ status }) => status)).toEqual([503, 503, 503, 503, 503, 503]);
    expect((await ask('/original/7', { headers: { cookie: place.cookie } })).status).toBe(503);
    const { status } = await ask('/engine/restart', {
      method: 'POST',
      headers: { cookie: place.cookie, origin: own() },
    });
    expect(status).toBe(204);
  });
});

describe('ports', () => {
  test('the next free one by default, an error when it was asked for', async () => {
    await expect(
      createHost({ engine: place.engine.link, staticDir: path.join(place.dir, 'ui'), port: place.host.port }),
    ).rejects.toMatchObject({ code: 'EADDRINUSE' });
    const hosts = [await createHost({ engine: place.engine.link, staticDir: path.join(place.dir, 'ui') })];
    hosts.push(await createHost({ engine: place.engine.link, staticDir: path.join(place.dir, 'ui') }));
    expect(hosts[1]?.port).toBeGreaterThan(hosts[0]?.port ?? 0);
    expect(new Set(hosts.map(({ address }) => address.split('token=')[1])).size).toBe(2);
    for (const open of hosts) await open.close();
  });

  test('only 127.0.0.1 is bound', async () => {
    const others = Object.values(os.networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter(({ internal }) => !internal);
    for (const { address, family } of others) {
      const url = family === 'IPv6' ? `http://[${address}]:${place.host.port}` : `http://${address}:${place.host.port}`;
      await expect(fetch(url, { signal: AbortSignal.timeout(1000) })).rejects.toThrow();
    }
    await expect(fetch(`http://[::1]:${place.host.port}`)).rejects.toThrow();
  });
});
