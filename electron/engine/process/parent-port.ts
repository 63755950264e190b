/**
 * The engine process as an Electron utility process sees its host: ports arrive over `process.parentPort`. The first is the line of the
 * host, which ends with it; each other one is a connection of a page, which talks to the engine without passing the main process.
 */
import { type PortHandover, portHandoverSchema } from '../../contract/desktop.ts';
import { createMessagePortTransport, type EmitterPort } from '../../contract/rpc/message-port.ts';
import type { Transport } from '../../contract/rpc/transport.ts';

/** What is used of Electron's `ParentPort`. */
export interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown; ports: EmitterPort[] }) => void): unknown;
}

export interface HostPorts {
  readonly line: Promise<Transport>;
  /** Called with each connection of a page, also with those that came before. */
  onConnection(accept: (connection: Transport) => void): void;
}

/** To be called before anything else happens in the process: messages are not kept for later listeners. */
export function listenToHost(parentPort: ParentPort): HostPorts {
  const { promise: line, resolve } = Promise.withResolvers<Transport>();
  let accept: ((connection: Transport) => void) | undefined;
  const early: Transport[] = [];
  const take: Record<PortHandover['port'], (transport: Transport) => void> = {
    line: resolve,
    connection: (transport) => (accept === undefined ? early.push(transport) : accept(transport)),
  };
  parentPort.on('message', ({ data, ports: [port] }) => {
    const message = portHandoverSchema.safeParse(data);
    if (message.success && port !== undefined) take[message.data.port](createMessagePortTransport(port));
  });
  return {
    line,
    onConnection(listener) {
      accept = listener;
      for (const transport of early.splice(0)) listener(transport);
    },
  };
}
