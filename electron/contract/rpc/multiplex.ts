/**
 * Many transports over one. A host relays each window to the engine process as a connection of its own, without reading what they
 * say to each other. Frames: `{c, open}` a new connection, `{c, m}` a message on it, `{c, close}` its end. The accepting end says
 * `{ready}` when it takes connections, or `{refused}` with the reason why it never will. `{beat}` comes back as it was sent: whoever
 * answers is alive and has time.
 */
import { z } from 'zod';
import { AppError, errorPayloadSchema } from '../errors.ts';
import { type Transport, TransportCore, type Unsubscribe } from './transport.ts';

const channel = z.int().min(0);
const frameSchema = z.union([
  z.strictObject({ c: channel, m: z.unknown() }),
  z.strictObject({ c: channel, open: z.literal(true) }),
  z.strictObject({ c: channel, close: z.string() }),
  z.strictObject({ ready: z.literal(true) }),
  z.strictObject({ refused: errorPayloadSchema }),
  z.strictObject({ beat: z.int() }),
]);
type Frame = z.infer<typeof frameSchema>;

export interface Multiplexer {
  /** A new connection to the accepting end. */
  open(): Transport;
  /** Settles with the first word of the other end. Rejects with its `AppError`, or `ENGINE_GONE` when the line closes before. */
  readonly ready: Promise<void>;
  /** Asks the other end for a sign of life. */
  beat(): void;
  /** Called with each sign of life. */
  onBeat(listener: () => void): Unsubscribe;
}

/** The opening end. When `line` closes, so do all connections, with its reason. */
export function createMultiplexer(line: Transport): Multiplexer {
  const channels = new Map<number, TransportCore>();
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  ready.catch(() => {});
  let next = 1;
  let lineClosed: string | undefined;
  const beatListeners = new Set<() => void>();
  let beats = 0;

  receiveFrames(line, channels, (frame) => {
    if ('ready' in frame) resolve();
    else if ('refused' in frame) reject(AppError.fromPayload(frame.refused));
    else if ('beat' in frame) for (const listener of [...beatListeners]) listener();
  });
  line.onClose((reason) => {
    lineClosed = reason;
    reject(new AppError('ENGINE_GONE', `The catalog engine ended before it was ready (${reason}).`));
  });

  return {
    ready,
    beat: () => sendFrame(line, { beat: ++beats }),
    onBeat(listener) {
      beatListeners.add(listener);
      return () => beatListeners.delete(listener);
    },
    open() {
      const id = next++;
      const core = new TransportCore();
      if (lineClosed !== undefined) {
        core.markClosed(lineClosed);
      } else {
        channels.set(id, core);
        sendFrame(line, { c: id, open: true });
      }
      return channelTransport(line, channels, id, core);
    },
  };
}

/** The accepting end: hands each new connection to `accept` before any of its messages, and says that it is ready. */
export function acceptConnections(line: Transport, accept: (connection: Transport) => void): void {
  const channels = new Map<number, TransportCore>();
  receiveFrames(line, channels, (frame) => {
    if ('beat' in frame) return sendFrame(line, frame);
    if (!('open' in frame) || channels.has(frame.c)) return;
    const core = new TransportCore();
    channels.set(frame.c, core);
    accept(channelTransport(line, channels, frame.c, core));
  });
  sendFrame(line, { ready: true });
}

/** Says over `line` that there will be no connections, and why. */
export function refuseConnections(line: Transport, error: AppError): void {
  sendFrame(line, { refused: error.toPayload() });
}

function receiveFrames(line: Transport, channels: Map<number, TransportCore>, other: (frame: Frame) => void): void {
  line.onMessage((raw) => {
    const parsed = frameSchema.safeParse(raw);
    if (!parsed.success) return;
    const frame = parsed.data;
    if ('m' in frame) {
      channels.get(frame.c)?.deliver(frame.m);
    } else if ('close' in frame) {
      const core = channels.get(frame.c);
      channels.delete(frame.c);
      core?.markClosed(frame.close);
    } else {
      other(frame);
    }
  });
  line.onClose((reason) => {
    const cores = [...channels.values()];
    channels.clear();
    for (const core of cores) core.markClosed(reason);
  });
}

function channelTransport(
  line: Transport,
  channels: Map<number, TransportCore>,
  id: number,
  core: TransportCore,
): Transport {
  return {
    send(message) {
      if (!core.closed) sendFrame(line, { c: id, m: message });
    },
    onMessage: core.onMessage,
    onClose: core.onClose,
    close(reason = 'closed') {
      if (!core.markClosed(reason)) return;
      channels.delete(id);
      sendFrame(line, { c: id, close: reason });
    },
  };
}

function sendFrame(line: Transport, frame: Frame): void {
  line.send(frame);
}
