import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { indexStatusSchema } from '../../contract/library.ts';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/open-database.ts';
import { fromBlob, toBlob } from './blob.ts';
import type { Tuning } from './hnsw.ts';
import { LibraryVectors, type LibraryVectorsOptions } from './library-vectors.ts';
import { clusteredVectors } from './synthetic.ts';

const dimensions = 16;
const count = 300;
const images = clusteredVectors(count + 50, dimensions, { clusters: 20 });
const texts = clusteredVectors(count + 50, dimensions, { clusters: 20, seed: 9 });
const tuning: Partial<Tuning> = { graphFrom: 100, exactAmong: 20, pendingLimit: 50 };

let dir: string;
let database: Database;
let said: string[];
let opened: LibraryVectors[];

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'lookalike-vectors-'));
  database = openDatabase(dir, { create: true });
  said = [];
  opened = [];
});

afterEach(async () => {
  for (const vectors of opened) await vectors.close();
  database.close();
  rmSync(dir, { recursive: true });
});

async function open(options: Partial<LibraryVectorsOptions> = {}): Promise<LibraryVectors> {
  const vectors = await LibraryVectors.open(database, {
    dir,
    modelId: 'tiny',
    pipelineVersion: 1,
    dimensions,
    tuning,
    log: (line) => said.push(line),
    ...options,
  });
  opened.push(vectors);
  return vectors;
}

const imageHash = (id: number): string => `picture-${String(id).padStart(5, '0')}`;
const textHash = (id: number): string => `text-${String(id).padStart(5, '0')}`;

/** Products 1..n, each with the image of the same number. */
function addProducts(from: number, to: number): void {
  database.transaction(() => {
    database.run("INSERT OR IGNORE INTO sources (id, kind, path, created_at) VALUES (1, 'folder', '/p', '')");
    for (let id = from; id <= to; id++) {
      database.run(
        'INSERT INTO files (id, path, bytes, modified_ms, content_hash) VALUES (?, ?, 1, 1, ?)',
        id,
        `/p/${id}.jpg`,
        imageHash(id),
      );
      database.run(
        "INSERT INTO products (id, source_id, sku, title, text_hash, created_at, updated_at) VALUES (?, 1, ?, '', ?, '', '')",
        id,
        `S${id}`,
        textHash(id),
      );
      database.run('INSERT INTO images (id, product_id, file_id, position) VALUES (?, ?, ?, 0)', id, id, id);
    }
  });
}

const rowsOf = (kind: 'image' | 'text', from: number, to: number) => {
  const source = kind === 'image' ? images : texts;
  const hash = kind === 'image' ? imageHash : textHash;
  return Array.from({ length: to - from + 1 }, (_, at) => ({
    label: from + at,
    hash: hash(from + at),
    vector: source[from + at - 1] as Float32Array,
  }));
};

async function filled(options: Partial<LibraryVectorsOptions> = {}): Promise<LibraryVectors> {
  addProducts(1, count);
  const vectors = await open(options);
  for (const kind of ['image', 'text'] as const) {
    vectors.storeEmbeddings(kind, rowsOf(kind, 1, count));
    vectors.link(kind, rowsOf(kind, 1, count));
  }
  await vectors.idle();
  return vectors;
}

/** The index holds exactly what SQLite holds, and searching agrees. */
function expectInStep(vectors: LibraryVectors): void {
  for (const [kind, index] of [
    ['image', vectors.images],
    ['text', vectors.texts],
  ] as const) {
    const rows = database.all<{ label: number; vector: Uint8Array }>(
      kind === 'image'
        ? "SELECT i.id AS label, e.vector FROM images i JOIN files f ON f.id = i.file_id JOIN embeddings e ON e.content_hash = f.content_hash AND e.kind = 'image'"
        : "SELECT p.id AS label, e.vector FROM products p JOIN embeddings e ON e.content_hash = p.text_hash AND e.kind = 'text'",
    );
    expect(index.size).toBe(rows.length);
    let found = 0;
    const differing: number[] = [];
    for (const row of rows) {
      const vector = fromBlob(row.vector);
      if (!vector.every((value, at) => index.get(row.label)?.[at] === value)) differing.push(row.label);
      if ((index.search(vector, 1)[0]?.similarity ?? 0) > 0.9999) found++;
    }
    expect(differing).toEqual([]);
    expect(found).toBeGreaterThanOrEqual(rows.length * 0.98);
  }
}

