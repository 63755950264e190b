/** Losing the engine and finding it again. */
import { afterEach, expect, test } from 'vitest';
import { createPeer } from './conformance-peer.ts';
import { type Connection, type ConnectionState, createConnection } from './connection.ts';
import { createMemoryPair } from './memory.ts';
import { serve } from './server.ts';
import type { Transport } from './transport.ts';

let connection: Connection | undefined;
afterEach(() => connection?.close());

/** A host whose engine can be killed and be away for some attempts. */
function fakeHost() {
  const peers: { far: Transport; hub: ReturnType<typeof createPeer>['hub'] }[] = [];
  const host = {
    away: false,
    attempts: 0,
    async open(): Promise<Transport> {
      host.attempts++;
      if (host.away) throw new Error('connection refused');
      const [near, far] = createMemoryPair();
      const { handlers, hub } = createPeer();
      serve(far, handlers, hub);
      peers.push({ far, hub });
      return near;
    },
    kill: () => peers.at(-1)?.far.close('killed'),
    emit: (version: number) =>
      peers.at(-1)?.hub.emit('catalog.changed', { version, products: 0, images: 0, problems: 0, unfetched: 0 }),
    listeners: () => peers.at(-1)?.hub.listenerCount('catalog.changed'),
  };
  return host;
}

const messagesArrived = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

function until(state: ConnectionState): Promise<void> {
  return new Promise((resolve) => {
    const off = connection?.onState((now) => {
      if (now !== state) return;
      queueMicrotask(() => off?.());
      resolve();
    });
  });
}

test('a call made while connecting waits for the first attempt', async () => {
  const host = fakeHost();
  connection = createConnection(host.open, { pauses: [1] });
  expect(connection.state).toBe('connecting');
  expect(await connection.call('library.recent', {})).toHaveLength(2);
  expect(connection.state).toBe('open');
});

test('a call made while connecting can be cancelled, and fails when there is no engine', async () => {
  const host = fakeHost();
  host.away = true;
  connection = createConnection(host.open, { pauses: [1000] });
  const controller = new AbortController();
  const cancelled = connection.call('library.recent', {}, { signal: controller.signal });
  const failed = connection.call('library.recent', {});
  controller.abort();
  await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' });
  await expect(failed).rejects.toMatchObject({ code: 'ENGINE_GONE' });
  await expect(connection.call('library.recent', {})).rejects.toMatchObject({ code: 'ENGINE_GONE' });
});

test('after a loss pending calls fail, states are told, subscriptions go on', async () => {
  const host = fakeHost();
  connection = createConnection(host.open, { pauses: [1] });
  const states: ConnectionState[] = [];
  connection.onState((state) => states.push(state));
  const seen: number[] = [];
  const off = connection.on('catalog.changed', ({ version }) => seen.push(version));
  await until('open');
  await messagesArrived();
  host.emit(1);
  await messagesArrived();
  const pending = connection.call('encoders.embed', { text: 'x' });
  host.kill();
  await expect(pending).rejects.toMatchObject({ code: 'ENGINE_GONE' });
  await until('open');
  await messagesArrived();
  host.emit(2);
  await messagesArrived();
  expect(seen).toEqual([1, 2]);
  expect(states).toEqual(['connecting', 'open', 'lost', 'open']);

  off();
  await messagesArrived();
  expect(host.listeners()).toBe(0);
});

test('a second listener gets the last value at once, and one that left during a loss stays away', async () => {
  const host = fakeHost();
  connection = createConnection(host.open, { pauses: [1] });
  await until('open');
  const offFirst = connection.on('catalog.changed', () => {});
  await messagesArrived();
  host.emit(7);
  await messagesArrived();
  const seen: number[] = [];
  const offSecond = connection.on('catalog.changed', ({ version }) => seen.push(version));
  expect(seen).toEqual([7]);
  host.kill();
  await until('lost');
  offFirst();
  offSecond();
  await until('open');
  await messagesArrived();
  expect(host.listeners()).toBe(0);
});

test('it goes on trying with pauses, `retry` does not wait, and `close` ends it', async () => {
  const host = fakeHost();
  host.away = true;
  connection = createConnection(host.open, { pauses: [1, 1, 60_000] });
  await expect.poll(() => host.attempts).toBe(3);
  host.away = false;
  connection.retry();
  await until('open');
  expect(host.attempts).toBe(4);
  connection.close();
  await messagesArrived();
  expect(connection.state).toBe('lost');
  expect(host.attempts).toBe(4);
});
