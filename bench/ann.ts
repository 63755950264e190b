/**
 * Nearest neighbours alone: recall and latency against exact scan, building, filtering, and opening a library with two indexes.
 * `node bench/ann.ts [--count 50000] [--vectors FILE --queries FILE]`; the files hold raw float32 rows of 256 values, and
 * clustered vectors are made up without them. Prints JSON.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { openDatabase } from '../electron/engine/db/open-database.ts';
import { seededRandom } from '../electron/engine/numbers/random.ts';
import { loadNativeAddon } from '../electron/engine/vector/addon.ts';
import { toBlob } from '../electron/engine/vector/blob.ts';
import { ExactIndex } from '../electron/engine/vector/exact.ts';
import { HnswIndex } from '../electron/engine/vector/hnsw.ts';
import { LibraryVectors } from '../electron/engine/vector/library-vectors.ts';
import { clusteredVectors } from '../electron/engine/vector/synthetic.ts';
import type { VectorIndex } from '../electron/engine/vector/types.ts';

const dimensions = 256;
const { values } = parseArgs({
  options: { count: { type: 'string', default: '50000' }, vectors: { type: 'string' }, queries: { type: 'string' } },
});
const { vectors, queries } = readInput();

const exact = new ExactIndex(dimensions);
const hnsw = new HnswIndex({ addon: loadNativeAddon(), dimensions });
const setMs = timed(() => vectors.forEach((vector, label) => void exact.set(label, vector)));
const build = await measureBuild();
console.log(
  JSON.stringify(
    {
      count: vectors.length,
      dimensions,
      queries: queries.length,
      source: values.vectors ?? 'clustered',
      exact: { setMs, k10: latency(exact, 10) },
      hnsw: {
        ...build,
        k10: { recall: recall(10), ...latency(hnsw, 10) },
        k100: { recall: recall(100), ...latency(hnsw, 100) },
        k500: { recall: recall(500), ...latency(hnsw, 500) },
        filtered: [0.01, 0.1, 0.25, 0.5, 0.9].map(measureFiltered),
      },
      library: await measureLibrary(),
    },
    null,
    2,
  ),
);
await hnsw.stop();

function readInput(): { vectors: Float32Array[]; queries: Float32Array[] } {
  const count = Number(values.count);
  if (values.vectors !== undefined && values.queries !== undefined) {
    return { vectors: readRows(values.vectors).slice(0, count), queries: readRows(values.queries) };
  }
  const all = clusteredVectors(count + 500, dimensions);
  return { vectors: all.slice(0, count), queries: all.slice(count) };
}

function readRows(file: string): Float32Array[] {
  const rows = new Float32Array(Uint8Array.from(readFileSync(file)).buffer);
  return Array.from({ length: rows.length / dimensions }, (_, at) =>
    rows.slice(at * dimensions, (at + 1) * dimensions),
  );
}

async function measureBuild(): Promise<Record<string, number>> {
  const rss = process.memoryUsage().rss;
  const delay = monitorEventLoopDelay({ resolution: 1 });
  vectors.forEach((vector, label) => void hnsw.set(label, vector));
  const started = performance.now();
  delay.enable();
  await hnsw.idle();
  const buildSeconds = round((performance.now() - started) / 1000);
  delay.disable();
  const late = clusteredVectors(500, dimensions, { seed: 7 });
  late.forEach((vector, at) => void hnsw.set(-1 - at, vector));
  const lateStarted = performance.now();
  await hnsw.idle();
  const takeInMs = round((performance.now() - lateStarted) / late.length);
  late.forEach((_, at) => void hnsw.delete(-1 - at));
  return {
    buildSeconds,
    eventLoopP99Ms: round(delay.percentile(99) / 1e6),
    eventLoopMaxMs: round(delay.max / 1e6),
    takeInMs,
    memoryMb: round((process.memoryUsage().rss - rss) / 2 ** 20),
  };
}

/** Ties count: an answer as similar as the k-th true one is right. */
function recall(k: number): number {
  let right = 0;
  for (const query of queries) {
    const limit = (exact.search(query, k).at(-1)?.similarity ?? -1) - 1e-6;
    right += hnsw.search(query, k).filter((neighbour) => neighbour.similarity >= limit).length;
  }
  return round(right / (k * queries.length), 5);
}