it('keeps vectors as little-endian float32, whatever they are a view of', () => {
  const vector = Float32Array.of(1, -0.5, 3e-8);
  const blob = toBlob(vector.subarray(1));
  expect([...blob.subarray(0, 4)]).toEqual([0, 0, 0, 0xbf]);
  const shifted = new Uint8Array(9);
  shifted.set(blob, 1);
  expect(fromBlob(shifted.subarray(1))).toEqual(vector.subarray(1));
  expect(() => fromBlob(new Uint8Array(5))).toThrow(RangeError);
});

describe('following the library', () => {
  it('links, replaces, unlinks and refreshes', async () => {
    const vectors = await filled();
    expectInStep(vectors);
    expect(indexStatusSchema.parse(vectors.status())).toEqual({
      kind: 'hnsw',
      reason: null,
      images: count,
      texts: count,
      rebuilding: false,
    });
    expect(vectors.link('image', [{ label: 1, hash: imageHash(2) }])).toBe(1);
    expect(vectors.images.get(1)).toEqual(images[1]);
    expect(vectors.link('image', [{ label: 1, hash: 'unknown' }])).toBe(0);
    expect(vectors.images.has(1)).toBe(false);
    vectors.unlink('text', [5, 6]);
    expect(vectors.texts.size).toBe(count - 2);
    database.run('DELETE FROM images WHERE id = 3');
    vectors.refresh('image', [1, 3]);
    vectors.refresh('text', [5, 6]);
    expectInStep(vectors);
  });

  it('says what is missing, each content once, while vectors are being stored', async () => {
    addProducts(1, count);
    database.run('UPDATE files SET content_hash = ? WHERE id = 2', imageHash(1));
    database.run("UPDATE files SET failure_code = 'IMAGE_DAMAGED' WHERE id = 3");
    database.run('UPDATE files SET content_hash = NULL WHERE id = 4');
    const vectors = await open();
    expect(vectors.countMissing('image')).toBe(count - 3);
    expect(vectors.countMissing('text')).toBe(count);
    const asked: string[] = [];
    for (const { hash, path: file, labels } of vectors.missing('image')) {
      if (hash === imageHash(1)) expect([file, [...labels].sort()]).toEqual(['/p/1.jpg', [1, 2]]);
      asked.push(hash);
      vectors.storeEmbeddings('image', [{ hash, vector: images[0] as Float32Array }]);
    }
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked).toHaveLength(count - 3);
    expect(vectors.countMissing('image')).toBe(0);
    expect([...vectors.missing('text')].map((row) => row.labels).slice(0, 2)).toEqual([[1], [2]]);
    expect(vectors.embedded('image', [imageHash(1), imageHash(3), 'x'])).toEqual(new Set([imageHash(1)]));
  });

  it('holds vectors of another pipeline or length for missing', async () => {
    const vectors = await filled();
    expect(vectors.countMissing('image')).toBe(0);
    database.run("UPDATE embeddings SET vector = x'00000000' WHERE content_hash = ?", imageHash(1));
    expect(vectors.countMissing('image')).toBe(1);
    await vectors.close();
    const next = await open({ pipelineVersion: 2 });
    expect(next.images.size).toBe(0);
    expect(next.countMissing('image')).toBe(count);
    expect(next.countMissing('text')).toBe(count);
  });

  it('writes nothing when one of the vectors is no vector', async () => {
    addProducts(1, 2);
    const vectors = await open();
    const bad = new Float32Array(dimensions).fill(Number.NaN);
    expect(() =>
      vectors.storeEmbeddings('image', [
        { hash: imageHash(1), vector: images[0] as Float32Array },
        { hash: imageHash(2), vector: bad },
      ]),
    ).toThrow(RangeError);
    expect(vectors.countMissing('image')).toBe(2);
  });

  it('keeps the vectors of two models apart', async () => {
    await filled();
    const other = await open({ modelId: 'other' });
    expect(other.images.size).toBe(0);
    other.storeEmbeddings('image', [{ hash: imageHash(1), vector: images[5] as Float32Array }]);
    other.refresh('image', [1]);
    const first = await open();
    expect(other.images.get(1)).toEqual(images[5]);
    expect(first.images.get(1)).toEqual(images[0]);
  });

  it('finds a product among thousands that show one and the same picture', async () => {
    addProducts(1, count);
    const vectors = await open();
    vectors.storeEmbeddings('image', rowsOf('image', 1, count));
    database.run('UPDATE files SET content_hash = ? WHERE id > 200', imageHash(7));
    vectors.refresh(
      'image',
      Array.from({ length: count }, (_, at) => at + 1),
    );
    await vectors.idle();
    for (const label of [1, 50, 199]) {
      expect(vectors.images.search(images[label - 1] as Float32Array, 1)[0]?.label).toBe(label);
    }
    expect(vectors.images.search(images[6] as Float32Array, 4).map((one) => one.label)).toEqual([7, 201, 202, 203]);
    vectors.unlink('image', [7, 201]);
    expect(vectors.images.search(images[6] as Float32Array, 2).map((one) => one.label)).toEqual([202, 203]);
    await vectors.close();
    expectInStep(await open());
  });
});

