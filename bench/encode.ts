/**
 * How fast pictures are read and encoded on this machine: reading alone, encoding alone, both at once, and the size of a run.
 * `node bench/encode.ts [fashion-2k|photos]`, both when left out. Prints JSON; the pictures are in ../shared/data.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readModelFolder } from '../electron/engine/encoders/manifest.ts';
import { type OnnxEncoder, openEncoder } from '../electron/engine/encoders/onnx-encoder.ts';
import { decodeForModel, isPictureName, readPicture } from '../electron/engine/images/index.ts';
import { requireData } from './support/data.ts';

const starter = fileURLToPath(new URL('../models/starter', import.meta.url));
const threads = availableParallelism();
const readers = threads + 1;

const model = await readModelFolder(starter);
const thumbDir = mkdtempSync(path.join(tmpdir(), 'lookalike-bench-'));
const sets = process.argv[2] === undefined ? ['fashion-2k', 'photos'] : [process.argv[2]];
const results: Record<string, unknown> = { threads, readers };
try {
  for (const name of sets) results[name] = await measureSet(requireData(name));
  results.runs = await measureRuns();
  results.latencyMs = await withEncoder({}, measureLatency);
} finally {
  rmSync(thumbDir, { recursive: true, force: true });
}
console.log(JSON.stringify(results, null, 2));

function withEncoder<T>(options: { picturesPerRun?: number }, work: (encoder: OnnxEncoder) => Promise<T>): Promise<T> {
  return openEncoder(model, { threads, ...options }).then((encoder) => work(encoder).finally(() => encoder.close()));
}

/** Pictures a second of each stage alone and of both at once; `decodeOnly` leaves out the hash, the thumbnail and the fingerprint. */
async function measureSet(folder: string): Promise<Record<string, number>> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(isPictureName)
    .map((name) => path.join(folder, name));
  return withEncoder({}, async (encoder) => {
    const pixels: Uint8Array[] = [];
    const decodeOnly = await rate(files, async (file) => {
      await decodeForModel(file, model.manifest.vision);
    });
    const read = await rate(files, async (file) => {
      pixels.push((await readPicture(file, { vision: model.manifest.vision, thumbDir })).pixels);
    });
    const encode = await rateOf(pixels.length, async () => {
      await encoder.encodeImages(pixels, { priority: 'background' });
    });
    const waiting: Promise<unknown>[] = [];
    let some: Uint8Array[] = [];
    const both = await rateOf(files.length, async () => {
      await rate(files, async (file) => {
        some.push((await readPicture(file, { vision: model.manifest.vision, thumbDir })).pixels);
        if (some.length < 32) return;
        if (waiting.length > 1) await waiting.shift();
        waiting.push(encoder.encodeImages(some.splice(0), { priority: 'background' }));
      });
      await Promise.all([...waiting, encoder.encodeImages(some, { priority: 'background' })]);
      some = [];
    });
    return { pictures: files.length, decodeOnly, read, encode, both };
  });
}

/** Pictures a second by pictures in a run. Sizes take turns, so that a noisy moment does not fall on one of them. */
async function measureRuns(): Promise<Record<number, number>> {
  const sizes = [1, 2, 4, 8, 16, 32, 64];
  const { width, height } = model.manifest.vision.input;
  const pixels = new Array<Uint8Array>(128).fill(new Uint8Array(width * height * 3).fill(120));
  const best: Record<number, number> = {};
  for (let round = 0; round < 4; round++) {
    for (const size of sizes) {
      const measured = await withEncoder({ picturesPerRun: size }, async (encoder) => {
        await encoder.encodeImages(pixels.slice(0, size));
        return rateOf(pixels.length, async () => void (await encoder.encodeImages(pixels)));
      });
      best[size] = Math.max(best[size] ?? 0, measured);
    }
  }
  return best;
}

/** One text and one picture, idle and while pictures are indexed: median and 95th percentile of 200. */
async function measureLatency(encoder: OnnxEncoder): Promise<Record<string, { p50: number; p95: number }>> {
  const { width, height } = model.manifest.vision.input;
  const picture = new Uint8Array(width * height * 3).fill(120);
  const text = (): Promise<unknown> => encoder.encodeTexts(['red leather shoes for women']);
  const image = (): Promise<unknown> => encoder.encodeImages([picture]);
  const idle = { textIdle: await percentiles(text), imageIdle: await percentiles(image) };
  const stop = new AbortController();
  const indexing = (async () => {
    while (!stop.signal.aborted) await encoder.encodeImages(new Array(32).fill(picture), { priority: 'background' });
  })();
  const busy = { textWhileIndexing: await percentiles(text), imageWhileIndexing: await percentiles(image) };
  stop.abort();
  await indexing;
  return { ...idle, ...busy };
}

async function percentiles(work: () => Promise<unknown>): Promise<{ p50: number; p95: number }> {
  const times: number[] = [];
  for (let i = 0; i < 200; i++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return { p50: round(times[100] ?? 0), p95: round(times[190] ?? 0) };
}

/** Items a second with as many at work at once as indexing has. */
function rate<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<number> {
  const iterator = items.values();
  const worker = async (): Promise<void> => {
    for (const item of iterator) await work(item);
  };
  return rateOf(items.length, async () => {
    await Promise.all(Array.from({ length: readers }, worker));
  });
}

async function rateOf(count: number, work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return round((count * 1000) / (performance.now() - start));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
