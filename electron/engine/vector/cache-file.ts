/**
 * Keeps a graph between runs: `<model>.<kind>.hnsw` as hnswlib writes it and `<model>.<kind>.json`, which says whose vectors it was made of.
 * Both are written beside their place and renamed. A cache is believed only when checksum, model, pipeline and parameters agree; whatever
 * is wrong with it costs time, never a vector, since SQLite holds them all.
 */
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import type { NativeAddon } from './addon.ts';
import { graphParameters, SlotGraph } from './slot-graph.ts';

const cacheFormat = 1;

const headerSchema = z.object({
  format: z.literal(cacheFormat),
  modelId: z.string(),
  pipelineVersion: z.int(),
  dimensions: z.int(),
  parameters: z.object({ m: z.int(), efConstruction: z.int(), randomSeed: z.int() }),
  count: z.int().min(0),
  bytes: z.int(),
  checksum: z.int().describe('CRC-32 of the graph file'),
  slots: z.string().describe('base64: count labels as float64, then count fingerprints as uint32, little-endian'),
  slotsChecksum: z.int(),
});

export interface CachePlace {
  /** `.hnsw` and `.json` are appended. */
  readonly base: string;
  readonly modelId: string;
  readonly pipelineVersion: number;
  readonly dimensions: number;
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
    const header: z.infer<typeof headerSchema> = {
      format: cacheFormat,
      modelId: place.modelId,
      pipelineVersion: place.pipelineVersion,
      dimensions: place.dimensions,
      parameters: graphParameters,
      count: labels.length,
      bytes: (await stat(temporary.graph)).size,
      checksum: await checksumOf(temporary.graph),
      slots: slots.toString('base64'),
      slotsChecksum: crc32(slots),
    };
    await writeFile(temporary.header, JSON.stringify(header));
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
    const text = await readFile(files.header, 'utf8').catch(() => undefined);
    if (text === undefined) return { found: false, reason: 'there is no cache' };
    const header = headerSchema.parse(JSON.parse(text));
    const stale = staleness(header, place);
    if (stale !== undefined) return { found: true, reason: stale };
    const slots = readSlots(header);
    if ((await stat(files.graph)).size !== header.bytes)
      return { found: true, reason: 'the cache has been cut or overwritten' };
    if ((await checksumOf(files.graph)) !== header.checksum)
      return { found: true, reason: 'the checksum of the cache is wrong' };
    return { graph: await SlotGraph.read(addon, place.dimensions, files.graph, slots) };
  } catch (error) {
    const cause = error instanceof z.ZodError ? 'its header is not one' : String(error);
    return { found: true, reason: `the cache cannot be read: ${cause}` };
  }
}

export async function removeCache(base: string): Promise<void> {
  await removeFiles(filesOf(base));
}

function staleness(header: z.infer<typeof headerSchema>, place: CachePlace): string | undefined {
  if (header.modelId !== place.modelId || header.dimensions !== place.dimensions)
    return 'the cache is of another model';
  if (header.pipelineVersion !== place.pipelineVersion) return 'the cache is of another version of the pipeline';
  const same = JSON.stringify(header.parameters) === JSON.stringify(graphParameters);
  return same ? undefined : 'the cache was built with other parameters';
}

function readSlots(header: z.infer<typeof headerSchema>): { labels: Float64Array; fingerprints: Uint32Array } {
  // Copied, so that the typed arrays begin on a boundary of their element.
  const slots = Uint8Array.from(Buffer.from(header.slots, 'base64'));
  if (slots.length !== header.count * 12 || crc32(slots) !== header.slotsChecksum)
    throw new Error('its labels are damaged');
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

/** Piece by piece: checking a large file must not hold the thread. */
async function checksumOf(file: string): Promise<number> {
  let checksum = 0;
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 }))
    checksum = crc32(piece as Buffer, checksum);
  return checksum;
}
