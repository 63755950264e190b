/**
 * Keeps what the classifiers learned between runs: `index/<model>.tags`, a line of JSON and then the weights as 32-bit floats. It is written beside its
 * place and renamed, and believed only when its checksum and dimensions agree; each fit carries the key of what it was learned from, so one that is out
 * of date is fitted again. Whatever is wrong with the file costs a fit, nothing else.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import type { Classifier } from './classifiers.ts';
import { folds } from './examples.ts';
import type { Mixture } from './mixture.ts';
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

/** What a group has learned from the tags of the catalog. */
export interface LearnedGroup {
  /** The classifiers by tag. */
  readonly fits: readonly (Classifier | undefined)[];
  /** How far each kind of evidence is trusted. */
  readonly mixture: Mixture;
  readonly mixtureSize: number;
}

export interface ProbeCachePlace {
  readonly libraryDir: string;
  readonly modelId: string;
  readonly dimensions: number;
}

/** What is kept, by the key of the group. */
export type StoredGroups = ReadonlyMap<string, LearnedGroup>;

/** What an earlier run learned; empty when there is nothing that can be believed. */
export function readProbes(place: ProbeCachePlace): StoredGroups {
  const file = fileOf(place);
  if (!existsSync(file)) return new Map();
  try {
    const bytes = readFileSync(file);
    const end = bytes.indexOf(10);
    const header = headerSchema.parse(JSON.parse(bytes.subarray(0, end).toString('utf8')));
    const body = Uint8Array.from(bytes.subarray(end + 1));
    if (header.modelId !== place.modelId || header.dimensions !== place.dimensions) return new Map();
    if (body.length !== header.bytes || crc32(body) !== header.checksum) return new Map();
    const weights = new Float32Array(body.buffer);
    let at = 0;
    const probe = (): Probe => {
      const from = at;
      at += place.dimensions + 1;
      return { weights: Float64Array.from(weights.subarray(from, at - 1)), bias: weights[at - 1] as number };
    };
    const groups = header.groups.map(({ key, fits, ...rest }): [string, LearnedGroup] => [
      key,
      {
        ...rest,
        fits: fits.map((fit): Classifier | undefined =>
          fit === null ? undefined : { ...fit, probes: Array.from({ length: folds }, probe) },
        ),
      },
    ]);
    return at === weights.length ? new Map(groups) : new Map();
  } catch {
    return new Map();
  }
}

/** Best effort: a disk that refuses costs the next run a fit. */
export function writeProbes(place: ProbeCachePlace, groups: StoredGroups): void {
  const file = fileOf(place);
  const fits = [...groups.values()].flatMap((group) => group.fits.filter((fit) => fit !== undefined));
  const length = place.dimensions + 1;
  const weights = new Float32Array(fits.length * folds * length);
  fits
    .flatMap(({ probes }) => probes)
    .forEach((probe, index) => {
      weights.set(probe.weights, index * length);
      weights[(index + 1) * length - 1] = probe.bias;
    });
  const body = new Uint8Array(weights.buffer);
  const header: z.infer<typeof headerSchema> = {
    format: cacheFormat,
    modelId: place.modelId,
    dimensions: place.dimensions,
    bytes: body.length,
    checksum: crc32(body),
    groups: [...groups].map(([key, { mixture, mixtureSize, fits: own }]) => ({
      key,
      mixture: [...mixture],
      mixtureSize,
      fits: own.map((fit) => {
        if (fit === undefined) return null;
        const { probes: _probes, ...facts } = fit;
        return facts;
      }),
    })),
  };
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(`${file}.tmp`, Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), body]));
    renameSync(`${file}.tmp`, file);
  } catch {
    rmSync(`${file}.tmp`, { force: true });
  }
}

function fileOf({ libraryDir, modelId }: ProbeCachePlace): string {
  return path.join(libraryDir, 'index', `${modelId}.tags`);
}
