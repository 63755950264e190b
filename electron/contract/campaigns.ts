/** Campaign sets: a brief in words becomes a set of products, which people arrange, keep in versions and give to the shop. */
import { z } from 'zod';
import { productSummarySchema, tagSchema } from './catalog.ts';
import { method } from './method.ts';

export const mostInSet = 100;
const mostWanted = 20;

export const campaignBriefSchema = z.object({
  text: z.string().max(500).default('').describe('the brief as it was written'),
  words: z.string().max(500).default('').describe('what is searched for by meaning; empty: the whole catalog'),
  count: z.int().min(1).max(mostInSet).default(12),
  priceMin: z.number().min(0).nullable().default(null),
  priceMax: z.number().min(0).nullable().default(null),
  without: z.array(z.string().trim().min(1).max(100)).max(mostWanted).default([]).describe('what no product may say'),
  tags: z
    .array(tagSchema.extend({ must: z.boolean().describe('a limit; else a wish') }))
    .max(mostWanted)
    .default([]),
  perBrand: z.int().min(1).max(mostInSet).nullable().default(null),
  inStock: z.boolean().default(false),
  onSale: z.boolean().default(false),
  marginMin: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .default(null)
    .describe('share of the price that is left after the cost'),
  diversity: z
    .number()
    .min(0)
    .max(1)
    .default(0.3)
    .describe('0: the best as they are, 1: as unlike each other as can be'),
});
export type CampaignBrief = z.infer<typeof campaignBriefSchema>;

/** Limits of a brief that leave products out. `words`: nothing more fits what is asked for. */
export const campaignLimits = ['words', 'price', 'without', 'tags', 'brand', 'stock', 'sale', 'margin'] as const;
export const campaignLimitSchema = z.enum(campaignLimits);
export type CampaignLimit = (typeof campaignLimits)[number];

/** Limits that this catalog says nothing for, so that they cannot be applied. */
const unappliedSchema = z
  .array(campaignLimitSchema)
  .describe('limits that were not applied, because the catalog has no such figures');

/** Counts of shoppers below five are not told. */
export const campaignReasonSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('tag'), group: z.string(), name: z.string() }),
  z.object({ kind: z.literal('said'), words: z.array(z.string()).describe('of the brief, as the listing has them') }),
  z.object({ kind: z.literal('looks') }),
  z.object({ kind: z.literal('meaning') }),
  z.object({ kind: z.literal('near') }).describe('the nearest there is, though below the line of a search'),
  z.object({ kind: z.literal('bought'), times: z.int() }),
  z.object({ kind: z.literal('seen'), times: z.int() }),
  z.object({ kind: z.literal('stock'), pieces: z.number() }),
  z.object({ kind: z.literal('sale') }),
  z.object({ kind: z.literal('margin'), share: z.number() }),
  z.object({ kind: z.literal('different').describe('unlike the others that are in') }),
]);
export type CampaignReason = z.infer<typeof campaignReasonSchema>;

export const campaignItemSchema = productSummarySchema.extend({
  brand: z.string().nullable(),
  stock: z.number().nullable().describe('pieces; null where nothing is said'),
  margin: z.number().nullable(),
  why: z.array(campaignReasonSchema),
  breaks: z
    .array(campaignLimitSchema)
    .describe('limits of the brief that it does not hold; people may add it all the same'),
});
export type CampaignItem = z.infer<typeof campaignItemSchema>;

const productIds = z.array(z.int()).max(mostInSet);

export const campaignPlaceSchema = z.object({ productId: z.int(), locked: z.boolean().default(false) });
export type CampaignPlace = z.infer<typeof campaignPlaceSchema>;

/** What became of a product since the set was saved. */
export const campaignStates = ['here', 'sold-out', 'dearer', 'changed', 'gone'] as const;
export type CampaignState = (typeof campaignStates)[number];

export const savedPlaceSchema = z.object({
  productId: z.int().nullable().describe('null when it left the catalog'),
  sku: z.string(),
  title: z.string(),
  price: z.number().nullable().describe('when the set was saved'),
  locked: z.boolean(),
  state: z
    .enum(campaignStates)
    .describe('dearer: it costs more than then; changed: it holds a limit of the brief no longer; gone: deleted'),
  item: campaignItemSchema.nullable().describe('as it is now'),
});
export type SavedPlace = z.infer<typeof savedPlaceSchema>;

