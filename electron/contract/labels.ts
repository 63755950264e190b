/** Relevance judgements: who thinks which product fits which query how well, and the sets of queries they are collected for. */
import { z } from 'zod';
import { method } from './method.ts';
import { facetSchema, filtersSchema, hitSchema, queryPartSchema } from './search.ts';
import { personSchema } from './tags.ts';

/** 0 not relevant, 1 somewhat, 2 relevant, 3 exactly what was asked for. */
export const gradeSchema = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]);
export type Grade = z.infer<typeof gradeSchema>;

export const judgementSchema = z.object({
  queryId: z.int(),
  productId: z.int(),
  grade: gradeSchema,
  judge: z.string(),
  note: z.string(),
  at: z.string(),
});
export type Judgement = z.infer<typeof judgementSchema>;

const partsSchema = z.array(queryPartSchema).min(1).max(20);

export const labelQuerySchema = z.object({
  id: z.int(),
  key: z.string().describe('the id in files, such as q12 or the topic number of an imported file'),
  label: z.string().describe('what was asked, for a person'),
  parts: z.array(queryPartSchema),
  judgements: z.int().describe('of all judges'),
  mine: z.int().describe('of the judge asked for'),
  note: z.string(),
});
export type LabelQuery = z.infer<typeof labelQuerySchema>;

export const querySetSchema = z.object({
  id: z.int(),
  name: z.string(),
  origin: z.enum(['typed', 'pasted', 'imported', 'history']),
  queries: z.int(),
  judgements: z.int(),
  judges: z.array(z.string()),
  createdAt: z.string(),
});
export type QuerySet = z.infer<typeof querySetSchema>;

/** A product of the labelling mode; hits of `search.run` with what this judge said. */
export const labelHitSchema = hitSchema.extend({
  grade: gradeSchema.nullable(),
  note: z.string(),
  rankBefore: z.int().nullable().describe('the rank without feedback; null beyond what was looked at'),
});
export type LabelHit = z.infer<typeof labelHitSchema>;

export const agreementSchema = z.object({
  a: z.string(),
  b: z.string(),
  items: z.int().describe('query-product pairs both graded'),
  observed: z.number().describe('share graded alike'),
  kappa: z.number().nullable().describe("Cohen's kappa over the four grades; null when chance alone would agree fully"),
  weightedKappa: z.number().nullable().describe('quadratic weights: a grade off by one counts little'),
  relevantKappa: z.number().nullable().describe('of grade 0 against grades 1 to 3'),
  disagreements: z
    .array(z.object({ queryId: z.int(), productId: z.int(), a: gradeSchema, b: gradeSchema }))
    .describe('furthest apart first, at most 50'),
});
export type Agreement = z.infer<typeof agreementSchema>;

export const labelFormatSchema = z.enum(['qrels', 'quepid', 'ranx']);
export type LabelFormat = z.infer<typeof labelFormatSchema>;

export const gradesFromSchema = z
  .tuple([z.number(), z.number(), z.number()])
  .refine(([one, two, three]) => one < two && two < three, 'each begins above the one before')
  .describe('from which rating of a file on the grades 1, 2 and 3 begin, where it rates on another scale than 0..3');
export type GradesFrom = z.infer<typeof gradesFromSchema>;

/** Why a line of a file with judgements was skipped. */
export const labelProblemCodes = ['unknown-product', 'incomplete', 'not-a-grade'] as const;

export const labelImportResultSchema = z.object({
  setId: z.int(),
  queries: z.int(),
  judgements: z.int(),
  skipped: z.int(),
  problems: z
    .array(
      z.object({
        line: z.int().nullable(),
        code: z.enum(labelProblemCodes),
        subject: z.string().describe('the sku or grade it is about; empty when it is the whole line'),
        reason: z.string().describe('the same as an English sentence, for terminals and logs'),
      }),
    )
    .describe('the first 50 of what was skipped and why'),
});
export type LabelImportResult = z.infer<typeof labelImportResultSchema>;

