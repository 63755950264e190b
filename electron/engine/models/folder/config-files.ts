/** The small files of a Hugging Face repository, as far as they are read. They hold more, and nulls where a default is meant. */
import { z } from 'zod';

const number = z.number().nullish();
const text = z.string().nullish();
const flag = z.boolean().nullish();
const triple = z.tuple([z.number(), z.number(), z.number()]).nullish();

const sizeSchema = z
  .union([z.number(), z.looseObject({ height: number, width: number, shortest_edge: number, longest_edge: number })])
  .nullish();

/** `config.json` */
export const configSchema = z.looseObject({
  model_type: text,
  architectures: z.array(z.string()).nullish(),
  _name_or_path: text,
  projection_dim: number,
  text_config: z
    .looseObject({
      model_type: text,
      hidden_size: number,
      projection_size: number,
      max_position_embeddings: number,
      pad_token_id: number,
      eos_token_id: z.union([z.number(), z.array(z.number())]).nullish(),
    })
    .nullish(),
  vision_config: z.looseObject({ hidden_size: number, image_size: number }).nullish(),
});
export type Config = z.infer<typeof configSchema>;

/** `preprocessor_config.json` */
export const preprocessorSchema = z.looseObject({
  image_processor_type: text,
  feature_extractor_type: text,
  do_resize: flag,
  size: sizeSchema,
  do_center_crop: flag,
  crop_size: sizeSchema,
  resample: number,
  do_rescale: flag,
  rescale_factor: number,
  do_normalize: flag,
  image_mean: triple,
  image_std: triple,
});
export type Preprocessor = z.infer<typeof preprocessorSchema>;
export type Size = z.infer<typeof sizeSchema>;

const tokenSchema = z.union([z.string(), z.looseObject({ content: z.string() })]).nullish();

/** `tokenizer_config.json` and `special_tokens_map.json` */
export const tokenizerConfigSchema = z.looseObject({
  tokenizer_class: text,
  model_max_length: number,
  pad_token: tokenSchema,
  unk_token: tokenSchema,
  eos_token: tokenSchema,
  sep_token: tokenSchema,
  add_eos_token: flag,
});
export type TokenizerConfig = z.infer<typeof tokenizerConfigSchema>;

/** `tokenizer.json` */
export const tokenizerSchema = z.looseObject({
  added_tokens: z.array(z.looseObject({ id: z.number(), content: z.string() })).nullish(),
  normalizer: z.unknown(),
  post_processor: z.unknown(),
  padding: z.looseObject({ pad_id: number }).nullish(),
  model: z.looseObject({ vocab: z.unknown(), unk_token: text, unk_id: number }),
});
export type TokenizerFile = z.infer<typeof tokenizerSchema>;

/** `open_clip_config.json` */
export const openClipSchema = z.looseObject({
  model_cfg: z
    .looseObject({
      embed_dim: number,
      init_logit_bias: number,
      vision_cfg: z.looseObject({ image_size: z.union([z.number(), z.array(z.number())]).nullish() }).nullish(),
      text_cfg: z
        .looseObject({ context_length: number, tokenizer_kwargs: z.looseObject({ clean: text }).nullish() })
        .nullish(),
    })
    .nullish(),
  preprocess_cfg: z
    .looseObject({ mean: triple, std: triple, interpolation: text, resize_mode: text, fill_color: number })
    .nullish(),
});
export type OpenClip = z.infer<typeof openClipSchema>;

/** `1_Pooling/config.json` of a sentence-transformers model. */
export const poolingSchema = z.looseObject({ pooling_mode_cls_token: flag, pooling_mode_mean_tokens: flag });
export type Pooling = z.infer<typeof poolingSchema>;
