/** What only one medium can get wrong. */
import { expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import { createClient } from './client.ts';
import { createPeer, partialHandlers } from './conformance-peer.ts';
import { createMemoryPair } from './memory.ts';
import { createMessagePortTransport } from './message-port.ts';
import { acceptConnections, createMultiplexer, refuseConnections } from './multiplex.ts';
import { serve } from './server.ts';
import type { Transport } from './transport.ts';
import { createWebSocketTransport, openWebSocketTransport, type WebSocketLike } from './websocket.ts';

function fakeSocket(readyState = 1) {
  const listeners = new Map<string, (event: object) => void>();
  const calls: unknown[][] = [];
  const socket: WebSocketLike = {
    readyState,
    send: (data) => calls.push(['send', data]),
    close: (...args) => calls.push(['close', ...args]),
    addEventListener: (type, listener) => listeners.set(type, listener),
  };
  return { socket, calls, emit: (type: string, event: object = {}) => listeners.get(type)?.(event) };
}

test('websocket: frames that are not JSON text are dropped', () => {
  const { socket, emit } = fakeSocket();
  const seen: unknown[] = [];
  createWebSocketTransport(socket).onMessage((message) => seen.push(message));
  emit('message', { data: '{"half":' });
  emit('message', { data: new ArrayBuffer(8) });
  emit('message', {});
  emit('message', { data: '{"whole":1}' });
  expect(seen).toEqual([{ whole: 1 }]);
});

test('websocket: a frame nested too deep ends the connection and is never read', () => {
  const { socket, calls, emit } = fakeSocket();
  const seen: unknown[] = [];
  createWebSocketTransport(socket).onMessage((message) => seen.push(message));
  emit('message', { data: JSON.stringify({ text: '[{'.repeat(5000), quoted: '\\"[[' }) });
  expect(seen).toHaveLength(1);
  emit('message', { data: `${'['.repeat(5000)}${']'.repeat(5000)}` });
  emit('message', { data: '{"later":1}' });
  expect(seen).toHaveLength(1);
  expect(calls).toEqual([['close', 1000, 'a message was nested too deep']]);
});

test('websocket: a long reason fits the close frame', () => {
  const { socket, calls } = fakeSocket();
  createWebSocketTransport(socket).close('衣'.repeat(100));
  const [, , reason] = calls[0] as [string, number, string];
  expect(Buffer.byteLength(reason)).toBeLessThanOrEqual(123);
});

test('websocket: one that never opens is refused', async () => {
  const { socket, emit } = fakeSocket(0);
  const opening = openWebSocketTransport(socket);
  emit('error');
  emit('close');
  await expect(opening).rejects.toMatchObject({ code: 'ENGINE_GONE' });
});

test('message port: a port with `on` and without `close` serves as well', async () => {
  const [near, far] = createMemoryPair();
  const listeners = new Map<string, (event: object) => void>();
  far.onMessage((data) => listeners.get('message')?.({ data }));
  const { handlers, hub } = createPeer();
  const transport = createMessagePortTransport({
    postMessage: (message) => far.send(message),
    on: (type, listener) => listeners.set(type, listener),
  });
  serve(transport, handlers, hub);
  expect(await createClient(near).call('library.recent', {})).toHaveLength(2);
  transport.close();
});

test('multiplex: connections are apart, and end one by one or all together', async () => {
  const [near, far] = createMemoryPair();
  const accepted: Transport[] = [];
  acceptConnections(far, (connection) => {
    accepted.push(connection);
    const { handlers, hub } = createPeer();
    serve(connection, handlers, hub);
  });
  const multiplexer = createMultiplexer(near);
  await multiplexer.ready;
  const clients = [multiplexer.open(), multiplexer.open(), multiplexer.open()].map(createClient);
  const [first, second, third] = clients;
  await first?.call('ingest.rescan', { sourceId: 1 });
  const seen: number[] = [];
  second?.on('catalog.changed', ({ version }) => seen.push(version));
  await second?.call('library.recent', {});
  expect(seen).toEqual([]);

  first?.close();
  await second?.call('library.recent', {});
  const ends: string[] = [];
  accepted[0]?.onClose((reason) => ends.push(reason));
  expect(ends).toEqual(['closed by the client']);

  accepted[1]?.close('enough of you');
  await third?.call('library.recent', {});
  await expect(second?.call('library.recent', {})).rejects.toThrow('enough of you');

  far.close('the engine ended');
  await expect(third?.call('library.recent', {})).rejects.toThrow('the engine ended');
  await expect(createClient(multiplexer.open()).call('jobs.list', {})).rejects.toMatchObject({ code: 'ENGINE_GONE' });
});

test('multiplex: garbage and frames for strangers change nothing', async () => {
  const [near, far] = createMemoryPair();
  let accepted = 0;
  acceptConnections(far, () => accepted++);
  for (const frame of [
    null,
    'x',
    {},
    { c: 1 },
    { c: 'a', m: 1 },
    { c: 9, m: 1 },
    { c: 9, close: 'x' },
    { ready: true },
  ]) {
    near.send(frame);
  }
  near.send({ c: 5, open: true });
  near.send({ c: 5, open: true });
  await new Promise((resolve) => setImmediate(resolve));
  expect(accepted).toBe(1);
});

test('multiplex: a refusal carries its error, an early end is ENGINE_GONE', async () => {
  const [near, far] = createMemoryPair();
  const refused = createMultiplexer(near);
  refuseConnections(far, new AppError('LIBRARY_LOCKED', 'Close the other one first.'));
  await expect(refused.ready).rejects.toMatchObject({ code: 'LIBRARY_LOCKED', message: 'Close the other one first.' });

  const [own, other] = createMemoryPair();
  const early = createMultiplexer(own);
  other.close('crash');
  await expect(early.ready).rejects.toMatchObject({ code: 'ENGINE_GONE' });
});

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = { value };
  return value;
}

