/** The small files of a Hugging Face repository, as far as they are read. They hold more, and nulls where a default is meant. */
import { z } from 'zod';

const number = z.number().nullish();
const text = z.string().nullish();
const flag = z.boolean().nullish();
/** A single number is meant for all three channels. */
const triple = z
  .union([
    z.tuple([z.number(), z.number(), z.number()]),
    z.tuple([z.number()]).transform(([one]): [number, number, number] => [one, one, one]),
    z.number().transform((one): [number, number, number] => [one, one, one]),
  ])
  .nullish();

const sides = z.union([
  z.tuple([z.number(), z.number()]).transform(([height, width]) => ({ height, width })),
  z.tuple([z.number()]).transform(([one]) => one),
]);
/** Numbers and lists as older processors and OpenCLIP have them: [height, width]. */
const sizeSchema = z
  .union([
    z.number(),
    sides,
    z.looseObject({ height: number, width: number, shortest_edge: number, longest_edge: number }),
  ])
  .nullish();
/** Of the images that a tower reads, as `config.json` has it: one side, or [height, width]. */
const imageSizeSchema = z.union([z.number(), sides]).nullish();

/** What OpenCLIP calls the configuration of a model; the config.json of Immich is this alone. */
const openClipModelSchema = z.looseObject({
  embed_dim: number,
  init_logit_bias: number,
  vision_cfg: z.looseObject({ image_size: imageSizeSchema }).nullish(),
  text_cfg: z
    .looseObject({ context_length: number, tokenizer_kwargs: z.looseObject({ clean: text }).nullish() })
    .nullish(),
});

/** `preprocess_cfg` of OpenCLIP, which Immich has as `visual/preprocess_cfg.json`. */
export const openClipPreprocessSchema = z.looseObject({
  size: sizeSchema,
  mean: triple,
  std: triple,
  interpolation: text,
  resize_mode: text,
  fill_color: number,
});

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
  vision_config: z.looseObject({ hidden_size: number, image_size: imageSizeSchema }).nullish(),
  ...openClipModelSchema.shape,
});
export type Config = z.infer<typeof configSchema>;

/** `preprocessor_config.json`, and what `processor_config.json` holds as `image_processor` */
export const preprocessorSchema = z.looseObject({
  image_processor_type: text,
  feature_extractor_type: text,
  do_resize: flag,
  size: sizeSchema,
  do_center_crop: flag,
  crop_size: sizeSchema,
  resample: z.union([z.number(), z.string()]).nullish(),
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

/** `processor_config.json`: transformers 5 writes nothing else, earlier versions wrote it without the image processor. */
export const processorSchema = z.looseObject({
  image_processor: preprocessorSchema.nullish(),
  tokenizer: tokenizerConfigSchema.nullish().catch(null),
});

/** `open_clip_config.json` */
export const openClipSchema = z.looseObject({
  model_cfg: openClipModelSchema.nullish(),
  preprocess_cfg: openClipPreprocessSchema.nullish(),
});
export type OpenClip = z.infer<typeof openClipSchema>;

/** `1_Pooling/config.json` of a sentence-transformers model. */
export const poolingSchema = z.looseObject({ pooling_mode_cls_token: flag, pooling_mode_mean_tokens: flag });
export type Pooling = z.infer<typeof poolingSchema>;
