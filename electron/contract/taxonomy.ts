/** A shop's standard categories: a tree that a person brings in, and where in it each product belongs. */
import { z } from 'zod';
import { productSummarySchema } from './catalog.ts';
import { jobSchema } from './jobs.ts';
import { method } from './method.ts';
import { batchResultSchema, personSchema } from './tags.ts';

/** Names from the top down, as shops write them: "Apparel & Accessories > Clothing". */
const pathSchema = z.string().trim().min(1).max(2000);

export const categoryGuessSchema = z.object({
  path: z.string(),
  confidence: z.number().describe('0..1; over all categories they sum to 1'),
});
export type CategoryGuess = z.infer<typeof categoryGuessSchema>;

export const categoryNodeSchema = z.object({
  path: z.string(),
  name: z.string(),
  id: z.string().describe('as the file has it; empty where it has none'),
  open: z.int().describe('products proposed for it or below it'),
  sure: z.int().describe('of these, products that are sure to belong into this branch'),
  settled: z.int().describe('products whose category a person or the source gave, in it or below it'),
  children: z.boolean().describe('whether any product is proposed or settled below it'),
});
export type CategoryNode = z.infer<typeof categoryNodeSchema>;

export const placedProductSchema = z.object({
  product: productSummarySchema,
  path: z.string().describe('its category, or the likeliest one'),
  confidence: z.number().nullable().describe('null for what is settled'),
  branch: categoryGuessSchema
    .nullable()
    .describe('the deepest branch that is sure; null while not even the first level is'),
  others: z.array(categoryGuessSchema).describe('other categories, likeliest first'),
});
export type PlacedProduct = z.infer<typeof placedProductSchema>;

export const tagMappingSchema = z.object({
  group: z.string(),
  tag: z.string(),
  products: z.int(),
  path: z.string().nullable().describe('what a person said it is'),
  by: z.string().nullable(),
  guess: z
    .object({ path: z.string(), agree: z.int(), of: z.int() })
    .nullable()
    .describe('the category of most of its products, settled ones first; null where nothing is known'),
});
export type TagMapping = z.infer<typeof tagMappingSchema>;

export const taxonomyMethods = {
  'taxonomy.state': method(
    {},
    z.object({
      taxonomy: z.object({ name: z.string(), categories: z.int(), broughtAt: z.string() }).nullable(),
      products: z.int(),
      settled: z.int(),
      placed: z.int().describe('products with a proposal'),
      fits: z.int().describe('settled products whose category this taxonomy has'),
    }),
  ),
  /**
   * Reads a file of categories in the text form of Google or Shopify, or as nested sets, in place of the one before, and starts working out
   * where products belong. @throws `BAD_REQUEST` with the line that cannot be read
   */
  'taxonomy.bring': method(
    { name: z.string().trim().min(1).max(200), text: z.string().min(1).max(20_000_000) },
    z.object({ categories: z.int(), job: jobSchema }),
  ),
  /** Works out anew where products without a category belong; what was settled counts. @throws `NOT_FOUND` without a taxonomy */
  'taxonomy.place': method({}, jobSchema),
  /** The branches below one, or the first level, that have products; fullest first. */
  'taxonomy.branches': method({ parent: pathSchema.nullable().default(null) }, z.array(categoryNodeSchema)),
  /** The products of a branch and all below it, most certain first. */
  'taxonomy.products': method(
    {
      path: pathSchema.nullable().default(null),
      part: z.enum(['open', 'settled']).default('open'),
      offset: z.int().min(0).default(0),
      limit: z.int().min(1).max(500).default(100),
    },
    z.object({
      total: z.int(),
      sure: z.int().describe('of the proposals, the first of the list'),
      ids: z.array(z.int()).describe('of all of them, in the order of the list'),
      items: z.array(placedProductSchema),
    }),
  ),
  /** Categories whose path has all the words. */
  'taxonomy.find': method(
    { text: z.string().max(300), limit: z.int().min(1).max(100).default(20) },
    z.array(z.object({ path: z.string(), id: z.string() })),
  ),
  /**
   * Says which category products have; null takes it back to what the source says. It becomes an attribute, named as the column of the
   * source for it, and goes into the table with the other changes. One step of undo; many products by a job.
   */
  'taxonomy.assign': method(
    { productIds: z.array(z.int()).min(1).max(100_000), path: pathSchema.nullable(), by: personSchema.default('me') },
    batchResultSchema,
  ),
  /** Confirms for each product the category that is proposed for it. */
  'taxonomy.confirm': method(
    { productIds: z.array(z.int()).min(1).max(100_000), by: personSchema.default('me') },
    batchResultSchema,
  ),
  /** Tags that say what a product is, with the category they stand for; most products first. */
  'taxonomy.mappings': method({}, z.array(tagMappingSchema)),
  /** Says which category a tag stands for, and gives it to all products with the tag that have none; null takes that back for later ones. */
  'taxonomy.map': method(
    {
      group: z.string().min(1).max(40),
      tag: z.string().min(1).max(80),
      path: pathSchema.nullable(),
      by: personSchema.default('me'),
    },
    batchResultSchema,
  ),
};
