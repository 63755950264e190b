/** Measuring rankings and tags, comparing rankers, learning a better one, and going back. */
import { z } from 'zod';
import { jobSchema } from './jobs.ts';
import { gradesFromSchema, labelFormatSchema, labelQuerySchema } from './labels.ts';
import { method } from './method.ts';
import { hitSchema, queryPartSchema } from './search.ts';
import { personSchema } from './tags.ts';

/** MAP, MRR, P and R count grades of 1 and more as relevant; nDCG has gain = grade and discount 1 / log2(rank + 1), its ideal list cut at k. */
export const metricNames = ['nDCG@k', 'P@k', 'R@k', 'MRR', 'MAP'] as const;
export const metricSchema = z.enum(metricNames);
export type Metric = z.infer<typeof metricSchema>;

export const estimateSchema = z.object({
  mean: z.number(),
  low: z.number().describe('lower end of the 95% bootstrap interval over queries'),
  high: z.number(),
});
export type Estimate = z.infer<typeof estimateSchema>;

const estimates = z.object({
  'nDCG@k': estimateSchema,
  'P@k': estimateSchema,
  'R@k': estimateSchema,
  MRR: estimateSchema,
  MAP: estimateSchema,
});
const values = z.object({
  'nDCG@k': z.number(),
  'P@k': z.number(),
  'R@k': z.number(),
  MRR: z.number(),
  MAP: z.number(),
});

/**
 * What a product counts as that nobody graded: wrong, as trec_eval has it, or nothing at all (condensed lists, Sakai
 * 2007), as in learning.
 */
export const ungradedSchema = z.enum(['wrong', 'left-out']);
export type Ungraded = z.infer<typeof ungradedSchema>;

export const queryScoreSchema = z.object({
  query: z.string().describe('the key in files'),
  label: z.string(),
  values: values.nullable().describe('null when the query says nothing of a ranking: nothing relevant'),
  relevant: z.int(),
  judged: z.int(),
  judgedAtK: z.number().describe('share of the first k that anybody graded; the rest count as not relevant'),
  flat: z
    .boolean()
    .describe(
      'all grades are equal, so that every order is as good: not a success of the ranker, and left out of the means',
    ),
});
export type QueryScore = z.infer<typeof queryScoreSchema>;

export const evaluationReportSchema = z.object({
  id: z.int().nullable().describe('in the history; null when it was not kept'),
  at: z.string(),
  ranker: z.string(),
  modelId: z.string(),
  set: z.string(),
  k: z.int(),
  ungraded: ungradedSchema.default('wrong'),
  queries: z.int().describe('that count in the means'),
  leftOut: z.int().describe('queries with nothing relevant or all grades equal'),
  judgedAtK: z.number(),
  metrics: estimates,
  perQuery: z.array(queryScoreSchema),
});
export type EvaluationReport = z.infer<typeof evaluationReportSchema>;

/** What is compared: a ranker by name (`default`, `learned 3`) under a model, or the run of another system in TREC format. */
export const systemSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ranker'),
    name: z.string(),
    modelId: z.string().optional().describe('a model whose vectors are complete; the one in use when left out'),
  }),
  z.object({ kind: z.literal('run'), name: z.string().default('run'), text: z.string().max(50_000_000) }),
]);
export type System = z.infer<typeof systemSchema>;

export const comparisonSchema = z.object({
  metric: metricSchema,
  k: z.int(),
  a: z.object({ name: z.string(), mean: z.number() }),
  b: z.object({ name: z.string(), mean: z.number() }),
  difference: estimateSchema.describe('b - a, paired bootstrap over queries'),
  pValue: z.number().describe('two-sided paired randomisation test; exact for up to 14 queries that differ'),
  wins: z.int().describe('queries where b is better'),
  ties: z.int(),
  losses: z.int(),
  perQuery: z
    .array(z.object({ query: z.string(), label: z.string(), a: z.number(), b: z.number(), difference: z.number() }))
    .describe('largest gain of b first'),
});
export type Comparison = z.infer<typeof comparisonSchema>;

