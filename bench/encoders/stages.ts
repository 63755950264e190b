/** Reading alone, encoding alone, both at once, and how long one query takes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readModelFolder } from '../../electron/engine/encoders/manifest.ts';
import { type OnnxEncoder, openEncoder } from '../../electron/engine/encoders/onnx-encoder.ts';
import { decodeForModel, readImage } from '../../electron/engine/images/index.ts';
import { percentiles } from '../support/percentiles.ts';
import { forEachAtOnce, rateOf, readers, starterDir, threads } from './shared.ts';

export async function runStages(sets: Readonly<Record<string, readonly string[]>>): Promise<Record<string, unknown>> {
  const model = await readModelFolder(starterDir);
  const thumbDir = mkdtempSync(path.join(tmpdir(), 'lookalike-bench-'));
  const results: Record<string, unknown> = { threads, readers };
  const encoder = await openEncoder(model, { threads });
  try {
    for (const [name, files] of Object.entries(sets)) results[name] = await measureSet(encoder, files, thumbDir);
    results.latencyMs = await measureLatency(encoder);
  } finally {
    await encoder.close();
    rmSync(thumbDir, { recursive: true, force: true });
  }
  return results;
}

/** Images a second; `decodeOnly` leaves out the hash, the thumbnail and the fingerprint. */
async function measureSet(encoder: OnnxEncoder, files: readonly string[], thumbDir: string) {
  const { vision } = encoder.manifest;
  const pixels: Uint8Array[] = [];
  const read = async (file: string): Promise<Uint8Array> => (await readImage(file, { vision, thumbDir })).pixels;
  const decodeOnly = await rateOf(files.length, () =>
    forEachAtOnce(files, async (file) => {
      await decodeForModel(file, vision);
    }),
  );
  const readAll = await rateOf(files.length, () =>
    forEachAtOnce(files, async (file) => {
      pixels.push(await read(file));
    }),
  );
  const encode = await rateOf(pixels.length, () => encoder.encodeImages(pixels, { priority: 'background' }));
  const both = await rateOf(files.length, async () => {
    const waiting: Promise<unknown>[] = [];
    let some: Uint8Array[] = [];
    await forEachAtOnce(files, async (file) => {
      some.push(await read(file));
      if (some.length < 32) return;
      if (waiting.length > 1) await waiting.shift();
      waiting.push(encoder.encodeImages(some.splice(0), { priority: 'background' }));
    });
    await Promise.all([...waiting, encoder.encodeImages(some, { priority: 'background' })]);
    some = [];
  });
  return { pictures: files.length, decodeOnly, read: readAll, encode, both };
}

/** One text and one image, idle and while images are indexed. */
async function measureLatency(encoder: OnnxEncoder) {
  const { width, height } = encoder.manifest.vision.input;
  const picture = new Uint8Array(width * height * 3).fill(120);
  const text = (): Promise<unknown> => encoder.encodeTexts(['red leather shoes for women']);
  const image = (): Promise<unknown> => encoder.encodeImages([picture]);
  const idle = { textIdle: await durations(text), imageIdle: await durations(image) };
  const stop = new AbortController();
  const indexing = (async () => {
    while (!stop.signal.aborted) await encoder.encodeImages(new Array(32).fill(picture), { priority: 'background' });
  })();
  const busy = { textWhileIndexing: await durations(text), imageWhileIndexing: await durations(image) };
  stop.abort();
  await indexing;
  return { ...idle, ...busy };
}

async function durations(work: () => Promise<unknown>) {
  const times: number[] = [];
  for (let i = 0; i < 200; i++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return percentiles(times);
}
