/** What the towers of each family look like: the shape of the network as data, from which graph, weights and reference are made. */

export const familyNames = ['clip', 'siglip', 'siglip2', 'chinese-clip', 'multilingual'] as const;
export type FamilyName = (typeof familyNames)[number];

export type Activation = 'quick-gelu' | 'gelu' | 'gelu-tanh';

export interface TransformerShape {
  readonly width: number;
  readonly heads: number;
  readonly layers: number;
  readonly activation: Activation;
  /** Layer norm before attention and the perceptron (ViT, CLIP) or after the sum (BERT). */
  readonly norm: 'pre' | 'post';
  readonly epsilon: number;
}

export interface VisionShape extends TransformerShape {
  /** Side of the image and of a patch, in pixels. */
  readonly image: number;
  readonly patch: number;
  readonly patchBias: boolean;
  /** CLIP puts a class token before the patches and a layer norm before the blocks. */
  readonly classToken: boolean;
  /** class: layer norm of the class token, then a projection; probe: SigLIP's attention pooling, which projects nothing. */
  readonly head: 'class' | 'probe';
}

export interface TextShape extends TransformerShape {
  /** Rows of the position table: the longest text. */
  readonly positions: number;
  readonly causal: boolean;
  /** MobileCLIP's adds its whole position table, so that it can be run at one length only. */
  readonly wholeTable?: boolean;
  readonly inputs: { readonly mask: boolean; readonly tokenTypes: boolean; readonly positionIds: boolean };
  /** BERT normalises the sum of its embeddings; CLIP and SigLIP normalise what leaves the last block. */
  readonly embeddingNorm: boolean;
  readonly finalNorm: boolean;
  readonly pooling: 'eos' | 'cls' | 'last' | 'mean';
  /** matrix: without a bias, as in CLIP; linear: with one, as in SigLIP; none: the width is the dimension of the vectors. */
  readonly projection: 'matrix' | 'linear' | 'none';
}

export interface Architecture {
  readonly dimensions: number;
  readonly vision: VisionShape;
  readonly text: TextShape;
  readonly logitScale: number;
  /** `null` where the family has none. */
  readonly logitBias: number | null;
}

const size = { width: 32, heads: 2, layers: 2 } as const;
const clipVision: VisionShape = {
  ...size,
  image: 32,
  patch: 8,
  activation: 'quick-gelu',
  norm: 'pre',
  epsilon: 1e-5,
  patchBias: false,
  classToken: true,
  head: 'class',
};
const clipText: TextShape = {
  ...size,
  positions: 24,
  activation: 'quick-gelu',
  norm: 'pre',
  epsilon: 1e-5,
  causal: true,
  inputs: { mask: false, tokenTypes: false, positionIds: false },
  embeddingNorm: false,
  finalNorm: true,
  pooling: 'eos',
  projection: 'matrix',
};
const bertText: TextShape = {
  ...clipText,
  activation: 'gelu',
  norm: 'post',
  epsilon: 1e-12,
  causal: false,
  inputs: { mask: true, tokenTypes: true, positionIds: false },
  embeddingNorm: true,
  finalNorm: false,
  pooling: 'cls',
};

const siglip: Architecture = {
  dimensions: 32,
  vision: {
    ...clipVision,
    activation: 'gelu-tanh',
    epsilon: 1e-6,
    patchBias: true,
    classToken: false,
    head: 'probe',
  },
  text: {
    ...clipText,
    positions: 64,
    activation: 'gelu-tanh',
    epsilon: 1e-6,
    causal: false,
    pooling: 'last',
    projection: 'linear',
  },
  logitScale: 4.7649,
  logitBias: -12.9324,
};

/** Widths and depths are those of a toy; order of operations, activations and norms are those of the published models. */
export const architectures: Readonly<Record<FamilyName, Architecture>> = {
  clip: { dimensions: 16, vision: clipVision, text: clipText, logitScale: 4.6052, logitBias: null },
  siglip,
  siglip2: { ...siglip, logitScale: 4.7245, logitBias: -16.7717 },
  'chinese-clip': { dimensions: 16, vision: clipVision, text: bertText, logitScale: 4.6052, logitBias: null },
  multilingual: {
    dimensions: 32,
    vision: clipVision,
    text: {
      ...bertText,
      epsilon: 1e-5,
      inputs: { mask: true, tokenTypes: false, positionIds: true },
      pooling: 'mean',
      projection: 'none',
    },
    logitScale: 4.6052,
    logitBias: null,
  },
};
