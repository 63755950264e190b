/** A transport over a WebSocket, the browser's or the `ws` package's: one JSON text a message. */
import { AppError } from '../errors.ts';
import { isTextTooDeep } from './depth.ts';
import { type Transport, TransportCore } from './transport.ts';

/** What both kinds of socket have in common. */
export interface WebSocketLike {
  readonly readyState: number;
  send(data: string): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'open' | 'message' | 'close' | 'error', listener: (event: object) => void): void;
}

const OPEN = 1;
const NORMAL_CLOSURE = 1000;
/** A close frame holds at most 123 bytes of reason. */
const LONGEST_REASON = 123;

/** Wraps a socket that is open. Frames that are not JSON text are dropped; one that is nested too deep ends the connection. */
export function createWebSocketTransport(socket: WebSocketLike): Transport {
  const core = new TransportCore();
  const close = (reason = 'closed'): void => {
    if (core.markClosed(reason)) socket.close(NORMAL_CLOSURE, shorten(reason));
  };
  socket.addEventListener('message', (event) => {
    const data = 'data' in event ? event.data : undefined;
    if (typeof data === 'string' && isTextTooDeep(data)) return close('a message was nested too deep');
    const message = typeof data === 'string' ? parseJson(data) : undefined;
    if (message !== undefined) core.deliver(message);
  });
  socket.addEventListener('close', (event) => {
    const reason = 'reason' in event && typeof event.reason === 'string' ? event.reason : '';
    core.markClosed(reason === '' ? 'the connection was closed' : reason);
  });
  // An error is always followed by a close; without a listener the `ws` package would throw it.
  socket.addEventListener('error', () => {});
  return {
    send(message) {
      if (!core.closed && socket.readyState === OPEN) socket.send(JSON.stringify(message));
    },
    onMessage: core.onMessage,
    onClose: core.onClose,
    close,
  };
}

/** Waits until a new socket is open. @throws {AppError} `ENGINE_GONE` when it closes instead */
export function openWebSocketTransport(socket: WebSocketLike): Promise<Transport> {
  if (socket.readyState === OPEN) return Promise.resolve(createWebSocketTransport(socket));
  return new Promise((resolve, reject) => {
    const refuse = (): void => reject(new AppError('ENGINE_GONE', 'The catalog engine cannot be reached.'));
    socket.addEventListener('open', () => resolve(createWebSocketTransport(socket)));
    socket.addEventListener('close', refuse);
    socket.addEventListener('error', refuse);
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function shorten(reason: string): string {
  let text = reason.slice(0, LONGEST_REASON);
  while (new TextEncoder().encode(text).length > LONGEST_REASON) text = text.slice(0, -1);
  return text;
}
