/** What to show a shopper next: from what shoppers did, and from looks and words where they did nothing yet. */
import { z } from 'zod';
import { productSummarySchema } from './catalog.ts';
import { method } from './method.ts';

export const recommendationKinds = ['similar', 'goes-with', 'next', 'customer', 'popular'] as const;
export const recommendationKindSchema = z.enum(recommendationKinds);
export type RecommendationKind = (typeof recommendationKinds)[number];

export const linkFormats = ['shopify', 'woocommerce', 'magento', 'csv'] as const;
export const linkFormatSchema = z.enum(linkFormats);
export type LinkFormat = (typeof linkFormats)[number];

/** Counts below five are not told: they could be of one shopper. */
export const recommendationReasonSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('together'),
    productId: z.int().describe('of those asked about, or one like it'),
    together: z.int().nullable().describe('orders with both; null below five'),
    lift: z.number().nullable().describe('times more often than by chance; null below five orders'),
    insteadOf: z
      .int()
      .nullable()
      .describe('the product asked about, where it was not bought yet and `productId` stands for it'),
  }),
  z.object({ kind: z.literal('taste'), productId: z.int().describe('whose buyers have what goes with this') }),
  z.object({
    kind: z.literal('next'),
    productId: z.int().describe('that was looked at before'),
    sessions: z.int().nullable().describe('with both; null below five'),
  }),
  z.object({ kind: z.literal('had'), productId: z.int().describe('that the customer had') }),
  z.object({ kind: z.literal('popular'), bought: z.int().nullable().describe('orders in 30 days; null below five') }),
  z.object({
    kind: z.literal('similar'),
    looks: z.number().nullable().describe('cosine of the images, -1..1'),
    words: z.number().nullable().describe('cosine of the listings, -1..1'),
  }),
]);
export type RecommendationReason = z.infer<typeof recommendationReasonSchema>;

export const recommendationSchema = productSummarySchema.extend({
  rank: z.int(),
  reason: recommendationReasonSchema,
  reasonTitle: z.string().nullable().describe('title of the product that the reason names'),
});
export type Recommendation = z.infer<typeof recommendationSchema>;

export const recommendationStates = [
  'ready',
  'learning',
  'no-orders',
  'no-sessions',
  'no-customers',
  'unknown',
] as const;

const qualities = z.array(z.object({ method: z.string(), recall: z.number(), ndcg: z.number(), weight: z.number() }));

export const recommendationMethods = {
  /**
   * Products for one product, a basket, a session in its order, a customer, or nobody in particular. Out of stock, the same product in another
   * listing or variant, and what the customer has are left out. `NOT_FOUND` for a product that is not there
   */
  'recommendations.for': method(
    {
      kind: recommendationKindSchema,
      productIds: z.array(z.int()).max(200).default([]),
      customer: z.string().min(1).max(300).optional().describe('as the files of the shop name them'),
      limit: z.int().min(1).max(100).default(10),
      diversity: z
        .number()
        .min(0)
        .max(1)
        .default(0.2)
        .describe('0: the best as they are; 1: as unlike each other as can be'),
    },
    z.object({
      state: z
        .enum(recommendationStates)
        .describe(
          'why there is nothing: still learning, which kind of file is missing, or products and customers nobody knows',
        ),
      learning: z.boolean().describe('whether newer events are being learned from'),
      items: z.array(recommendationSchema),
    }),
  ),
  /**
   * What goes with every product and what is similar to it, as a table for a shop system: cross-sells and related products, or plain. Products
   * without either are left out. `CONFLICT` while what shoppers did has not been learned from
   */
  'recommendations.lists': method(
    { format: linkFormatSchema, limit: z.int().min(1).max(20).default(4).describe('of each kind') },
    z.object({
      name: z.string(),
      mime: z.string(),
      text: z.string(),
      products: z.int().describe('that have a list'),
      goesWith: z.int().describe('products with something that goes with them; 0 where there are no orders'),
    }),
  ),
  /** What was learned, from how much, and how good each method was on the latest tenth, which was held out. */
  'recommendations.learned': method(
    {},
    z.object({
      isCurrent: z.boolean(),
      events: z.int(),
      products: z.int(),
      baskets: z.int().describe('orders of two products or more'),
      sessions: z.int(),
      customers: z.int(),
      goesWith: qualities,
      next: qualities,
    }),
  ),
  /** Learns from all events as a job; done by itself when recommendations are asked for and events came in since. */
  'recommendations.learn': method({}, z.object({ jobId: z.int() })),
};

export const recommendationEvents = {
  /** What was learned is another. */
  'recommendations.changed': z.object({ version: z.int() }),
};
