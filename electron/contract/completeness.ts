/** How complete the listings are: what each kind of product should say, what is missing where, and titles by a pattern. */
import { z } from 'zod';
import { productSummarySchema } from './catalog.ts';
import { method } from './method.ts';
import { changeResultSchema, personSchema } from './tags.ts';

/** What every listing can have; all others are "tag:<group>" or "attribute:<name>". */
export const basicChecks = ['picture', 'title', 'description', 'price', 'barcode', 'pattern'] as const;

/** One of `basicChecks`, "tag:<group>" or "attribute:<name>". */
const checkSchema = z
  .string()
  .max(400)
  .refine(
    (check) => /^(?:tag|attribute):./.test(check) || basicChecks.some((basic) => basic === check),
    'no such check',
  );

/** What products are, by a tag that says it; '' for those that no tag says it of. */
const kindSchema = z.string().max(200);

const patternSchema = z.string().trim().max(500);

const missingSchema = z.array(z.object({ check: z.string(), products: z.int() })).describe('most products first');

export const listingKindSchema = z.object({
  kind: z.string(),
  products: z.int(),
  score: z.number().describe('0..1: share of what its products should have that is there'),
  complete: z.int().describe('products that lack nothing'),
  missing: missingSchema,
});
export type ListingKind = z.infer<typeof listingKindSchema>;

export const listingRuleSchema = z.object({
  kind: z.string(),
  products: z.int(),
  fields: z
    .array(
      z.object({
        check: z.string(),
        products: z.int().describe('of this kind that have it'),
        required: z.boolean(),
        proposed: z.boolean().describe('whether it is required unless a person says otherwise'),
      }),
    )
    .describe('basic ones first, then by how many have it'),
  own: z.boolean().describe('whether a person said what is required'),
  pattern: z.string().nullable().describe('of titles, as a person set it'),
  proposedPattern: z.string().nullable().describe('the one that most titles follow; null where they follow none'),
});
export type ListingRule = z.infer<typeof listingRuleSchema>;

export const titleProposalSchema = z.object({
  product: productSummarySchema,
  title: z.string().describe('by the pattern'),
  unknown: z.array(z.string()).describe('fields of the pattern of which nothing is known'),
  unnamed: z.array(z.string()).describe('known fields that the title does not name yet'),
  lost: z.string().describe('words of the title that the new one lacks'),
});
export type TitleProposal = z.infer<typeof titleProposalSchema>;

export const titleDisputeSchema = z.object({
  product: productSummarySchema,
  field: z.string(),
  says: z.string().describe('what its title says, in small letters'),
  known: z.array(z.string()).describe('what is known instead; the title is not changed to it'),
});
export type TitleDispute = z.infer<typeof titleDisputeSchema>;

export const completenessMethods = {
  'completeness.report': method(
    {},
    z.object({
      products: z.int(),
      score: z.number().describe('0..1, mean of all products'),
      complete: z.int(),
      missing: missingSchema,
      kinds: z.array(listingKindSchema).describe('most products first'),
    }),
  ),
  /** What products of a kind should have. `NOT_FOUND` where there is no such kind */
  'completeness.rule': method({ kind: kindSchema }, listingRuleSchema),
  /** Says what products of a kind should have, or how their titles go; null is the proposal again. One step of undo. */
  'completeness.setRule': method(
    {
      kind: kindSchema,
      required: z.array(checkSchema).max(200).nullable().optional().describe('left out: as it is'),
      pattern: patternSchema.nullable().optional().describe('left out: as it is. `BAD_REQUEST` for what is no pattern'),
      by: personSchema.default('me'),
    },
    changeResultSchema,
  ),
  /** Products that lack something, those that lack most first. */
  'completeness.products': method(
    {
      kind: kindSchema.nullable().default(null).describe('null: of every kind'),
      check: checkSchema.nullable().default(null).describe('null: whatever they lack'),
      offset: z.int().min(0).default(0),
      limit: z.int().min(1).max(500).default(100),
    },
    z.object({
      total: z.int(),
      ids: z.array(z.int()).describe('of all of them, in the order of the list'),
      items: z.array(z.object({ product: productSummarySchema, score: z.number(), missing: z.array(z.string()) })),
    }),
  ),
  /** Titles of a kind that do not follow a pattern, with what it makes of them from what is known. `BAD_REQUEST` for what is no pattern */
  'completeness.titles': method(
    {
      kind: kindSchema,
      pattern: patternSchema.min(1),
      offset: z.int().min(0).default(0),
      limit: z.int().min(1).max(2000).default(100),
    },
    z.object({
      fields: z.array(z.string()).describe('that a pattern for this kind can name'),
      follow: z.int().describe('titles that follow the pattern already'),
      total: z.int().describe('titles that it would change'),
      items: z.array(titleProposalSchema),
      disputed: z.int().describe('how often titles say something else than what is known'),
      disputes: z.array(titleDisputeSchema).describe('the first 200'),
    }),
  ),
};
