/** The model at work: where it runs, how fast, and why there. */
import { z } from 'zod';
import { errorPayloadSchema } from './errors.ts';
import { method } from './method.ts';
import { remarkSchema } from './remark.ts';

/** As ONNX Runtime names them. */
export const providerNames = ['tensorrt', 'cuda', 'dml', 'coreml', 'webgpu', 'cpu'] as const;
export const providerNameSchema = z.enum(providerNames);
export type ProviderName = z.infer<typeof providerNameSchema>;

export const providerReasonSchema = remarkSchema([
  'no-start',
  'no-run',
  'wrong', // computes something else than the CPU
  'crashed', // took the process with it
  'stopped', // while it was in use
  'no-vulkan',
  'no-files', // of ONNX Runtime
  'no-driver',
]).extend({
  provider: providerNameSchema,
  cause: z
    .enum(['no-card', 'nvidia-file', 'no-nvidia', 'old-driver', 'no-memory', 'driver-stopped', 'no-answer'])
    .nullable()
    .describe('what is behind it, where that is known; `values.detail` says which file or how many seconds'),
  technical: z.string().nullable().describe('what the provider itself said'),
});
/** Why a provider is not in use; `message` has all of it. */
export type ProviderReason = z.infer<typeof providerReasonSchema>;

export const providerTrialSchema = z.object({
  provider: providerNameSchema,
  sessions: z
    .int()
    .describe('runs worked on side by side, each with its share of the threads; always 1 except on the CPU'),
  state: z.enum(['chosen', 'slower', 'refused']),
  reason: providerReasonSchema.nullable().describe('why it was refused; null otherwise'),
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
  sessions: z.int(),
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
  sessions: z.int().nullable().describe('runs of pictures worked on side by side when there are many'),
  threads: z.int(),
  failure: errorPayloadSchema.nullable().describe('why it failed'),
  reason: providerReasonSchema.nullable().describe('why a faster provider is not in use'),
  calibration: calibrationSchema.nullable().describe('of the model in use on this machine; null before the first'),
});
export type EncodersInfo = z.infer<typeof encodersInfoSchema>;

export const encoderMethods = {
  'encoders.info': method({}, encodersInfoSchema),
  /** The vector of a text or of an image file: exactly one of the two. L2-normalised. */
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
