/** The cache of an index: used when it is right, made again from SQLite when it is not, whatever became of it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../db/open-database.ts';
import { toBlob } from './blob.ts';
import { count, dimensions, imageHash, rowsOf, textHash, texts, tuning, vectorsPlace } from './testing.ts';

const place = vectorsPlace();

describe('the cache', () => {
  const file = (name: string): string => path.join(place.dir, 'index', name);

  it('is used when nothing has changed, and written when something has', async () => {
    await (await place.filled()).close();
    expect(existsSync(file('tiny.image.hnsw'))).toBe(true);
    expect(existsSync(file('tiny.text.hnsw'))).toBe(true);
    place.said = [];
    const again = await place.open();
    expect(again.status().rebuilding).toBe(false);
    place.expectInStep(again);
    const before = readFileSync(file('tiny.image.json'), 'utf8');
    await again.save();
    expect(readFileSync(file('tiny.image.json'), 'utf8')).toBe(before);
    again.unlink('image', [9]);
    await again.save();
    expect(readFileSync(file('tiny.image.json'), 'utf8')).not.toBe(before);
    expect(place.said).toEqual([]);
  });

  it.each<[string, () => void, RegExp]>([
    [
      'has a flipped byte',
      () => flip(file('tiny.image.hnsw')),
      /image vectors is rebuilt: the cache was written by another/,
    ],
    ['was cut', () => truncateSync(file('tiny.image.hnsw'), 5000), /image vectors is rebuilt: the cache has been cut/],
    ['is empty', () => writeFileSync(file('tiny.image.hnsw'), ''), /image vectors is rebuilt/],
    ['is gone', () => rmSync(file('tiny.image.hnsw')), /image vectors is rebuilt/],
    ['has no header', () => rmSync(file('tiny.image.json')), /image vectors is rebuilt: there is no cache/],
    ['has half a header', () => truncateSync(file('tiny.image.json'), 100), /image vectors is rebuilt/],
    ['has another header', () => writeFileSync(file('tiny.image.json'), '{}'), /its header is not one/],
    [
      'is of another kind',
      () => writeFileSync(file('tiny.image.hnsw'), readFileSync(file('tiny.text.hnsw'))),
      /rebuilt/,
    ],
  ])('is rebuilt when it %s', async (_what, damage, reason) => {
    await (await place.filled()).close();
    place.said = [];
    damage();
    const vectors = await place.open();
    expect(place.said.join('\n')).toMatch(reason);
    place.expectInStep(vectors);
    await vectors.idle();
    place.expectInStep(vectors);
    await vectors.close();
    place.said = [];
    place.expectInStep(await place.open());
    expect(place.said).toEqual([]);
  });

  it('is used by the installation that wrote it and by no other, whatever it says of itself', async () => {
    const cacheKey = new Uint8Array(32).fill(1);
    await (await place.filled({ cacheKey })).close();
    place.said = [];
    await (await place.open({ cacheKey })).close();
    expect(place.said).toEqual([]);
    const read = (name: string) => JSON.parse(readFileSync(file(name), 'utf8')) as Record<string, unknown>;
    const header = read('tiny.image.json');
    for (const forged of [
      { ...header, seal: read('tiny.text.json').seal },
      { ...header, seal: '' },
      { ...header, slots: Buffer.alloc(count * 12).toString('base64') },
    ]) {
      writeFileSync(file('tiny.image.json'), JSON.stringify(forged));
      place.said = [];
      const vectors = await place.open({ cacheKey });
      expect(place.said.join()).toContain('image vectors is rebuilt');
      place.expectInStep(vectors);
      await vectors.idle();
      await vectors.close();
    }
    place.said = [];
    const foreign = await place.open({ cacheKey: new Uint8Array(32).fill(2) });
    expect(place.said.join()).toContain('image vectors is rebuilt: the cache was written by another installation');
    place.expectInStep(foreign);
  });

  it('is brought up to date with what SQLite says', async () => {
    await (await place.filled()).close();
    place.addProducts(count + 1, count + 20);
    const late = await place.open({ log: () => undefined, tuning: { graphFrom: 1e9 } });
    late.storeEmbeddings('image', rowsOf('image', count + 1, count + 20));
    late.storeEmbeddings('text', [{ hash: textHash(4), vector: texts[count + 1] as Float32Array }]);
    place.database.run('DELETE FROM products WHERE id BETWEEN 10 AND 19');
    place.database.run('UPDATE files SET content_hash = ? WHERE id = 30', imageHash(31));
    place.said = [];
    const vectors = await place.open();
    expect(place.said.sort()).toEqual([
      'The cache of image vectors is brought up to date: 11 outdated, 20 missing.',
      'The cache of text vectors is brought up to date: 11 outdated, 1 missing.',
    ]);
    place.expectInStep(vectors);
    await vectors.idle();
    place.expectInStep(vectors);
  });

  it('is not needed: a folder that cannot be written costs a line in the log', async () => {
    const vectors = await place.filled();
    rmSync(path.join(place.dir, 'index'), { recursive: true });
    writeFileSync(path.join(place.dir, 'index'), 'in the way');
    await vectors.save();
    expect(place.said.join()).toContain('could not be written');
    rmSync(path.join(place.dir, 'index'));
    await vectors.save();
    expect(existsSync(file('tiny.image.hnsw'))).toBe(true);
  });

  it('leaves out vectors that are damaged in SQLite', async () => {
    await (await place.filled()).close();
    place.database.run(
      'UPDATE embeddings SET vector = ? WHERE content_hash = ?',
      toBlob(new Float32Array(dimensions).fill(Number.NaN)),
      imageHash(1),
    );
    place.said = [];
    const vectors = await place.open();
    expect(vectors.images.size).toBe(count - 1);
    expect(place.said.join()).toContain('1 stored image vectors are damaged');
  });
});

it('does without the native addon', async () => {
  place.addProducts(1, count);
  const vectors = await place.open({
    loadAddon: () => {
      throw new Error('no compiler');
    },
  });
  vectors.storeEmbeddings('image', rowsOf('image', 1, count));
  vectors.link('image', rowsOf('image', 1, count));
  await vectors.idle();
  await vectors.close();
  place.expectInStep(vectors);
  expect(vectors.status()).toMatchObject({ kind: 'exact', reason: expect.stringContaining('no compiler') });
});

it('stops opening when asked to', async () => {
  await (await place.filled()).close();
  const stop = new AbortController();
  const opening = place.open({ signal: stop.signal });
  stop.abort();
  await expect(opening).rejects.toMatchObject({ code: 'CANCELLED' });
});

it('opens with the vectors of SQLite after being killed at any point', async () => {
  await (await place.filled()).close();
  place.database.close();
  for (const delay of [0, 15, 60]) {
    const child = startWriter();
    await once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data');
    await new Promise((resolve) => setTimeout(resolve, delay));
    child.kill('SIGKILL');
    await once(child, 'exit');
    place.database = openDatabase(place.dir);
    const vectors = await place.open();
    place.expectInStep(vectors);
    await vectors.idle();
    place.expectInStep(vectors);
    await vectors.close();
    place.database.close();
  }
  place.database = openDatabase(place.dir);
});

/** A process that changes vectors and writes caches without end. */
function startWriter(): ChildProcess {
  const here = JSON.stringify(`${import.meta.dirname}/library-vectors.ts`);
  const there = JSON.stringify(`${import.meta.dirname}/../db/open-database.ts`);
  const code = `
    import { LibraryVectors } from ${here};
    import { openDatabase } from ${there};
    const database = openDatabase(${JSON.stringify(place.dir)});
    const vectors = await LibraryVectors.open(database, { dir: ${JSON.stringify(place.dir)}, modelId: 'tiny', pipelineVersion: 1,
      dimensions: ${dimensions}, tuning: ${JSON.stringify(tuning)}, log: () => undefined });
    process.stdout.write('ready');
    for (let round = 0; ; round++) {
      for (let id = 1; id <= 200; id++) {
        const hash = 'picture-' + String(id).padStart(5, '0');
        const vector = new Float32Array(${dimensions}).map(() => Math.random() - 0.5);
        const length = Math.hypot(...vector);
        vectors.storeEmbeddings('image', [{ hash, vector: vector.map((value) => value / length) }]);
        vectors.link('image', [{ label: id, hash }]);
      }
      await vectors.save();
    }`;
  return spawn(process.execPath, ['--input-type=module-typescript', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

function flip(file: string): void {
  const bytes = readFileSync(file);
  const at = Math.floor(bytes.length / 2);
  bytes[at] = (bytes[at] ?? 0) ^ 0x10;
  writeFileSync(file, bytes);
}
