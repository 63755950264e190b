/**
 * The whole shell, from the main process through the preload script to the UI's platform object, with the real engine in a process of
 * its own. Only Electron itself is stood in for; what it does on a screen is left to the browser tests.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Platform } from '../../renderer/platform/platform.ts';
import type { Connection, DesktopBridge, EngineState, PageRequest } from '../contract/index.ts';
import { app, nativeTheme, seen } from './testing.ts';

vi.mock('electron', () => import('./testing.ts'));

let dir: string;
let platform: Platform;
let connection: Connection;
const requests: PageRequest[] = [];
const states: EngineState[] = [];

/** The little of a window that the preload script and the platform object touch. */
function stubWindow(): void {
  const target = new EventTarget();
  const stub = Object.assign(target, {
    location: { origin: 'lookalike-app://app' },
    setTimeout: globalThis.setTimeout,
    clearTimeout: globalThis.clearTimeout,
    postMessage(data: unknown, origin: string, ports: unknown[]): void {
      expect(origin).toBe('lookalike-app://app');
      target.dispatchEvent(Object.assign(new Event('message'), { data, ports, source: stub }));
    },
  });
  vi.stubGlobal('window', stub);
}

beforeAll(async () => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'lookalike-wiring-'));
  mkdirSync(path.join(dir, 'photos'));
  for (const [name, colour] of [
    ['red', '#c01818'],
    ['blue', '#1830c0'],
  ] as const) {
    const image = { create: { width: 200, height: 200, channels: 3 as const, background: colour } };
    await sharp(image)
      .jpeg()
      .toFile(path.join(dir, 'photos', `${name}.jpg`));
  }
  stubWindow();
  vi.stubGlobal('process', Object.assign(process, { resourcesPath: path.join(dir, 'resources') }));
  process.argv = [
    'electron',
    '.',
    '--no-sandbox',
    '--home',
    path.join(dir, 'home'),
    '--no-sample',
    path.join(dir, 'photos'),
  ];
  await import('./main.ts');
  await vi.waitFor(() => expect(seen.windows).toHaveLength(1));
  await import('../preload/preload.ts');
  const { createElectronPlatform } = await import('../../renderer/platform/electron.ts');
  platform = createElectronPlatform(seen.bridge.get('lookalike') as DesktopBridge);
  connection = platform.connect();
  platform.onEngineState((state) => {
    states.push(state);
    if (state.state === 'ready') connection.retry();
  });
  platform.onRequest?.((request) => requests.push(request));
  await vi.waitFor(() => expect(connection.state).toBe('open'), { timeout: 60_000 });
});

afterAll(async () => {
  app.quit();
  await vi.waitFor(() => expect(seen.quit).toBe(1), { timeout: 60_000 });
  vi.unstubAllGlobals();
  rmSync(dir, { recursive: true });
});

test('one window, of the right kind, on the app itself', () => {
  const [window] = seen.windows;
  expect(window?.url).toBe('lookalike-app://app/');
  expect(window?.options).toMatchObject({
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false },
  });
  expect(requests).toEqual([{ kind: 'import', path: path.join(dir, 'photos') }]);
});

test('the page imports and searches over a port of its own', async () => {
  await connection.call('library.create', { name: 'shell' });
  const { jobId } = await connection.call('ingest.start', { path: path.join(dir, 'photos') });
  await expect.poll(async () => (await connection.call('jobs.get', { id: jobId })).state).toBe('done');
  const { hits } = await connection.call('search.run', { parts: [{ kind: 'text', text: 'red' }], cutoff: false });
  expect(hits[0]?.title).toBe('red');

  const get = (url: string) => seen.schemes.get('lookalike-app')?.({ url: `lookalike-app://app${url}`, method: 'GET' });
  const image = await get(platform.imageUrl(hits[0]?.image?.thumb ?? ''));
  expect([image?.status, image?.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  expect((await get('/original/999'))?.status).toBe(404);
});

test('dropped files go by their path, pasted ones by their bytes', async () => {
  const bytes = readFileSync(path.join(dir, 'photos', 'blue.jpg'));
  seen.paths.set('blue.jpg', path.join(dir, 'photos', 'blue.jpg'));
  const dropped = await platform.acceptFile(new File([], 'blue.jpg'));
  const pasted = await platform.acceptFile(new File([bytes], 'pasted.png'));
  expect(pasted.hash).toBe(dropped.hash);
  expect(pasted.name).toBe('pasted.png');
  await expect(platform.acceptFile(new File(['text'], 'notes.txt'))).rejects.toMatchObject({ code: 'NOT_AN_IMAGE' });
});

test('menus, links and settings reach where they should', async () => {
  expect(seen.menu.map(({ label }) => label)).toContain('File');
  await expect.poll(() => JSON.stringify(seen.menu)).toContain('"shell"');
  requests.length = 0;
  app.emit('open-url', { preventDefault: () => {} }, 'lookalike://product/red');
  app.emit('second-instance', {}, [], '', { args: ['.', path.join(dir, 'photos', 'red.jpg')], cwd: process.cwd() });
  expect(requests).toEqual([
    { kind: 'product', sku: 'red' },
    { kind: 'picture', path: path.join(dir, 'photos', 'red.jpg') },
  ]);

  platform.setAppearance?.({ theme: 'dark', language: 'zh-CN' });
  await expect.poll(() => seen.menu.map(({ label }) => label)).toContain('文件');
  expect(nativeTheme.themeSource).toBe('dark');
  nativeTheme.shouldUseDarkColors = true;
  nativeTheme.emit('updated');
  expect(seen.windows[0]?.background).toBe('#131417');
  expect(await platform.settings?.read()).toEqual({ autoUpdate: false, updates: 'unpackaged' });
  expect(await platform.settings?.change({ autoUpdate: true })).toMatchObject({ autoUpdate: true });

  seen.picked = [path.join(dir, 'photos')];
  expect(await platform.pickPath?.('folder')).toBe(path.join(dir, 'photos'));
  platform.showInFolder?.(path.join(dir, 'photos', 'red.jpg'));
  await expect.poll(() => seen.revealed).toEqual([path.join(dir, 'photos', 'red.jpg')]);
});

test('a model is tested in a process of its own, which the main process starts for the engine', async () => {
  const before = seen.children.length;
  expect((await connection.call('models.test', { id: 'starter-v1' })).passed).toBe(true);
  const testers = seen.children.slice(before);
  expect(testers).toHaveLength(1);
  await expect.poll(() => testers[0]?.signalCode).toBe('SIGKILL');
});

test('after a crash of the engine the page goes on over a new port', async () => {
  const engine = seen.children.findLast(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
  const before = seen.children.length;
  const lost = connection
    .call('encoders.embed', { text: 'the engine will be gone before this is answered' })
    .catch((error) => error);
  engine?.kill('SIGKILL');
  const outcome = await lost;
  if (outcome instanceof Error) expect(outcome).toMatchObject({ code: 'ENGINE_GONE' });
  await expect.poll(() => states.some(({ state }) => state === 'restarting')).toBe(true);
  await expect.poll(() => connection.state).toBe('open');
  expect((await connection.call('library.info', {})).name).toBe('shell');
  expect(seen.children).toHaveLength(before + 1);
});
