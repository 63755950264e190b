/** The models on this machine: what is there, what could be added, and adding, testing and removing them. Needs no library. */
import { z } from 'zod';
import { errorPayloadSchema } from './errors.ts';
import { method } from './method.ts';
import { modelFileSchema, modelIdSchema, modelManifestSchema } from './model-manifest.ts';
import { remarkSchema } from './remark.ts';

export const modelSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  version: z.string(),
  family: z.string().nullable(),
  licence: z.string(),
  languages: z.array(z.string()),
  dimensions: z.int(),
  dtype: z.string().nullable(),
  bytes: z.number().describe('on disk'),
  folder: z.string(),
  bundled: z.boolean().describe('came with the application and cannot be removed'),
  active: z.boolean().describe('in use by the open library'),
  problem: errorPayloadSchema.nullable().describe('why it cannot be opened, and what to do'),
});
export type ModelSummary = z.infer<typeof modelSummarySchema>;

export const registryFileSchema = z.object({
  path: modelFileSchema.describe('inside the repository'),
  as: modelFileSchema.optional().describe('its place in the model folder; `path` when left out'),
  bytes: z.number().nullable().describe('null: asked from the hub before the download'),
  sha256: z.string().nullable().describe('null: taken from the header of the hub for large files'),
  sha256Start: z
    .string()
    .regex(/^[0-9a-f]{8,63}$/)
    .optional()
    .describe('where only its first digits were seen: no checksum, but what arrives must begin with them'),
  optional: z.boolean().optional().describe('does without it where the repository has no such file'),
});

export type RegistryFile = z.infer<typeof registryFileSchema>;

export const licenceSchema = z.object({
  name: z.string(),
  url: z.string(),
  commercialUse: z.enum(['yes', 'no', 'ask']),
});

/** One entry of `models/registry.json`: a model worth having and where it is. */
export const registryEntrySchema = z.object({
  id: z.string(),
  name: z.string(),
  family: z.string(),
  goodAt: z.string().describe('one sentence for a merchant'),
  languages: z.array(z.string()),
  licence: licenceSchema,
  dimensions: z.int(),
  bytes: z.number().describe('of the download, approximately'),
  repository: z.string().describe('owner/name on the hub'),
  revision: z.string(),
  files: z.array(registryFileSchema),
  manifest: z.unknown().describe('parts of model.json that the files themselves do not say').optional(),
});
export type RegistryEntry = z.infer<typeof registryEntrySchema>;

export const modelSourceSchema = z.object({
  endpoint: z.string(),
  from: z
    .enum(['environment', 'setting', 'default'])
    .describe('what decided: HF_ENDPOINT, `models.setSource`, neither'),
  setting: z.string().nullable(),
});
export type ModelSource = z.infer<typeof modelSourceSchema>;

export const modelTaskSchema = z.object({
  id: z.string(),
  kind: z.enum(['download', 'add', 'test', 'calibrate']),
  modelId: z.string(),
  title: z.string().describe('name of the model'),
  state: z.enum(['running', 'paused', 'failed', 'done', 'cancelled']),
  phase: z.string().describe('key of the step at work: ask, download, check, copy, test, measure, finish'),
  done: z.number(),
  total: z.number().nullable(),
  unit: z.enum(['bytes', 'steps']),
  ratePerSecond: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  current: z.string().nullable().describe('the file or step at hand'),
  error: errorPayloadSchema.nullable(),
});
export type ModelTask = z.infer<typeof modelTaskSchema>;

/** What a check found, and what to do when it failed. */
export const findingSchema = remarkSchema([
  'not-run',
  'vectors-good',
  'vectors-bad',
  'batch-good',
  'batch-bad',
  'padding-good',
  'padding-bad',
  'distinct-good',
  'distinct-pictures-same',
  'distinct-texts-same',
  'match-good',
  'match-bad',
]);
export type Finding = z.infer<typeof findingSchema>;

