/** A folder in the layout of Hugging Face as a model.json: everything that its files say, and what is assumed where they say nothing. */
import path from 'node:path';
import type { ModelManifest } from '../../../contract/model-manifest.ts';
import type { Assumption } from '../../../contract/models.ts';
import { type Clues, readClues } from './clues.ts';
import { fillerFor } from './ends.ts';
import { isSiglip } from './family.ts';
import type { FolderFiles } from './files.ts';
import { cardOf } from './model-card.ts';
import { fixedWithZeros, type TextParts, textParts } from './text.ts';
import { unsupported } from './unsupported.ts';
import { type VisionParts, visionParts } from './vision.ts';
import type { Weights } from './weights.ts';

export interface Described {
  /** Without checksums yet. */
  readonly manifest: ModelManifest;
  /** Other ways to feed the same files, for when the first one fails the test. */
  readonly alternatives: readonly ModelManifest[];
  /** The files that the model needs, and those worth keeping beside them. */
  readonly files: readonly string[];
  readonly notes: Assumption[];
}

/** Names as they are to be, instead of those that the folder suggests. */
export interface Naming {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
}

/** @throws {AppError} `MODEL_UNSUPPORTED` */
export async function describeHuggingFace(files: FolderFiles, weights: Weights, naming: Naming): Promise<Described> {
  const clues = await readClues(files, weights);
  const { family, facts, notes, assume } = clues;
  const vision = visionParts(clues);
  const text = textParts(clues);
  if (!clues.vision.pooled) {
    const output = clues.vision.output.name;
    assume('pictures-first-patch', `${output} has a vector a patch: the first is taken.`, { output });
  }
  const card = cardOf(await files.text('README.md'));
  if (card.licence === undefined) {
    assume('licence', 'The files name no licence. Find out whether you may use the model.');
  }
  if (card.languages === undefined) {
    const languages = facts.languages.join(', ');
    assume('languages', `Languages are not given: ${languages} is assumed.`, { languages });
  }
  assumeSimilarity(clues);
  const manifest: ModelManifest = {
    ...identityOf(clues, naming),
    version: '1',
    pipelineVersion: 1,
    licence: card.licence ?? 'unknown',
    dimensions: dimensionsOf(clues),
    family,
    languages: card.languages ?? [...facts.languages],
    dtype: weights.dtype,
    vision: visionOf(clues, vision, text),
    text: textOf(clues, vision, text),
    similarity: facts.similarity,
    files: {},
  };
  const otherText = fixedWithZeros(clues, manifest.text);
  const alternatives = otherText === undefined ? [] : [{ ...manifest, text: otherText }];
  return { manifest, alternatives, files: filesOf(files, weights), notes };
}

/** A folder of the hub's own cache is called after a commit; the model's name is further up. */
function identityOf({ files: { folder, title }, weights: { dtype }, config }: Clues, naming: Naming) {
  const cached = /models--([^/\\]+?)--([^/\\]+)[/\\]snapshots[/\\]([0-9a-f]+)$/.exec(path.resolve(folder));
  const named = config._name_or_path ?? '';
  const repository =
    cached === null ? (/^[\w.-]+\/[\w.-]+$/.test(named) ? named : undefined) : `${cached[1]}/${cached[2]}`;
  const own = path.resolve(folder);
  const base = cached?.[2] ?? title ?? path.basename(path.basename(own) === 'onnx' ? path.dirname(own) : own);
  const suffix = dtype === 'fp32' ? '' : `-${dtype}`;
  const id = naming.id ?? `${slug(base)}${suffix}`;
  const revision = cached?.[3] === undefined ? {} : { revision: cached[3] };
  return {
    id,
    name: naming.name ?? `${base}${dtype === 'fp32' ? '' : ` (${dtype})`}`,
    ...(repository === undefined ? {} : { source: { repository, ...revision } }),
  };
}

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+|-+$/g, '') || 'model';

