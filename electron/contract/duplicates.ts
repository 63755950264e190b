/** Products listed more than once: the groups to look at, the verdicts of people, merging, and what a new image resembles. */
import { z } from 'zod';
import { contentHashSchema, productSummarySchema } from './catalog.ts';
import { duplicateStateSchema, groupListParams, groupListSchema, groupSchema } from './duplicates/groups.ts';
import { mergeParams, mergePreviewSchema } from './duplicates/merging.ts';
import { differenceSchema, pairSchema, verdictValueSchema } from './duplicates/pairs.ts';
import { ruleOutcomeSchema, ruleParams, rulePreviewSchema } from './duplicates/rules.ts';
import { method } from './method.ts';
import { operationSchema } from './operations.ts';

export * from './duplicates/groups.ts';
export * from './duplicates/likelihood.ts';
export * from './duplicates/merging.ts';
export * from './duplicates/pairs.ts';
export * from './duplicates/rules.ts';
export * from './duplicates/verdict-graph.ts';

/** A product by what stays the same when the library is imported again, moved, or read by another model. */
export const productKeySchema = z.object({
  source: z.string().describe('path of the folder or table it was imported from'),
  sku: z.string(),
  hash: contentHashSchema
    .nullable()
    .default(null)
    .describe('content of its first photo, by which it is found after a move'),
});
export type ProductKey = z.infer<typeof productKeySchema>;

export const storedVerdictSchema = z.object({
  left: productKeySchema,
  right: productKeySchema,
  value: verdictValueSchema,
  decidedAt: z.string(),
});
export type StoredVerdict = z.infer<typeof storedVerdictSchema>;

/** How well probabilities fit verdicts: mean log loss and expected calibration error (10 bins). */
const fitSchema = z.object({ logLoss: z.number(), calibrationError: z.number() });

export const pairModelSchema = z.object({
  version: z.int().describe('0: the weights that Lookalike ships with'),
  fittedAt: z.string().nullable(),
  verdicts: z.int().describe('verdicts it was fitted on'),
  threshold: z.number().describe('the default of `minProbability`'),
});
export type PairModel = z.infer<typeof pairModelSchema>;

/** How right the probabilities were for this library, and what follows from that. */
export const learningSchema = z.object({
  record: z
    .object({
      decisions: z.int().describe('the latest 200 at most, on pairs whose probability was shown'),
      right: z.int().describe('it said what the person said: the same from the default threshold on'),
      from: z.number().describe('95 % interval of the share that is right'),
      to: z.number(),
    })
    .describe('by the probability that was shown when each decision was made'),
  bulk: z
    .object({
      minProbability: z.number().nullable().describe('null: not known to be right often enough'),
      right: z.int().describe('of the decisions from there on, those of "same"'),
      of: z.int(),
      groups: z.int().describe('open groups from there on, variants left out'),
      missing: z.int().describe('decisions that are needed at the least'),
    })
    .describe('from which probability on many may be merged at once'),
  toLearnFrom: z.object({ same: z.int(), different: z.int(), least: z.int(), each: z.int() }),
  sinceLearned: z.int().describe('verdicts that weights were not fitted to'),
});
export type DuplicateLearning = z.infer<typeof learningSchema>;

