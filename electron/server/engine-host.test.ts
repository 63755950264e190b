/** Host, supervisor and the real engine together: a library in a process of its own, its pictures over HTTP, and a crash in between. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { renderImage } from '../../assets/sample/generate.ts';
import { planSample } from '../../assets/sample/plan.ts';
import { type Connection, createConnection } from '../contract/rpc/connection.ts';
import { openWebSocketTransport } from '../contract/rpc/websocket.ts';
import { firstLibrary } from '../engine/process/first-library.ts';
import { type EngineProcess, Supervisor } from '../engine/process/supervisor.ts';
import { forkEngine } from './fork-engine.ts';
import { createHost, type Host } from './host.ts';
import { modelsDir } from './project.ts';

const dir = mkdtempSync(path.join(os.tmpdir(), 'lookalike-engine-host-'));
const photos = path.join(dir, 'photos');
const images = planSample()
  .products.map(({ images }) => images[0])
  .filter((image) => image !== undefined && image.ruin === null)
  .slice(0, 6);
const processes: EngineProcess[] = [];
let supervisor: Supervisor;
let host: Host;
let connection: Connection;
let headers: Record<string, string>;

beforeAll(async () => {
  mkdirSync(path.join(dir, 'ui'));
  mkdirSync(photos);
  for (const [index, image] of images.entries()) {
    if (image === undefined) continue;
    writeFileSync(path.join(photos, `${index}${path.extname(image.file)}`), await renderImage(image));
  }
  supervisor = new Supervisor({
    spawn: () => {
      const engine = forkEngine({ home: path.join(dir, 'home'), modelsDir });
      processes.push(engine);
      return engine;
    },
    prepare: firstLibrary({ sampleLibrary: null, makeSample: () => Promise.reject(new Error()), log: () => {} }),
  });
  supervisor.start();
  await supervisor.ready();
  host = await createHost({ engine: supervisor, staticDir: path.join(dir, 'ui'), port: 0 });
  const origin = `http://127.0.0.1:${host.port}`;
  const session = await fetch(`${origin}/session`, {
    method: 'POST',
    headers: { origin, authorization: `Bearer ${host.address.split('token=')[1]}` },
  });
  headers = { origin, cookie: session.headers.getSetCookie()[0]?.split(';')[0] ?? '' };
  connection = createConnection(() =>
    openWebSocketTransport(new WebSocket(`ws://127.0.0.1:${host.port}/ws`, { headers })),
  );
});

afterAll(async () => {
  connection?.close();
  await host?.close();
  await supervisor?.stop();
  rmSync(dir, { recursive: true, force: true });
});

const get = (target: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`http://127.0.0.1:${host.port}/${target}`, { ...init, headers: { ...headers, ...init.headers } });

test('import, search, pictures, an upload, a crash, and the same library again', async () => {
  await expect(connection.call('library.info', {})).rejects.toMatchObject({ code: 'NO_LIBRARY' });
  const library = await connection.call('library.create', { name: 'Photos' });
  const { jobId } = await connection.call('ingest.start', { path: photos, layout: 'photo' });
  await expect.poll(async () => (await connection.call('jobs.get', { id: jobId })).state).toBe('done');
  const listed = await connection.call('search.run', {});
  expect(listed.total).toBe(images.length);

  const shown = listed.hits[0]?.image;
  const thumb = await get(shown?.thumb ?? '');
  expect([thumb.status, thumb.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  const original = await get(shown?.original ?? '');
  expect((await original.arrayBuffer()).byteLength).toBe(shown?.bytes);
  expect((await get(`thumb/${'0'.repeat(64)}`)).status).toBe(404);

  const [image] = images;
  if (image === undefined) throw new Error('no picture');
  const body = new Uint8Array(await renderImage(image));
  const added = await get('upload', { method: 'POST', body, headers: { 'x-file-name': 'query.jpg' } });
  const query = await added.json();
  expect([added.status, query.name]).toEqual([200, 'query.jpg']);
  expect((await get(query.url)).headers.get('content-type')).toMatch(/^image\//);
  const broken = await get('upload', { method: 'POST', body: 'no picture', headers: { 'x-file-name': 'list.jpg' } });
  expect(broken.status).toBe(422);
  // What the window needs to word it in another language.
  expect(await broken.json()).toMatchObject({
    code: 'NOT_AN_IMAGE',
    details: { why: 'photo-foreign', name: 'list.jpg' },
  });

  const states: string[] = [];
  connection.onState((state) => states.push(state));
  processes[0]?.kill();
  await expect.poll(() => states).toEqual(['open', 'lost', 'open']);
  expect(supervisor.state).toMatchObject({ state: 'ready', restarts: 1 });
  expect(await connection.call('library.info', {})).toMatchObject({ dir: library.dir, products: images.length });
  const parts = [{ kind: 'image' as const, hash: query.hash as string }];
  const found = await connection.call('search.run', { parts, imagesOnly: true });
  expect(found.hits[0]?.why?.components[0]?.value).toBeGreaterThan(0.98);
  expect((await get(shown?.thumb ?? '')).status).toBe(200);

  await supervisor.stop();
  await expect(connection.call('library.info', {})).rejects.toMatchObject({ code: 'ENGINE_GONE' });
});
