/** How each family takes its images and texts: once as parts of `model.json`, once as the files of a Hugging Face repository. */
import type { ModelManifest } from '../../../contract/model-manifest.ts';
import type { Architecture, FamilyName } from './architecture.ts';
import type { TestTokenizer } from './tokenizer-parts.ts';

const clipMean: [number, number, number] = [0.48145466, 0.4578275, 0.40821073];
const clipStd: [number, number, number] = [0.26862954, 0.26130258, 0.27577711];
const half: [number, number, number] = [0.5, 0.5, 0.5];

type Vision = ModelManifest['vision'];

export function isSiglip(family: FamilyName): boolean {
  return family === 'siglip' || family === 'siglip2';
}

export function resizeOf(family: FamilyName, image: number): Vision['resize'] {
  const common = { background: [255, 255, 255] as [number, number, number], position: 'centre' as const };
  if (family === 'siglip2') return { ...common, fit: 'fill', kernel: 'linear' };
  if (family === 'siglip' || family === 'chinese-clip') return { ...common, fit: 'fill', kernel: 'cubic' };
  return { ...common, fit: 'cover', kernel: 'cubic', shortestEdge: image, padding: [0, 0, 0] };
}

export function normaliseOf(family: FamilyName): Vision['normalise'] {
  if (isSiglip(family)) return { mean: half, std: half, scale: 1 / 255 };
  return { mean: clipMean, std: clipStd, scale: 1 / 255 };
}

/** Names and contents of the JSON files that lie beside `onnx/` in a repository of the family. */
export function repositoryFiles(
  family: FamilyName,
  architecture: Architecture,
  tokenizer: TestTokenizer,
): Record<string, object> {
  return {
    'config.json': configOf(family, architecture, tokenizer),
    'preprocessor_config.json': preprocessorOf(family, architecture.vision.image),
    'tokenizer.json': tokenizer.tokenizer,
    'tokenizer_config.json': tokenizer.config,
    'special_tokens_map.json': tokenizer.specialTokens,
  };
}

const modelTypes: Readonly<Record<FamilyName, readonly [type: string, className: string, textType: string]>> = {
  clip: ['clip', 'CLIPModel', 'clip_text_model'],
  siglip: ['siglip', 'SiglipModel', 'siglip_text_model'],
  // Checkpoints of one fixed size keep the class of SigLIP.
  siglip2: ['siglip', 'SiglipModel', 'siglip_text_model'],
  'chinese-clip': ['chinese_clip', 'ChineseCLIPModel', 'chinese_clip_text_model'],
  multilingual: ['clip', 'MultilingualCLIPModel', 'xlm-roberta'],
};

function configOf(family: FamilyName, architecture: Architecture, tokenizer: TestTokenizer): object {
  const { vision, text, dimensions } = architecture;
  const [type, className, textType] = modelTypes[family];
  return {
    architectures: [className],
    model_type: type,
    ...(isSiglip(family) ? {} : { projection_dim: dimensions, logit_scale_init_value: 2.6592 }),
    text_config: {
      model_type: textType,
      hidden_size: text.width,
      num_hidden_layers: text.layers,
      num_attention_heads: text.heads,
      vocab_size: tokenizer.size,
      max_position_embeddings: text.positions,
      pad_token_id: tokenizer.padId,
      ...(text.pooling === 'eos' ? { eos_token_id: tokenizer.eosId } : {}),
    },
    vision_config: {
      model_type: `${type}_vision_model`,
      hidden_size: vision.width,
      image_size: vision.image,
      patch_size: vision.patch,
      num_hidden_layers: vision.layers,
      num_attention_heads: vision.heads,
    },
  };
}

function preprocessorOf(family: FamilyName, image: number): object {
  const { mean, std, scale } = normaliseOf(family);
  const square = { height: image, width: image };
  const common = {
    do_normalize: true,
    do_rescale: true,
    do_resize: true,
    image_mean: mean,
    image_std: std,
    resample: 3,
    rescale_factor: scale,
  };
  switch (family) {
    case 'siglip2':
      return { ...common, resample: 2, image_processor_type: 'SiglipImageProcessor', size: square };
    case 'siglip':
      return { ...common, image_processor_type: 'SiglipImageProcessor', size: square };
    case 'chinese-clip':
      return { ...common, feature_extractor_type: 'ChineseCLIPFeatureExtractor', do_center_crop: false, size: square };
    default:
      return {
        ...common,
        image_processor_type: 'CLIPImageProcessor',
        do_center_crop: true,
        do_convert_rgb: true,
        crop_size: square,
        size: { shortest_edge: image },
      };
  }
}
