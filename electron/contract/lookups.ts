/** Many photos looked up at once: a table of them that stays in the library, what people say of its rows, and what it comes to. */
import { z } from 'zod';
import { contentHashSchema, productSummarySchema } from './catalog.ts';
import { errorCodeSchema, errorPayloadSchema } from './errors.ts';
import { method } from './method.ts';
import { operationSchema } from './operations.ts';
import { regionSchema } from './region.ts';

/** Photos that the table holds. */
export const mostLookups = 2000;

export const photoAnswerSchema = z.object({
  hash: contentHashSchema.describe('what was looked up: of the photo, or of the part of it'),
  region: regionSchema.nullable().describe('the part that was looked up; null: all of the photo'),
  answer: z
    .enum(['barcode', 'one', 'few', 'none'])
    .describe(
      'barcode: the number on the photo is that of the first candidate; one: probably the first; few: one of them; none: likely not in the catalog',
    ),
  candidates: z
    .array(z.object({ product: productSummarySchema, probability: z.number() }))
    .max(3)
    .describe('likeliest first; also where the answer is none'),
  confirmed: z.boolean().describe('a person said that it shows the first candidate'),
  unknownBarcodes: z.array(z.string()).describe('numbers on it that no product carries, or with a wrong check digit'),
});
export type PhotoAnswer = z.infer<typeof photoAnswerSchema>;

/** What became of a row: looked up yet or not, and what a person said. */
export const lookupStates = ['waiting', 'check', 'confirmed', 'none', 'failed'] as const;
export type LookupState = (typeof lookupStates)[number];

export const lookupRowSchema = z.object({
  photoId: z.int(),
  place: z.int().describe('of the row among those of its photo, from 0'),
  name: z.string().describe('of the file'),
  image: z.string().nullable().describe('host-free path of the whole photo; null while there is none'),
  hash: z.string().nullable(),
  region: regionSchema.nullable(),
  state: z
    .enum(lookupStates)
    .describe(
      'check: a product is proposed; confirmed: a person said which it is; none: not in the catalog, as a person said or as it seems',
    ),
  saidNone: z.boolean().describe('a person said that it is not in the catalog'),
  answer: photoAnswerSchema.shape.answer.nullable(),
  candidates: z.array(z.object({ productId: z.int(), probability: z.number() })),
  productId: z
    .int()
    .nullable()
    .describe('what it counts as: what a person said, or the first candidate of a row to check'),
  unknownBarcodes: z.array(z.string()),
  error: errorPayloadSchema.nullable().describe('why the photo could not be looked up'),
});
export type LookupRow = z.infer<typeof lookupRowSchema>;

export const lookupCountSchema = z.object({
  productId: z.int(),
  confirmed: z.int().describe('rows that a person confirmed'),
  toCheck: z.int().describe('rows that seem to show it'),
});
export type LookupCount = z.infer<typeof lookupCountSchema>;

export const lookupListSchema = z.object({
  parts: z.boolean().describe('photos are looked up part by part, a row each'),
  photos: z.int(),
  rows: z.array(lookupRowSchema).describe('in the order in which the photos came'),
  products: z.array(productSummarySchema).describe('those that the rows and counts name'),
  counts: z.array(lookupCountSchema).describe('the most frequent first'),
});
export type LookupList = z.infer<typeof lookupListSchema>;

const rowKey = { photoId: z.int(), place: z.int().min(0) };

/** A photo by its path, or one that could not even be handed over and why. */
export const lookupFileSchema = z.object({
  hash: contentHashSchema.optional().describe('of a photo that was added with `search.addImage`'),
  path: z.string().min(1).max(4096).optional().describe('of a photo, or of a folder with photos'),
  name: z.string().max(500).optional(),
  error: z
    .object({
      code: errorCodeSchema,
      message: z.string().max(2000),
      details: z.object({ why: z.string().max(100), name: z.string().max(500) }).optional(),
    })
    .optional(),
});
export type LookupFile = z.infer<typeof lookupFileSchema>;

export const lookupMethods = {
  /** Which products one photo of this machine shows, as a row of the table would say it. */
  'lookups.photo': method(
    { path: z.string().min(1), name: z.string().optional(), parts: z.boolean().default(false) },
    z.array(photoAnswerSchema),
  ),
  /** Puts photos into the table; a job looks them up one by one. */
  'lookups.add': method(
    {
      files: z.array(lookupFileSchema).min(1).max(mostLookups),
      keep: z.boolean().default(false).describe('copies the files: they are gone after the call'),
    },
    z.object({ added: z.int(), leftOut: z.int().describe(`what the table has no room for: it holds ${mostLookups}`) }),
  ),
  'lookups.list': method({}, lookupListSchema),
  /** What a person says of a row: a product that it shows, that none of the catalog is on it, or nothing any more (null). */
  'lookups.decide': method(
    { ...rowKey, shows: z.union([z.int(), z.literal('none')]).nullable() },
    z.object({ operation: operationSchema.nullable().describe('null where nothing had to change') }),
  ),
  /** Goes on with what waits. With `parts`, photos are looked up so from now on; with `anew`, rows are that nobody decided. */
  'lookups.run': method(
    { parts: z.boolean().optional(), anew: z.boolean().default(false) },
    z.object({ waiting: z.int() }),
  ),
  /** Takes one photo out of the table, or all; what was confirmed stays. */
  'lookups.remove': method({ photoId: z.int().optional() }, z.object({ removed: z.int() })),
  /** The table, or how often each product was seen, as CSV. */
  'lookups.table': method({ of: z.enum(['photos', 'products']) }, z.object({ text: z.string() })),
};

export const lookupEvents = {
  /** Rows came, went or changed; at most twice a second. */
  'lookups.changed': z.object({}),
};
