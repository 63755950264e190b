/**
 * What importing costs beyond its unavoidable part: reads, decodes and encodes the same files with nothing else around, then imports them
 * into an empty library, then imports them again unchanged. Prints JSON. Budget: the import runs at no less than 0.85 of that speed.
 * `ratio` compares with decoding for the model alone, `ratioWithThumbnails` with decoding that makes thumbnails too; those that begin
 * with `cpu` compare the time of all cores, which other work on the machine disturbs less.
 *
 *   npx node bench/ingest.ts [--import-only] [FOLDER or TABLE]...
 *
 * Without arguments: the catalogs in LOOKALIKE_DATA, when they are there.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { importResultSchema } from '../electron/contract/ingest.ts';
import { EventHub } from '../electron/contract/rpc/event-hub.ts';
import { Catalog } from '../electron/engine/catalog/catalog.ts';
import { openDatabase } from '../electron/engine/db/open-database.ts';
import { type Encoder, Encoders } from '../electron/engine/encoders/index.ts';
import { decodeForModel, isImageName, readImage, type VisionInput } from '../electron/engine/images/index.ts';
import { Imports } from '../electron/engine/ingest/imports.ts';
import { readTable } from '../electron/engine/ingest/tables/index.ts';
import { importDependencies } from '../electron/engine/ingest/types.ts';
import { Jobs } from '../electron/engine/jobs/jobs.ts';
import { LibraryVectors } from '../electron/engine/vector/library-vectors.ts';
import { requireData } from './support/data.ts';

const root = path.resolve(import.meta.dirname, '..');
const budget = 0.85;

async function main(): Promise<void> {
  const importOnly = process.argv.includes('--import-only');
  const given = process.argv
    .slice(2)
    .filter((word) => !word.startsWith('--'))
    .map((source) => path.resolve(source));
  const sources = given.length > 0 ? given : [requireData('fashion-2k/products.csv'), requireData('photos')];
  const encoders = new Encoders({ modelsDir: path.join(root, 'models'), hub: new EventHub() });
  const encoder = await encoders.model().active();
  await encoder.encodeImages([
    new Uint8Array(encoder.manifest.vision.input.width * encoder.manifest.vision.input.height * 3),
  ]);
  for (const source of sources) print(await measure(source, encoder, importOnly));
  await encoders.close();
}

async function measure(source: string, encoder: Encoder, importOnly: boolean): Promise<Record<string, unknown>> {
  const files = await imagesOf(source);
  await decodeAndEncode(files.slice(0, 64), encoder, decodeForTheModel);
  const thumbDir = await mkdtemp(path.join(tmpdir(), 'lookalike-bench-'));
  const withThumbnails: Decode = async (file, vision) => (await readImage(file, { vision, thumbDir })).pixels;
  const alone = importOnly ? undefined : await decodeAndEncode(files, encoder, decodeForTheModel);
  const { first, again, ...seen } = await importTwice(source, encoder);
  const thumbs = importOnly ? undefined : await decodeAndEncode(files, encoder, withThumbnails);
  await rm(thumbDir, { recursive: true });
  const { failed, ...counts } = importResultSchema.parse(first.result);
  return {
    source,
    pictures: files.length,
    importSeconds: round(first.seconds),
    picturesPerSecond: round(files.length / first.seconds),
    unchangedSeconds: round(again.seconds),
    ...(alone && thumbs && compare(alone, thumbs, first)),
    ...seen,
    result: { ...counts, failed: failed.length },
  };
}

function compare(alone: Cost, thumbs: Cost, whole: Cost): Record<string, unknown> {
  return {
    aloneSeconds: round(alone.seconds),
    aloneWithThumbnailsSeconds: round(thumbs.seconds),
    ratio: round(alone.seconds / whole.seconds),
    ratioWithThumbnails: round(thumbs.seconds / whole.seconds),
    cpuRatio: round(alone.cpuSeconds / whole.cpuSeconds),
    cpuRatioWithThumbnails: round(thumbs.cpuSeconds / whole.cpuSeconds),
    budget,
    within: alone.seconds / whole.seconds >= budget,
  };
}

type Decode = (file: string, vision: VisionInput) => Promise<Uint8Array>;

const decodeForTheModel: Decode = (file, vision) => decodeForModel(file, vision);

/** Decoding runs ahead of encoding as in the import, with nothing hashed, written or looked up. */
async function decodeAndEncode(files: readonly string[], encoder: Encoder, decode: Decode): Promise<Cost> {
  const stop = startClock();
  const ahead = availableParallelism() + 1;
  const iterator = files.values();
  const groupSize = 32;
  let ready: Uint8Array[] = [];
  let encoding: Promise<unknown> = Promise.resolve();
  const flush = (): Promise<unknown> => {
    const group = ready;
    ready = [];
    const previous = encoding;
    encoding = encoder.encodeImages(group, { priority: 'background' });
    return previous;
  };
  const reader = async (): Promise<void> => {
    for (const file of iterator) {
      const pixels = await decode(file, encoder.manifest.vision).catch(() => undefined);
      if (pixels === undefined) continue;
      ready.push(pixels);
      if (ready.length >= groupSize) await flush();
    }
  };
  await Promise.all(Array.from({ length: ahead }, reader));
  if (ready.length > 0) await flush();
  await encoding;
  return stop();
}

