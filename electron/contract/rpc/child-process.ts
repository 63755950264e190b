/** A transport over the IPC channel between a Node process and its fork: the same code at both ends. */
import { type Transport, TransportCore } from './transport.ts';

/** What `process` in a forked child and `ChildProcess` in its parent have in common. */
export interface IpcEndpoint {
  readonly connected: boolean;
  send?(message: unknown, handle: undefined, options: undefined, callback: (error: Error | null) => void): boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'disconnect', listener: () => void): unknown;
  disconnect?(): void;
}

export function createIpcTransport(endpoint: IpcEndpoint): Transport {
  const core = new TransportCore();
  endpoint.on('message', (message) => core.deliver(message));
  endpoint.on('disconnect', () => core.markClosed('the process ended or was disconnected'));
  if (!endpoint.connected) core.markClosed('there is no IPC channel');
  return {
    send(message) {
      if (core.closed || !endpoint.connected) return;
      // With a callback a failed write is reported there; that the channel is gone is told by `disconnect`.
      endpoint.send?.(message, undefined, undefined, () => {});
    },
    onMessage: core.onMessage,
    onClose: core.onClose,
    close(reason = 'closed') {
      if (core.markClosed(reason) && endpoint.connected) endpoint.disconnect?.();
    },
  };
}