function latency(index: VectorIndex, k: number, among?: ReadonlySet<number>): { p50: number; p95: number } {
  for (const query of queries.slice(0, 50)) index.search(query, k, among);
  const times = queries.map((query) => timed(() => void index.search(query, k, among))).sort((a, b) => a - b);
  const at = (share: number): number => round(times[Math.floor(times.length * share)] ?? 0);
  return { p50: at(0.5), p95: at(0.95) };
}

function measureFiltered(share: number): Record<string, number> {
  const random = seededRandom(11);
  const among = new Set(vectors.keys().filter(() => random() < share));
  return { share, labels: among.size, ...latency(hnsw, 100, among) };
}

/** A library of as many products with an image and a text vector each, opened without and with its caches. */
async function measureLibrary(): Promise<Record<string, number>> {
  const dir = mkdtempSync(path.join(tmpdir(), 'lookalike-ann-'));
  const database = openDatabase(dir, { create: true });
  const options = { dir, modelId: 'bench', pipelineVersion: 1, dimensions, log: () => undefined };
  try {
    database.transaction(() => {
      database.run("INSERT INTO sources (id, kind, path, created_at) VALUES (1, 'folder', '/bench', '')");
      for (const [at, vector] of vectors.entries()) addProduct(at + 1, toBlob(vector));
    });
    const first = await timedAsync(() => LibraryVectors.open(database, options));
    const ready = await timedAsync(() => first.result.idle());
    const closed = await timedAsync(() => first.result.close());
    const again = await timedAsync(() => LibraryVectors.open(database, options));
    const missing = await timedAsync(
      async () => again.result.countMissing('image') + again.result.countMissing('text'),
    );
    await again.result.close();
    return {
      openWithoutCacheMs: first.ms,
      rebuildBothMs: ready.ms,
      saveBothMs: closed.ms,
      openMs: again.ms,
      openCpuMs: again.cpuMs,
      images: again.result.images.size,
      countMissingMs: missing.ms,
    };
  } finally {
    database.close();
    rmSync(dir, { recursive: true });
  }

  function addProduct(id: number, vector: Uint8Array): void {
    // Spread like the hashes of real files: neighbours in the catalog are far apart in the table of vectors.
    const hash = (Math.imul(id, 0x9e3779b1) >>> 0).toString(16).padStart(64, '0');
    database.run(
      'INSERT INTO files (id, path, bytes, modified_ms, content_hash) VALUES (?, ?, 1, 1, ?)',
      id,
      `/${id}`,
      hash,
    );
    database.run(
      "INSERT INTO products (id, source_id, sku, title, text_hash, created_at, updated_at) VALUES (?, 1, ?, '', ?, '', '')",
      id,
      `S${id}`,
      hash,
    );
    database.run('INSERT INTO images (id, product_id, file_id, position) VALUES (?, ?, ?, 0)', id, id, id);
    for (const kind of ['image', 'text']) {
      database.run(
        "INSERT INTO embeddings (content_hash, model_id, pipeline_version, kind, vector) VALUES (?, 'bench', 1, ?, ?)",
        hash,
        kind,
        vector,
      );
    }
  }
}

function timed(work: () => void): number {
  const started = performance.now();
  work();
  return round(performance.now() - started);
}

/** Processor time of all threads is told beside the time that went by: it says more on a machine that others use. */
async function timedAsync<T>(work: () => Promise<T>): Promise<{ result: T; ms: number; cpuMs: number }> {
  const started = performance.now();
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { result, ms: round(performance.now() - started), cpuMs: round((user + system) / 1000) };
}

function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}
