/** One suite that every transport must pass, so that nothing above it needs to know which one is in use. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { createIpcTransport } from './child-process.ts';
import { type Client, createClient } from './client.ts';
import { createPeer } from './conformance-peer.ts';
import { createMemoryPair } from './memory.ts';
import { createMessagePortTransport } from './message-port.ts';
import { acceptConnections, createMultiplexer } from './multiplex.ts';
import { serve } from './server.ts';
import type { Transport } from './transport.ts';
import { createWebSocketTransport, openWebSocketTransport } from './websocket.ts';

interface Line {
  readonly near: Transport;
  /** Ends the other side without a word of farewell where the medium can. */
  readonly cut: () => void;
}

const serveTransport = (transport: Transport): void => {
  const { handlers, hub } = createPeer();
  serve(transport, handlers, hub);
};

const makers: Record<string, () => Promise<Line>> = {
  async memory() {
    const [near, far] = createMemoryPair();
    serveTransport(far);
    return { near, cut: () => far.close() };
  },

  async 'message port'() {
    const { port1, port2 } = new MessageChannel();
    const far = createMessagePortTransport(port2);
    serveTransport(far);
    return { near: createMessagePortTransport(port1), cut: () => far.close() };
  },

  /** As Electron's main and utility processes have it: `on`, and the message in `event.data`. */
  async 'message port with listeners'() {
    const ends = Object.values(new MessageChannel()).map((port) => ({
      postMessage: (message: unknown) => port.postMessage(message),
      on: (type: 'message' | 'close', listener: (event: object) => void) => port.addEventListener(type, listener),
      start: () => port.start(),
      close: () => port.close(),
    }));
    const [near, far] = ends.map(createMessagePortTransport) as [Transport, Transport];
    serveTransport(far);
    return { near, cut: () => far.close() };
  },

  async websocket() {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    server.on('connection', (socket) => serveTransport(createWebSocketTransport(socket)));
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const near = await openWebSocketTransport(new WebSocket(`ws://127.0.0.1:${address.port}`));
    near.onClose(() => server.close());
    return {
      near,
      cut: () => {
        for (const socket of server.clients) socket.terminate();
      },
    };
  },

  async 'child process'() {
    const child = fork(path.join(import.meta.dirname, 'conformance-child.ts'), { execArgv: [] });
    return { near: createIpcTransport(child), cut: () => child.kill('SIGKILL') };
  },

  async 'multiplexed memory'() {
    const [near, far] = createMemoryPair();
    acceptConnections(far, serveTransport);
    const multiplexer = createMultiplexer(near);
    await multiplexer.ready;
    multiplexer.open();
    return { near: multiplexer.open(), cut: () => far.close() };
  },
};

describe.each(Object.keys(makers))('%s', (name) => {
  let line: Line;
  let client: Client;

  beforeEach(async () => {
    const make = makers[name];
    if (make === undefined) throw new Error(`no maker ${name}`);
    line = await make();
    client = createClient(line.near);
  });
  afterEach(() => client.close());

  const peer = async (): Promise<{ aborted: number; listeners: number }> => {
    const [aborted, listeners] = await client.call('library.recent', {});
    return { aborted: Number(aborted?.dir), listeners: Number(listeners?.dir) };
  };

  test('answers calls with their results', async () => {
    expect(await client.call('catalog.file', { url: 'thumb/a' })).toEqual({
      path: 'thumb/a',
      mime: 'image/jpeg',
      immutable: false,
    });
    expect(client.pendingCalls).toBe(0);
  });

  test('carries the code, message and details of an error', async () => {
    await expect(client.call('catalog.file', { url: 'missing' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'No such picture.',
      details: { url: 'missing' },
    });
    await expect(client.call('catalog.file', { url: 'bug' })).rejects.toMatchObject({ code: 'INTERNAL' });
  });

  test('refuses unknown methods and parameters that do not fit', async () => {
    await expect(client.call('no.such' as 'jobs.list', {})).rejects.toMatchObject({ code: 'UNKNOWN_METHOD' });
    await expect(client.call('catalog.file', { url: 7 as unknown as string })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
    await expect(client.call('catalog.file', { url: 'a', urll: 'b' } as { url: string })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });

  test('takes cancellation to the handler', async () => {
    const controller = new AbortController();
    const call = client.call('encoders.embed', { text: 'never' }, { signal: controller.signal });
    await peer();
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
    expect((await peer()).aborted).toBe(1);
    expect(client.pendingCalls).toBe(0);
  });

  test('forwards events, replays the last one, and forgets those who left', async () => {
    await client.call('ingest.rescan', { sourceId: 1 });
    await client.call('ingest.rescan', { sourceId: 2 });
    const seen: number[] = [];
    const off = client.on('catalog.changed', ({ version }) => seen.push(version));
    await peer();
    expect(seen).toEqual([2]);

    const late: number[] = [];
    const offLate = client.on('catalog.changed', ({ version }) => late.push(version));
    expect(late).toEqual([2]);
    await client.call('ingest.rescan', { sourceId: 3 });
    await peer();
    expect([seen, late]).toEqual([
      [2, 3],
      [2, 3],
    ]);

    expect((await peer()).listeners).toBe(1);
    off();
    offLate();
    await client.call('ingest.rescan', { sourceId: 4 });
    expect((await peer()).listeners).toBe(0);
    expect(seen).toEqual([2, 3]);
  });

  test('fails pending and later calls once the other end is gone', async () => {
    const calls = [client.call('encoders.embed', { text: 'a' }), client.call('encoders.embed', { text: 'b' })];
    await peer();
    line.cut();
    for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'ENGINE_GONE' });
    await expect(client.call('jobs.list', {})).rejects.toMatchObject({ code: 'ENGINE_GONE' });
    expect(client.pendingCalls).toBe(0);
  });

  test('tells its own closing once, also to those who ask later', () => {
    const reasons: string[] = [];
    line.near.onClose((reason) => reasons.push(reason));
    line.near.close('enough');
    line.near.close('again');
    line.near.onClose((reason) => reasons.push(reason));
    line.near.send({ type: 'call' });
    expect(reasons).toEqual(['enough', 'enough']);
  });

  test('survives garbage', async () => {
    for (const garbage of [
      null,
      7,
      'text',
      [],
      {},
      { type: 'call' },
      { type: 'call', id: -1 },
      { type: 'subscribe' },
    ]) {
      line.near.send(garbage);
    }
    line.near.send({ type: 'subscribe', event: '__proto__' });
    line.near.send({ type: 'cancel', id: 999 });
    expect((await peer()).listeners).toBe(0);
  });

  test('carries a message of 1 MB both ways', async () => {
    const dir = '衣'.repeat(350_000);
    const [echo] = await client.call('library.forget', { dir });
    expect(echo?.dir === dir).toBe(true);
  });

  test('keeps messages in order', async () => {
    const seen: number[] = [];
    client.on('catalog.changed', ({ version }) => seen.push(version));
    const order = Array.from({ length: 200 }, (_, index) => index);
    const answered: number[] = [];
    await Promise.all(
      order.map(async (index) => answered.push((await client.call('ingest.rescan', { sourceId: index })).jobId)),
    );
    expect(answered).toEqual(order);
    expect(seen).toEqual(order);
  });
});
