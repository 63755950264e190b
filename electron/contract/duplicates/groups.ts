/**
 * Products that are probably the same, in groups: the list of them, what was decided about each, and how the search for
 * them stands.
 */
import { z } from 'zod';
import { productSummarySchema } from '../catalog.ts';
import { pairSchema, verdictValueSchema } from './pairs.ts';

/**
 * exact: all members share a file; near: an image of one is a copy of an image of another; listing: the same product
 * by its words, its identifiers or other images; variant: alike, but told apart by a size, a colour, a model number or
 * an identifier.
 */
export const duplicateKinds = ['exact', 'near', 'listing', 'variant'] as const;
export const duplicateKindSchema = z.enum(duplicateKinds);
export type DuplicateKind = z.infer<typeof duplicateKindSchema>;

export const verdictOrigins = ['person', 'merge', 'rule', 'file'] as const;

/** What has been decided about the products of a group. */
export const groupDecisionSchema = z.object({
  value: verdictValueSchema,
  merged: z.boolean().describe('they are shown as one product, the keeper'),
  by: z
    .enum(verdictOrigins)
    .describe('person: one by one, merge: by merging, rule: with many others, file: read from a file of verdicts'),
  decidedAt: z.string().describe('when the latest of its verdicts was given'),
});
export type GroupDecision = z.infer<typeof groupDecisionSchema>;

/**
 * Why a member is the one to keep: the first of these in which it is ahead of the others; chosen: the others were
 * merged into it.
 */
export const keeperReasons = ['photos', 'resolution', 'details', 'tags', 'bytes', 'oldest', 'chosen'] as const;

export const groupMemberSchema = productSummarySchema.extend({ sourceId: z.int(), folder: z.string().nullable() });

export const groupSchema = z.object({
  id: z.string().describe('the same as long as its members and its tab are; changes when a member comes or goes'),
  kind: duplicateKindSchema,
  probability: z
    .number()
    .min(0)
    .max(1)
    .describe('how well the group holds together: up to this threshold it stays whole'),
  members: z
    .array(groupMemberSchema)
    .describe('suggested keeper first, then in id order; folder: where its first photo lies'),
  pairs: z.array(pairSchema).describe('pairs of members that were compared, in the order of their ids'),
  keeper: z.object({ productId: z.int(), reason: z.enum(keeperReasons) }),
  settled: z.boolean().describe('nothing is left to ask'),
  decision: groupDecisionSchema.nullable().describe('of a settled group, null for one that is open'),
});
export type DuplicateGroup = z.infer<typeof groupSchema>;

export const kindCountsSchema = z.object({ exact: z.int(), near: z.int(), listing: z.int(), variant: z.int() });
export type KindCounts = z.infer<typeof kindCountsSchema>;

export const duplicateStateSchema = z.object({
  version: z.int().describe('grows whenever groups may have changed: ask again'),
  scannedAt: z.string().nullable().describe('null while the library was never scanned'),
  unscanned: z.int().describe('products that came or changed since'),
  counts: kindCountsSchema.describe('groups at the default threshold that are not settled'),
  /** What the latest scan found among the products that were new to it. */
  lastCheck: z
    .object({
      jobId: z.int(),
      added: z.int().describe('products new to the scan'),
      known: z.int().describe('of these, how many you already had'),
      examples: z
        .array(z.object({ productId: z.int(), title: z.string(), knownId: z.int(), probability: z.number() }))
        .describe('up to 20, most probable first'),
    })
    .nullable(),
});
export type DuplicateState = z.infer<typeof duplicateStateSchema>;

/** `minProbability` left out: the threshold that the library ships with. */
export const groupListParams = {
  kind: duplicateKindSchema.optional(),
  minProbability: z.number().min(0).max(1).optional(),
  settled: z
    .enum(['hide', 'only', 'show'])
    .default('hide')
    .describe(
      'groups that are settled, which are listed at every threshold: left out, nothing else, or after the open ones',
    ),
  order: z
    .enum(['probability', 'teaching'])
    .default('probability')
    .describe('teaching: first what is uncertain and unlike what was judged, of open groups'),
  productId: z.int().optional().describe('only groups with this product'),
  newOnly: z.boolean().default(false).describe('only groups with a product that was new to the latest check'),
};

export const groupListSchema = z.object({
  total: z.int().describe('groups in this list, of the kind asked for'),
  minProbability: z.number().describe('the threshold used'),
  counts: kindCountsSchema.describe('groups at this threshold, settled ones only if asked for'),
  settledCounts: kindCountsSchema.describe('settled groups, whether asked for or not'),
  steps: z
    .array(kindCountsSchema.extend({ minProbability: z.number() }))
    .describe('the same counts at other thresholds, ascending: what the slider shows while it moves'),
  pairs: z
    .array(z.object({ from: z.number(), to: z.number(), count: z.int() }))
    .describe('histogram: pairs without a verdict by probability, 20 bins of equal width'),
  groups: z
    .array(groupSchema)
    .describe(
      'open ones: most probable first, then in the order of their ids; settled ones: the latest decision first',
    ),
});
export type GroupList = z.infer<typeof groupListSchema>;