export const duplicateMethods = {
  'duplicates.state': method({}, duplicateStateSchema),
  'duplicates.list': method(
    { ...groupListParams, offset: z.int().min(0).default(0), limit: z.int().min(1).max(500).default(50) },
    groupListSchema,
  ),
  /** One group with all its pairs. `NOT_FOUND` when its members have changed since. */
  'duplicates.group': method({ id: z.string(), minProbability: z.number().min(0).max(1).optional() }, groupSchema),
  /** How two products differ, most telling first. */
  'duplicates.compare': method(
    { left: z.int(), right: z.int() },
    z.object({ pair: pairSchema, differences: z.array(differenceSchema) }),
  ),
  /**
   * Says what the pairs are, all or nothing; a verdict given before on the same pair is replaced. With `products`, every pair of them.
   * `CONFLICT` when it contradicts what follows from other verdicts: the message names the pair, `details.pair` is its two product ids.
   */
  'duplicates.verdict': method(
    {
      pairs: z
        .array(z.tuple([z.int(), z.int()]))
        .max(5000)
        .default([]),
      products: z.array(z.int()).max(200).default([]),
      value: verdictValueSchema,
    },
    z.object({
      recorded: z.int().describe('pairs whose verdict is new or another than before'),
      inferred: z.int().describe('verdicts in all that follow from others, now'),
      operation: operationSchema.nullable().describe('null when nothing changed; take it back with operations.undo'),
    }),
  ),
  /**
   * Takes back what was said of the pairs, or with `products` of every pair of them, so that they are asked about again; what only followed from it
   * does not hold any more. A pair whose verdict follows from others loses those. Products of which one is merged into the other are shown apart again.
   */
  'duplicates.withdraw': method(
    {
      pairs: z
        .array(z.tuple([z.int(), z.int()]))
        .max(5000)
        .default([]),
      products: z.array(z.int()).max(200).default([]),
    },
    z.object({
      withdrawn: z.int().describe('verdicts taken back'),
      separated: z.array(z.int()).describe('products that are shown by themselves again'),
      operation: operationSchema.nullable().describe('null when nothing was said of them'),
    }),
  ),
  'duplicates.mergePreview': method(mergeParams, mergePreviewSchema),
  /** Shows the products as one from now on, and says that they are the same. Files and sources are not touched. `CONFLICT` as for verdicts. */
  'duplicates.merge': method(mergeParams, z.object({ operation: operationSchema, preview: mergePreviewSchema })),
  /** What a rule would do. It never overturns a verdict that a person gave. */
  'duplicates.rulePreview': method(ruleParams, rulePreviewSchema),
  /** Does what a rule says, as one operation. With the `plan` of a preview exactly that or nothing: `CONFLICT` when the groups have changed since. */
  'duplicates.ruleApply': method(
    { ...ruleParams, plan: z.string().optional() },
    ruleOutcomeSchema.extend({ groupIds: z.array(z.string()), operation: operationSchema.nullable() }),
  ),
  /** What was decided, for a shop system: one row a product with `keep`, `merge into` or `delete`, and the sku that stays. */
  'duplicates.exportDecisions': method(
    { format: z.enum(['csv', 'json']).default('csv') },
    z.object({ fileName: z.string(), mime: z.string(), text: z.string(), rows: z.int() }),
  ),
  /** All verdicts people gave, oldest first; products that are gone are among them. */
  'duplicates.exportVerdicts': method({}, z.object({ verdicts: z.array(storedVerdictSchema) })),
  /** Adds verdicts; those that contradict the library's own are left out and answered. */
  'duplicates.importVerdicts': method(
    { verdicts: z.array(storedVerdictSchema.partial({ decidedAt: true })).max(100_000) },
    z.object({
      imported: z.int(),
      unchanged: z.int(),
      absent: z.int().describe('imported ones of products that are not here; they count once the products come'),
      refused: z.array(z.object({ index: z.int(), reason: z.string() })),
      operation: operationSchema.nullable(),
    }),
  ),
  /** Whether an image added with `search.addImage` shows a product of the library. */
  'duplicates.checkImage': method(
    { hash: contentHashSchema },
    z.object({
      best: z
        .object({
          product: productSummarySchema,
          imageId: z.int(),
          kind: z.enum(['exact', 'near', 'listing']).describe('listing: another photo of what seems to be the product'),
          probability: z.number(),
          mirrored: z.boolean(),
        })
        .nullable()
        .describe('null when nothing comes near; above `threshold` it seems to be the product'),
      threshold: z.number(),
      tookMs: z.number(),
    }),
  ),
  /** Looks for duplicates among products that came or changed since the last scan, or among all. It also happens by itself after imports. */
  'duplicates.scan': method({ full: z.boolean().default(false) }, z.object({ jobId: z.int() })),
  'duplicates.model': method({}, pairModelSchema),
  /** `precision`: the share of merged groups that has to be right where many are merged at once. */
  'duplicates.learning': method({ precision: z.number().min(0.5).max(0.999).default(0.95) }, learningSchema),
  /**
   * Fits the weights of the signals to the verdicts given so far. Kept only when it predicts verdicts it was not fitted on better than
   * the present ones do. `BAD_REQUEST` with too few verdicts.
   */
  'duplicates.refit': method(
    {},
    z.object({ adopted: z.boolean(), before: fitSchema, after: fitSchema, model: pairModelSchema }),
  ),
  /** Goes back to the weights that Lookalike ships with. */
  'duplicates.resetModel': method({}, pairModelSchema),
};

export const duplicateEvents = {
  'duplicates.changed': duplicateStateSchema,
};
