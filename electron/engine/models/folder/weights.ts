/** Which of the ONNX files of a folder belong together: two towers or one file, in one of the precisions that exporters write. */
import path from 'node:path';
import type { ModelManifest } from '../../../contract/model-manifest.ts';
import { inspectOnnx, type OnnxFile } from '../../encoders/index.ts';
import type { FolderFiles } from './files.ts';
import { unsupported } from './unsupported.ts';

export type Dtype = NonNullable<ModelManifest['dtype']>;

export interface Tower {
  readonly name: string;
  readonly onnx: OnnxFile;
  /** Files with its weights beside it. */
  readonly external: readonly string[];
}

export interface Weights {
  readonly dtype: Dtype;
  readonly vision: Tower;
  /** The same as `vision` when one file holds both. */
  readonly text: Tower;
}

/** What follows the name of a tower, by precision; of several the first that is there is meant. Best first. */
const suffixes: readonly (readonly [Dtype, readonly string[]])[] = [
  ['fp32', ['', '_fp32']],
  ['fp16', ['_fp16']],
  ['int8', ['_int8', '_quantized']],
  ['uint8', ['_uint8']],
  ['q4', ['_q4']],
  ['q4f16', ['_q4f16']],
  ['bnb4', ['_bnb4']],
];
const stems = {
  // The last of each are Immich's.
  vision: ['vision_model', 'visual', 'vision', 'image_model', 'image_encoder', 'visual_model', 'visual/model'],
  text: ['text_model', 'textual', 'text', 'text_encoder', 'textual_model', 'textual/model'],
  both: ['model'],
} as const;
const folders = ['onnx/', ''] as const;

/** Whether a folder inside holds both towers, in whichever precisions, or a file of both. */
export function hasTowers(files: FolderFiles, folder: string): boolean {
  const has = (names: readonly string[]): boolean =>
    names.some((name) =>
      suffixes.some(([, endings]) => endings.some((end) => files.has(`${folder}${name}${end}.onnx`))),
    );
  return (has(stems.vision) && has(stems.text)) || has(stems.both);
}

/** All precisions in which the folder holds the whole model, best first. @throws {AppError} `MODEL_UNSUPPORTED` when there is none */
export async function findWeights(files: FolderFiles): Promise<Weights[]> {
  const found: Weights[] = [];
  const towers: Record<'vision' | 'text', { dtype: Dtype; name: string }[]> = { vision: [], text: [] };
  const broken: string[] = [];
  for (const [dtype, endings] of suffixes) {
    const pick = (names: readonly string[]): string | undefined =>
      folders
        .flatMap((folder) => endings.flatMap((ending) => names.map((name) => `${folder}${name}${ending}.onnx`)))
        .find((name) => files.has(name));
    const [seen, text, both] = [pick(stems.vision), pick(stems.text), pick(stems.both)];
    const isBroken = seen !== undefined && isKnownBroken(files, dtype);
    if (isBroken) broken.push(seen);
    const vision = isBroken ? undefined : seen;
    if (vision !== undefined) towers.vision.push({ dtype, name: vision });
    if (text !== undefined) towers.text.push({ dtype, name: text });
    if (vision !== undefined && text !== undefined) {
      found.push({ dtype, vision: await readTower(files, vision), text: await readTower(files, text) });
    } else if (both !== undefined) {
      const tower = await readTower(files, both);
      if (takesBoth(tower.onnx)) found.push({ dtype, vision: tower, text: tower });
    }
  }
  const [vision, text] = [towers.vision[0], towers.text[0]];
  if (found.length === 0 && vision !== undefined && text !== undefined) {
    const dtype = rougher(vision.dtype, text.dtype);
    found.push({ dtype, vision: await readTower(files, vision.name), text: await readTower(files, text.name) });
  }
  if (found.length > 0) return found;
  throw broken.length > 0 ? knownBroken(broken) : noWeights(files);
}

/** Towers may differ in precision; the model is then called after the less exact one. */
function rougher(a: Dtype, b: Dtype): Dtype {
  const order = suffixes.map(([dtype]) => dtype);
  return order.indexOf(a) > order.indexOf(b) ? a : b;
}

/** MobileCLIP's tower for pictures has lost its sense in the 8 bits that are published. */
function isKnownBroken({ folder, title = '' }: FolderFiles, dtype: Dtype): boolean {
  const named = [title, ...path.resolve(folder).split(path.sep).slice(-3)].join(' ');
  return (dtype === 'int8' || dtype === 'uint8') && /mobileclip/i.test(named);
}

function knownBroken(names: readonly string[]) {
  const list = names.join(', ');
  const message = `MobileCLIP's tower for pictures is broken in 8 bits (${list}). Get vision_model.onnx or vision_model_fp16.onnx.`;
  return unsupported('broken-tower', message, { files: list });
}

export const bytesOfWeights = (files: FolderFiles, { vision, text }: Weights): number =>
  files.bytesOf([vision, text].flatMap(({ name, external }) => [name, ...external]));

async function readTower(files: FolderFiles, name: string): Promise<Tower> {
  const onnx = await inspectOnnx(files.pathOf(name));
  const external = onnx.externalData.map((data) => path.posix.join(path.posix.dirname(name), data));
  const missing = external.filter((data) => !files.has(data));
  const notes = missing.filter((data) => files.pointers.has(data));
  if (notes.length > 0) throw files.notFetched(notes);
  if (missing.length > 0) {
    const files = missing.join(', ');
    throw unsupported(
      'weights-elsewhere',
      `${name} has its weights in ${files}, which is not in the folder. Get that file too.`,
      { file: name, files },
    );
  }
  return { name, onnx, external };
}

function takesBoth({ inputs }: OnnxFile): boolean {
  return (
    inputs.some(({ shape }) => shape.length === 4) && inputs.some(({ type }) => type === 'int64' || type === 'int32')
  );
}

function noWeights(files: FolderFiles) {
  const notes = [...files.pointers.keys()].filter((name) => name.endsWith('.onnx'));
  if (notes.length > 0) return files.notFetched(notes);
  const onnx = files.names.filter((name) => name.endsWith('.onnx'));
  const has = (tower: keyof typeof stems): boolean =>
    onnx.some((name) => stems[tower].some((stem) => path.posix.basename(name).startsWith(stem)));
  if (has('vision') && !has('text')) {
    return unsupported(
      'no-text-tower',
      'The folder has a file for pictures and none for texts (onnx/text_model.onnx). Export the text tower too, or get a repository that has both.',
    );
  }
  if (has('text') && !has('vision')) {
    return unsupported(
      'no-picture-tower',
      'The folder has a file for texts and none for pictures (onnx/vision_model.onnx). Export the vision tower too, or get a repository that has both.',
    );
  }
  if (onnx.length > 0) {
    const list = onnx.slice(0, 4).join(', ');
    return unsupported(
      'unknown-files',
      `The ONNX files of the folder (${list}) are not vision_model.onnx and text_model.onnx of one precision, nor a model.onnx that takes both pictures and texts.`,
      { files: list },
    );
  }
  const weights = files.names.find((name) => /\.(safetensors|bin|pt|pth|h5|msgpack)$/.test(name));
  if (weights !== undefined) {
    return unsupported(
      'other-weights',
      `The folder has its weights as ${weights} only, which another program would have to run. Look on the hub for the ONNX export of the model (names that start with Xenova/ or onnx-community/, or end in -ONNX), or make one with "optimum-cli export onnx".`,
      { file: weights },
    );
  }
  return unsupported('no-model', 'The folder holds no model: neither a model.json nor ONNX files in onnx/.');
}
