/** Several products shown as one. */
import { z } from 'zod';
import { priceSchema, tagSchema } from '../catalog.ts';

/**
 * Where a field of the merged product comes from. `ask` leaves it open: merging refuses with `BAD_REQUEST` until a
 * product is named.
 */
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

export const defaultMergeFields = {
  title: 'longest',
  description: 'longest',
  price: 'keeper',
  tags: 'union',
  photos: 'union',
} as const;

export const mergeParams = {
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
