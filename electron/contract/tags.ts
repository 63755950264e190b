/** The vocabulary, what the evidence says of each product's tags, and correcting them. */
import { z } from 'zod';
import { productSummarySchema, tagSchema } from './catalog.ts';
import { jobSchema } from './jobs.ts';
import { method } from './method.ts';
import { operationSchema } from './operations.ts';
import { filtersSchema, queryPartSchema } from './search.ts';

/**
 * Whether classifiers of these tags are still being fitted by a job of kind `tags`: what is answered meanwhile rests on the words of the tags and
 * on a part of the products. Ask again when the job has ended.
 */
const learning = z
  .boolean()
  .describe('classifiers are still being fitted; ask again when the job of kind tags has ended');

export const provenanceSchema = z.enum(['imported', 'suggested', 'confirmed', 'rejected']);
export type Provenance = z.infer<typeof provenanceSchema>;

/** Who did it, as shown beside a tag or a judgement. */
export const personSchema = z.string().trim().min(1).max(80);

export const synonymSchema = z.object({
  language: z.enum(['en', 'zh']),
  text: z.string().trim().min(1).max(80),
});
export type Synonym = z.infer<typeof synonymSchema>;

export const vocabularyTagSchema = tagSchema.extend({
  id: z.int(),
  synonyms: z.array(synonymSchema).describe('found by search and read by suggestions as the tag itself is'),
  products: z.int().describe('products that carry it, whatever the provenance, rejections apart'),
  confirmed: z.int(),
  rejected: z.int(),
});
export type VocabularyTag = z.infer<typeof vocabularyTagSchema>;

export const vocabularyGroupSchema = z.object({
  group: z.string(),
  exclusive: z
    .boolean()
    .describe('a product has one tag of it, as nearly all do now; accepting one takes the other off'),
  tags: z.array(vocabularyTagSchema).describe('most used first'),
});
export type VocabularyGroup = z.infer<typeof vocabularyGroupSchema>;

/**
 * Why a tag is believed. words: the model's likeness of the image to the tag's words (zero-shot); neighbours: the share of the most similar images
 * that carry it; learned: the tag's own classifier; title: the title says so.
 */
export const reasonSchema = z.object({
  kind: z.enum(['words', 'neighbours', 'learned', 'title']),
  value: z.number().describe('0..1: probability for words and learned, share for neighbours, 1 for title'),
  productIds: z.array(z.int()).describe('neighbours that carry the tag, most similar first; empty for other kinds'),
});
export type Reason = z.infer<typeof reasonSchema>;

export const suggestionSchema = tagSchema.extend({
  tagId: z.int(),
  confidence: z.number().describe('0..1, all evidence together; within an exclusive group they sum to at most 1'),
  reasons: z.array(reasonSchema).describe('strongest first'),
});
export type Suggestion = z.infer<typeof suggestionSchema>;

/** A tag of a product with where it came from. */
export const statedTagSchema = tagSchema.extend({
  tagId: z.int(),
  provenance: provenanceSchema,
  by: z.string().nullable().describe('who confirmed or rejected it'),
  at: z.string(),
  contradicted: z
    .boolean()
    .describe('rejected because an import brought it against a tag of the group that a person confirmed'),
});
export type StatedTag = z.infer<typeof statedTagSchema>;

export const reviewOrderSchema = z.enum(['suspicious', 'uncertain', 'random']);
export type ReviewOrder = z.infer<typeof reviewOrderSchema>;

/** One question of the review queue: is this tag right, or which tag of the group is? */
export const reviewItemSchema = z.object({
  product: productSummarySchema,
  group: z.string(),
  current: statedTagSchema.nullable().describe('the tag in doubt; null when the product has none of the group yet'),
  suspicion: z
    .number()
    .describe('0..1: how much the evidence speaks against `current`, or how undecided it is when there is none'),
  proposals: z.array(suggestionSchema).describe('other tags of the group, most likely first, at most 5'),
  evidence: z.array(reasonSchema).describe('what is known of `current` itself'),
});
export type ReviewItem = z.infer<typeof reviewItemSchema>;

