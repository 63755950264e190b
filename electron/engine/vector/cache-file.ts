/**
 * Keeps a graph between runs: `<model>.<kind>.hnsw` as hnswlib writes it and `<model>.<kind>.json`, which says whose vectors it was made of.
 * Both are written beside their place and renamed. hnswlib believes every number in its file, so a file made to harm ends the process or
 * worse: a cache is read only when its seal says that this installation wrote it, to the last byte, and when model, pipeline and
 * parameters agree. Whatever is wrong with it costs time, never a vector, since SQLite holds them all.
 */
import { createHmac, timingSafeEqual, webcrypto } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { NativeAddon } from './addon.ts';
import { graphParameters, SlotGraph } from './slot-graph.ts';

const cacheFormat = 2;

/** A million labels have 16 MB [bytes]. */
const largestHeader = 256 * 1024 * 1024;

/** What is hashed at once, in a thread of its own [bytes]. */
const pieceBytes = 4 * 1024 * 1024;

const headerSchema = z.object({
  format: z.literal(cacheFormat),
  modelId: z.string(),
  pipelineVersion: z.int(),
  dimensions: z.int(),
  parameters: z.object({ m: z.int(), efConstruction: z.int(), randomSeed: z.int() }),
  count: z.int().min(0),
  bytes: z.int(),
  slots: z.string().describe('base64: count labels as float64, then count fingerprints as uint32, little-endian'),
  seal: z.hex().describe('HMAC-SHA-256 of all else in the header and of the SHA-256 of each piece of the graph file'),
});
type Header = z.infer<typeof headerSchema>;

export interface CachePlace {
  /** `.hnsw` and `.json` are appended. */
  readonly base: string;
  readonly modelId: string;
  readonly pipelineVersion: number;
  readonly dimensions: number;
  /** What caches are sealed with: known to this installation alone. */
  readonly key: Uint8Array;
}

export interface CacheMiss {
  /** Whether there was a cache at all. */
  readonly found: boolean;
  readonly reason: string;
}

/** Writes the graph. @throws {Error} when the disk refuses */
export async function writeCache(place: CachePlace, graph: SlotGraph): Promise<void> {
  const files = filesOf(place.base);
  const temporary = filesOf(`${place.base}.tmp`);
  try {
    await mkdir(path.dirname(place.base), { recursive: true });
    // No await between these and the writing: the labels must be those of the graph as it is written.
    const labels = Float64Array.from(graph.labels);
    const fingerprints = Uint32Array.from(graph.fingerprints);
    await graph.write(temporary.graph);
    const slots = Buffer.concat([Buffer.from(labels.buffer), Buffer.from(fingerprints.buffer)]);
    const header: Omit<Header, 'seal'> = {
      format: cacheFormat,
      modelId: place.modelId,
      pipelineVersion: place.pipelineVersion,
      dimensions: place.dimensions,
      parameters: graphParameters,
      count: labels.length,
      bytes: (await stat(temporary.graph)).size,
      slots: slots.toString('base64'),
    };
    const seal = await sealOf(place.key, header, temporary.graph);
    await writeFile(temporary.header, JSON.stringify({ ...header, seal: seal.toString('hex') }));
    await rename(temporary.graph, files.graph);
    await rename(temporary.header, files.header);
  } finally {
    await removeFiles(temporary);
  }
}

/** The graph of an earlier run, or why there is none to use. */
export async function readCache(addon: NativeAddon, place: CachePlace): Promise<{ graph: SlotGraph } | CacheMiss> {
  const files = filesOf(place.base);
  await removeFiles(filesOf(`${place.base}.tmp`));
  try {
    const text = await readHeader(files.header);
    if (text === undefined) return { found: false, reason: 'there is no cache' };
    const { seal, ...header } = headerSchema.parse(JSON.parse(text));
    const stale = staleness(header, place);
    if (stale !== undefined) return { found: true, reason: stale };
    if ((await stat(files.graph)).size !== header.bytes)
      return { found: true, reason: 'the cache has been cut or overwritten' };
    if (!isSame(await sealOf(place.key, header, files.graph), Buffer.from(seal, 'hex')))
      return { found: true, reason: 'the cache was written by another installation, or damaged since' };
    return { graph: await SlotGraph.read(addon, place.dimensions, files.graph, readSlots(header)) };
  } catch (error) {
    const cause = error instanceof z.ZodError ? 'its header is not one' : String(error);
    return { found: true, reason: `the cache cannot be read: ${cause}` };
  }
}

export async function removeCache(base: string): Promise<void> {
  await removeFiles(filesOf(base));
}

function staleness(header: Omit<Header, 'seal'>, place: CachePlace): string | undefined {
  if (header.modelId !== place.modelId || header.dimensions !== place.dimensions)
    return 'the cache is of another model';
  if (header.pipelineVersion !== place.pipelineVersion) return 'the cache is of another version of the pipeline';
  const same = JSON.stringify(header.parameters) === JSON.stringify(graphParameters);
  return same ? undefined : 'the cache was built with other parameters';
}

function readSlots(header: Omit<Header, 'seal'>): { labels: Float64Array; fingerprints: Uint32Array } {
  // Copied, so that the typed arrays begin on a boundary of their element.
  const slots = Uint8Array.from(Buffer.from(header.slots, 'base64'));
  if (slots.length !== header.count * 12) throw new Error('its labels are damaged');
  return {
    labels: new Float64Array(slots.buffer, 0, header.count),
    fingerprints: new Uint32Array(slots.buffer, header.count * 8, header.count),
  };
}

function filesOf(base: string): { graph: string; header: string } {
  return { graph: `${base}.hnsw`, header: `${base}.json` };
}

async function removeFiles(files: { graph: string; header: string }): Promise<void> {
  await Promise.all([rm(files.graph, { force: true }), rm(files.header, { force: true })]);
}

/** Undefined when there is none. @throws {Error} when it is larger than any header */
async function readHeader(file: string): Promise<string | undefined> {
  const size = await stat(file).then(
    (found) => found.size,
    () => undefined,
  );
  if (size === undefined) return undefined;
  if (size > largestHeader) throw new Error('its header is too large to be one');
  return readFile(file, 'utf8');
}

/** The graph is hashed piece by piece in other threads: a large file must not hold this one. */
async function sealOf(key: Uint8Array, header: Omit<Header, 'seal'>, graph: string): Promise<Buffer> {
  const seal = createHmac('sha256', key).update(JSON.stringify(header));
  const handle = await open(graph);
  try {
    for (;;) {
      const piece = await readPiece(handle);
      if (piece.length === 0) return seal.digest();
      seal.update(new Uint8Array(await webcrypto.subtle.digest('SHA-256', piece)));
    }
  } finally {
    await handle.close();
  }
}

/** What a file system gives at once may be less. */
async function readPiece(handle: FileHandle): Promise<Uint8Array<ArrayBuffer>> {
  const piece = new Uint8Array(pieceBytes);
  for (let length = 0; ; ) {
    const { bytesRead } = await handle.read(piece, length, pieceBytes - length);
    length += bytesRead;
    if (bytesRead === 0 || length === pieceBytes) return piece.subarray(0, length);
  }
}

function isSame(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
