/** A server that plays the hub and the host that it leads on to, with the faults that real ones have; and a proxy. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export interface Faults {
  /** Breaks the connection after so many bytes of a large file, as often as `cuts` says. */
  cutAfter: number;
  cuts: number;
  /** Sends a large file up to this byte and then nothing, without ending. */
  stallAfter: number;
  /** Answers requests for a part with the whole. */
  ignoresRange: boolean;
  /** Milliseconds before each 64 KB. */
  slowMs: number;
  /** Changes one byte on the way. */
  garbles: boolean;
  /** Says no checksum, as simple mirrors do. */
  noChecksum: boolean;
  token: string | null;
  /** Status codes that come before the right answer, one a request to the hub. */
  firstAnswers: number[];
  /** Refuses the first requests to the other host, as when an address has expired. */
  expired: number;
}

export interface SeenRequest {
  readonly host: 'hub' | 'cdn';
  readonly method: string;
  readonly url: string;
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
  readonly authorization: string | undefined;
}

const commit = 'c0ffee00'.repeat(5);
const pieceBytes = 64 * 1024;
const large = (name: string): boolean => /\.onnx/.test(name);
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const gitSha1 = (bytes: Buffer): string =>
  createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

export class FakeHub {
  readonly files: Map<string, Buffer>;
  readonly seen: SeenRequest[] = [];
  readonly faults: Faults = {
    ...{ cutAfter: 0, cuts: 0, stallAfter: 0, ignoresRange: false, slowMs: 0, garbles: false, noChecksum: false },
    ...{ token: null, firstAnswers: [], expired: 0 },
  };
  readonly #hub = createServer((ask, answer) => this.#answerHub(ask, answer));
  readonly #cdn = createServer((ask, answer) => void this.#answerCdn(ask, answer).catch(() => answer.destroy()));

  constructor(files: Record<string, Buffer | string>) {
    this.files = new Map(Object.entries(files).map(([name, content]) => [name, Buffer.from(content)]));
  }

  async listen(): Promise<string> {
    await Promise.all([listen(this.#hub), listen(this.#cdn)]);
    return originOf(this.#hub);
  }

  async close(): Promise<void> {
    await Promise.all([shut(this.#hub), shut(this.#cdn)]);
  }

  requests(method: string, host: 'hub' | 'cdn', name = ''): SeenRequest[] {
    return this.seen.filter((one) => one.method === method && one.host === host && one.url.includes(name));
  }

  #answerHub(ask: IncomingMessage, answer: ServerResponse): void {
    this.#note('hub', ask);
    const name = /^\/[^/]+\/[^/]+\/resolve\/[^/]+\/(.+)$/.exec(ask.url ?? '')?.[1] ?? '';
    const { token, firstAnswers, noChecksum } = this.faults;
    const early = firstAnswers.shift();
    if (early !== undefined) return void answer.writeHead(early).end('not now');
    if (token !== null && ask.headers.authorization !== `Bearer ${token}`)
      return void answer.writeHead(401).end('gated');
    const content = this.files.get(name);
    if (content === undefined) return void answer.writeHead(404).end('Entry not found');
    if (!large(name)) {
      const marks = noChecksum ? {} : { etag: `"${gitSha1(content)}"`, 'x-repo-commit': commit };
      answer.writeHead(200, { ...marks, 'content-length': content.length });
      return void answer.end(ask.method === 'HEAD' ? undefined : content);
    }
    const linked = {
      ...{ 'x-linked-size': content.length, 'x-linked-etag': `"${sha256(content)}"`, 'x-repo-commit': commit },
    };
    answer.writeHead(302, { ...(noChecksum ? {} : linked), location: `${originOf(this.#cdn)}/blobs/${name}` });
    answer.end();
  }

  async #answerCdn(ask: IncomingMessage, answer: ServerResponse): Promise<void> {
    this.#note('cdn', ask);
    if (this.faults.expired-- > 0) return void answer.writeHead(403).end('expired');
    const content = this.files.get((ask.url ?? '').replace('/blobs/', '')) ?? Buffer.alloc(0);
    // A mark of its own that is no checksum, as content networks have.
    const etag = `"v-${sha256(content).slice(0, 8)}"`;
    const start = this.#startOf(ask, etag);
    if (start > content.length) return void answer.writeHead(416).end();
    const headers = { etag, 'accept-ranges': 'bytes', 'content-length': content.length - start };
    const range = { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` };
    answer.writeHead(start > 0 ? 206 : 200, start > 0 ? { ...headers, ...range } : headers);
    if (ask.method === 'HEAD') return void answer.end();
    answer.flushHeaders();
    await this.#send(answer, content, start);
  }

  #startOf({ headers }: IncomingMessage, etag: string): number {
    const asked = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
    const fits = headers['if-range'] === undefined || headers['if-range'] === etag;
    return this.faults.ignoresRange || !fits ? 0 : asked;
  }

  async #send(answer: ServerResponse, content: Buffer, start: number): Promise<void> {
    const { slowMs, garbles, stallAfter, cutAfter } = this.faults;
    const bytes = Buffer.from(content.subarray(start));
    if (garbles) bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    for (let at = 0; at < bytes.length && !answer.destroyed; at += pieceBytes) {
      if (slowMs > 0) await pause(slowMs);
      if (stallAfter > 0 && start + at >= stallAfter) return;
      if (this.faults.cuts > 0 && at >= cutAfter) {
        this.faults.cuts--;
        return void answer.destroy();
      }
      if (!answer.write(bytes.subarray(at, at + pieceBytes))) await Promise.race([once(answer, 'drain'), pause(50)]);
    }
    answer.end();
  }

  #note(host: 'hub' | 'cdn', { method = '', url = '', headers }: IncomingMessage): void {
    const { range, authorization } = headers;
    const ifRange = headers['if-range']?.toString();
    this.seen.push({ host, method, url, range, ifRange, authorization });
  }
}

/** Passes on what it is asked for, by tunnel or by address, and remembers where to. */
export class FakeProxy {
  readonly targets: string[] = [];
  readonly #server = createServer((ask, answer) => {
    this.targets.push(new URL(ask.url ?? '').host);
    const onward = request(ask.url ?? '', { method: ask.method, headers: ask.headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 500, reply.headers);
      reply.pipe(answer);
    });
    ask.pipe(onward);
  });

  async listen(): Promise<string> {
    this.#server.on('connect', (ask, socket, head) => {
      this.targets.push(ask.url ?? '');
      const [host, port] = (ask.url ?? '').split(':');
      const onward = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        onward.write(head);
        onward.pipe(socket).pipe(onward);
      });
      for (const end of [onward, socket]) end.on('error', () => socket.destroy());
    });
    await listen(this.#server);
    return originOf(this.#server);
  }

  close(): Promise<void> {
    return shut(this.#server);
  }
}

async function listen(server: Server): Promise<void> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}

async function shut(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  if (server.listening) await once(server, 'close');
}

const originOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
