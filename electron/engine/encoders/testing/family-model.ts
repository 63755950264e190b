/** Writes a small model of a family, with the structure, file names and tensor names of the real ones, into a folder. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ModelManifest } from '../../../contract/model-manifest.ts';
import { type Architecture, architectures, type FamilyName } from './architecture.ts';
import { TowerGraph } from './graph.ts';
import type { FloatType, OnnxFile } from './onnx-file.ts';
import { type Dtype, makeParameters, type Parameters, type Skill } from './parameters.ts';
import { isSiglip, normaliseOf, repositoryFiles, resizeOf } from './preprocessing.ts';
import { Reference } from './reference.ts';
import type { TestTokenizer } from './tokenizer-parts.ts';
import { tokenizerOf } from './tokenizers.ts';

export interface FamilyModelOptions {
  /** Of the weights; models of two seeds have nothing in common but their structure. 1 if left out. */
  readonly seed?: number;
  /** lookalike: model.json and files beside it. hugging-face: config.json and so on, and onnx/. lookalike if left out. */
  readonly layout?: 'lookalike' | 'hugging-face';
  /** Both towers in one file; two files if left out. */
  readonly combined?: boolean;
  /** Of the weights; fp32 if left out. Writing another dtype into the same Hugging Face folder adds its files. */
  readonly dtype?: Dtype;
  /** Of what enters and leaves; float32 if left out, as most exports keep it whatever the weights are. */
  readonly io?: FloatType;
  /** int64 if left out. */
  readonly ids?: 'int64' | 'int32';
  /** See `Skill`; colours if left out. */
  readonly skill?: Skill;
  /** sequence: the text file gives [batch, tokens, dimensions], so that the app has to pool; not for siglip. */
  readonly textOutput?: 'pooled' | 'sequence';
  /** sequence: likewise for images; only for families with a class token. */
  readonly visionOutput?: 'pooled' | 'sequence';
  /** Weights in a file beside each ONNX file, `<file>_data`. */
  readonly externalData?: boolean;
  /** The id in model.json; `test-<family>` if left out. */
  readonly id?: string;
  /** Length of the vectors, for clip and chinese-clip; in the others it is the width, 32. */
  readonly dimensions?: number;
  /** mobile: MobileCLIP's text tower, without a causal mask and with all positions at once; for clip. */
  readonly textTower?: 'usual' | 'mobile';
  /** Whether the file for texts takes them at their full length only; of any length if left out. */
  readonly fixedLength?: boolean;
  /** Side of the images, a multiple of 8; 32 if left out. */
  readonly image?: number;
}

export interface FamilyModel {
  readonly folder: string;
  readonly family: FamilyName;
  readonly architecture: Architecture;
  readonly tokenizer: TestTokenizer;
  /** What `model.json` says, or should say of a Hugging Face folder. */
  readonly manifest: ModelManifest;
  /** The same network in plain TypeScript, with the same weights. */
  readonly reference: Reference;
}

interface Plan extends Required<Omit<FamilyModelOptions, 'dimensions' | 'image'>> {
  readonly family: FamilyName;
  readonly architecture: Architecture;
  readonly parameters: Parameters;
  readonly tokenizer: TestTokenizer;
}

export async function writeFamilyModel(
  folder: string,
  family: FamilyName,
  options: FamilyModelOptions = {},
): Promise<FamilyModel> {
  const plan = planOf(family, options);
  const files = new Map<string, Uint8Array>();
  const [visionFile, textFile] = addOnnxFiles(files, plan);
  const { tokenizer, architecture } = plan;
  const besides = repositoryFiles(family, architecture, tokenizer);
  const kept = plan.layout === 'lookalike' ? ['tokenizer.json', 'tokenizer_config.json'] : Object.keys(besides);
  for (const name of kept) files.set(name, asJson(besides[name]));
  const manifest = manifestOf(plan, visionFile, textFile, files);
  if (plan.layout === 'lookalike') files.set('model.json', asJson(manifest));
  for (const [name, content] of files) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  return { folder, family, architecture, tokenizer, manifest, reference: new Reference(architecture, plan.parameters) };
}

