/** The models that turn pictures and words into vectors, and where they run. */
import { z } from 'zod';
import { method } from './method.ts';

export const modelSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  version: z.string(),
  licence: z.string(),
  dimensions: z.int(),
  active: z.boolean(),
});

export const encodersInfoSchema = z.object({
  models: z.array(modelSummarySchema),
  state: z.enum(['loading', 'ready', 'failed']),
  provider: z.string().nullable().describe('execution provider in use, such as cpu'),
  threads: z.int(),
  reason: z.string().nullable().describe('why it failed, or why a faster provider is not in use'),
});
export type EncodersInfo = z.infer<typeof encodersInfoSchema>;

export const encoderMethods = {
  'encoders.info': method({}, encodersInfoSchema),
  /** The vector of a text or of a picture file: exactly one of the two. L2-normalised. */
  'encoders.embed': method(
    { text: z.string().optional(), path: z.string().optional() },
    z.object({ modelId: z.string(), dimensions: z.int(), vector: z.array(z.number()) }),
  ),
};

export const encoderEvents = {
  'encoders.changed': encodersInfoSchema,
};