export const selfTestSchema = z.object({
  modelId: z.string(),
  passed: z.boolean(),
  checks: z.array(
    findingSchema.extend({
      name: z.enum([
        'vectors', // right length, finite, L2 norm 1
        'batch', // a batch gives what one at a time gives
        'padding', // padding of a short text changes nothing
        'distinct', // two unlike images and two unlike texts differ
        'match', // an obvious text is nearest to its image
      ]),
      passed: z.boolean(),
      value: z.number().nullable().describe('the figure that decided'),
    }),
  ),
});
export type SelfTest = z.infer<typeof selfTestSchema>;

/** What was assumed of a model because its files do not say it. */
export const assumptionSchema = remarkSchema([
  'family',
  'dimensions',
  'licence',
  'languages',
  'similarity-clip',
  'similarity-siglip',
  'pictures-open-clip',
  'pictures-of-family',
  'pictures-fixed-size',
  'pictures-size',
  'pictures-filter',
  'pictures-cut',
  'pictures-mean',
  'pictures-first-patch',
  'texts-pad',
  'texts-end-asked',
  'texts-end',
  'texts-fixed-length',
  'texts-bounded',
  'texts-first-token',
  'texts-end-token',
  'texts-mean-of-tokens',
]);
export type Assumption = z.infer<typeof assumptionSchema>;

/** What would be made of a folder, before anything is copied. */
export const folderInspectionSchema = z.object({
  path: z.string(),
  layout: z.enum(['lookalike', 'hugging-face']).describe('has a model.json; has config.json, tokenizer.json and onnx/'),
  manifest: modelManifestSchema,
  bytes: z.number(),
  notes: z.array(assumptionSchema),
  choices: z
    .array(z.object({ dtype: z.string(), bytes: z.number() }))
    .describe('weights of this folder in other precisions; `dtype` of `models.addFolder` picks one'),
  installed: z.boolean().describe('a model of this id is there already'),
});
export type FolderInspection = z.infer<typeof folderInspectionSchema>;

export const modelMethods = {
  'models.list': method({}, z.array(modelSummarySchema)),
  /** `model.json` of an installed model, as it is used. */
  'models.describe': method(
    { id: z.string() },
    z.object({ summary: modelSummarySchema, manifest: modelManifestSchema }),
  ),
  /** The models worth having that can be downloaded; nothing is ever downloaded unasked. */
  'models.registry': method(
    {},
    z.array(registryEntrySchema.extend({ installed: z.boolean(), resumable: z.boolean() })),
  ),
  /** Starts, or goes on with, a download. `LICENCE_NOT_ACCEPTED` unless the licence that was shown is accepted. */
  'models.download': method({ id: z.string(), acceptLicence: z.boolean() }, modelTaskSchema),
  /** Reads a folder and says what model it holds, or with `MODEL_UNSUPPORTED` why it holds none that can be used. */
  'models.inspectFolder': method({ path: z.string().min(1), dtype: z.string().optional() }, folderInspectionSchema),
  /** Copies a folder below the application's models, writes `model.json`, tests the model, and keeps it only if it passes. */
  'models.addFolder': method(
    {
      path: z.string().min(1),
      dtype: z.string().optional(),
      id: modelIdSchema.optional(),
      name: z.string().optional(),
    },
    modelTaskSchema,
  ),
  'models.test': method({ id: z.string() }, selfTestSchema),
  /** `CONFLICT` for the model in use and for bundled ones. Vectors in libraries stay. */
  'models.remove': method({ id: z.string() }, z.array(modelSummarySchema)),
  /** Where models are downloaded from. */
  'models.source': method({}, modelSourceSchema),
  /** A mirror of the hub, or null for the hub itself. The environment variable HF_ENDPOINT goes before it. */
  'models.setSource': method({ endpoint: z.url({ protocol: /^https?$/ }).nullable() }, modelSourceSchema),
  /** Running ones, paused downloads, and those ended lately. */
  'models.tasks': method({}, z.array(modelTaskSchema)),
  /** Stops a task. What a download has fetched stays for going on, unless `discard`. */
  'models.stopTask': method({ id: z.string(), discard: z.boolean().default(false) }, z.array(modelTaskSchema)),
};

export const modelEvents = {
  'models.changed': z.array(modelSummarySchema),
  /** At most ten times a second. */
  'models.tasksChanged': z.array(modelTaskSchema),
};
