/** The families of models that turn images and texts into vectors of one space, and what is true of each without its files saying so. */
import type { ModelManifest } from '../../../contract/model-manifest.ts';
import type { ConfigFiles } from './clues.ts';

export type Family = 'clip' | 'siglip' | 'siglip2' | 'chinese-clip' | 'multilingual';

type Triple = [number, number, number];

export interface FamilyFacts {
  /** Length of the vectors where config.json, which leaves out what is usual, does not say. */
  readonly dimensions: number;
  readonly mean: Triple;
  readonly std: Triple;
  /** Side of the images. */
  readonly image: number;
  readonly fit: 'cover' | 'fill';
  /** The most tokens that it was trained with. */
  readonly maxLength: number;
  readonly similarity: ModelManifest['similarity'];
  readonly languages: readonly string[];
  readonly prompts: readonly string[];
}

const clip: FamilyFacts = {
  dimensions: 512,
  mean: [0.48145466, 0.4578275, 0.40821073],
  std: [0.26862954, 0.26130258, 0.27577711],
  image: 224,
  fit: 'cover',
  maxLength: 77,
  // Radford et al. 2021 clip the scale at 100, where training ends up.
  similarity: { kind: 'softmax', logitScale: 4.6052, logitBias: 0 },
  languages: ['en'],
  prompts: ['{}', 'a photo of a {}'],
};
const siglip: FamilyFacts = {
  ...clip,
  dimensions: 768,
  mean: [0.5, 0.5, 0.5],
  std: [0.5, 0.5, 0.5],
  fit: 'fill',
  maxLength: 64,
  // Those of google/siglip-base-patch16-224 (t = 117.3, b = -12.93; Zhai et al. 2023).
  similarity: { kind: 'sigmoid', logitScale: 4.7649, logitBias: -12.9324 },
  prompts: ['{}', 'a photo of {}'],
};

export const familyFacts: Readonly<Record<Family, FamilyFacts>> = {
  clip,
  siglip,
  siglip2: {
    ...siglip,
    // Of google/siglip2-base-patch16-224.
    similarity: { kind: 'sigmoid', logitScale: 4.7245, logitBias: -16.7717 },
    languages: ['mul'],
  },
  // 52 tokens: Yang et al. 2022.
  'chinese-clip': { ...clip, fit: 'fill', maxLength: 52, languages: ['zh'], prompts: ['{}', '一张{}的照片'] },
  multilingual: { ...clip, maxLength: 128, languages: ['mul'], prompts: ['{}'] },
};

export const isSiglip = (family: Family): boolean => family === 'siglip' || family === 'siglip2';

/** Null when nothing in the files names a family that is known. */
export function familyOf({ config, openClip, preprocessor, tokenizerConfig }: ConfigFiles): Family | null {
  const type = [config.model_type, ...(config.architectures ?? [])].join(' ').toLowerCase().replaceAll('_', '');
  const processor =
    `${preprocessor?.image_processor_type ?? ''} ${preprocessor?.feature_extractor_type ?? ''}`.toLowerCase();
  const gemma = /gemma/i.test(tokenizerConfig.tokenizer_class ?? '');
  if (
    type.includes('siglip') ||
    processor.includes('siglip') ||
    typeof openClip?.model_cfg?.init_logit_bias === 'number'
  ) {
    return gemma || type.includes('siglip2') ? 'siglip2' : 'siglip';
  }
  if (type.includes('chineseclip') || processor.includes('chineseclip')) return 'chinese-clip';
  const textType = config.text_config?.model_type ?? '';
  if (textType !== '' && !textType.includes('clip')) return 'multilingual';
  if (type.includes('clip') || processor.includes('clip') || openClip !== undefined) return 'clip';
  return null;
}
