/** Products listed more than once: the groups to look at, the verdicts of people, merging, and what a new picture resembles. */
import { z } from 'zod';
import { contentHashSchema, priceSchema, productSummarySchema, tagSchema } from './catalog.ts';
import { method } from './method.ts';
import { operationSchema } from './operations.ts';

/**
 * exact: all members share a file; near: a picture of one is a copy of a picture of another; listing: the same product by its words, its
 * identifiers or other photos; variant: alike, but told apart by a size, a colour, a model number or an identifier.
 */
export const duplicateKinds = ['exact', 'near', 'listing', 'variant'] as const;
export const duplicateKindSchema = z.enum(duplicateKinds);
export type DuplicateKind = z.infer<typeof duplicateKindSchema>;

export const verdictValues = ['same', 'variant', 'different'] as const;
export const verdictValueSchema = z.enum(verdictValues);
export type VerdictValue = z.infer<typeof verdictValueSchema>;

export const signalSchema = z.object({
  value: z.number().min(0).max(1).describe('how strong the signal is by itself'),
  contribution: z.number().describe('what it adds to the log-odds of "same product"; negative where it speaks against'),
});
export type Signal = z.infer<typeof signalSchema>;

export const signalsSchema = z.object({
  exact: signalSchema.describe('the same file content'),
  nearIdentical: signalSchema.describe(
    'one picture is a copy of the other: resized, cropped, framed, marked, mirrored',
  ),
  sameProduct: signalSchema.describe('the photos show the same thing, over all photos of both'),
  sameListing: signalSchema.describe('title, brand, model number, identifiers and attributes agree'),
});
export type Signals = z.infer<typeof signalsSchema>;

export const vetoKinds = ['size', 'unit', 'colour', 'model', 'identifier', 'audience'] as const;

/** What tells two look-alikes apart. */
export const vetoSchema = z.object({
  kind: z
    .enum(vetoKinds)
    .describe(
      'size: S / M, 42 / 43; unit: 150 ml / 300 ml, 64 GB / 128 GB; identifier: GTIN, MPN; audience: men / women',
    ),
  left: z.string().describe('as the listing writes it, such as "150 ml"'),
  right: z.string(),
});
export type Veto = z.infer<typeof vetoSchema>;

export const pairVerdictSchema = z.object({
  value: verdictValueSchema,
  by: z.enum(['person', 'inferred']).describe('inferred: it follows from verdicts on other pairs'),
});
export type PairVerdict = z.infer<typeof pairVerdictSchema>;

export const pairSchema = z.object({
  left: z.int().describe('product id, the smaller of the two'),
  right: z.int(),
  probability: z
    .number()
    .min(0)
    .max(1)
    .describe('that both are the same product, or variants of it where there is a veto'),
  signals: signalsSchema,
  veto: vetoSchema.nullable(),
  verdict: pairVerdictSchema.nullable(),
  images: z
    .object({ left: z.int(), right: z.int(), mirrored: z.boolean() })
    .nullable()
    .describe('the two photos most alike, by image id'),
});
export type DuplicatePair = z.infer<typeof pairSchema>;

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

/** Why a member is the one to keep: the first of these in which it is ahead of the others; chosen: the others were merged into it. */
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
const listParams = {
  kind: duplicateKindSchema.optional(),
  minProbability: z.number().min(0).max(1).optional(),
  settled: z
    .enum(['hide', 'only', 'show'])
    .default('hide')
    .describe(
      'groups that are settled, which are listed at every threshold: left out, nothing else, or after the open ones',
    ),
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

export const comparedFields = [
  'resolution',
  'bytes',
  'format',
  'title',
  'description',
  'price',
  'url',
  'photos',
  'tags',
  'attribute',
  'folder',
  'sku',
] as const;

const rangesSchema = z
  .array(z.tuple([z.int(), z.int()]))
  .describe('[start, end) in UTF-16 units: the words the other side does not have');

/** One difference. `left` and `right` are what there is, null where there is nothing; the UI words the rest. */
export const differenceSchema = z.object({
  field: z.enum(comparedFields),
  name: z.string().nullable().describe('of the attribute, or of the tag group'),
  left: z.string().nullable().describe('resolution "800x600", bytes and photos as a number, tags joined by ", "'),
  right: z.string().nullable(),
  better: z.enum(['left', 'right']).nullable().describe('null where neither is'),
  leftRanges: rangesSchema,
  rightRanges: rangesSchema,
});
export type Difference = z.infer<typeof differenceSchema>;

/** Where a field of the merged product comes from. `ask` leaves it open: merging refuses with `BAD_REQUEST` until a product is named. */
export const titleChoiceSchema = z.union([z.enum(['keeper', 'longest', 'ask']), z.object({ from: z.int() })]);
export const descriptionChoiceSchema = titleChoiceSchema;
export const priceChoiceSchema = z.union([z.enum(['keeper', 'lowest', 'highest', 'ask']), z.object({ from: z.int() })]);
export const unionChoiceSchema = z.enum(['union', 'keeper']);

export const mergeFieldsSchema = z.object({
  title: titleChoiceSchema.default('longest'),
  description: descriptionChoiceSchema.default('longest'),
  price: priceChoiceSchema.default('keeper'),
  tags: unionChoiceSchema.default('union'),
  photos: unionChoiceSchema.default('union'),
});
export type MergeFields = z.infer<typeof mergeFieldsSchema>;

const defaultMergeFields = {
  title: 'longest',
  description: 'longest',
  price: 'keeper',
  tags: 'union',
  photos: 'union',
} as const;

const mergeParams = {
  keeperId: z.int(),
  productIds: z
    .array(z.int())
    .min(1)
    .max(200)
    .describe('those that go into the keeper; the keeper itself may be among them'),
  fields: mergeFieldsSchema.default(defaultMergeFields),
};

const alternativeSchema = z.object({ productId: z.int(), value: z.string() });

export const mergePreviewSchema = z.object({
  keeperId: z.int(),
  productIds: z.array(z.int()).describe('those that go into the keeper, without it'),
  title: z.object({ value: z.string(), from: z.int().nullable(), alternatives: z.array(alternativeSchema) }),
  description: z.object({ value: z.string(), from: z.int().nullable(), alternatives: z.array(alternativeSchema) }),
  price: z.object({
    value: priceSchema.nullable(),
    from: z.int().nullable(),
    alternatives: z.array(z.object({ productId: z.int(), value: priceSchema.nullable() })),
  }),
  tags: z.array(tagSchema.extend({ added: z.boolean().describe('comes from a product that is merged in') })),
  photos: z.array(z.object({ imageId: z.int(), productId: z.int(), thumb: z.string().nullable(), added: z.boolean() })),
  open: z.array(z.enum(['title', 'description', 'price'])).describe('fields still to be asked for'),
});
export type MergePreview = z.infer<typeof mergePreviewSchema>;

/** What to do at once with many groups, and which of them are meant. */
export const ruleSchema = z.object({
  kinds: z.array(duplicateKindSchema).min(1).default(['exact']),
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
const ruleParams = {
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

export const duplicateMethods = {
  'duplicates.state': method({}, duplicateStateSchema),
  'duplicates.list': method(
    { ...listParams, offset: z.int().min(0).default(0), limit: z.int().min(1).max(500).default(50) },
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
  /** Whether a picture added with `search.addImage` shows a product of the library. */
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
