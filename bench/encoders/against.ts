/**
 * From files to vectors, beside the `image-feature-extraction` pipeline of @huggingface/transformers. Both read the same files, squash them to
 * the input of the same ONNX file with the same kernel, and take turns; that they give the same vectors is checked first.
 */
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readModelFolder } from '../../electron/engine/encoders/manifest.ts';
import { cosine } from '../../electron/engine/numbers/vectors.ts';
import { Child, median, type RoundAnswer, round, starterDir } from './shared.ts';

const imagesARound = 128;
const rounds = 7;
/** Images in one call of the pipeline: what a caller may choose. */
const theirBatches = [1, 8, 32];

interface System {
  readonly name: string;
  readonly child: Child;
  readonly ms: number[];
  readonly cpuMs: number[];
  peakMb: number;
}

export async function runAgainst(sets: Readonly<Record<string, readonly string[]>>): Promise<unknown> {
  if (!existsSync(path.join(import.meta.dirname, 'node_modules/@huggingface/transformers'))) {
    return {
      skipped:
        'What this compares with is not installed. "npm install --ignore-scripts --prefix bench/encoders" gets it, 450 MB that nothing else uses.',
    };
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'lookalike-transformers-'));
  const systems = [
    new Child('ours.ts', []),
    ...theirBatches.map((size) => new Child('theirs.ts', [folder, String(size)])),
  ];
  try {
    await writeTheirModel(path.join(folder, 'starter'));
    const results: Record<string, unknown> = {};
    await Promise.all(systems.map((child) => child.next({ start: true })));
    for (const [name, files] of Object.entries(sets))
      results[name] = await compare(systems, files.slice(0, imagesARound));
    return results;
  } finally {
    for (const child of systems) child.end();
    await rm(folder, { recursive: true, force: true });
  }
}

async function compare(children: readonly Child[], files: readonly string[]): Promise<unknown> {
  const names = ['lookalike', ...theirBatches.map((size) => `transformers.js, ${size} at once`)];
  const systems = children.map((child, i): System => ({ name: names[i] ?? '', child, ms: [], cpuMs: [], peakMb: 0 }));
  const warm = await Promise.all(systems.map(({ child }) => child.next<RoundAnswer>({ files: files.slice(0, 64) })));
  for (let turn = 0; turn < rounds; turn++) {
    for (const system of systems) {
      const { ms, cpuMs, peakMb } = await system.child.next<RoundAnswer>({ files });
      system.ms.push(ms);
      system.cpuMs.push(cpuMs);
      system.peakMb = peakMb;
    }
  }
  const rates = systems.map(({ name, ms, cpuMs, peakMb }) => ({
    name,
    picturesPerSecond: round((files.length * 1000) / median(ms)),
    fastestRound: round((files.length * 1000) / Math.min(...ms)),
    cpuMsPerImage: round(median(cpuMs) / files.length, 2),
    peakMb: round(peakMb, 0),
  }));
  const [ours, ...theirs] = rates;
  const best = Math.max(...theirs.map(({ picturesPerSecond }) => picturesPerSecond));
  const leastCpu = Math.min(...theirs.map(({ cpuMsPerImage }) => cpuMsPerImage));
  return {
    pictures: files.length,
    agreement: agreementOf(warm[0]?.vectors ?? [], warm[1]?.vectors ?? []),
    systems: rates,
    timesTheirBest: round((ours?.picturesPerSecond ?? 0) / best, 2),
    timesLessProcessorTime: round(leastCpu / (ours?.cpuMsPerImage ?? 0), 2),
  };
}

/** The starter's image tower in the layout that the pipeline reads. Kernel 1 is Lanczos, the one that both resize with alike. */
async function writeTheirModel(folder: string): Promise<void> {
  const { manifest } = await readModelFolder(starterDir);
  const { input, normalise } = manifest.vision;
  await mkdir(path.join(folder, 'onnx'), { recursive: true });
  await cp(path.join(starterDir, manifest.vision.file), path.join(folder, 'onnx/vision_model.onnx'));
  const config = { model_type: 'clip', architectures: ['CLIPVisionModelWithProjection'] };
  const preprocessor = {
    image_processor_type: 'CLIPImageProcessor',
    do_resize: true,
    size: { width: input.width, height: input.height },
    resample: 1,
    do_convert_rgb: true,
    do_center_crop: false,
    do_rescale: true,
    rescale_factor: normalise.scale,
    do_normalize: true,
    image_mean: normalise.mean,
    image_std: normalise.std,
  };
  await writeFile(path.join(folder, 'config.json'), JSON.stringify(config));
  await writeFile(path.join(folder, 'preprocessor_config.json'), JSON.stringify(preprocessor));
}

/** Cosines between the vectors of two systems: the lowest and the middle one. */
function agreementOf(ours: readonly number[][], theirs: readonly number[][]): { lowest: number; median: number } {
  const cosines = ours.map((vector, i) => cosine(Float32Array.from(vector), Float32Array.from(theirs[i] ?? [])));
  return { lowest: round(Math.min(...cosines), 4), median: round(median(cosines), 4) };
}
