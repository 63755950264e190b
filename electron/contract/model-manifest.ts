/**
 * `model.json`: how to feed a model, as data. Everything that preprocessing and tokenising depend on is said here, so that a new
 * model of the CLIP family needs no code.
 */
import { z } from 'zod';

/** A path inside a model folder, with forward slashes. */
export const modelFileSchema = z
  .string()
  .regex(/^[\w.-]+(\/[\w.-]+)*$/, 'a path inside the model folder')
  .refine((name) => !name.split('/').includes('..'), 'a path inside the model folder');
/** Names a folder on the disk, so that nothing but a plain name will do. */
export const modelIdSchema = z
  .string()
  .max(100)
  .regex(/^[a-z0-9][a-z0-9._-]*$/, 'an id has lower-case letters, digits, ., _ and -');
/** Sides of the images that a model reads, and numbers in all of one. Models have 224 to 512 a side; what is far beyond takes all memory. */
const side = z.int().min(1).max(2048);
const mostPixels = 1536 * 1536;
/** Numbers of one filler: an image of 1024 x 1024 and a little more. */
const mostFilled = 4 * 1024 * 1024;
const channelTriple = z.tuple([z.number(), z.number(), z.number()]);

/** What one pass of a file needs beside the images or the texts: a combined file wants both, whichever is asked. */
const fillerSchema = z.object({
  name: z.string(),
  type: z.enum(['float32', 'float16', 'int64', 'int32', 'bool']),
  shape: z
    .array(z.int().min(1))
    .max(8)
    .refine((shape) => shape.reduce((all, size) => all * size, 1) <= mostFilled, `at most ${mostFilled} numbers`)
    .describe('the first of them is replaced by the batch size where `batch` says so'),
  batch: z.boolean().describe('false for an input whose first dimension does not follow the batch'),
  value: z.number().describe('every element'),
});
export type Filler = z.infer<typeof fillerSchema>;

export const modelManifestSchema = z.object({
  id: modelIdSchema,
  name: z.string(),
  version: z.string(),
  pipelineVersion: z.int().min(1).describe('grows when preprocessing changes: vectors of another version are stale'),
  licence: z.string(),
  dimensions: z.int().min(1).max(16_384),
  family: z.string().optional().describe('clip, siglip, siglip2, chinese-clip, ...: for people; nothing depends on it'),
  languages: z.array(z.string()).default(['en']).describe('of the text tower, BCP 47'),
  dtype: z.enum(['fp32', 'fp16', 'int8', 'uint8', 'q4', 'q4f16', 'bnb4']).optional().describe('of the weights'),
  source: z
    .object({ repository: z.string(), revision: z.string().optional() })
    .optional()
    .describe('where the files came from'),
  vision: z.object({
    file: modelFileSchema,
    input: z
      .object({
        name: z.string(),
        layout: z.literal('NCHW'),
        width: side,
        height: side,
        channels: z.literal('RGB'),
        type: z.enum(['float32', 'float16']).default('float32'),
      })
      .refine(({ width, height }) => width * height <= mostPixels, `at most ${mostPixels} pixels`),
    resize: z.object({
      fit: z
        .enum(['contain', 'cover', 'fill'])
        .describe('contain: whole picture on `background`; cover: shorter side fits, centre is cut; fill: squashed'),
      background: channelTriple,
      kernel: z.enum(['nearest', 'linear', 'cubic', 'mitchell', 'lanczos2', 'lanczos3', 'box', 'hamming']),
      position: z.literal('centre'),
      shortestEdge: z
        .int()
        .min(1)
        .max(4096)
        .optional()
        .describe(
          'cover only: the shorter side is scaled to this before the centre is cut; the input size if left out',
        ),
      squash: z
        .object({ width: z.int().min(1).max(4096), height: z.int().min(1).max(4096) })
        .optional()
        .describe('fill only: squashed to this before the centre is cut; to the input size if left out'),
      padding: channelTriple
        .optional()
        .describe('around a picture that is smaller than what is cut out of it; `background` if left out'),
    }),
    normalise: z.object({ mean: channelTriple, std: channelTriple, scale: z.number() }),
    outputs: z.object({
      embedding: z.string(),
      pooling: z
        .enum(['none', 'cls', 'mean'])
        .default('none')
        .describe('how [batch, patches, dimensions] becomes [batch, dimensions]; none when the output is that already'),
      classProbabilities: z.string().optional(),
    }),
    fillers: z.array(fillerSchema).max(64).default([]),
    classes: modelFileSchema.optional(),
  }),
  text: z.object({
    file: modelFileSchema.describe('the same as `vision.file` for a model in one file: one session then serves both'),
    tokenizer: modelFileSchema,
    tokenizerConfig: modelFileSchema.optional(),
    input: z.object({
      ids: z.string(),
      type: z.enum(['int64', 'int32']),
      attentionMask: z.string().optional().describe('1 for ids of the text, 0 for padding'),
      tokenTypeIds: z.string().optional().describe('all 0'),
      positionIds: z.string().optional().describe('0, 1, 2, ...'),
    }),
    maxLength: z.int().min(1).max(32_768),
    padding: z
      .enum(['fixed', 'longest'])
      .default('fixed')
      .describe('fixed: always to maxLength, which SigLIP needs; longest: to the longest text of the run'),
    padId: z.int(),
    unknownId: z.int().describe('stands for a text that has no tokens at all'),
    addSpecialTokens: z.boolean(),
    normalise: z
      .object({
        lowercase: z.boolean().default(false),
        punctuation: z.enum(['keep', 'strip']).default('keep').describe('strip: SigLIP canonical text'),
        clean: z
          .boolean()
          .default(false)
          .describe('as OpenCLIP cleans texts: HTML entities, curly quotes, ligatures, wrong encodings, white space'),
      })
      .default({ lowercase: false, punctuation: 'keep', clean: false })
      .describe('done before the tokenizer, which may do more of its own'),
    outputs: z.object({
      embedding: z.string(),
      pooling: z
        .enum(['none', 'cls', 'eos', 'last', 'mean'])
        .default('none')
        .describe(
          'eos: at the first `eosId`; last: at the last id that is not padding; mean: over what is not padding',
        ),
      eosId: z.int().optional(),
    }),
    fillers: z.array(fillerSchema).max(64).default([]),
    prompts: z
      .array(z.string().includes('{}'))
      .min(1)
      .default(['{}'])
      .describe(
        'a query is encoded in each of these and the vectors are averaged (prompt ensembling, Radford et al. 2021)',
      ),
  }),
  similarity: z
    .object({
      kind: z.enum(['sigmoid', 'softmax']).default('sigmoid').describe('the loss that the model was trained with'),
      logitScale: z.number(),
      logitBias: z.number().default(0),
    })
    .describe(
      'sigmoid: p(caption fits picture) = sigmoid(exp(logitScale) * cosine + logitBias); softmax: a bias other than 0 says where captions begin to fit, at -logitBias / exp(logitScale)',
    ),
  files: z
    .record(z.string(), z.object({ bytes: z.int(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }))
    .describe('size and checksum of every file of the model, weights beside an ONNX file included'),
});
export type ModelManifest = z.infer<typeof modelManifestSchema>;
