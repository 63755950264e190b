/** What the tensors of an ONNX file mean: which input takes the images or the texts, which output is the vector, what else is wanted. */
import type { AppError } from '../../../contract/errors.ts';
import type { Filler } from '../../../contract/model-manifest.ts';
import type { OnnxTensor } from '../../encoders/index.ts';
import { type Family, isSiglip } from './family.ts';
import { unsupported } from './unsupported.ts';
import type { Tower } from './weights.ts';

type IdType = 'int64' | 'int32';

export interface VisionEnds {
  readonly input: OnnxTensor & { readonly type: 'float32' | 'float16' };
  readonly output: OnnxTensor;
  readonly pooled: boolean;
  /** Inputs for texts, which a file for both wants as well. */
  readonly others: readonly OnnxTensor[];
}

export interface TextEnds {
  readonly ids: OnnxTensor & { readonly type: IdType };
  readonly attentionMask: OnnxTensor | undefined;
  readonly tokenTypeIds: OnnxTensor | undefined;
  readonly positionIds: OnnxTensor | undefined;
  readonly output: OnnxTensor;
  readonly pooled: boolean;
  /** The input for images, which a file for both wants as well. */
  readonly others: readonly OnnxTensor[];
}

/** Of vectors that are ready to be compared. */
const readyNames = {
  vision: ['image_embeds', 'image_embeddings', 'l2norm_image_embeddings', 'image_features', 'image_embedding'],
  text: [
    'text_embeds',
    'text_embeddings',
    'l2norm_text_embeddings',
    'text_features',
    'text_embedding',
    'sentence_embedding',
  ],
} as const;
const sequenceNames = ['last_hidden_state', 'token_embeddings'];

export function visionEnds(tower: Tower, family: Family): VisionEnds {
  const { inputs } = tower.onnx;
  const input = inputs.find(({ name }) => name === 'pixel_values') ?? inputs.find(({ shape }) => shape.length === 4);
  if (input === undefined || input.shape.length !== 4) throw noImageInput(tower);
  if (typeof input.shape[1] === 'number' && input.shape[1] !== 3) {
    throw unsupported(
      'picture-shape',
      `${tower.name} takes pictures as [${input.shape}], and only [batch, 3, height, width] is supported.`,
      { file: tower.name, shape: `[${input.shape}]` },
    );
  }
  if (!isFloat(input)) {
    const message = `${tower.name} takes pictures as ${input.type}, and only floats are supported.`;
    throw unsupported('picture-type', message, { file: tower.name, type: input.type });
  }
  const others = inputs.filter((one) => one !== input);
  const unknown = others.filter((one) => !isTextInput(one));
  if (unknown.length > 0) throw unknownInputs(tower, unknown);
  return { input, ...outputOf(tower, 'vision', family), others };
}

export function textEnds(tower: Tower, family: Family): TextEnds {
  const { inputs } = tower.onnx;
  const named = (name: string): OnnxTensor | undefined => inputs.find((one) => one.name === name);
  const ids = named('input_ids') ?? inputs.find((one) => isId(one) && !isTextInput(one));
  if (ids === undefined || !isId(ids)) {
    const takes = listOf(inputs);
    const message = `${tower.name} has no input for token ids (input_ids); it takes ${takes}.`;
    throw unsupported('no-token-input', message, { file: tower.name, takes });
  }
  const images = inputs.filter(({ shape }) => shape.length === 4);
  const [attentionMask, tokenTypeIds, positionIds] = ['attention_mask', 'token_type_ids', 'position_ids'].map(named);
  const known = [ids, attentionMask, tokenTypeIds, positionIds, ...images];
  const unknown = inputs.filter((one) => !known.includes(one));
  if (unknown.length > 0) throw unknownInputs(tower, unknown);
  return { ids, attentionMask, tokenTypeIds, positionIds, ...outputOf(tower, 'text', family), others: images };
}

/** Something harmless for an input that the other half of a file for both wants: the shortest text, a black image. */
export function fillerFor(input: OnnxTensor, partner: OnnxTensor, sizes: readonly number[], value: number): Filler {
  const { type } = input;
  if (type !== 'float32' && type !== 'float16' && type !== 'int64' && type !== 'int32' && type !== 'bool') {
    const message = `The input ${input.name} is of the type ${type}, which is not supported.`;
    throw unsupported('input-type', message, { input: input.name, type });
  }
  const shape = input.shape.map((size, i) => (i === 0 ? 1 : typeof size === 'number' ? size : (sizes[i] ?? 1)));
  // Both follow the batch when the file gives their first dimension one name.
  const batch = typeof input.shape[0] === 'string' && input.shape[0] !== '' && input.shape[0] === partner.shape[0];
  return { name: input.name, type, shape, batch, value };
}

function outputOf(tower: Tower, side: 'vision' | 'text', family: Family): { output: OnnxTensor; pooled: boolean } {
  const outputs = tower.onnx.outputs.filter(isFloat);
  const named = (names: readonly string[]): OnnxTensor | undefined =>
    names.map((name) => outputs.find((one) => one.name === name)).find((one) => one !== undefined);
  const ready = named(isSiglip(family) ? [...readyNames[side], 'pooler_output'] : readyNames[side]);
  if (ready !== undefined) return { output: ready, pooled: true };
  const rest = outputs.filter(({ name, shape }) => shape.length === 2 && !/pooler_output|logits/.test(name));
  if (rest[0] !== undefined && rest.length === 1) return { output: rest[0], pooled: true };
  const sequence = named(sequenceNames);
  if (sequence !== undefined && !isSiglip(family)) return { output: sequence, pooled: false };
  const unprojected = outputs.some(({ name }) => name === 'pooler_output');
  const reason = unprojected
    ? 'it was exported without its projection'
    : 'none of them is a vector for the whole, nor can one be made of them';
  const [wanted] = readyNames[side];
  const gives = listOf(outputs);
  throw unsupported(
    unprojected ? 'no-projection' : 'no-vector',
    `${tower.name} gives ${gives}: ${reason}. Export it as a ${side} model with projection (output ${wanted}).`,
    { file: tower.name, gives, wanted },
  );
}

function noImageInput({ name: file, onnx: { inputs } }: Tower): AppError {
  if (inputs.some(({ name }) => name === 'spatial_shapes')) {
    const message = `${file} takes pictures of any shape as rows of patches (NaFlex), which is not supported. Take a variant of the model with a fixed size, such as siglip2-base-patch16-224.`;
    return unsupported('naflex', message, { file });
  }
  const takes = listOf(inputs);
  const message = `${file} has no input for pictures [batch, 3, height, width]; it takes ${takes}.`;
  return unsupported('no-picture-input', message, { file, takes });
}

function unknownInputs({ name: file }: Tower, unknown: readonly OnnxTensor[]): AppError {
  const wants = listOf(unknown);
  return unsupported('unknown-input', `${file} also wants ${wants}, which is not known here.`, { file, wants });
}

const isFloat = (one: OnnxTensor): one is OnnxTensor & { type: 'float32' | 'float16' } =>
  one.type === 'float32' || one.type === 'float16';
const isId = (one: OnnxTensor): one is OnnxTensor & { type: IdType } => one.type === 'int64' || one.type === 'int32';
const isTextInput = ({ name }: OnnxTensor): boolean =>
  ['input_ids', 'attention_mask', 'token_type_ids', 'position_ids'].includes(name);
const listOf = (tensors: readonly OnnxTensor[]): string =>
  tensors.length === 0 ? 'nothing' : tensors.map(({ name, type, shape }) => `${name} (${type} [${shape}])`).join(', ');
