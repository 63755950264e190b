/** The weights of a test model: drawn from a seed, and on demand such that words for colours mean the colours of images. */
import type { Architecture, TextShape, TransformerShape, VisionShape } from './architecture.ts';
import { type Quantisation, roundLinearWeights } from './quantised.ts';

export interface Parameter {
  readonly dims: readonly number[];
  readonly values: Float32Array;
}
export type Parameters = ReadonlyMap<string, Parameter>;

/** Of the weights. */
export type Dtype = 'fp32' | 'fp16' | Quantisation;

/**
 * random: no text has to do with any image. colours: the vector of an image follows the mean colour of what is not white in it,
 * that of a text the colour words in it. confused: as colours, but each word means another colour than it says.
 */
export type Skill = 'random' | 'colours' | 'confused';

export interface ParameterOptions {
  readonly architecture: Architecture;
  readonly seed: number;
  readonly dtype: Dtype;
  readonly skill: Skill;
  readonly vocabulary: number;
  /** Ids of words for colours, and those colours as red, green, blue in -1..1. */
  readonly colourIds: ReadonlyMap<number, readonly [number, number, number]>;
}

type Draw = (dims: readonly number[], spread: number, mean?: number) => Float32Array;
type Give = (name: string, dims: readonly number[], spread: number, mean?: number) => Float32Array;

/** Components with a meaning in a model that knows colours; 0..2 are red, green and blue. */
const own = 5;
const word = 6;
const salient = 7;

export function makeParameters(options: ParameterOptions): Parameters {
  const { architecture, seed, dtype, skill, vocabulary } = options;
  const parameters = new Map<string, Parameter>();
  const draw = drawFrom(seed);
  const quiet = skill === 'random' ? 1 : 0.05;
  const give: Give = (name, dims, spread, mean) => {
    const values = draw(dims, spread * quiet, mean);
    parameters.set(name, { dims, values });
    return values;
  };
  visionParameters(give, architecture);
  textParameters(give, architecture, vocabulary);
  if (skill !== 'random') teachColours(parameters, options);
  if (dtype === 'fp16') for (const { values } of parameters.values()) values.set(Float16Array.from(values));
  if (dtype === 'int8' || dtype === 'q4') roundLinearWeights(parameters, dtype);
  return parameters;
}

function visionParameters(give: Give, { vision, dimensions }: Architecture): void {
  const { image, patch, width } = vision;
  const tokens = (image / patch) ** 2 + (vision.classToken ? 1 : 0);
  give('vision.patch.weight', [width, 3, patch, patch], 1 / Math.sqrt(3 * patch * patch));
  if (vision.patchBias) give('vision.patch.bias', [width], 0.1);
  if (vision.classToken) give('vision.class', [1, 1, width], 1);
  give('vision.position', [1, tokens, width], 0.5);
  if (vision.classToken) normParameters(give, 'vision.before', width);
  blockParameters(give, 'vision', vision);
  normParameters(give, 'vision.after', width);
  if (vision.head === 'class') {
    give('vision.projection', [width, dimensions], 1 / Math.sqrt(width));
    return;
  }
  give('vision.probe', [1, 1, width], 1);
  attentionParameters(give, 'vision.head', width);
  normParameters(give, 'vision.head.norm', width);
  perceptronParameters(give, 'vision.head', width);
}

function textParameters(give: Give, { text, dimensions }: Architecture, vocabulary: number): void {
  const { width } = text;
  give('text.tokens', [vocabulary, width], 1);
  give('text.positions', [text.positions, width], 0.5);
  if (text.inputs.tokenTypes) give('text.types', [2, width], 0.3);
  if (text.embeddingNorm) normParameters(give, 'text.before', width);
  blockParameters(give, 'text', text);
  if (text.finalNorm) normParameters(give, 'text.after', width);
  if (text.projection !== 'none') give('text.projection', [width, dimensions], 1 / Math.sqrt(width));
  if (text.projection === 'linear') give('text.projection.bias', [dimensions], 0.1);
}