export const rankerInfoSchema = z.object({
  name: z.string().describe('default, or learned N'),
  kind: z.enum(['default', 'learned']),
  modelId: z.string().nullable().describe('the model it was fitted for and can be used with; null: any'),
  active: z.boolean(),
  usable: z.boolean().describe('false while another model is in use'),
  createdAt: z.string().nullable(),
  weights: z.object({ picture: z.number(), listing: z.number(), words: z.number() }).describe('for queries with words'),
  imageWeights: z.object({ picture: z.number(), listing: z.number() }),
  tagMatch: z.number().describe('log-odds gained by having, rather than lacking, the tags the words of a query name'),
  preferences: z
    .array(z.object({ group: z.string(), name: z.string(), logOdds: z.number() }))
    .describe('whatever is asked; strongest first'),
  heldOut: z
    .object({ current: z.number(), candidate: z.number(), pValue: z.number(), queries: z.int() })
    .nullable()
    .describe('nDCG@10 when it was adopted'),
});
export type RankerInfo = z.infer<typeof rankerInfoSchema>;

export const learnReportSchema = z.object({
  id: z.int(),
  at: z.string(),
  set: z.string(),
  queries: z.int(),
  judgements: z.int(),
  folds: z.int(),
  modelId: z.string(),
  current: z.object({ name: z.string(), heldOut: estimateSchema }).describe('nDCG@10 of the ranker in use'),
  tried: z.array(
    z.object({
      name: z.string().describe('what was fitted, joined by +: weights or wording, tags, preferences'),
      regularisation: z.number(),
      heldOut: estimateSchema.describe('nDCG@10 over queries it was not fitted on'),
      fitted: z.number().describe('nDCG@10 on the queries it was fitted on'),
    }),
  ),
  winner: z.string().nullable(),
  comparison: comparisonSchema
    .nullable()
    .describe(
      'a: ranker in use, b: best candidate, both on held-out queries; the candidate is chosen within each fold',
    ),
  adopted: z.boolean(),
  ranker: z.string().nullable().describe('the version made, when adopted'),
  reason: z.enum(['better', 'too-few-queries', 'nothing-to-learn', 'worse', 'not-significant']),
  needed: z.int().default(8).describe('queries without which nothing is learned'),
  explanation: z.string().describe('the reason as an English sentence with its figures, for terminals and logs'),
});
export type LearnReport = z.infer<typeof learnReportSchema>;

const rates = {
  accuracy: z.number(),
  precision: z.number(),
  recall: z.number(),
  f1: z.number(),
};

export const tagQualitySchema = z.object({
  group: z.string(),
  products: z.int().describe('with a tag of the group that could be checked'),
  accuracy: estimateSchema.describe('share whose most likely tag, judged without its own, is the one it carries'),
  macroF1: z.number(),
  auc: z.number().nullable().describe('over all product-tag pairs'),
  roc: z.array(z.tuple([z.number(), z.number()])).describe('false against true positive rate, at most 101 points'),
  tags: z.array(z.object({ name: z.string(), products: z.int(), auc: z.number().nullable(), ...rates })),
});
export type TagQuality = z.infer<typeof tagQualitySchema>;

export const interleavedSchema = z.object({
  id: z.int(),
  hits: z.array(hitSchema).describe('from both rankers, mixed by team draft; which came from where stays hidden'),
});