export const campaignSetSchema = z.object({
  id: z.int(),
  name: z.string(),
  version: z.int().describe('the latest, from 1'),
  savedAt: z.string(),
  products: z.int(),
  covers: z.array(z.string()).describe('host-free paths of the first photos'),
  attention: z.int().describe('products that left, sold out, cost more or hold the brief no longer since it was saved'),
});
export type CampaignSet = z.infer<typeof campaignSetSchema>;

export const openedSetSchema = campaignSetSchema.extend({
  brief: campaignBriefSchema,
  shown: z.int().describe('the version that is shown'),
  places: z.array(savedPlaceSchema).describe('in the order of the board'),
  versions: z.array(z.object({ version: z.int(), savedAt: z.string(), products: z.int() })).describe('newest first'),
  unapplied: unappliedSchema,
});
export type OpenedSet = z.infer<typeof openedSetSchema>;

export const campaignTextForms = ['shopify', 'woocommerce', 'google', 'csv'] as const;
export const campaignSheetForms = ['png', 'pdf'] as const;
export const campaignForms = [...campaignTextForms, ...campaignSheetForms] as const;
export const campaignFormSchema = z.enum(campaignForms);
export type CampaignForm = (typeof campaignForms)[number];

const nameSchema = z.string().trim().min(1).max(100);

export const campaignExportSchema = z.object({
  name: nameSchema.describe('of the collection, the category, the value of the label, the heading of the sheet'),
  productIds: productIds.min(1),
  form: campaignFormSchema,
  label: z.int().min(0).max(4).default(0).describe('of a Google feed: which custom_label'),
  out: z.string().min(1).max(4096).optional().describe('absolute; the file is written there'),
});

export const campaignMethods = {
  /** What a brief asks for, for people to change. */
  'campaigns.read': method(
    { text: z.string().trim().min(1).max(500) },
    z.object({ brief: campaignBriefSchema, unapplied: unappliedSchema }),
  ),
  /** Fills a set up to its count. Products that are kept stay, whatever the limits say. */
  'campaigns.propose': method(
    {
      brief: campaignBriefSchema,
      keep: productIds.default([]),
      not: z.array(z.int()).max(1000).default([]).describe('products that were taken off the board'),
    },
    z.object({
      items: z.array(campaignItemSchema).describe('what was kept first, in its order'),
      fitting: z.int().describe('products that hold every limit'),
      short: z
        .array(z.object({ limit: campaignLimitSchema, more: z.int().describe('products that would join without it') }))
        .describe('where there are fewer than asked for: the limits to blame, that which costs most first'),
      unapplied: unappliedSchema,
    }),
  ),
  /** Products to take the place of one: alike, holding every limit, and not on the board. */
  'campaigns.another': method(
    {
      brief: campaignBriefSchema,
      productId: z.int(),
      board: productIds,
      not: z.array(z.int()).max(1000).default([]),
      limit: z.int().min(1).max(24).default(8),
    },
    z.object({ items: z.array(campaignItemSchema) }),
  ),
  /** Products as they stand on a board: for what was added by hand, and after the catalog changed. Those that left are left out. */
  'campaigns.items': method(
    { brief: campaignBriefSchema, productIds },
    z.object({ items: z.array(campaignItemSchema), unapplied: unappliedSchema }),
  ),
  /** By name. */
  'campaigns.sets': method({}, z.array(campaignSetSchema)),
  /** `NOT_FOUND` */
  'campaigns.open': method({ id: z.int(), version: z.int().min(1).optional() }, openedSetSchema),
  /** Keeps a set as its next version; without an id a new set. `CONFLICT` where another set has the name. */
  'campaigns.save': method(
    {
      id: z.int().optional(),
      name: nameSchema,
      brief: campaignBriefSchema,
      places: z.array(campaignPlaceSchema).min(1).max(mostInSet),
    },
    z.object({ id: z.int(), version: z.int() }),
  ),
  'campaigns.remove': method({ id: z.int() }, z.object({ operationId: z.int() })),
  /** `text` for tables where no file is asked for; sheets are always written to a file. `FILE_MISSING`, `DISK_FULL` */
  'campaigns.export': method(
    campaignExportSchema.shape,
    z.object({
      name: z.string().describe('of the file'),
      mime: z.string(),
      text: z.string().nullable(),
      path: z.string().nullable().describe('where it was written'),
      products: z.int(),
      without: z.array(z.string()).describe('titles of products that have no number and are not in the table'),
    }),
  ),
};

export const campaignEvents = {
  'campaigns.changed': z.object({ version: z.int() }),
};