function planOf(family: FamilyName, options: FamilyModelOptions): Plan {
  const base = architectures[family];
  const { dimensions = base.dimensions, image = base.vision.image, ...rest } = options;
  const mobile = options.textTower === 'mobile' ? { causal: false, wholeTable: true } : {};
  const text = { ...base.text, ...mobile };
  const architecture: Architecture = { ...base, dimensions, vision: { ...base.vision, image }, text };
  const given = {
    seed: 1,
    layout: 'lookalike',
    combined: false,
    dtype: 'fp32',
    io: 'float32',
    ids: 'int64',
    skill: 'colours',
    textOutput: architecture.text.pooling === 'mean' ? 'sequence' : 'pooled',
    visionOutput: 'pooled',
    externalData: false,
    textTower: 'usual',
    fixedLength: false,
    id: `test-${family}`,
    ...rest,
  } as const;
  const tokenizer = tokenizerOf(family);
  const parameters = makeParameters({
    architecture,
    seed: given.seed,
    dtype: given.dtype,
    skill: given.skill,
    vocabulary: tokenizer.size,
    colourIds: tokenizer.colourIds,
  });
  return { ...given, family, architecture, parameters, tokenizer };
}

/** Answers the names of the files for images and for texts. */
function addOnnxFiles(files: Map<string, Uint8Array>, plan: Plan): [vision: string, text: string] {
  const inRepository = plan.layout === 'hugging-face';
  const nameOf = (part: string): string => {
    if (!inRepository) return `${part}.onnx`;
    return `onnx/${part}${part === 'model' ? '' : '_model'}${plan.dtype === 'fp32' ? '' : `_${plan.dtype}`}.onnx`;
  };
  const add = (name: string, tower: TowerGraph): string => {
    const dataName = `${name}_data`;
    const file: OnnxFile = tower.graph.encode(plan.externalData ? dataName.split('/').at(-1) : undefined);
    files.set(name, file.model);
    if (file.data !== null) files.set(dataName, file.data);
    return name;
  };
  if (plan.combined) {
    const both = towerOf(plan);
    const texts = both.text(plan.tokenizer.eosId);
    if (texts.pooled === null || plan.textOutput === 'sequence') throw new Error('A combined file gives pooled texts.');
    both.similarities(both.vision().pooled, texts.pooled);
    const name = add(nameOf('model'), both);
    return [name, name];
  }
  const vision = towerOf(plan);
  const image = vision.vision();
  vision.output('last_hidden_state', image.sequence, 3);
  if (plan.visionOutput === 'pooled') vision.output(pooledNames(plan.family).vision, image.pooled);
  const text = towerOf(plan);
  const words = text.text(plan.tokenizer.eosId);
  text.output('last_hidden_state', words.sequence, 3);
  if (plan.textOutput === 'pooled' && words.pooled !== null) text.output(pooledNames(plan.family).text, words.pooled);
  return [add(nameOf('vision'), vision), add(nameOf('text'), text)];
}

function towerOf({ architecture, parameters, dtype, io, ids, fixedLength }: Plan): TowerGraph {
  const quantisation = dtype === 'int8' || dtype === 'q4' ? dtype : undefined;
  const weights = dtype === 'fp16' ? 'float16' : 'float32';
  return new TowerGraph(architecture, parameters, { weights, io, ids, quantisation, fixedLength });
}

function pooledNames(family: FamilyName): { vision: string; text: string } {
  if (isSiglip(family)) return { vision: 'pooler_output', text: 'pooler_output' };
  return { vision: 'image_embeds', text: 'text_embeds' };
}

