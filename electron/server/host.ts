/** The loopback host: the built UI, the library's images, and a WebSocket that leads straight to the engine. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { promisify } from 'node:util';
import { WebSocketServer } from 'ws';
import type { EngineState } from '../contract/host.ts';
import { createConnection } from '../contract/rpc/connection.ts';
import type { Transport, Unsubscribe } from '../contract/rpc/transport.ts';
import { createWebSocketTransport } from '../contract/rpc/websocket.ts';
import { type HostLimits, partFrom, refuseUpgrade, usualLimits, watchPage } from './limits.ts';
import { sendError, sendJson } from './respond.ts';
import { createRoutes, type Route } from './routes.ts';
import { type Access, createAccess, securityHeaders } from './security.ts';

/** The engine as its supervisor offers it. */
export interface EngineLink {
  readonly state: EngineState;
  onState(listener: (state: EngineState) => void): Unsubscribe;
  connect(): Transport;
  restart(): void;
}

export interface HostOptions {
  readonly engine: EngineLink;
  /** Folder of the built UI. */
  readonly staticDir: string;
  /** Without it: 4777, or the next port that is free. */
  readonly port?: number;
  readonly token?: string;
  /** [bytes] */
  readonly largestUpload?: number;
  readonly limits?: Partial<HostLimits>;
}

export interface Host {
  readonly port: number;
  /** Opens the UI; carries the token in its fragment, which browsers do not send and servers do not log. */
  readonly address: string;
  /** An address for a browser started by this program; works once. */
  launchAddress(): string;
  /** How many connections are open. */
  connections(): Promise<number>;
  close(): Promise<void>;
}

export const defaultPort = 4777;
const portsTried = 50;
/** The largest RPC message a page may send [bytes]. */
const largestMessage = 16 * 1024 * 1024;

/** Binds 127.0.0.1 only. @throws the `EADDRINUSE` of a port that was asked for */
export async function createHost(options: HostOptions): Promise<Host> {
  const limits: HostLimits = { ...usualLimits, ...options.limits };
  const server = createServer({
    maxHeaderSize: 16 * 1024,
    headersTimeout: limits.head,
    requestTimeout: limits.request,
    connectionsCheckingInterval: Math.min(limits.head / 2, 5000),
  });
  server.maxConnections = limits.connections;
  server.setTimeout(2 * limits.silence);
  const port = await listen(server, options.port);
  const access = createAccess(port, options.token);
  const client = createConnection(async () => options.engine.connect());
  const offRetry = options.engine.onState(({ state }) => {
    if (state === 'ready') client.retry();
  });
  const headers = securityHeaders(port);
  const routes = createRoutes({ ...options, access, client, limits });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestMessage });

  server.on('request', (request, response) => void answer(request, response, { routes, access, headers, limits }));
  server.on('upgrade', (request, socket, head) =>
    upgrade(request, socket, head, { sockets, access, engine: options.engine, limits }),
  );

  return {
    port,
    address: `http://127.0.0.1:${port}/#token=${access.token}`,
    launchAddress: () => `http://127.0.0.1:${port}/#token=${access.createLaunchCode()}`,
    connections: () => promisify(server.getConnections.bind(server))(),
    async close() {
      offRetry();
      client.close();
      for (const socket of sockets.clients) socket.terminate();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Answering {
  readonly routes: readonly Route[];
  readonly access: Access;
  readonly headers: Record<string, string>;
  readonly limits: HostLimits;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { routes, access, headers, limits }: Answering,
): Promise<void> {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (!access.namesHost(request)) return refuse(response, 403, 'This host answers to 127.0.0.1 and localhost only.');
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  const route = routes.find((candidate) => candidate.matches(path));
  if (route === undefined) return refuse(response, 404, 'There is nothing here.');
  if (!route.methods.includes(request.method ?? '')) {
    response.setHeader('Allow', route.methods.join(', '));
    return refuse(response, 405, `Use ${route.methods.join(' or ')} here.`);
  }
  if (route.access !== 'public') {
    if (!access.fromOwnPage(request, request.method === 'POST'))
      return refuse(response, 403, 'This page may not ask that.');
    const known = route.access === 'token' ? access.redeem(request) : access.hasSession(request);
    if (!known) return refuse(response, 401, 'Open the address that Lookalike printed in the terminal.');
  }
  try {
    await route.handle(request, response, path);
  } catch (error) {
    sendError(response, error);
  }
  // A body that was not read to its end is read away for a while, so that the answer reaches a client that is still sending.
  if (request.complete) return;
  request.resume();
  partFrom(response, limits);
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.setHeader('Connection', 'close');
  sendJson(response, status, { code: status === 404 ? 'NOT_FOUND' : 'BAD_REQUEST', message });
}

interface Upgrading {
  readonly sockets: WebSocketServer;
  readonly access: Access;
  readonly engine: EngineLink;
  readonly limits: HostLimits;
}

/** Joins the page's socket to a connection of its own in the engine: messages pass through unread, the end of one ends the other. */
function upgrade(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  { sockets, access, engine, limits }: Upgrading,
): void {
  socket.on('error', () => {});
  const full = sockets.clients.size >= limits.pages ? '503 Service Unavailable' : undefined;
  const status = upgradeStatus(request, access, engine) ?? full;
  if (status !== undefined) {
    refuseUpgrade(socket, status, limits);
    return;
  }
  sockets.handleUpgrade(request, socket, head, (webSocket) => {
    watchPage(webSocket, limits);
    const page = createWebSocketTransport(webSocket);
    let line: Transport;
    try {
      line = engine.connect();
    } catch {
      page.close('the engine is not running');
      return;
    }
    page.onMessage((message) => line.send(message));
    line.onMessage((message) => {
      if (webSocket.bufferedAmount > limits.unread) webSocket.terminate();
      else page.send(message);
    });
    page.onClose((reason) => line.close(reason));
    line.onClose((reason) => page.close(reason));
  });
}

function upgradeStatus(request: IncomingMessage, access: Access, engine: EngineLink): string | undefined {
  if (!access.namesHost(request) || !access.fromOwnPage(request, true)) return '403 Forbidden';
  if (!access.hasSession(request)) return '401 Unauthorized';
  if (request.url !== '/ws') return '404 Not Found';
  return engine.state.state === 'ready' ? undefined : '503 Service Unavailable';
}

async function listen(server: Server, wanted: number | undefined): Promise<number> {
  const first = wanted ?? defaultPort;
  const last = wanted === undefined ? defaultPort + portsTried : wanted;
  for (let port = first; ; port++) {
    try {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      return (server.address() as AddressInfo).port;
    } catch (error) {
      if (port >= last || !isPortTaken(error)) throw error;
    }
  }
}

function isPortTaken(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'EADDRINUSE' || code === 'EACCES';
}