export const evaluationMethods = {
  /** The ranker in use first, then the others, newest first. */
  'evaluation.rankers': method({}, z.array(rankerInfoSchema)),
  /** Brings back a version (or `default`). One step of undo. `CONFLICT` when it belongs to another model. */
  'evaluation.useRanker': method({ name: z.string() }, z.array(rankerInfoSchema)),
  /** Metrics of a ranker (the one in use when left out) over the judged queries of a set (of all when left out). */
  'evaluation.evaluate': method(
    {
      setId: z.int().optional(),
      judgements: z
        .object({
          format: labelFormatSchema,
          text: z.string().max(50_000_000),
          queries: z.string().max(20_000_000).optional(),
          gradesFrom: gradesFromSchema.optional(),
        })
        .optional()
        .describe('a file to measure by instead of what the library holds; read as by `labels.import`, not kept'),
      system: systemSchema.optional(),
      judge: personSchema.optional().describe('the mean of all judges when left out'),
      k: z.int().min(1).max(1000).default(10),
      ungraded: ungradedSchema.default('wrong'),
      keep: z.boolean().default(false).describe('puts the report into the history'),
    },
    evaluationReportSchema,
  ),
  'evaluation.compare': method(
    {
      a: systemSchema,
      b: systemSchema,
      setId: z.int().optional(),
      judge: personSchema.optional(),
      metric: metricSchema.default('nDCG@k'),
      k: z.int().min(1).max(1000).default(10),
      ungraded: ungradedSchema.default('wrong'),
    },
    comparisonSchema,
  ),
  /**
   * Starts the job of kind `learn` that fits candidates, tests them on held-out queries, and adopts the best if it is better beyond chance
   * (p < 0.05) and `adopt` says so. Its result holds `report`, the id to ask `evaluation.learning` for.
   */
  'evaluation.learn': method(
    {
      setId: z.int().optional(),
      judge: personSchema.optional(),
      folds: z.int().min(2).max(20).default(5),
      seed: z.int().default(1),
      adopt: z.boolean().default(true),
    },
    jobSchema,
  ),
  /** What one round of learning came to. */
  'evaluation.learning': method({ id: z.int() }, learnReportSchema),
  /** What was tried before, newest first. */
  'evaluation.learnings': method({ limit: z.int().min(1).max(100).default(20) }, z.array(learnReportSchema)),
  /** Kept reports, newest first, without their queries. */
  'evaluation.history': method(
    { limit: z.int().min(1).max(500).default(100) },
    z.array(evaluationReportSchema.omit({ perQuery: true })),
  ),
  'evaluation.report': method({ id: z.int() }, evaluationReportSchema),
  'evaluation.export': method(
    { id: z.int(), format: z.enum(['html', 'json', 'csv']) },
    z.object({ name: z.string(), mime: z.string(), text: z.string() }),
  ),
  /** The ranking of each query in TREC format (`topic Q0 sku rank score tag`), of a set or of texts. */
  'evaluation.run': method(
    {
      setId: z.int().optional(),
      queries: z
        .array(z.object({ key: z.string().regex(/^\S+$/), text: z.string().min(1).max(500) }))
        .max(10_000)
        .default([]),
      ranker: z.string().optional(),
      k: z.int().min(1).max(1000).default(100),
    },
    z.object({ name: z.string(), text: z.string(), queries: z.int() }),
  ),
  /** How well tags are told from the images, each product judged by what the others teach; of large groups 4,000 products, always the same. */
  'evaluation.tags': method({ groups: z.array(z.string()).max(20).optional() }, z.array(tagQualitySchema)),
  /** Two rankers blind in one list, for a person to choose from. */
  'evaluation.interleave': method(
    {
      parts: z.array(queryPartSchema).min(1).max(20),
      a: z.string(),
      b: z.string(),
      limit: z.int().min(2).max(100).default(20),
      seed: z.int().optional(),
    },
    interleavedSchema,
  ),
  /** What the person picked from an interleaved list; the ranker with more of the picks wins the round. */
  'evaluation.choose': method(
    { id: z.int(), productIds: z.array(z.int()).max(100), judge: personSchema.default('me') },
    z.object({ winner: z.enum(['a', 'b', 'tie']) }),
  ),
  'evaluation.interleavings': method(
    { a: z.string(), b: z.string() },
    z.object({
      rounds: z.int(),
      aWins: z.int(),
      bWins: z.int(),
      ties: z.int(),
      pValue: z.number().nullable().describe('two-sided sign test without ties'),
    }),
  ),
  /**
   * The latest past queries, answered by two models, one of which may be the one in use. Queries whose product or photo is gone are left
   * out. `CONFLICT` while the vectors of a model are not complete.
   */
  'evaluation.pastQueries': method(
    {
      before: z.string().describe('a model'),
      after: z.string().describe('another'),
      queries: z.int().min(1).max(50).default(10),
      limit: z.int().min(1).max(24).default(6),
    },
    z.object({
      before: z.string(),
      after: z.string(),
      queries: z.array(
        z.object({
          id: z.int(),
          label: z.string(),
          parts: z.array(queryPartSchema),
          before: z.array(hitSchema),
          after: z.array(hitSchema),
          totals: z.object({ before: z.int(), after: z.int() }),
        }),
      ),
    }),
  ),
  /** Queries in the order worth grading next: those with fewest judged results among their first k. */
  'evaluation.coverage': method(
    { setId: z.int(), k: z.int().min(1).max(100).default(10) },
    z.array(z.object({ query: labelQuerySchema, judgedAtK: z.number() })),
  ),
};

export const evaluationEvents = {
  /** The ranker in use; results on screen are out of date when it changes. */
  'evaluation.rankerChanged': z.object({ name: z.string() }),
};
