/**
 * Keeps what the classifiers learned between runs: `index/<model>.tags`, a line of JSON and then the probes as 32-bit
 * floats. It is written beside its place and renamed, and believed only when its checksum and dimensions agree; each
 * classifier carries the key of its training examples, so one that is out of date is fitted again. Whatever is wrong
 * with the file costs a fit, nothing else.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { fileIn } from '../files/file-in.ts';
import type { Classifier } from './classifiers.ts';
import type { EvidenceWeights } from './evidence-weights.ts';
import { folds } from './examples.ts';
import type { Probe } from './probe.ts';

const cacheFormat = 2;

const fitSchema = z.object({ key: z.string(), positives: z.int(), negatives: z.int(), milliseconds: z.number() });
const headerSchema = z.object({
  format: z.literal(cacheFormat),
  modelId: z.string(),
  dimensions: z.int(),
  bytes: z.int(),
  checksum: z.int(),
  groups: z.array(
    z.object({
      /** Of the words, the model and the kind of the group; see `GroupModels`. */
      key: z.string(),
      mixture: z.tuple([z.number(), z.number(), z.number()]),
      mixtureSize: z.int(),
      fits: z.array(fitSchema.nullable()),
    }),
  ),
});
type Header = z.infer<typeof headerSchema>;

/** What a group has learned from the tags of the catalog. */
export interface LearnedGroup {
  /** By tag. */
  readonly classifiers: readonly (Classifier | undefined)[];
  readonly weights: EvidenceWeights;
  /** Of the training examples of the weights; see `GroupModel`. */
  readonly size: number;
}

export interface CachePlace {
  readonly libraryDir: string;
  readonly modelId: string;
  readonly dimensions: number;
}

/** By the key of the group. */
export type LearnedGroups = ReadonlyMap<string, LearnedGroup>;

/** What an earlier run learned; empty when there is nothing that can be believed. */
export function readLearned(place: CachePlace): LearnedGroups {
  try {
    const bytes = readFileSync(fileOf(place));
    const end = bytes.indexOf(10);
    const header = headerSchema.parse(JSON.parse(bytes.subarray(0, end).toString('utf8')));
    const body = Uint8Array.from(bytes.subarray(end + 1));
    if (header.modelId !== place.modelId || header.dimensions !== place.dimensions) return new Map();
    if (body.length !== header.bytes || crc32(body) !== header.checksum) return new Map();
    const numbers = new Float32Array(body.buffer);
    let at = 0;
    const readProbe = (): Probe => {
      const from = at;
      at += place.dimensions + 1;
      return Float64Array.from(numbers.subarray(from, at));
    };
    const groups = header.groups.map(({ key, fits, mixture, mixtureSize }): [string, LearnedGroup] => {
      const classifiers = fits.map((fit) =>
        fit === null ? undefined : { ...fit, probes: Array.from({ length: folds }, readProbe) },
      );
      return [key, { classifiers, weights: mixture, size: mixtureSize }];
    });
    return at === numbers.length ? new Map(groups) : new Map();
  } catch {
    return new Map();
  }
}

/** Best effort: a disk that refuses costs the next run a fit. */
export function writeLearned(place: CachePlace, learned: LearnedGroups): void {
  const file = fileOf(place);
  const probes: Probe[] = [];
  const groups = [...learned].map(([key, { classifiers, weights, size }]): Header['groups'][number] => {
    const fits = classifiers.map((classifier) => {
      if (classifier === undefined) return null;
      const { probes: own, ...fit } = classifier;
      probes.push(...own);
      return fit;
    });
    return { key, mixture: [...weights], mixtureSize: size, fits };
  });
  const body = Buffer.concat(probes.map((probe) => new Uint8Array(Float32Array.from(probe).buffer)));
  const { modelId, dimensions } = place;
  const header: Header = {
    format: cacheFormat,
    modelId,
    dimensions,
    bytes: body.length,
    checksum: crc32(body),
    groups,
  };
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(`${file}.tmp`, Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), body]));
    renameSync(`${file}.tmp`, file);
  } catch {
    rmSync(`${file}.tmp`, { force: true });
  }
}

function fileOf({ libraryDir, modelId }: CachePlace): string {
  return fileIn(path.join(libraryDir, 'index'), `${modelId}.tags`);
}
