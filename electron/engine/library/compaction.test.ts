/** What a library gives back once nothing shows it, and that the rest stays. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { drawnImage, gives, ImageServer } from '../fetching/testing.ts';
import { makeWorkplace, openSession, type Session, type Workplace } from './testing.ts';

let place: Workplace;
let session: Session;

beforeEach(async () => {
  place = await makeWorkplace();
  session = await openSession(place);
});
afterEach(async () => {
  await session.engine.close();
  await place.remove();
});

async function importPath(at: string): Promise<number> {
  const { jobId, sourceId } = await session.call('ingest.start', { path: at });
  expect(await session.ended(jobId)).toMatchObject({ state: 'done' });
  await session.idle();
  return sourceId;
}

async function compact(): Promise<Record<string, unknown>> {
  const { id } = await session.call('library.compact', {});
  const { state, result } = await session.ended(id);
  expect(state).toBe('done');
  return result ?? {};
}

function held(): { vectors: number; images: number; thumbs: string[] } {
  const sqlite = new DatabaseSync(path.join(place.library, 'library.sqlite'), { readOnly: true });
  const count = (table: string): number => Number(sqlite.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n);
  const own = sqlite.prepare("SELECT content_hash AS hash FROM pictures WHERE thumb = 'own'").all();
  const thumbs = own.map(({ hash }) => path.join(place.library, 'thumbs', String(hash).slice(0, 2), `${hash}.jpg`));
  const found = { vectors: count('embeddings'), images: count('pictures'), thumbs };
  sqlite.close();
  return found;
}

it('gives back vectors, thumbnails and room of what left, and keeps what is shown', async () => {
  await importPath(await place.catalog('kept', 20));
  const before = held();
  const going = await importPath(await place.catalog('going', 120));
  const large = path.join(place.root, 'large');
  await mkdir(large);
  const wide = sharp({ create: { width: 1200, height: 900, channels: 3, background: '#1f4fbf' } });
  await wide.jpeg().toFile(path.join(large, 'wide.jpg'));
  const largeSource = await importPath(large);
  const [thumb = ''] = held().thumbs;
  expect(existsSync(thumb)).toBe(true);
  for (const sourceId of [going, largeSource]) await session.call('ingest.removeSource', { sourceId });
  const file = path.join(place.library, 'library.sqlite');
  expect(held().vectors).toBeGreaterThan(before.vectors);

  const result = await compact();
  expect(result).toMatchObject({ thumbnails: 1 });
  expect(result.vectors).toBeGreaterThan(240);
  expect(result.bytes).toBeGreaterThan(8_000);
  expect(held()).toEqual(before);
  expect(existsSync(thumb)).toBe(false);
  const size = statSync(file).size;
  expect(await compact()).toEqual({ vectors: 0, thumbnails: 0, fetched: 0, bytes: 0 });
  expect(statSync(file).size).toBe(size);

  const { hits } = await session.call('search.run', { parts: [{ kind: 'text', text: 'red' }], limit: 1 });
  expect(hits[0]?.title).toMatch(/red/);
  await session.engine.close();
  session = await openSession(place);
  expect(await session.call('library.info', {})).toMatchObject({ products: 20, unencoded: 0 });
  await importPath(path.join(place.root, 'going', 'products.csv'));
  expect(await session.call('library.info', {})).toMatchObject({ products: 140, unencoded: 0 });
});

it('takes fetched images away that no table names any more, and keeps the others', async () => {
  const server = new ImageServer();
  const host = await server.listen();
  try {
    for (const n of [1, 2, 3]) server.answers.set(`/${n}.jpg`, gives(await drawnImage(n)));
    server.answers.set('/as-1.jpg', gives(await drawnImage(1)));
    const table = path.join(place.root, 'shop.csv');
    const write = (...names: string[]): Promise<void> =>
      writeFile(
        table,
        `sku,title,image\n${names.map((name, n) => `S${n},Mug ${n},http://${host}/${name}.jpg`).join('\n')}\n`,
      );
    const kept = (): number =>
      readdirSync(path.join(place.library, 'web'), { recursive: true }).filter((name) => String(name).endsWith('.jpg'))
        .length;
    await write('1', '2', '3', 'as-1');
    const { sourceId } = await session.call('ingest.start', { path: table, fetchImages: { allowHosts: [host] } });
    await session.idle();
    expect(await session.call('library.info', {})).toMatchObject({ images: 4 });
    expect(kept()).toBe(3);
    expect(await compact()).toMatchObject({ fetched: 0 });
    await write('2', 'as-1');
    await session.call('ingest.rescan', { sourceId });
    await session.idle();
    expect(await compact()).toMatchObject({ fetched: 1, vectors: 3 });
    expect(kept()).toBe(2);
    await session.call('ingest.removeSource', { sourceId });
    expect(await compact()).toMatchObject({ fetched: 2 });
    expect(kept()).toBe(0);
    expect(server.asked).toHaveLength(4);
  } finally {
    await server.close();
  }
});
