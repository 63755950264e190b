/** The UI in a browser tab, served by the loopback host: WebSocket for calls, plain HTTP for images and uploads. */
import {
  AppError,
  createConnection,
  type EngineState,
  engineStateSchema,
  errorPayloadSchema,
  methods,
  openWebSocketTransport,
  type PhoneEvent,
  phoneEventSchema,
  queryImageSchema,
} from '@contract';
import { z } from 'zod';
import type { Platform } from './platform.ts';
import { hasSession, openSession } from './session.ts';

const addedSchema = methods['lookups.add'].result;
const keptTableSchema = z.object({ path: z.string() });

export async function createBrowserPlatform(): Promise<Platform> {
  const authorised = await openSession().catch(() => false);
  return {
    authorised,
    connect: () => createConnection(() => openWebSocketTransport(new WebSocket(webSocketUrl()))),
    imageUrl: (path) => `/${path}`,
    onEngineState: listenToEngineState,
    restartEngine,
    acceptFile: async (file) => queryImageSchema.parse(await upload('/upload', file)),
    lookUpFile: async (file, name) => addedSchema.parse(await upload('/upload-photo', file, name)),
    waitForPhone,
    keepTable: async (file) => keptTableSchema.parse(await upload('/upload-table', file)).path,
  };
}

function webSocketUrl(): string {
  const scheme = window.location.protocol === 'https:' ? 'wss:' : 'ws:';
  return `${scheme}//${window.location.host}/ws`;
}

/**
 * `EventSource` connects again by itself when the host was away. It gives up when the host answers but does not know us any more, because it was
 * started again with another key: then the window says so, as a window does that is opened without a key.
 */
function listenToEngineState(listener: (state: EngineState) => void): () => void {
  const source = new EventSource('/engine-state', { withCredentials: true });
  source.addEventListener('message', (event) => {
    const state = engineStateSchema.safeParse(parseJson(String(event.data)));
    if (state.success) listener(state.data);
  });
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CLOSED)
      void hasSession().then((known) => !known && window.location.reload(), ignore);
  });
  return () => source.close();
}

async function restartEngine(): Promise<void> {
  const response = await request('/engine/restart', { method: 'POST', credentials: 'same-origin' });
  if (!response.ok) throw await failure(response);
}

async function upload(url: string, file: File, name = file.name): Promise<unknown> {
  const response = await request(url, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'Content-Type': 'application/octet-stream', 'x-file-name': encodeURIComponent(name) },
    body: file,
  });
  if (!response.ok) throw await failure(response);
  return response.json();
}

/** @throws {AppError} `ENGINE_GONE` when nobody answers */
async function request(url: string, options: RequestInit): Promise<Response> {
  try {
    return await fetch(url, options);
  } catch (cause) {
    const message = 'Lookalike does not answer. If it was stopped, start it again.';
    throw new AppError('ENGINE_GONE', message, { details: { why: 'app-gone' }, cause });
  }
}

async function failure(response: Response): Promise<AppError> {
  const payload = errorPayloadSchema.safeParse(await response.json().catch(() => null));
  if (payload.success) return AppError.fromPayload(payload.data);
  return new AppError('INTERNAL', `The local server answered ${response.status} ${response.statusText}.`);
}

/** The host listens for as long as its answer is read. */
async function waitForPhone(
  network: string | undefined,
  tell: (event: PhoneEvent) => void,
): Promise<{ close(): void }> {
  const stopping = new AbortController();
  const response = await request('/phone', {
    method: 'POST',
    credentials: 'same-origin',
    signal: stopping.signal,
    headers: network === undefined ? {} : { 'x-network': network },
  });
  if (!response.ok) throw await failure(response);
  void readLines(response, tell)
    .catch(ignore)
    .finally(() => {
      if (!stopping.signal.aborted) tell({ kind: 'closed', why: 'failed' });
    });
  return { close: () => stopping.abort() };
}

async function readLines(response: Response, tell: (event: PhoneEvent) => void): Promise<void> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let read = await reader?.read(); read !== undefined && !read.done; read = await reader?.read()) {
    const lines = (rest + read.value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const event = phoneEventSchema.safeParse(parseJson(line));
      if (event.success) tell(event.data);
    }
  }
}

const ignore = (): void => undefined;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
