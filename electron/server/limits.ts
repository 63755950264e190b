/**
 * How much a host keeps open, and for how long. A browser holds a handful of connections a tab; what goes beyond is a program that opens
 * and does not close, by mistake or on purpose, and must not take the descriptors and the memory of all others.
 */
import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

export interface HostLimits {
  /** Connections of all kinds. */
  readonly connections: number;
  /** Pages that talk to the engine. */
  readonly pages: number;
  /** Pages that follow the state of the engine. */
  readonly streams: number;
  readonly uploads: number;
  /** For the head of a request [ms]. */
  readonly head: number;
  /** For a whole request, an upload included [ms]. */
  readonly request: number;
  /** For an upload, or for somebody who is answered, without a byte [ms]. */
  readonly silence: number;
  /** For a refused client to take its answer and go [ms]. */
  readonly farewell: number;
  /** Between two looks whether a page is still there [ms]. */
  readonly heartbeat: number;
  /** What waits for a page that does not read [bytes]. */
  readonly unread: number;
}

export const usualLimits: HostLimits = {
  connections: 512,
  pages: 64,
  streams: 64,
  uploads: 4,
  head: 10_000,
  request: 5 * 60_000,
  silence: 60_000,
  farewell: 5000,
  heartbeat: 30_000,
  unread: 64 * 1024 * 1024,
};

/** Says no to an upgrade. Without the second step a client that never closes keeps the socket half open for ever. */
export function refuseUpgrade(socket: Duplex, status: string, { farewell }: HostLimits): void {
  const timer = setTimeout(() => socket.destroy(), farewell);
  socket.once('close', () => clearTimeout(timer));
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Ends the socket of a page that answers no ping, such as one that was stopped or whose machine sleeps. */
export function watchPage(socket: WebSocket, { heartbeat }: HostLimits): void {
  let alive = true;
  socket.on('pong', () => {
    alive = true;
  });
  const timer = setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, heartbeat);
  timer.unref();
  socket.once('close', () => clearInterval(timer));
}

/** Takes the connection from a client that was answered before it had sent everything, and goes on sending. */
export function partFrom(response: ServerResponse, { farewell }: HostLimits): void {
  const { socket } = response;
  response.once('finish', () => setTimeout(() => socket?.destroy(), farewell).unref());
}

/** Lets so many in at the same time. */
export class Turnstile {
  readonly #most: number;
  #inside = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Answers what lets the next one in, undefined when there is no room. */
  enter(): (() => void) | undefined {
    if (this.#inside >= this.#most) return undefined;
    this.#inside++;
    let left = false;
    return () => {
      if (!left) this.#inside--;
      left = true;
    };
  }
}
