/** The loopback host over real HTTP and WebSockets: every way in that must stay shut. */
import { readdirSync } from 'node:fs';
import type http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { hash, hostPlace } from './testing.ts';

const place = hostPlace();
const { ask, asPage, own, token, tryWebSocket } = place;

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
      { cookie: `lookalike-${place.host.port}=` },
      { cookie: `lookalike-${place.host.port}=${token()}` },
      { cookie: `lookalike-${place.host.port}=${'A'.repeat(43)}` },
      { cookie: place.cookie.replace('lookalike', 'lookalikes') },
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
    const authorization = `Bearer ${new URL(place.host.launchAddress()).hash.replace('#token=', '')}`;
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
    expect(place.cookie).not.toContain(token());
  });

  test('a foreign page, even with the session', async () => {
    const foreign = [
      'http://evil.example',
      'null',
      `http://127.0.0.1:${place.host.port + 1}`,
      `https://127.0.0.1:${place.host.port}`,
      `http://localhost:${place.host.port}`,
      `http://127.0.0.1:${place.host.port}.evil.example`,
    ];
    for (const [method, target] of guarded) {
      for (const origin of foreign) {
        const answer = await ask(target, {
          method,
          headers: { cookie: place.cookie, authorization: `Bearer ${token()}`, origin },
        });
        expect([target, origin, answer.status]).toEqual([target, origin, 403]);
      }
    }
    for (const origin of foreign) expect(await tryWebSocket('/ws', { cookie: place.cookie, origin })).toBe(403);
    expect(
      (await ask('/original/1', { headers: { cookie: place.cookie, 'sec-fetch-site': 'cross-site' } })).status,
    ).toBe(403);
    expect(
      (await ask('/original/1', { headers: { cookie: place.cookie, 'sec-fetch-site': 'same-site' } })).status,
    ).toBe(403);
  });

  test('a POST or WebSocket that does not say where it comes from', async () => {
    for (const [method, target] of guarded.filter(([method]) => method === 'POST')) {
      const answer = await ask(target, {
        method,
        headers: { cookie: place.cookie, authorization: `Bearer ${token()}` },
      });
      expect([target, answer.status]).toEqual([target, 403]);
    }
    expect(await tryWebSocket('/ws', { cookie: place.cookie })).toBe(403);
  });

  test('a WebSocket without a session, or elsewhere', async () => {
    expect(await tryWebSocket('/ws', { origin: own() })).toBe(401);
    expect(await tryWebSocket('/ws', { origin: own(), cookie: `${place.cookie}x` })).toBe(401);
    expect(await tryWebSocket('/other', { origin: own(), cookie: place.cookie })).toBe(404);
    expect(await tryWebSocket('/ws', { origin: own(), cookie: place.cookie })).toBe(101);
  });

  test('a name that was made to resolve to this machine', async () => {
    for (const name of [
      'evil.example',
      `evil.example:${place.host.port}`,
      '127.0.0.1',
      `127.0.0.1:${place.host.port + 1}`,
      '[::1]',
    ]) {
      const headers = { host: name, origin: `http://${name}`, cookie: place.cookie };
      for (const target of ['/', '/original/1']) {
        expect([name, (await ask(target, { headers })).status]).toEqual([name, 403]);
      }
      expect(await tryWebSocket('/ws', headers)).toBe(403);
    }
    const local = `localhost:${place.host.port}`;
    expect(
      (await ask('/original/1', { headers: { host: local, origin: `http://${local}`, cookie: place.cookie } })).status,
    ).toBe(200);
  });

  test('paths that lead out of the folders', async () => {
    const before = place.engine.asked.length;
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
      `/original/${path.join(place.dir, 'secret.txt')}`,
      '/original/-1',
      '/original/1e3',
      '/query/file:%2f%2f%2fetc%2fpasswd',
      '/assets/constructor',
      '/__proto__',
    ];
    for (const target of paths) {
      const answer = await ask(target, { headers: { cookie: place.cookie } });
      expect([target, answer.status]).toEqual([target, 404]);
      expect(answer.body).not.toContain('secret');
    }
    expect(place.engine.asked).toHaveLength(before);
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
    const uploads = place.engine.uploads.length;
    const announced = await ask('/upload', { method: 'POST', headers: asPage(), body: Buffer.alloc(300_000) });
    expect(JSON.parse(announced.body)).toMatchObject({ code: 'FILE_TOO_LARGE' });
    expect(announced.status).toBe(413);

    const chunked = await fetch(`${own()}/upload`, {
      method: 'POST',
      headers: { cookie: place.cookie, origin: own() },
      body: new Blob([Buffer.alloc(300_000)]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect(chunked.status).toBe(413);
    expect(place.engine.uploads).toHaveLength(uploads);
    expect(leftovers()).toEqual(before);
  });
});
