/** The engine's end of the ports that a main process hands over; Node's channels stand in for Electron's. */
import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { createClient } from '../../contract/rpc/client.ts';
import { createPeer } from '../../contract/rpc/conformance-peer.ts';
import { createMessagePortTransport, type EmitterPort } from '../../contract/rpc/message-port.ts';
import { createMultiplexer } from '../../contract/rpc/multiplex.ts';
import { serveEngine } from '../process/serve-engine.ts';
import { listenToHost } from './parent-port.ts';

/** Electron's ports give the message in `event.data`, Node's give it bare. */
function emitterPort(port: MessagePort): EmitterPort {
  return {
    postMessage: (message) => port.postMessage(message),
    on: (type, listener) => port.on(type, (data?: unknown) => listener(type === 'message' ? { data } : {})),
    start: () => port.start(),
    close: () => port.close(),
  };
}

function parent() {
  const emitter = new EventEmitter();
  const hand = (data: unknown): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    emitter.emit('message', { data, ports: [emitterPort(port2)] });
    return port1;
  };
  const postMessage = (message: unknown): void => void emitter.emit('said', message);
  return { parentPort: { on: emitter.on.bind(emitter), postMessage }, emitter, hand };
}

test('pages talk to the engine over ports of their own; the end of the line is the end of the engine', async () => {
  const { parentPort, hand } = parent();
  const { line, onConnection } = listenToHost(parentPort);
  const host = createMessagePortTransport(emitterPort(hand({ port: 'line' })));
  const early = createClient(createMessagePortTransport(emitterPort(hand({ port: 'connection' }))));
  let closed = 0;
  const start = async () => ({ ...createPeer(), close: async () => void closed++ });
  const served = serveEngine(await line, start, { log: () => {}, onConnection });
  const multiplexer = createMultiplexer(host);
  await multiplexer.ready;

  const late = createClient(createMessagePortTransport(emitterPort(hand({ port: 'connection' }))));
  const main = createClient(multiplexer.open());
  for (const client of [early, late, main]) expect(await client.call('library.recent', {})).toHaveLength(2);
  early.close();
  expect(await late.call('library.recent', {})).toHaveLength(2);

  host.close();
  await served;
  expect(closed).toBe(1);
  late.close();
});

test('a process in which a model is tested is asked for, talked to and ended', async () => {
  const { parentPort, emitter, hand } = parent();
  const said: unknown[] = [];
  emitter.on('said', (message) => said.push(message));
  const { startTester } = listenToHost(parentPort);
  const tester = startTester?.();
  tester?.transport.send('sent before it is there');
  const other = startTester?.();
  expect(said).toEqual([
    { tester: 'start', id: 1 },
    { tester: 'start', id: 2 },
  ]);
  const [far, farOther] = [hand({ port: 'tester', id: 1 }), hand({ port: 'tester', id: 2 })];
  const heard = new Promise((resolve) => far.once('message', resolve));
  const answer = new Promise((resolve) => tester?.transport.onMessage(resolve));
  expect(await heard).toBe('sent before it is there');
  far.postMessage('an answer');
  expect(await answer).toBe('an answer');
  tester?.kill();
  expect(said.at(-1)).toEqual({ tester: 'kill', id: 1 });
  far.close();
  expect(await tester?.ended).toBe('');
  expect(await Promise.race([other?.ended, 'goes on'])).toBe('goes on');
  farOther.close();
});

test('messages that hand over nothing are passed over', async () => {
  const { parentPort, emitter, hand } = parent();
  const { line } = listenToHost(parentPort);
  emitter.emit('message', { data: { port: 'line' }, ports: [] });
  hand({ port: 'window' }).close();
  hand('line').close();
  const first = await Promise.race([line, Promise.resolve('nothing')]);
  expect(first).toBe('nothing');
});
