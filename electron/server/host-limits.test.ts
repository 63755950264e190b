/** What must not stay open at the loopback host: sockets, uploads and listeners that nobody uses any more. */
import { readdirSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createHost, type Host } from './host.ts';
import { hostPlace } from './testing.ts';

const place = hostPlace();
const { ask } = place;

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
    place.engine.set('ready');
    narrow = await createHost({ engine: place.engine.link, staticDir: path.join(place.dir, 'ui'), port: 0, limits });
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
    await expect.poll(files).toEqual(before);
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
