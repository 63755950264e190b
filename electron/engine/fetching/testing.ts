/** A web server on this machine that gives images, with the faults that real ones have. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import sharp from 'sharp';

/** @param nth how often this path was asked for, from 1 */
export type Answer = (answer: ServerResponse, ask: IncomingMessage, nth: number) => void;

export interface Asked {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** Milliseconds since the server was made. */
  readonly at: number;
}

export class ImageServer {
  readonly asked: Asked[] = [];
  /** Connections open at once, at most. */
  mostConnections = 0;
  /** What is answered by path; `fallback` for those without an entry. */
  readonly answers = new Map<string, Answer>();
  fallback: Answer = (answer) => void answer.writeHead(404).end('not here');
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #counts = new Map<string, number>();
  readonly #began = performance.now();

  constructor() {
    this.#server = createServer((ask, answer) => {
      const path = ask.url ?? '';
      const nth = (this.#counts.get(path) ?? 0) + 1;
      this.#counts.set(path, nth);
      this.asked.push({ path, headers: ask.headers, at: performance.now() - this.#began });
      (this.answers.get(path) ?? this.fallback)(answer, ask, nth);
    });
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      this.mostConnections = Math.max(this.mostConnections, this.#sockets.size);
      socket.on('error', () => {});
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  /** Answers its host, such as `127.0.0.1:40000`. */
  async listen(port = 0): Promise<string> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  times(path: string): number {
    return this.#counts.get(path) ?? 0;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

export const gives =
  (bytes: Buffer, headers: Record<string, string> = {}, status = 200): Answer =>
  (answer) =>
    void answer.writeHead(status, { 'content-length': String(bytes.length), ...headers }).end(bytes);

export const says =
  (status: number, headers: Record<string, string> = {}): Answer =>
  (answer) =>
    void answer.writeHead(status, headers).end('no');

/** The first answers, then the last one for ever. */
export const inTurn =
  (...answers: readonly Answer[]): Answer =>
  (answer, ask, nth) =>
    answers[Math.min(nth, answers.length) - 1]?.(answer, ask, nth);

export const html: Answer = (answer) =>
  void answer.writeHead(200, { 'content-type': 'image/jpeg' }).end(`<!doctype html><p>${'Sorry. '.repeat(400)}</p>`);

/** States more bytes than it sends, then hangs up. */
export const liesLong =
  (bytes: Buffer): Answer =>
  (answer) => {
    answer.writeHead(200, { 'content-length': String(bytes.length + 5000) });
    answer.write(bytes, () => answer.socket?.end());
  };

/** Sends a part in chunks and breaks the connection. */
export const breaksOff =
  (bytes: Buffer): Answer =>
  (answer) => {
    answer.writeHead(200);
    answer.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => answer.socket?.resetAndDestroy());
  };

/** Neither length nor chunks, and ends in the middle as if that were all. */
export const endsEarly =
  (bytes: Buffer, part = 0.5): Answer =>
  (answer) => {
    const socket = answer.socket;
    socket?.write('HTTP/1.0 200 OK\r\ncontent-type: image/jpeg\r\nconnection: close\r\n\r\n');
    socket?.end(bytes.subarray(0, Math.ceil(bytes.length * part)));
  };

/** Begins like an image and never ends. */
export const endless =
  (head: Buffer): Answer =>
  (answer) => {
    answer.writeHead(200, { 'content-type': 'image/jpeg' });
    answer.write(head);
    const more = Buffer.alloc(256 * 1024);
    const pour = (): void => {
      while (!answer.destroyed && answer.write(more));
    };
    answer.on('drain', pour);
    pour();
  };

/** A byte now and then. */
export const drips =
  (bytes: Buffer, everyMs: number): Answer =>
  (answer) => {
    answer.writeHead(200, { 'content-length': String(bytes.length) });
    let at = 0;
    const timer = setInterval(() => {
      if (answer.destroyed) clearInterval(timer);
      else answer.write(bytes.subarray(at, ++at));
    }, everyMs);
  };

export const resets: Answer = (answer) => void answer.socket?.resetAndDestroy();

export const neverAnswers: Answer = () => {};

/** An image whose look depends on `seed` alone. */
export function drawnImage(seed: number, format: 'jpeg' | 'png' | 'webp' = 'jpeg', side = 64): Promise<Buffer> {
  const background = { r: (seed * 67) % 256, g: (seed * 131) % 256, b: (seed * 29) % 256 };
  const create = {
    width: 12 + (seed % 20),
    height: 16,
    channels: 3 as const,
    background: { r: 255 - background.r, g: 90, b: seed % 256 },
  };
  return sharp({ create: { width: side, height: side, channels: 3, background } })
    .composite([{ input: { create }, left: seed % 16, top: (seed >> 4) % 24 }])
    .toFormat(format)
    .toBuffer();
}