/** Wall time, and the time of all cores, which other work on the machine disturbs less. */
interface Cost {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

function startClock(): () => Cost {
  const started = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { seconds: (performance.now() - started) / 1000, cpuSeconds: (user + system) / 1e6 };
  };
}

interface Timed extends Cost {
  readonly result: Record<string, unknown>;
}

async function importTwice(
  source: string,
  encoder: Encoder,
): Promise<{ first: Timed; again: Timed; peakRssMb: number; blockedMs: number }> {
  const dir = await mkdtemp(path.join(tmpdir(), 'lookalike-bench-'));
  const hub = new EventHub();
  const database = openDatabase(dir, { create: true });
  const catalog = new Catalog(database, { hub, libraryDir: dir });
  const { modelId, dimensions } = encoder;
  const { pipelineVersion } = encoder.manifest;
  const vectors = await LibraryVectors.open(database, { dir, modelId, dimensions, pipelineVersion });
  const jobs = new Jobs(database, hub);
  const encoders = { active: async (): Promise<Encoder> => encoder };
  const imports = new Imports(importDependencies({ database, catalog, vectors, encoders, jobs, libraryDir: dir }));
  const watch = watchProcess();
  const run = async (): Promise<Timed> => {
    const stop = startClock();
    const { jobId } = await imports.start({ path: source });
    await jobs.idle();
    const job = jobs.get(jobId);
    if (job.state !== 'done' || job.result === null)
      throw new Error(`The import ended ${job.state}: ${job.error?.message}`);
    return { ...stop(), result: job.result };
  };
  const first = await run();
  const again = await run();
  const seen = watch();
  await jobs.close();
  await imports.close();
  await vectors.close();
  catalog.close();
  database.close();
  await rm(dir, { recursive: true });
  return { first, again, ...seen };
}

/** Notes the largest memory and the longest time in which nothing else could be answered. */
function watchProcess(): () => { peakRssMb: number; blockedMs: number } {
  let peak = 0;
  let blocked = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    blocked = Math.max(blocked, now - last - 5);
    last = now;
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 5);
  return () => {
    clearInterval(timer);
    return { peakRssMb: Math.round(peak / 2 ** 20), blockedMs: Math.round(blocked) };
  };
}

async function imagesOf(source: string): Promise<string[]> {
  if (existsSync(source) && !/\.[a-z]{3}$/.test(source)) {
    const entries = await readdir(source, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && isImageName(entry.name))
      .map((entry) => path.join(entry.parentPath, entry.name));
  }
  const files: string[] = [];
  for await (const item of readTable(source)) if (item.kind === 'product') files.push(...item.imagePaths);
  return files;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function print(value: unknown): void {
  console.log(JSON.stringify(value));
}

await main();