function dimensionsOf({ config, openClip, family, facts, vision, text, assume }: Clues): number {
  const inFiles = [vision, text].map(({ output }) => output.shape.at(-1)).filter((size) => typeof size === 'number');
  const [first, second] = inFiles;
  if (first !== undefined && second !== undefined && first !== second) {
    throw unsupported(
      'unlike-towers',
      `The vectors of pictures have ${first} numbers and those of texts ${second}: at least one tower was exported without its projection, or they are not of one model.`,
      { pictures: first, texts: second },
    );
  }
  // SigLIP projects nothing: its vectors are as wide as the towers, and a projection_dim in its config.json means nothing.
  const said = isSiglip(family)
    ? (config.text_config?.projection_size ?? config.text_config?.hidden_size)
    : config.projection_dim;
  const size = first ?? openClip?.model_cfg?.embed_dim ?? said;
  if (size == null) {
    const { dimensions } = facts;
    assume('dimensions', `No file gives the length of the vectors: ${dimensions} is assumed.`, { dimensions });
  }
  return size ?? facts.dimensions;
}

function visionOf(clues: Clues, parts: VisionParts, text: TextParts): ModelManifest['vision'] {
  const { input, output, pooled, others } = clues.vision;
  const values: Readonly<Record<string, number>> = { input_ids: text.endId, attention_mask: 1 };
  return {
    file: clues.weights.vision.name,
    input: {
      name: input.name,
      layout: 'NCHW',
      width: parts.width,
      height: parts.height,
      channels: 'RGB',
      type: input.type,
    },
    resize: parts.resize,
    normalise: parts.normalise,
    outputs: { embedding: output.name, pooling: pooled ? 'none' : 'cls' },
    fillers: others.map((one) => fillerFor(one, input, [1, 1], values[one.name] ?? 0)),
  };
}

function textOf(clues: Clues, vision: VisionParts, { endId: _endId, ...parts }: TextParts): ModelManifest['text'] {
  const { ids, attentionMask, tokenTypeIds, positionIds, others } = clues.text;
  // SigLIP was trained without a mask: one that an export asks for has to let everything through.
  const masked = attentionMask !== undefined && parts.padding === 'longest';
  const everything =
    attentionMask === undefined || masked ? [] : [fillerFor(attentionMask, ids, [1, parts.maxLength], 1)];
  return {
    file: clues.weights.text.name,
    tokenizer: 'tokenizer.json',
    ...(clues.files.has('tokenizer_config.json') ? { tokenizerConfig: 'tokenizer_config.json' } : {}),
    input: {
      ids: ids.name,
      type: ids.type,
      ...(masked ? { attentionMask: attentionMask.name } : {}),
      ...(tokenTypeIds === undefined ? {} : { tokenTypeIds: tokenTypeIds.name }),
      ...(positionIds === undefined ? {} : { positionIds: positionIds.name }),
    },
    ...parts,
    fillers: [...everything, ...others.map((one) => fillerFor(one, ids, [1, 3, vision.height, vision.width], 0))],
    prompts: [...clues.facts.prompts],
  };
}

function assumeSimilarity({ family, assume }: Clues): void {
  if (isSiglip(family)) {
    assume(
      'similarity-siglip',
      'Scale and bias of the similarity are those of SigLIP base: the ONNX files for one tower do not hold them. Only the cutoff of searches depends on it.',
    );
  } else {
    assume(
      'similarity-clip',
      'The scale of the similarity is taken to be 100, as in CLIP. Only the cutoff of searches depends on it.',
    );
  }
}

const besides = [
  ...['config.json', 'preprocessor_config.json', 'processor_config.json', 'visual/preprocess_cfg.json'],
  ...['tokenizer_config.json', 'special_tokens_map.json'],
  ...['open_clip_config.json', '1_Pooling/config.json', 'README.md', 'LICENSE', 'LICENSE.txt', 'LICENSE.md'],
];

function filesOf(files: FolderFiles, { vision, text }: Weights): string[] {
  const needed = [vision, text].flatMap(({ name, external }) => [name, ...external]);
  return [...new Set([...needed, 'tokenizer.json', ...besides.filter((name) => files.has(name))])];
}