function manifestOf(
  plan: Plan,
  visionFile: string,
  textFile: string,
  files: ReadonlyMap<string, Uint8Array>,
): ModelManifest {
  const { architecture, family, tokenizer } = plan;
  const image = architecture.vision.image;
  return {
    id: plan.id,
    name: `Test model of the ${family} family`,
    version: '1.0.0',
    pipelineVersion: 1,
    licence: 'none: random weights',
    dimensions: architecture.dimensions,
    family,
    languages: family === 'chinese-clip' ? ['zh'] : family === 'multilingual' ? ['en', 'zh'] : ['en'],
    dtype: plan.dtype,
    vision: {
      file: visionFile,
      input: { name: 'pixel_values', layout: 'NCHW', width: image, height: image, channels: 'RGB', type: plan.io },
      resize: resizeOf(family, image),
      normalise: normaliseOf(family),
      outputs: visionOutputs(plan),
      fillers: plan.combined ? textFillers(plan) : [],
    },
    text: {
      file: textFile,
      tokenizer: 'tokenizer.json',
      tokenizerConfig: 'tokenizer_config.json',
      input: textInputs(plan),
      maxLength: architecture.text.positions,
      padding: architecture.text.inputs.mask ? 'longest' : 'fixed',
      padId: plan.textTower === 'mobile' ? 0 : tokenizer.padId,
      unknownId: tokenizer.unknownId,
      addSpecialTokens: true,
      normalise: { lowercase: isSiglip(family), punctuation: family === 'siglip' ? 'strip' : 'keep', clean: false },
      outputs: textOutputs(plan),
      fillers: plan.combined
        ? [{ name: 'pixel_values', type: plan.io, shape: [1, 3, image, image], batch: false, value: 0 }]
        : [],
      prompts: ['{}'],
    },
    similarity: {
      kind: isSiglip(family) ? 'sigmoid' : 'softmax',
      logitScale: architecture.logitScale,
      logitBias: architecture.logitBias ?? 0,
    },
    files: Object.fromEntries(
      [...files].map(([name, content]) => {
        return [name, { bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') }];
      }),
    ),
  };
}

function visionOutputs({ family, combined, visionOutput }: Plan): ModelManifest['vision']['outputs'] {
  if (visionOutput === 'sequence') return { embedding: 'last_hidden_state', pooling: 'cls' };
  return { embedding: combined ? 'image_embeds' : pooledNames(family).vision, pooling: 'none' };
}

function textOutputs({
  family,
  combined,
  textOutput,
  architecture,
  tokenizer,
}: Plan): ModelManifest['text']['outputs'] {
  if (textOutput === 'pooled') {
    return { embedding: combined ? 'text_embeds' : pooledNames(family).text, pooling: 'none' };
  }
  const { pooling } = architecture.text;
  return { embedding: 'last_hidden_state', pooling, ...(pooling === 'eos' ? { eosId: tokenizer.eosId } : {}) };
}

function textInputs({ architecture, ids }: Plan): ModelManifest['text']['input'] {
  const { mask, tokenTypes, positionIds } = architecture.text.inputs;
  return {
    ids: 'input_ids',
    type: ids,
    ...(mask ? { attentionMask: 'attention_mask' } : {}),
    ...(tokenTypes ? { tokenTypeIds: 'token_type_ids' } : {}),
    ...(positionIds ? { positionIds: 'position_ids' } : {}),
  };
}

/** The shortest text there is, which a combined file wants with every image. */
function textFillers({ architecture, tokenizer, ids }: Plan): ModelManifest['vision']['fillers'] {
  const { mask, tokenTypes, positionIds } = architecture.text.inputs;
  const filler = (name: string, value: number) => ({ name, type: ids, shape: [1, 1], batch: false, value });
  return [
    filler('input_ids', tokenizer.eosId),
    ...(mask ? [filler('attention_mask', 1)] : []),
    ...(tokenTypes ? [filler('token_type_ids', 0)] : []),
    ...(positionIds ? [filler('position_ids', 0)] : []),
  ];
}

function asJson(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value, null, 2));
}
