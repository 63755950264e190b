/** From bare images to a tagged catalog: words to begin with, and each proposed tag as a wall of products. */
import { z } from 'zod';
import { productSummarySchema } from './catalog.ts';
import { method } from './method.ts';
import { changeResultSchema, personSchema, synonymSchema } from './tags.ts';

export const starterGroupSchema = z.object({
  group: z.string(),
  known: z.boolean().describe('the vocabulary has tags of this group already'),
  tags: z
    .array(
      z.object({
        name: z.string(),
        synonyms: z.array(synonymSchema),
        products: z.int().describe('for which no other tag of the group is likelier'),
        known: z.boolean().describe('in the vocabulary already, by name or synonym'),
        wanted: z.boolean().describe('enough products seem to show it'),
      }),
    )
    .describe('most products first'),
});
export type StarterGroup = z.infer<typeof starterGroupSchema>;

/**
 * How often a proposed tag was right so far: of the products that a person decided about, those it was confirmed for.
 * The interval is Wilson's at 95 %, and says nothing of products that nobody looked at.
 */
export const precisionSchema = z.object({
  looked: z.int(),
  right: z.int(),
  from: z.number(),
  to: z.number(),
});
export type Precision = z.infer<typeof precisionSchema>;

const wallHead = {
  tagId: z.int(),
  name: z.string(),
  open: z.int().describe('products it is proposed for'),
  sure: z.int().describe('of these, the first of the wall, above the line'),
  confirmed: z.int().describe('products that carry it for certain: confirmed or imported'),
  precision: precisionSchema,
};

export const describedGroupSchema = z.object({
  group: z.string(),
  exclusive: z.boolean(),
  products: z.int().describe('with an image that was read'),
  settled: z.int().describe('products with a tag of the group that a person or an import gave'),
  walls: z.array(z.object(wallHead)).describe('most products first'),
});
export type DescribedGroup = z.infer<typeof describedGroupSchema>;

export const wallPartSchema = z.enum(['open', 'confirmed', 'rejected']);
export type WallPart = z.infer<typeof wallPartSchema>;

export const wallItemSchema = z.object({
  product: productSummarySchema,
  confidence: z.number().nullable().describe('0..1; null for what is decided'),
  sure: z.boolean(),
  /** What it may be instead, likeliest first. */
  others: z.array(z.object({ tagId: z.int(), name: z.string(), confidence: z.number() })),
});
export type WallItem = z.infer<typeof wallItemSchema>;

const learning = z
  .boolean()
  .describe('classifiers are still being fitted; ask again when the job of kind tags has ended');

export const describingMethods = {
  /** Words to begin with, counted on the images of this library. @throws `MODEL_*` */
  'describe.starter': method(
    { language: z.enum(['en', 'zh']).default('en').describe('of the names; the other language becomes a synonym') },
    z.object({
      products: z.int().describe('with an image that was read'),
      untagged: z.int().describe('of these, products without any tag'),
      groups: z.array(starterGroupSchema),
    }),
  ),
  /** Takes words into the vocabulary, one step of undo; those that are there already are passed over. */
  'describe.begin': method(
    {
      groups: z
        .array(
          z.object({
            group: z.string().trim().min(1).max(40),
            tags: z
              .array(
                z.object({
                  name: z.string().trim().min(1).max(80),
                  synonyms: z.array(synonymSchema).max(50).default([]),
                }),
              )
              .min(1)
              .max(200),
          }),
        )
        .min(1)
        .max(30),
      by: personSchema.default('me'),
    },
    changeResultSchema.omit({ products: true }).extend({ tags: z.int().describe('that are new') }),
  ),
  /** What is proposed in each group, and how far people have come. */
  'describe.groups': method(
    { groups: z.array(z.string()).max(30).optional().describe('all that an image can tell when left out') },
    z.object({ groups: z.array(describedGroupSchema), learning }),
  ),
  /** A page of one wall, most certain first. @throws `NOT_FOUND` */
  'describe.wall': method(
    {
      tagId: z.int(),
      part: wallPartSchema.default('open'),
      offset: z.int().min(0).default(0),
      limit: z.int().min(1).max(500).default(120),
    },
    z.object({
      ...wallHead,
      group: z.string(),
      total: z.int().describe('of the part that was asked for'),
      ids: z.array(z.int()).describe('all products of the part, in the order of the wall'),
      items: z.array(wallItemSchema),
      learning,
    }),
  ),
};
