/**
 * The engine process as an Electron utility process sees its host: ports arrive over `process.parentPort`. The first is the line of the
 * host, which ends with it; others are connections of pages, which talk to the engine without passing the main process, and lines of
 * processes that the engine asked for: a utility process may not start any itself (a packed app has no ELECTRON_RUN_AS_NODE).
 */
import { portHandoverSchema, type TesterRequest } from '../../contract/desktop.ts';
import { createMessagePortTransport, type EmitterPort } from '../../contract/rpc/message-port.ts';
import { type Transport, TransportCore } from '../../contract/rpc/transport.ts';
import type { SideProcess, StartSideProcess } from './side-process.ts';

/** What is used of Electron's `ParentPort`. */
export interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown; ports: EmitterPort[] }) => void): unknown;
  postMessage(message: unknown): void;
}

export interface HostPorts {
  readonly line: Promise<Transport>;
  /** Called with each connection of a page, also with those that came before. */
  onConnection(accept: (connection: Transport) => void): void;
  /** A process in which a model is tested. Undefined where the engine starts it itself. */
  readonly startTester: StartSideProcess | undefined;
}

/** To be called before anything else happens in the process: messages are not kept for later listeners. */
export function listenToHost(parentPort: ParentPort): HostPorts {
  const { promise: line, resolve } = Promise.withResolvers<Transport>();
  let accept: ((connection: Transport) => void) | undefined;
  const early: Transport[] = [];
  const testers = new Map<number, (port: EmitterPort) => void>();
  parentPort.on('message', ({ data, ports: [port] }) => {
    const { success, data: message } = portHandoverSchema.safeParse(data);
    if (!success || port === undefined) return;
    if (message.port === 'tester') return testers.get(message.id)?.(port);
    const transport = createMessagePortTransport(port);
    if (message.port === 'line') resolve(transport);
    else if (accept === undefined) early.push(transport);
    else accept(transport);
  });
  let asked = 0;
  return {
    line,
    onConnection(listener) {
      accept = listener;
      for (const transport of early.splice(0)) listener(transport);
    },
    startTester() {
      const id = ++asked;
      const ask = (tester: TesterRequest['tester']): void =>
        parentPort.postMessage({ tester, id } satisfies TesterRequest);
      const port = new Promise<EmitterPort>((take) => testers.set(id, take)).finally(() => testers.delete(id));
      ask('start');
      return lentProcess(port, () => ask('kill'));
    },
  };
}

/** A process that another one started, known by its port alone, which comes later; that it ended is seen by the port's end. */
function lentProcess(coming: Promise<EmitterPort>, kill: () => void): SideProcess {
  const core = new TransportCore();
  const transport = coming.then(createMessagePortTransport);
  void transport.then((line) => {
    line.onMessage(core.deliver.bind(core));
    line.onClose((reason) => core.markClosed(reason));
  });
  return {
    transport: {
      send: (message) => void transport.then((line) => line.send(message)),
      onMessage: core.onMessage,
      onClose: core.onClose,
      close: (reason) => void transport.then((line) => line.close(reason)),
    },
    ended: new Promise((resolve) => core.onClose(() => resolve(''))),
    kill,
  };
}