export const decisionSchema = z.object({
  productId: z.int(),
  tag: tagSchema,
  verdict: z
    .enum(['confirmed', 'rejected', 'cleared'])
    .describe('cleared takes a decision back to what the import said, or to nothing'),
});
export type Decision = z.infer<typeof decisionSchema>;

/** What was done, ready to be taken back with `operations.undo`; `operation` is null when nothing had to change. */
export const changeResultSchema = z.object({
  operation: operationSchema.nullable(),
  products: z.int().describe('products that changed'),
});
export type ChangeResult = z.infer<typeof changeResultSchema>;

/**
 * A change of many products: done at once where it is small; otherwise `job` does it, and its result holds `operation` (the id, or null) and
 * `products`. One step of undo either way.
 */
export const batchResultSchema = changeResultSchema.extend({ job: jobSchema.nullable() });
export type BatchResult = z.infer<typeof batchResultSchema>;

/** Which products are meant: these, or all that a search finds (without paging). */
export const targetSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('products'), productIds: z.array(z.int()).min(1).max(100_000) }),
  z.object({
    kind: z.literal('search'),
    parts: z.array(queryPartSchema).max(20).default([]),
    filters: filtersSchema.default({ tags: {} }),
    imagesOnly: z.boolean().default(false),
    cutoff: z.boolean().default(true),
    spelling: z.boolean().optional(),
    asWords: z.array(z.string().max(500)).max(50).optional(),
  }),
]);
export type Target = z.infer<typeof targetSchema>;

const bulkEdit = {
  target: targetSchema,
  add: z.array(tagSchema).max(20).default([]).describe('put on as confirmed'),
  remove: z.array(tagSchema).max(20).default([]).describe('taken off; an imported tag is kept as rejected'),
};

export const bulkPreviewSchema = z.object({
  matched: z.int().describe('products meant'),
  changed: z.int().describe('products that would be different afterwards'),
  adds: z.array(tagSchema.extend({ products: z.int() })),
  removes: z.array(
    tagSchema.extend({ products: z.int() }).describe('includes tags of exclusive groups that give way to an added one'),
  ),
  sample: z
    .array(z.object({ product: productSummarySchema, add: z.array(tagSchema), remove: z.array(tagSchema) }))
    .describe('the first 24 that change'),
});
export type BulkPreview = z.infer<typeof bulkPreviewSchema>;

export const probeSummarySchema = tagSchema.extend({
  tagId: z.int(),
  positives: z.int(),
  negatives: z.int(),
  decided: z.int().describe('products for which a person confirmed or rejected it'),
  auc: z.number().nullable().describe('area under the ROC curve on products left out of the fit; null with too few'),
  wordsAuc: z.number().nullable().describe('the same by the words of the tag alone, before anything was learned'),
  fittedMs: z.number().describe('time of the latest fit'),
});
export type ProbeSummary = z.infer<typeof probeSummarySchema>;

