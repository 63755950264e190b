/** Two ends of a line inside one process, for tests and for hosts that run the engine in place. Messages are cloned through JSON, as on a wire. */
import { type Transport, TransportCore } from './transport.ts';

export function createMemoryPair(): [Transport, Transport] {
  const left = new TransportCore();
  const right = new TransportCore();
  const end = (own: TransportCore, other: TransportCore): Transport => ({
    send(message) {
      if (own.closed) return;
      const copy: unknown = JSON.parse(JSON.stringify(message));
      queueMicrotask(() => other.deliver(copy));
    },
    onMessage: own.onMessage,
    onClose: own.onClose,
    close(reason = 'closed') {
      if (!own.markClosed(reason)) return;
      queueMicrotask(() => other.markClosed(reason));
    },
  });
  return [end(left, right), end(right, left)];
}
