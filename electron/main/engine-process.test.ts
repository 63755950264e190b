/** The engine as the main process holds it: supervised over a port, lent to pages over others. Node's channels stand in for Electron's. */
import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import { createClient } from '../contract/rpc/client.ts';
import { createPeer } from '../contract/rpc/conformance-peer.ts';
import { createConnection } from '../contract/rpc/connection.ts';
import { createMessagePortTransport, type EmitterPort } from '../contract/rpc/message-port.ts';
import { serveEngine } from '../engine/process/serve-engine.ts';
import { Supervisor } from '../engine/process/supervisor.ts';
import { listenToHost, type ParentPort } from '../engine/side-process/parent-port.ts';
import { connectPage, lendTesters, type UtilityChild, type UtilityEngine, utilityEngine } from './engine-process.ts';

const open: MessagePort[] = [];
afterEach(() => {
  for (const port of open.splice(0)) port.close();
});

interface Port extends EmitterPort {
  readonly raw: MessagePort;
}

function channel(): { port1: Port; port2: Port } {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  const emitter = (raw: MessagePort): Port => ({
    raw,
    postMessage: (message) => raw.postMessage(message),
    on: (type, listener) => raw.on(type, (data?: unknown) => listener(type === 'message' ? { data } : {})),
    start: () => raw.start(),
    close: () => raw.close(),
  });
  return { port1: emitter(port1), port2: emitter(port2) };
}

/** An engine in this process that ends as a process does: all of its ports close, then its exit is told. */
function fakeChild(): UtilityChild<Port> & { end(code: number): void } {
  const exits = new EventEmitter();
  const parent = new EventEmitter();
  const ports: Port[] = [];
  let ended = false;
  const end = (code: number): void => {
    if (ended) return;
    ended = true;
    for (const { raw } of ports) raw.close();
    setTimeout(() => exits.emit('exit', code), 5);
  };
  const parentPort: ParentPort = { on: (event, listener) => parent.on(event, listener), postMessage: () => {} };
  const { line, onConnection } = listenToHost(parentPort);
  const start = async () => ({ ...createPeer(), close: async () => {} });
  void line.then((transport) => serveEngine(transport, start, { log: () => {}, onConnection })).then(() => end(0));
  return {
    pid: 4711,
    postMessage(data, transfer) {
      ports.push(...transfer);
      // A process that has ended takes nothing, and what it was sent closes.
      if (ended) return transfer.forEach(({ raw }) => void raw.close());
      parent.emit('message', { data, ports: transfer });
    },
    on: (event, listener) => exits.on(event, listener),
    kill: () => {
      end(15);
      return true;
    },
    end,
  };
}

function supervised() {
  const killed: number[] = [];
  let child = fakeChild();
  let engine: UtilityEngine<Port> | undefined;
  const supervisor = new Supervisor({
    spawn() {
      child = fakeChild();
      engine = utilityEngine(child, channel(), (pid) => killed.push(pid));
      return engine;
    },
    pauses: [1],
  });
  supervisor.start();
  return { supervisor, killed, child: () => child, engine: () => engine as UtilityEngine<Port> };
}

/** What a page does: asks for a port, and talks over the one that comes. */
function page(engine: () => UtilityEngine<Port>) {
  const received: { name: string; message: unknown }[] = [];
  return createConnection(
    () =>
      new Promise((resolve) => {
        const frame = {
          postMessage(name: string, message: unknown, [port]: Port[]): void {
            received.push({ name, message });
            if (port !== undefined)
              resolve(createMessagePortTransport(port.raw as unknown as EmitterPort & MessagePort));
          },
        };
        connectPage(frame, 'engine:port', received.length + 1, engine(), channel());
      }),
    { pauses: [20] },
  );
}

test('a page talks to the engine over a port of its own', async () => {
  const { supervisor, engine } = supervised();
  await supervisor.ready();
  const [one, two] = [page(engine), page(engine)];
  const main = createClient(supervisor.connect());
  for (const client of [one, two, main]) expect(await client.call('library.recent', {})).toHaveLength(2);
  one.close();
  expect(await two.call('library.recent', {})).toHaveLength(2);
  two.close();
  await supervisor.stop();
  expect(supervisor.state).toEqual({ state: 'stopped', restarts: 0, reason: null, answering: true });
});

test('when the engine dies the ports close, and the page is given another', async () => {
  const { supervisor, child, engine } = supervised();
  await supervisor.ready();
  const client = page(engine);
  const versions: number[] = [];
  client.on('catalog.changed', ({ version }) => versions.push(version));
  await client.call('ingest.rescan', { sourceId: 1 });
  const lost = client.call('encoders.embed', { text: 'never answered' });
  child().end(139);
  await expect(lost).rejects.toMatchObject({ code: 'ENGINE_GONE' });
  await expect.poll(() => supervisor.state.restarts).toBe(1);
  await supervisor.ready();
  await expect.poll(() => client.state).toBe('open');
  await client.call('ingest.rescan', { sourceId: 2 });
  expect(versions).toEqual([1, 2]);
  client.close();
  await supervisor.stop();
});

test('an engine that does not end is killed by its id', async () => {
  const { killed, engine } = supervised();
  engine().kill();
  expect(killed).toEqual([4711]);
  const child = { ...fakeChild(), pid: undefined, killed: 0 };
  const unborn = utilityEngine({ ...child, kill: () => ++child.killed > 0 }, channel(), (pid) => killed.push(pid));
  unborn.kill();
  expect([killed.length, child.killed]).toEqual([1, 1]);
});

test('processes in which models are tested are lent to the engine, ended when it asks and with it', () => {
  const events = new EventEmitter();
  const handed: unknown[] = [];
  const engine: UtilityChild<Port> = {
    ...{
      pid: 1,
      kill: () => true,
      on: (event: string, listener: (value: never) => void) => events.on(event, listener as () => void),
    },
    postMessage: (message, ports) => handed.push([message, ports.length]),
  };
  const children: EventEmitter[] = [];
  const killed: number[] = [];
  lendTesters(engine, {
    channel,
    killNow: (pid) => killed.push(pid),
    start: () => {
      const exits = new EventEmitter();
      const pid = 100 + children.push(exits);
      const on = (event: string, listener: (value: never) => void) => exits.on(event, listener as () => void);
      return { pid, kill: () => true, on, postMessage: (message, ports) => handed.push([message, ports.length]) };
    },
  });
  events.emit('message', 'something else');
  for (const id of [1, 2, 3]) events.emit('message', { tester: 'start', id });
  expect(handed).toEqual(
    [1, 2, 3].flatMap((id) => [
      [{ port: 'line' }, 1],
      [{ port: 'tester', id }, 1],
    ]),
  );
  events.emit('message', { tester: 'kill', id: 2 });
  expect(killed).toEqual([102]);
  children[1]?.emit('exit', 9);
  children[0]?.emit('exit', 134);
  events.emit('message', { tester: 'kill', id: 1 });
  events.emit('exit', 0);
  expect(killed).toEqual([102, 103]);
});