describe('the cache', () => {
  const file = (name: string): string => path.join(dir, 'index', name);

  it('is used when nothing has changed, and written when something has', async () => {
    await (await filled()).close();
    expect(existsSync(file('tiny.image.hnsw'))).toBe(true);
    expect(existsSync(file('tiny.text.hnsw'))).toBe(true);
    said = [];
    const again = await open();
    expect(again.status().rebuilding).toBe(false);
    expectInStep(again);
    const before = readFileSync(file('tiny.image.json'), 'utf8');
    await again.save();
    expect(readFileSync(file('tiny.image.json'), 'utf8')).toBe(before);
    again.unlink('image', [9]);
    await again.save();
    expect(readFileSync(file('tiny.image.json'), 'utf8')).not.toBe(before);
    expect(said).toEqual([]);
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
    await (await filled()).close();
    said = [];
    damage();
    const vectors = await open();
    expect(said.join('\n')).toMatch(reason);
    expectInStep(vectors);
    await vectors.idle();
    expectInStep(vectors);
    await vectors.close();
    said = [];
    expectInStep(await open());
    expect(said).toEqual([]);
  });

  it('is used by the installation that wrote it and by no other, whatever it says of itself', async () => {
    const cacheKey = new Uint8Array(32).fill(1);
    await (await filled({ cacheKey })).close();
    said = [];
    await (await open({ cacheKey })).close();
    expect(said).toEqual([]);
    const read = (name: string) => JSON.parse(readFileSync(file(name), 'utf8')) as Record<string, unknown>;
    const header = read('tiny.image.json');
    for (const forged of [
      { ...header, seal: read('tiny.text.json').seal },
      { ...header, seal: '' },
      { ...header, slots: Buffer.alloc(count * 12).toString('base64') },
    ]) {
      writeFileSync(file('tiny.image.json'), JSON.stringify(forged));
      said = [];
      const vectors = await open({ cacheKey });
      expect(said.join()).toContain('image vectors is rebuilt');
      expectInStep(vectors);
      await vectors.idle();
      await vectors.close();
    }
    said = [];
    const foreign = await open({ cacheKey: new Uint8Array(32).fill(2) });
    expect(said.join()).toContain('image vectors is rebuilt: the cache was written by another installation');
    expectInStep(foreign);
  });

  it('is brought up to date with what SQLite says', async () => {
    await (await filled()).close();
    addProducts(count + 1, count + 20);
    const late = await open({ log: () => undefined, tuning: { graphFrom: 1e9 } });
    late.storeEmbeddings('image', rowsOf('image', count + 1, count + 20));
    late.storeEmbeddings('text', [{ hash: textHash(4), vector: texts[count + 1] as Float32Array }]);
    database.run('DELETE FROM products WHERE id BETWEEN 10 AND 19');
    database.run('UPDATE files SET content_hash = ? WHERE id = 30', imageHash(31));
    said = [];
    const vectors = await open();
    expect(said.sort()).toEqual([
      'The cache of image vectors is brought up to date: 11 outdated, 20 missing.',
      'The cache of text vectors is brought up to date: 11 outdated, 1 missing.',
    ]);
    expectInStep(vectors);
    await vectors.idle();
    expectInStep(vectors);
  });

  it('is not needed: a folder that cannot be written costs a line in the log', async () => {
    const vectors = await filled();
    rmSync(path.join(dir, 'index'), { recursive: true });
    writeFileSync(path.join(dir, 'index'), 'in the way');
    await vectors.save();
    expect(said.join()).toContain('could not be written');
    rmSync(path.join(dir, 'index'));
    await vectors.save();
    expect(existsSync(file('tiny.image.hnsw'))).toBe(true);
  });

  it('leaves out vectors that are damaged in SQLite', async () => {
    await (await filled()).close();
    database.run(
      'UPDATE embeddings SET vector = ? WHERE content_hash = ?',
      toBlob(new Float32Array(dimensions).fill(Number.NaN)),
      imageHash(1),
    );
    said = [];
    const vectors = await open();
    expect(vectors.images.size).toBe(count - 1);
    expect(said.join()).toContain('1 stored image vectors are damaged');
  });
});