test('params that are nested too deep, or lead back to themselves, are refused and the line goes on', async () => {
  const { port1, port2 } = new MessageChannel();
  const { handlers, hub } = createPeer();
  serve(createMessagePortTransport(port2), handlers, hub);
  const near = createMessagePortTransport(port1);
  const client = createClient(near);
  const circle: Record<string, unknown> = {};
  circle.one = circle.other = circle;
  for (const params of [nested(300), circle]) {
    await expect(client.call('library.forget', params as never)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  }
  expect(await client.call('library.recent', {})).toHaveLength(2);
  client.close();
});

test('calls of a page that has gone, and calls taken back, never begin', async () => {
  const [near, far] = createMemoryPair();
  let begun = 0;
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const handlers = partialHandlers({
    'library.recent': async () => {
      begun++;
      await held;
      return [];
    },
  });
  serve(far, handlers, createPeer().hub);
  const client = createClient(near);
  const stop = new AbortController();
  const late = client.call('library.recent', {}, { signal: stop.signal });
  stop.abort();
  await expect(late).rejects.toMatchObject({ code: 'CANCELLED' });
  const calls = Array.from({ length: 3000 }, () => client.call('library.recent', {}).catch(() => undefined));
  await expect.poll(() => begun).toBe(64);
  client.close();
  await Promise.all(calls);
  release();
  for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(begun).toBe(64);
});

test('a caller that asks without end is told so', async () => {
  const [near, far] = createMemoryPair();
  serve(far, partialHandlers({ 'library.recent': () => new Promise(() => {}) }), createPeer().hub);
  const client = createClient(near);
  const calls = Array.from({ length: 10_200 }, () => client.call('library.recent', {}));
  const refused = await Promise.race(calls.map((call) => call.catch((error: AppError) => error)));
  expect(refused).toMatchObject({ code: 'BAD_REQUEST' });
  client.close();
  await Promise.allSettled(calls);
});
