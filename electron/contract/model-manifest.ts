/**
 * `model.json`: how to feed a model, as data. Everything that preprocessing and tokenising depend on is said here, so that a new
 * model of the CLIP family needs no code.
 */
import { z } from 'zod';

const fileName = z
  .string()
  .regex(/^[\w.-]+(\/[\w.-]+)*$/, 'a path inside the model folder')
  .refine((name) => !name.split('/').includes('..'), 'a path inside the model folder');
const channelTriple = z.tuple([z.number(), z.number(), z.number()]);

export const modelManifestSchema = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/),
  name: z.string(),
  version: z.string(),
  pipelineVersion: z.int().min(1).describe('grows when preprocessing changes: vectors of another version are stale'),
  licence: z.string(),
  dimensions: z.int().min(1),
  vision: z.object({
    file: fileName,
    input: z.object({
      name: z.string(),
      layout: z.literal('NCHW'),
      width: z.int().min(1),
      height: z.int().min(1),
      channels: z.literal('RGB'),
    }),
    resize: z.object({
      fit: z.enum(['contain', 'cover', 'fill']),
      background: channelTriple,
      kernel: z.enum(['nearest', 'linear', 'cubic', 'mitchell', 'lanczos2', 'lanczos3']),
      position: z.literal('centre'),
    }),
    normalise: z.object({ mean: channelTriple, std: channelTriple, scale: z.number() }),
    outputs: z.object({ embedding: z.string(), classProbabilities: z.string().optional() }),
    classes: fileName.optional(),
  }),
  text: z.object({
    file: fileName,
    tokenizer: fileName,
    input: z.object({ ids: z.string(), type: z.enum(['int64', 'int32']) }),
    maxLength: z.int().min(1),
    padId: z.int(),
    unknownId: z.int(),
    addSpecialTokens: z.boolean(),
    outputs: z.object({ embedding: z.string() }),
    prompts: z
      .array(z.string().includes('{}'))
      .min(1)
      .default(['{}'])
      .describe(
        'a query is encoded in each of these and the vectors are averaged (prompt ensembling, Radford et al. 2021)',
      ),
  }),
  similarity: z
    .object({ logitScale: z.number(), logitBias: z.number() })
    .describe('p(caption fits picture) = sigmoid(exp(logitScale) * cosine + logitBias)'),
  files: z
    .record(z.string(), z.object({ bytes: z.int(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }))
    .describe('size and checksum of every file named above'),
});
export type ModelManifest = z.infer<typeof modelManifestSchema>;