function blockParameters(give: Give, tower: string, { layers, width }: TransformerShape): void {
  for (let layer = 0; layer < layers; layer++) {
    const block = `${tower}.${layer}`;
    normParameters(give, `${block}.norm1`, width);
    attentionParameters(give, block, width);
    normParameters(give, `${block}.norm2`, width);
    perceptronParameters(give, block, width);
  }
}

function attentionParameters(give: Give, block: string, width: number): void {
  for (const name of ['q', 'k', 'v', 'o']) linearParameters(give, `${block}.${name}`, width, width);
}

function perceptronParameters(give: Give, block: string, width: number): void {
  linearParameters(give, `${block}.up`, width, 4 * width);
  linearParameters(give, `${block}.down`, 4 * width, width);
}

function linearParameters(give: Give, name: string, inputs: number, outputs: number): void {
  give(`${name}.weight`, [inputs, outputs], 1 / Math.sqrt(inputs));
  give(`${name}.bias`, [outputs], 0.1);
}

function normParameters(give: Give, name: string, width: number): void {
  give(`${name}.weight`, [width], 0.1, 1);
  give(`${name}.bias`, [width], 0.1);
}

/**
 * Attention turns to what has a `salient` component: words for colours, and patches that are not white. Values and outputs pass the
 * first three components on, projections keep them, and everything else stays small.
 */
function teachColours(parameters: Parameters, { architecture, colourIds, skill }: ParameterOptions): void {
  const { vision, text } = architecture;
  const values = (name: string): Float32Array => parameters.get(name)?.values ?? new Float32Array();
  const blocks = [
    ...Array.from({ length: vision.layers }, (_, layer) => `vision.${layer}`),
    ...Array.from({ length: text.layers }, (_, layer) => `text.${layer}`),
    ...(vision.head === 'probe' ? ['vision.head'] : []),
  ];
  for (const block of blocks) {
    values(`${block}.q.bias`)[3] = 8;
    values(`${block}.k.weight`)[salient * vision.width + 3] = 1;
    for (const name of ['v', 'o']) passColours(values(`${block}.${name}.weight`), vision.width, 1.5);
  }
  passColours(values('vision.projection'), architecture.dimensions, 1);
  passColours(values('text.projection'), architecture.dimensions, 1);
  seeColours(values('vision.patch.weight'), vision);
  if (vision.classToken) values('vision.class')[own] = 1.5;
  if (vision.head === 'probe') values('vision.probe')[own] = 1.5;
  readColours(values('text.tokens'), text, skill === 'confused' ? turned(colourIds) : colourIds);
}

function passColours(matrix: Float32Array, columns: number, gain: number): void {
  for (let i = 0; i < 3 && matrix.length > 0; i++) matrix[i * columns + i] = gain;
}

function seeColours(weight: Float32Array, { patch }: VisionShape): void {
  const area = patch * patch;
  for (let channel = 0; channel < 3; channel++) {
    weight.fill(1 / area, (channel * 3 + channel) * area, (channel * 3 + channel + 1) * area);
    weight.fill(-0.33 / area, (salient * 3 + channel) * area, (salient * 3 + channel + 1) * area);
  }
}

function readColours(tokens: Float32Array, { width }: TextShape, colourIds: ParameterOptions['colourIds']): void {
  for (let id = 0; id * width < tokens.length; id++) {
    const colour = colourIds.get(id);
    tokens[id * width + (colour === undefined ? word : salient)] = 1.5;
    if (colour !== undefined) tokens.set(colour, id * width);
  }
}

function turned(colourIds: ParameterOptions['colourIds']): ParameterOptions['colourIds'] {
  return new Map([...colourIds].map(([id, [r, g, b]]) => [id, [b, r, g]]));
}

/** Normally distributed numbers: mulberry32 for the uniform ones, Box and Muller's transform for the rest. */
function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return (dims, spread, mean = 0) => {
    const length = dims.reduce((product, size) => product * size, 1);
    return Float32Array.from({ length }, () => {
      const normal = Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
      return mean + spread * normal;
    });
  };
}