export const tagMethods = {
  /** All groups and tags with synonyms and counts, groups in the usual order. */
  'tags.vocabulary': method({}, z.array(vocabularyGroupSchema)),
  /** Adds a tag, or a first tag of a new group. @throws `CONFLICT` when it is there already */
  'tags.create': method(
    {
      group: z.string().trim().min(1).max(40),
      name: z.string().trim().min(1).max(80),
      synonyms: z.array(synonymSchema).max(500).default([]),
      by: personSchema.default('me'),
    },
    vocabularyTagSchema,
  ),
  /**
   * Renames a tag, moves it to another group, or replaces its synonyms. Later imports that bring the old name get the new one.
   * `CONFLICT` when a tag of the new name is there: merge the two instead.
   */
  'tags.edit': method(
    {
      tagId: z.int(),
      group: z.string().trim().min(1).max(40).optional(),
      name: z.string().trim().min(1).max(80).optional(),
      synonyms: z.array(synonymSchema).max(500).optional(),
      by: personSchema.default('me'),
    },
    changeResultSchema,
  ),
  /** Makes several tags one: products, synonyms and names (as aliases for later imports) go to `into`. */
  'tags.merge': method(
    { from: z.array(z.int()).min(1).max(50), into: z.int(), by: personSchema.default('me') },
    changeResultSchema,
  ),
  /**
   * What a product is tagged with (rejected ones included) and what it should be asked about. Answers within about a second: while classifiers are
   * still being fitted, suggestions rest on the words of the tags and on neighbours.
   */
  'tags.ofProduct': method(
    { productId: z.int() },
    z.object({ tags: z.array(statedTagSchema), suggestions: z.array(suggestionSchema), learning }),
  ),
  /** Fits the classifiers that are out of date; null when none is. What is asked of them starts the same job by itself. */
  'tags.learn': method({}, jobSchema.nullable()),
  /** Suggestions for several products: tags they do not have yet and that were not rejected, most confident first. */
  'tags.suggest': method(
    {
      productIds: z.array(z.int()).min(1).max(200),
      group: z.string().optional(),
      minConfidence: z.number().min(0).max(1).default(0.3),
      limit: z.int().min(1).max(50).default(8).describe('per product'),
    },
    z.object({
      products: z.array(z.object({ productId: z.int(), suggestions: z.array(suggestionSchema) })),
      learning,
    }),
  ),
  /** Confirms or rejects, all of it one step of undo. Choosing another tag is rejecting one and confirming the other in one call. */
  'tags.decide': method(
    { decisions: z.array(decisionSchema).min(1).max(500), by: personSchema.default('me') },
    changeResultSchema,
  ),
  /**
   * Says which tags of a group products have, all of them, as a cell of a table does: what is new is confirmed, what is left out is taken off.
   * Tags that there are none of yet are made. One step of undo.
   */
  'tags.setOfGroup': method(
    {
      edits: z
        .array(
          z.object({
            productId: z.int(),
            group: z.string().trim().min(1).max(40),
            names: z.array(z.string().trim().min(1).max(80)).max(50),
          }),
        )
        .min(1)
        .max(2000),
      by: personSchema.default('me'),
    },
    changeResultSchema,
  ),
  /**
   * The queue. suspicious: imported and suggested tags that the evidence contradicts, most suspicious first. uncertain: products whose tag of the group
   * is missing or undecided, most undecided first, similar ones spread apart. Decided tags do not come back; ask again with offset 0 after deciding,
   * since every decision changes the rest. A suspicious tag is worth asking about when another is at least as likely, a product in the order
   * `uncertain` when its best answer is less than three times as likely as the next; in random order all are. Others follow behind.
   */
  'tags.review': method(
    {
      order: reviewOrderSchema,
      group: z.string().optional().describe('all groups that can be checked by eye when left out'),
      limit: z.int().min(1).max(200).default(20),
      offset: z.int().min(0).default(0),
      skip: z
        .array(z.object({ productId: z.int(), group: z.string() }))
        .max(2000)
        .default([])
        .describe('put off for now'),
      seed: z.int().default(1).describe('of the random order'),
    },
    z.object({
      total: z.int().describe('questions worth asking'),
      undecided: z.int().describe('all that nobody has decided yet'),
      items: z.array(reviewItemSchema),
      learning,
    }),
  ),
  /** What `tags.bulkApply` would do. */
  'tags.bulkPreview': method(bulkEdit, bulkPreviewSchema),
  /** `expect`: the `changed` of the preview; `CONFLICT` when the catalog has moved on since. */
  'tags.bulkApply': method(
    { ...bulkEdit, expect: z.int().optional(), by: personSchema.default('me') },
    batchResultSchema,
  ),
  /**
   * Writes confident suggestions as `suggested` tags, one step of undo; `dryRun` only counts. Never touches what a person decided. `tags` and
   * `byTag` are those of a dry run; of a job they are in its result.
   */
  'tags.applySuggestions': method(
    {
      target: targetSchema.optional().describe('all products when left out'),
      group: z.string().optional(),
      minConfidence: z.number().min(0.5).max(1).default(0.9),
      dryRun: z.boolean().default(false),
    },
    batchResultSchema.extend({
      tags: z.int(),
      byTag: z.array(tagSchema.extend({ products: z.int() })),
      learning,
    }),
  ),
  /** The learned classifiers of a group and how well they do on products left out of the fit. */
  'tags.learned': method({ group: z.string() }, z.object({ tags: z.array(probeSummarySchema), learning })),
};
