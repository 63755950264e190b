/** Deciding about many groups at once. */
import { z } from 'zod';
import { duplicateKindSchema, groupMemberSchema } from './groups.ts';
import { defaultMergeFields, mergeFieldsSchema } from './merging.ts';

/** What to do at once with many groups, and which of them are meant. */
export const ruleSchema = z.object({
  kinds: z.array(duplicateKindSchema).min(1).max(100).default(['exact']),
  sameFolder: z.boolean().default(false).describe('only groups whose first photos all lie in one folder'),
  minProbability: z.number().min(0).max(1).default(0),
  keep: z
    .enum(['suggested', 'largest', 'oldest', 'newest', 'most-photos', 'longest-title', 'lowest-price'])
    .default('suggested')
    .describe('largest: most pixels, then most bytes'),
  action: z.enum(['merge', 'same', 'variant', 'different']).default('merge'),
  fields: mergeFieldsSchema.default(defaultMergeFields),
});
export type DuplicateRule = z.infer<typeof ruleSchema>;

/** The groups that a rule is about: those of a list, or of these the named ones. */
export const ruleParams = {
  rule: ruleSchema,
  among: z
    .object({
      kind: duplicateKindSchema.optional(),
      minProbability: z.number().min(0).max(1).optional(),
      productId: z.int().optional(),
      newOnly: z.boolean().optional(),
    })
    .describe('as for duplicates.list; all its open groups, not only a page'),
  groupIds: z.array(z.string()).max(5000).optional().describe('only these'),
  except: z.array(z.string()).max(5000).default([]).describe('but not these'),
};

export const ruleStepSchema = z.object({ groupId: z.string(), keeperId: z.int(), productIds: z.array(z.int()) });

export const ruleOutcomeSchema = z.object({
  considered: z.int().describe('groups that the rule was held against'),
  affected: z.int().describe('groups that it changes'),
  left: z
    .array(
      z.object({
        reason: z.enum(['gone', 'kind', 'folder', 'probability', 'open-field', 'contradiction']),
        count: z.int(),
      }),
    )
    .describe('groups left alone; gone: named but not in the list any more; contradiction: a verdict says otherwise'),
});
export type RuleOutcome = z.infer<typeof ruleOutcomeSchema>;
export type RuleLeftReason = RuleOutcome['left'][number]['reason'];

export const rulePreviewSchema = ruleOutcomeSchema.extend({
  plan: z.string().describe('stands for exactly these changes'),
  examples: z.array(ruleStepSchema.extend({ members: z.array(groupMemberSchema) })).describe('the first 60, as listed'),
});
export type RulePreview = z.infer<typeof rulePreviewSchema>;
