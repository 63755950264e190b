/**
 * A transport over a MessagePort. Three kinds exist: the DOM's and Node's speak `addEventListener`, Electron's main and utility
 * processes speak `on`; in all of them the message is in `event.data`.
 */
import { type Transport, TransportCore } from './transport.ts';

type PortListener = (event: object) => void;

/** The DOM's and Node's port. */
export interface EventTargetPort {
  postMessage(message: unknown): void;
  addEventListener(type: 'message' | 'close', listener: PortListener): void;
  start(): void;
  close(): void;
}

/** Electron's `MessagePortMain` and `process.parentPort`; the latter is neither started nor closed. */
export interface EmitterPort {
  postMessage(message: unknown): void;
  on(event: 'message' | 'close', listener: PortListener): unknown;
  start?(): void;
  close?(): void;
}

export function createMessagePortTransport(port: EventTargetPort | EmitterPort): Transport {
  const core = new TransportCore();
  const listen = (type: 'message' | 'close', listener: PortListener): void => {
    if ('addEventListener' in port) port.addEventListener(type, listener);
    else port.on(type, listener);
  };
  listen('message', (event) => {
    if ('data' in event) core.deliver(event.data);
  });
  listen('close', () => core.markClosed('the port was closed'));
  port.start?.();
  return {
    send(message) {
      if (!core.closed) port.postMessage(message);
    },
    onMessage: core.onMessage,
    onClose: core.onClose,
    close(reason = 'closed') {
      if (core.markClosed(reason)) port.close?.();
    },
  };
}