it('does without the native addon', async () => {
  addProducts(1, count);
  const vectors = await open({
    loadAddon: () => {
      throw new Error('no compiler');
    },
  });
  vectors.storeEmbeddings('image', rowsOf('image', 1, count));
  vectors.link('image', rowsOf('image', 1, count));
  await vectors.idle();
  await vectors.close();
  expectInStep(vectors);
  expect(vectors.status()).toMatchObject({ kind: 'exact', reason: expect.stringContaining('no compiler') });
});

it('stops opening when asked to', async () => {
  await (await filled()).close();
  const stop = new AbortController();
  const opening = open({ signal: stop.signal });
  stop.abort();
  await expect(opening).rejects.toMatchObject({ code: 'CANCELLED' });
});

it('opens with the vectors of SQLite after being killed at any point', async () => {
  await (await filled()).close();
  database.close();
  for (const delay of [0, 15, 60]) {
    const child = startWriter();
    await once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data');
    await new Promise((resolve) => setTimeout(resolve, delay));
    child.kill('SIGKILL');
    await once(child, 'exit');
    database = openDatabase(dir);
    const vectors = await open();
    expectInStep(vectors);
    await vectors.idle();
    expectInStep(vectors);
    await vectors.close();
    database.close();
  }
  database = openDatabase(dir);
});

/** A process that changes vectors and writes caches without end. */
function startWriter(): ChildProcess {
  const here = JSON.stringify(`${import.meta.dirname}/library-vectors.ts`);
  const there = JSON.stringify(`${import.meta.dirname}/../db/open-database.ts`);
  const code = `
    import { LibraryVectors } from ${here};
    import { openDatabase } from ${there};
    const database = openDatabase(${JSON.stringify(dir)});
    const vectors = await LibraryVectors.open(database, { dir: ${JSON.stringify(dir)}, modelId: 'tiny', pipelineVersion: 1,
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
