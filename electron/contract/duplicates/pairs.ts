/**
 * Two products held against each other: what speaks for their being the same, what people said, and in what they
 * differ.
 */
import { z } from 'zod';

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

export const vetoKinds = ['size', 'unit', 'colour', 'model', 'identifier', 'option', 'audience'] as const;

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

/** Every pair of these products once, the smaller id first. */
export function pairsOf(products: Iterable<number>): [number, number][] {
  const ids = [...new Set(products)].sort((a, b) => a - b);
  return ids.flatMap((left, i) => ids.slice(i + 1).map((right): [number, number] => [left, right]));
}

/** Stands for a pair of products, whichever of them comes first. */
export function pairKey(a: number, b: number): string {
  return a < b ? `${a}-${b}` : `${b}-${a}`;
}

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
