/** Products, their images and their tags, as the UI and the terminal see them. */
import { z } from 'zod';
import { errorCodeSchema } from './errors.ts';
import { method } from './method.ts';

/** sha256 of a file's bytes, lower-case hex. */
export const contentHashSchema = z.string().regex(/^[0-9a-f]{64}$/);

export const imageSchema = z.object({
  id: z.int(),
  path: z.string(),
  hash: contentHashSchema.nullable().describe('null while the file has not been read or cannot be'),
  width: z.int().nullable().describe('pixels, after EXIF orientation'),
  height: z.int().nullable(),
  bytes: z.int().nullable(),
  format: z.string().nullable(),
  thumb: z.string().nullable().describe('host-free path of the thumbnail, such as "thumb/<hash>"'),
  original: z.string().describe('host-free path of the photo itself, such as "original/<image id>"'),
});
export type ProductImage = z.infer<typeof imageSchema>;

export const tagSchema = z.object({
  group: z.string(),
  name: z.string(),
});
export type Tag = z.infer<typeof tagSchema>;

export const priceSchema = z.object({
  amount: z.number().describe('the lowest, where variants have several'),
  upTo: z.number().optional().describe('the highest, where it is another'),
  currency: z.string().nullable(),
});

export const productSummarySchema = z.object({
  id: z.int(),
  sku: z.string(),
  title: z.string(),
  price: priceSchema.nullable(),
  image: imageSchema.nullable(),
  imageCount: z.int(),
  tags: z.array(tagSchema),
  hasProblem: z.boolean(),
});
export type ProductSummary = z.infer<typeof productSummarySchema>;

export const problemSchema = z.object({
  id: z.int(),
  sourceId: z.int(),
  productId: z.int().nullable(),
  path: z.string().nullable(),
  row: z.int().nullable().describe('line of the table, counted from 1 with the header'),
  code: errorCodeSchema,
  reason: z.string(),
  since: z.string(),
});
export type Problem = z.infer<typeof problemSchema>;

export const variantSchema = z.object({
  sku: z.string().describe("'' where it has no number of its own"),
  options: z.array(z.object({ name: z.string(), value: z.string() })),
  price: z.number().nullable().describe('what it costs now'),
  usualPrice: z.number().nullable().describe('what it costs when there is no sale'),
  sale: z
    .object({
      price: z.number(),
      from: z.string().nullable().describe('ISO 8601; null has no beginning'),
      to: z.string().nullable().describe('ISO 8601; null has no end'),
    })
    .nullable(),
  comparePrice: z.number().nullable().describe('what the price was, or is said to be elsewhere'),
  currency: z.string().nullable(),
  stock: z.number().nullable(),
  barcode: z.string(),
  imageId: z.int().nullable().describe('its own photo among those of the product'),
  line: z.int().describe('of the table, counted from 1 with the header'),
});
export type Variant = z.infer<typeof variantSchema>;

export const productSchema = productSummarySchema.extend({
  description: z.string(),
  url: z.string().nullable(),
  images: z.array(imageSchema),
  tags: z.array(tagSchema.extend({ provenance: z.enum(['imported', 'suggested', 'confirmed', 'rejected']) })),
  attributes: z.array(z.object({ name: z.string(), value: z.string() })),
  variants: z.array(variantSchema).describe('what of it can be bought by itself, in the order of the table'),
  problems: z.array(problemSchema),
  source: z.object({ id: z.int(), kind: z.enum(['folder', 'table']), path: z.string() }),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type Product = z.infer<typeof productSchema>;

export const catalogMethods = {
  'catalog.product': method({ id: z.int() }, productSchema),
  /** By its own number, or by that of one of its variants. */
  'catalog.productBySku': method({ sku: z.string() }, productSchema),
  /** Every cell of the rows of its table that a product was made from; no rows for one of a folder. */
  'catalog.sourceRows': method(
    { id: z.int() },
    z.object({
      columns: z.array(z.string()),
      rows: z.array(
        z.object({
          line: z.int().describe('of the table, counted from 1 with the header'),
          cells: z.array(z.string()).describe('as the table has them, in the order of the columns'),
        }),
      ),
    }),
  ),
  /** The tag groups and their tags with the number of products, most used first. */
  'catalog.vocabulary': method(
    {},
    z.array(z.object({ group: z.string(), tags: z.array(z.object({ name: z.string(), products: z.int() })) })),
  ),
  'catalog.problems': method(
    { offset: z.int().min(0).default(0), limit: z.int().min(1).max(500).default(100), sourceId: z.int().optional() },
    z.object({
      total: z.int(),
      byCode: z.array(z.object({ code: errorCodeSchema, count: z.int() })),
      items: z.array(problemSchema),
    }),
  ),
  /**
   * The file behind a host-free image path (`thumb/<hash>`, `original/<image id>`, `query/<hash>`, `reference/<hash>`), for the host
   * that serves it.
   * Only files the library imported or made itself are ever named; `NOT_FOUND` otherwise.
   */
  'catalog.file': method(
    { url: z.string().max(200) },
    z.object({ path: z.string(), mime: z.string(), immutable: z.boolean() }),
  ),
};

export const catalogEvents = {
  /** Says that products changed; `version` grows with each change. At most twice a second. */
  'catalog.changed': z.object({
    version: z.int(),
    products: z.int(),
    images: z.int(),
    problems: z.int(),
    unfetched: z.int(),
  }),
};