export const labelMethods = {
  /**
   * Grades a product for a query; `null` takes the judge's grade back. A query is known by its parts, so any result list can be graded; with
   * `queryId` a query of a set is meant.
   */
  'labels.grade': method(
    {
      query: z.union([z.object({ queryId: z.int() }), z.object({ parts: partsSchema })]),
      productId: z.int(),
      grade: gradeSchema.nullable(),
      judge: personSchema.default('me'),
      note: z.string().max(2000).optional().describe('left as it is when left out'),
    },
    z.object({ queryId: z.int(), judgement: judgementSchema.nullable() }),
  ),
  /** What has been said of a query's products, by all judges or one. Empty for a query nobody graded. */
  'labels.judgements': method(
    {
      query: z.union([z.object({ queryId: z.int() }), z.object({ parts: partsSchema })]),
      judge: personSchema.optional(),
    },
    z.array(judgementSchema),
  ),
  /** Takes back all grades of a query, of one judge or of all: one step of undo. */
  'labels.clear': method({ queryId: z.int(), judge: personSchema.optional() }, z.object({ judgements: z.int() })),
  'labels.judges': method(
    {},
    z.array(z.object({ name: z.string(), judgements: z.int(), queries: z.int(), latest: z.string() })),
  ),
  'labels.sets': method({}, z.array(querySetSchema)),
  /** Makes a set. Texts are one query each, blank and doubled ones left out; `history: n` takes the latest n queries asked in the app. */
  'labels.createSet': method(
    {
      name: z.string().trim().min(1).max(120),
      origin: z.enum(['typed', 'pasted', 'history']).default('typed'),
      texts: z.array(z.string().max(500)).max(10_000).default([]),
      history: z.int().min(0).max(1000).default(0),
    },
    querySetSchema,
  ),
  'labels.addQueries': method(
    { setId: z.int(), texts: z.array(z.string().max(500)).min(1).max(10_000) },
    querySetSchema,
  ),
  'labels.renameSet': method({ setId: z.int(), name: z.string().trim().min(1).max(120) }, querySetSchema),
  /** Takes the set away, its queries and their grades stay. One step of undo. */
  'labels.removeSet': method({ setId: z.int() }, z.object({ removed: z.boolean() })),
  /** Takes a query out of a set; its grades stay. */
  'labels.removeQuery': method({ setId: z.int(), queryId: z.int() }, querySetSchema),
  'labels.queries': method({ setId: z.int(), judge: personSchema.default('me') }, z.array(labelQuerySchema)),
  'labels.noteQuery': method({ queryId: z.int(), note: z.string().max(2000) }, z.object({ queryId: z.int() })),
  /**
   * The next query of a set with something left to grade, and what to grade. The pool of a query is the first `depth` of the ranker in use and the
   * first `depth` by images alone, in an order shuffled by `seed`, query and judge, so that a good rank sways nobody. `after` skips to the query
   * behind that one; `at` asks for this very query, whether or not anything of it is left. `query` is null when all is graded.
   */
  'labels.next': method(
    {
      setId: z.int(),
      judge: personSchema.default('me'),
      seed: z.int().default(1),
      depth: z.int().min(1).max(100).default(20),
      unratedOnly: z.boolean().default(true),
      after: z.int().optional(),
      at: z.int().optional(),
    },
    z.object({
      query: labelQuerySchema.nullable(),
      hits: z.array(labelHitSchema),
      queriesLeft: z
        .int()
        .describe('queries of the set with fewer than `depth` grades of this judge, this one included'),
      queriesTotal: z.int(),
    }),
  ),
  /**
   * The ranking of one query after what this judge graded so far: products like the relevant ones move up, products like the others down.
   * `feedback: false` gives the ranking as it was.
   */
  'labels.rank': method(
    {
      query: z.union([z.object({ queryId: z.int() }), z.object({ parts: partsSchema })]),
      judge: personSchema.default('me'),
      feedback: z.boolean().default(true),
      filters: filtersSchema.default({ tags: {} }).describe('products that pass; feedback is learned from all grades'),
      unratedOnly: z.boolean().default(false),
      limit: z.int().min(1).max(500).default(60),
    },
    z.object({
      queryId: z.int().nullable(),
      graded: z.int(),
      hits: z.array(labelHitSchema),
      facets: z.array(facetSchema).describe('counts over the hits; a group ignores its own filter'),
      priceRange: z.object({ min: z.number(), max: z.number() }).nullable(),
      tookMs: z.number(),
    }),
  ),
  /** Agreement of every pair of judges with something in common. */
  'labels.agreement': method({ setId: z.int().optional() }, z.array(agreementSchema)),
  /**
   * Takes in judgements of other tools. qrels: `topic 0 sku grade`; quepid: CSV `query,docid,rating`; ranx: JSON `{query: {sku: grade}}`. `queries`
   * gives query texts for ids: lines `id<TAB>text`, CSV with the columns id and text, or a JSON object; without it the id itself is the query. A file
   * that rates on another scale than 0..3 is refused until `gradesFrom` says what its ratings mean; the error proposes it.
   */
  'labels.import': method(
    {
      format: labelFormatSchema,
      text: z.string().max(50_000_000),
      queries: z.string().max(20_000_000).optional(),
      setName: z.string().trim().min(1).max(120),
      judge: personSchema.default('imported'),
      gradesFrom: gradesFromSchema.optional(),
    },
    labelImportResultSchema,
  ),
  /** Judgements as a file, keyed by sku; of one judge, or the rounded mean of all. `queries` is the map of ids to texts that goes with qrels and ranx. */
  'labels.export': method(
    { format: labelFormatSchema, setId: z.int().optional(), judge: personSchema.optional() },
    z.object({ name: z.string(), mime: z.string(), text: z.string(), queries: z.string(), judgements: z.int() }),
  ),
};

export const labelEvents = {
  /** Says that judgements or sets changed. */
  'labels.changed': z.object({ judgements: z.int(), queries: z.int(), sets: z.int() }),
};
