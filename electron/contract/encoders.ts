/** The model at work: where it runs, how fast, and why there. */
import { z } from 'zod';
import { method } from './method.ts';

/** As ONNX Runtime names them. */
export const providerNames = ['tensorrt', 'cuda', 'dml', 'coreml', 'webgpu', 'cpu'] as const;
export const providerNameSchema = z.enum(providerNames);
export type ProviderName = z.infer<typeof providerNameSchema>;

export const providerTrialSchema = z.object({
  provider: providerNameSchema,
  state: z.enum(['chosen', 'slower', 'refused']),
  reason: z.string().nullable().describe('why it was refused, as a sentence; null otherwise'),
  agreement: z.number().nullable().describe('lowest cosine to what the CPU gives, over a fixed batch; null if not run'),
  loadMs: z.number().nullable(),
  speeds: z.array(z.object({ batchSize: z.int(), picturesPerSecond: z.number() })),
});
export type ProviderTrial = z.infer<typeof providerTrialSchema>;

export const calibrationSchema = z.object({
  modelId: z.string(),
  at: z.string(),
  machine: z.object({ processor: z.string(), threads: z.int(), platform: z.string(), runtime: z.string() }),
  provider: providerNameSchema,
  batchSize: z.int(),
  picturesPerSecond: z.number(),
  trials: z.array(providerTrialSchema).describe('in the order in which they were tried'),
});
export type Calibration = z.infer<typeof calibrationSchema>;

export const encodersInfoSchema = z.object({
  modelId: z.string().nullable().describe('the model in use'),
  state: z.enum(['loading', 'ready', 'failed']),
  provider: providerNameSchema.nullable().describe('execution provider in use'),
  batchSize: z.int().nullable().describe('pictures a run'),
  threads: z.int(),
  reason: z.string().nullable().describe('why it failed, or why a faster provider is not in use'),
  calibration: calibrationSchema.nullable().describe('of the model in use on this machine; null before the first'),
});
export type EncodersInfo = z.infer<typeof encodersInfoSchema>;

export const encoderMethods = {
  'encoders.info': method({}, encodersInfoSchema),
  /** The vector of a text or of a picture file: exactly one of the two. L2-normalised. */
  'encoders.embed': method(
    { text: z.string().optional(), path: z.string().optional() },
    z.object({ modelId: z.string(), dimensions: z.int(), vector: z.array(z.number()) }),
  ),
  /**
   * Measures every provider that loads on this machine, keeps the fastest correct one, and moves the model in use to it. Answers when
   * it is done; seen as a task of `models.tasks` meanwhile, and cancelled there or by the caller's signal.
   */
  'encoders.calibrate': method({ modelId: z.string().optional() }, calibrationSchema),
  /** What the last calibration found, of the model in use when `modelId` is left out. */
  'encoders.calibration': method({ modelId: z.string().optional() }, calibrationSchema.nullable()),
};

export const encoderEvents = {
  'encoders.changed': encodersInfoSchema,
};
