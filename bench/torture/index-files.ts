/**
 * Index files made to harm: as hnswlib would believe them, with every checksum and header in order, as far as somebody can get them who does
 * not have the key of this installation. Each is opened in a process of its own, which must live and find what SQLite says.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import type { Database } from '../../electron/engine/db/database.ts';
import { openDatabase } from '../../electron/engine/db/open-database.ts';
import { LibraryVectors } from '../../electron/engine/vector/library-vectors.ts';
import { clusteredVectors } from '../../electron/engine/vector/synthetic.ts';

export const name = 'index-files';

/** Small enough for a test, and with a graph all the same. */
export const tiny = { modelId: 'tiny', pipelineVersion: 1, dimensions: 32, tuning: { graphFrom: 500 } };
const count = 2000;
const key = '5a'.repeat(32);

export interface IndexFilesOptions {
  /** An empty folder to work in. */
  readonly dir: string;
  readonly seed: number;
  /** How many files are forged. */
  readonly forged: number;
}

export interface IndexFilesReport {
  readonly forged: number;
  /** How the files were met: used, or built anew. */
  readonly rebuilt: number;
  /** Empty when every process lived and found the right vectors. */
  readonly faults: readonly string[];
}

export async function run({ dir, seed, forged }: IndexFilesOptions): Promise<IndexFilesReport> {
  const whole = path.join(dir, 'whole');
  await makeLibrary(whole);
  const expected = await look(whole);
  const faults: string[] = expected.said.length === 0 ? [] : [`the untouched library: ${expected.said.join(' ')}`];
  let rebuilt = 0;
  for (let n = 0; n < forged; n++) {
    const copy = path.join(dir, `forged-${n}`);
    cpSync(whole, copy, { recursive: true });
    forge(copy, n, numbersFrom(seed + n));
    try {
      const seen = await look(copy);
      if (seen.said.length > 0) rebuilt++;
      else faults.push(`forged ${n}: was read`);
      if (JSON.stringify(seen.nearest) !== JSON.stringify(expected.nearest)) faults.push(`forged ${n}: other results`);
    } catch (error) {
      const { code, signal } = error as { code?: number; signal?: string };
      faults.push(`forged ${n}: the process ended with ${signal ?? code}`);
    }
    rmSync(copy, { recursive: true });
  }
  return { forged, rebuilt, faults };
}

async function makeLibrary(dir: string): Promise<void> {
  mkdirSync(dir, { recursive: true });
  const database = openDatabase(dir, { create: true });
  addImages(database);
  const options = { ...tiny, dir, cacheKey: Buffer.from(key, 'hex'), log: () => undefined };
  const vectors = await LibraryVectors.open(database, options);
  const rows = clusteredVectors(count, tiny.dimensions, { clusters: 40 });
  vectors.storeEmbeddings(
    'image',
    rows.map((vector, n) => ({ hash: hashOf(n + 1), vector })),
  );
  vectors.link(
    'image',
    rows.map((_, n) => ({ label: n + 1, hash: hashOf(n + 1) })),
  );
  await vectors.idle();
  await vectors.close();
  database.close();
}

const hashOf = (id: number): string => `picture-${String(id).padStart(5, '0')}`;

/** A product, an image and a file of the same number. */
function addImages(database: Database): void {
  database.transaction(() => {
    database.run("INSERT INTO sources (id, kind, path, created_at) VALUES (1, 'folder', '/p', '')");
    for (let id = 1; id <= count; id++) {
      database.run(
        `INSERT INTO products (id, source_id, sku, title, text_hash, created_at, updated_at)
         VALUES (?, 1, ?, '', ?, '', '')`,
        ...[id, `S${id}`, `text-${id}`],
      );
      database.run(
        'INSERT INTO files (id, path, bytes, modified_ms, content_hash) VALUES (?, ?, 1, 1, ?)',
        ...[id, `/p/${id}.jpg`, hashOf(id)],
      );
      database.run('INSERT INTO images (id, product_id, file_id, position) VALUES (?, ?, ?, 0)', id, id, id);
    }
  });
}

/** Every second file comes with the header of an earlier version, whose checksum anybody can compute. */
function forge(dir: string, n: number, random: () => number): void {
  const base = path.join(dir, 'index', 'tiny.image');
  const graph = readFileSync(`${base}.hnsw`);
  const any = (below: number): number => Math.floor(random() * below);
  // Twelve sizes and counts of the head of the file, then links all over it.
  if (n < 12) graph.writeBigUInt64LE([0xffffffffffffn, 0n, 1n << 33n][n % 3] as bigint, Math.floor(n / 3) * 8 + 32);
  else for (let i = 0; i < 2000; i++) graph.writeUInt32LE(any(2 ** 32), 96 + any(graph.length - 100));
  writeFileSync(`${base}.hnsw`, graph);
  const header = JSON.parse(readFileSync(`${base}.json`, 'utf8')) as Record<string, unknown>;
  const slots = Buffer.from(String(header.slots), 'base64');
  const earlier = { format: 1, checksum: crc32(graph), slotsChecksum: crc32(slots) };
  writeFileSync(`${base}.json`, JSON.stringify({ ...header, bytes: graph.length, ...(n % 2 === 0 ? earlier : {}) }));
}

interface Seen {
  readonly size: number;
  readonly nearest: readonly number[];
  readonly said: readonly string[];
}

async function look(dir: string): Promise<Seen> {
  const script = path.join(import.meta.dirname, 'open-index.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, dir, key], { timeout: 60_000 });
  return JSON.parse(stdout) as Seen;
}

/** The same numbers from 0 to 1 for the same seed (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
