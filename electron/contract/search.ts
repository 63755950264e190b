/** Searching by words, images and products, in any mix. */
import { z } from 'zod';
import { contentHashSchema, productSummarySchema } from './catalog.ts';
import { mostClipFrames } from './key-frames.ts';
import { method } from './method.ts';
import { operationSchema } from './operations.ts';
import { barcodeSchema } from './recognition.ts';
import { regionSchema } from './region.ts';

/** Positive weights pull results towards the part, negative ones push them away: `q = normalise(sum w_i * e_i)`. */
const weightSchema = z
  .number()
  .min(-4)
  .max(4)
  .refine((weight) => weight !== 0, 'a weight of 0 has no effect')
  .default(1);

/** A frame of a clip, added as an image: `region` is the picture without the bars around it. */
export const clipFrameSchema = z.object({
  hash: contentHashSchema,
  at: z.number().min(0).describe('seconds from the beginning of the clip'),
  region: regionSchema.optional(),
});
export type ClipFrame = z.infer<typeof clipFrameSchema>;
const clipFramesSchema = z.array(clipFrameSchema).min(1).max(mostClipFrames);

export const queryPartSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string().trim().min(1).max(500), weight: weightSchema }),
  z.object({
    kind: z.literal('image'),
    hash: contentHashSchema,
    weight: weightSchema,
    name: z.string().optional(),
    region: regionSchema.optional().describe('the part of the image that is meant; left out: all of it'),
    cut: z.literal('bars').optional().describe('the region is what was left when bars around the photo were cut off'),
    clip: z
      .object({ name: z.string(), frames: clipFramesSchema })
      .optional()
      .describe('the clip that the image is a frame of, so that another can be taken; it is not searched with'),
  }),
  z.object({
    kind: z.literal('clip'),
    frames: clipFramesSchema.describe(
      'alternatives: a product scores as with the frame that it matches best; with a negative weight it is their mean',
    ),
    weight: weightSchema,
    name: z.string().optional(),
  }),
  z.object({ kind: z.literal('product'), productId: z.int(), weight: weightSchema, name: z.string().optional() }),
]);
export type QueryPart = z.infer<typeof queryPartSchema>;

/** More groups, and more names in all, than a person can choose. */
const mostGroups = 100;
const mostNames = 2000;

const tagNamesSchema = z
  .record(z.string().max(1000), z.array(z.string().max(1000)).max(mostNames))
  .refine(
    (tags) => Object.keys(tags).length <= mostGroups && Object.values(tags).flat().length <= mostNames,
    `at most ${mostGroups} groups and ${mostNames} tags`,
  );

/** Groups are joined by AND, the names within one group by OR; a product with any of `notTags` does not pass. */
export const filtersSchema = z.object({
  tags: tagNamesSchema.default({}),
  notTags: tagNamesSchema.optional(),
  priceMin: z.number().optional(),
  priceMax: z.number().optional(),
  hasProblem: z.boolean().optional(),
  sourceId: z.int().optional(),
});
export type Filters = z.infer<typeof filtersSchema>;

export const sortSchema = z.enum(['relevance', 'title', 'price-asc', 'price-desc', 'newest']);
export type Sort = z.infer<typeof sortSchema>;

export const componentNames = ['picture', 'listing', 'words'] as const;

export const explanationSchema = z.object({
  components: z.array(
    z.object({
      name: z.enum(componentNames).describe('picture: image vectors; listing: product-text vectors; words: BM25'),
      value: z.number().describe('the raw similarity (cosine) or normalised BM25'),
      share: z.number().describe('part of the score that comes from it, 0..1; shares sum to 1'),
    }),
  ),
  textTells: z
    .boolean()
    .describe(
      'false: the title is a file name or a number and there are no tags, so that the photo alone is ranked by',
    ),
  named: z
    .number()
    .nullable()
    .describe('probability that the photo asked with shows it: why it leads; null where the look-up did not name it'),
  without: z.array(z.string()).describe('words that are not wanted, which the product does not say'),
  matches: z.array(
    z.object({
      field: z
        .enum(['title', 'description', 'tags', 'sku', 'variant', 'merged'])
        .describe(
          'variant: number or barcode of one of its variants; merged: title or number of a listing merged into this one',
        ),
      text: z.string(),
      ranges: z.array(z.tuple([z.int(), z.int()])).describe('[start, end) in UTF-16 units of `text`'),
    }),
  ),
});
export type Explanation = z.infer<typeof explanationSchema>;

/** How likely it is that a result is what was meant, held to grades that people gave. */
export const bandSchema = z.enum(['very-likely', 'likely', 'possible', 'unlikely']);
export type Band = z.infer<typeof bandSchema>;

export const hitSchema = productSummarySchema.extend({
  rank: z.int().describe('from 1'),
  band: bandSchema.nullable().describe('what to tell a person of the score; null when nothing was asked'),
  score: z.number().nullable().describe('0..1, null when nothing was asked and products are merely listed'),
  matchedImageId: z.int().nullable().describe('the photo that matched best'),
  matchedFrame: z.int().optional().describe('index of the frame that matched best, where a clip is asked with'),
  why: explanationSchema.nullable(),
});
export type Hit = z.infer<typeof hitSchema>;

export const facetSchema = z.object({
  group: z.string(),
  values: z.array(z.object({ name: z.string(), count: z.int() })),
});
export type Facet = z.infer<typeof facetSchema>;

export const readingSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('price'),
    source: z.string().describe('as it stands in the query'),
    min: z.number().optional(),
    max: z.number().optional(),
  }),
  z.object({ kind: z.literal('without'), source: z.string(), words: z.string() }),
  z.object({
    kind: z.literal('tag'),
    source: z.string(),
    group: z.string(),
    name: z.string().describe('of a tag of this catalog that the words name'),
  }),
]);
/** What was understood by words of the query. */
export type Reading = z.infer<typeof readingSchema>;

export const searchParamsSchema = {
  parts: z.array(queryPartSchema).max(20).default([]),
  filters: filtersSchema.default({ tags: {} }),
  sort: sortSchema.default('relevance'),
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(500).default(60),
  imagesOnly: z.boolean().default(false).describe('leaves titles, tags and BM25 out of the ranking'),
  asWords: z
    .array(z.string().max(500))
    .max(50)
    .optional()
    .describe('sources of readings that are meant as plain words after all'),
  spelling: z.boolean().default(true).describe('corrects words that no product has; false: as they were typed'),
  cutoff: z
    .boolean()
    .default(true)
    .describe('leaves clearly unrelated products out, and all but those with the number or phrase that is asked for'),
  facets: z.boolean().default(true),
  remember: z.boolean().default(false).describe('keeps the query in the history'),
};

export const searchResultSchema = z.object({
  total: z.int().describe('products in the list, after filters and cutoff; at least the best ten'),
  meant: z
    .int()
    .describe('how many of them, from the first, are above the cutoff: the rest is probably not what was meant'),
  hidden: z.int().describe('candidates left out by the cutoff'),
  narrowedTo: z
    .enum(['number', 'phrase'])
    .nullable()
    .describe('what the products in the list have and the hidden ones have not: the number or the phrase asked for'),
  excluded: z.int().describe('candidates left out because title, tags or attributes say what is not wanted'),
  hits: z.array(hitSchema),
  facets: z.array(facetSchema).describe('counts over the whole list; a group ignores its own filter'),
  priceRange: z.object({ min: z.number(), max: z.number() }).nullable(),
  corrections: z
    .array(z.object({ from: z.string(), to: z.string() }))
    .describe('texts of the query that were searched for as something else, because no product has their words'),
  readings: z.array(readingSchema).describe('what was understood by words of the query, in their order'),
  tookMs: z.number(),
  mode: z.enum(['browse', 'hnsw', 'exact']),
  modelId: z.string(),
});
export type SearchResult = z.infer<typeof searchResultSchema>;

export const savedSearchSchema = z.object({
  id: z.int(),
  name: z.string().trim().min(1).max(200),
  parts: z.array(queryPartSchema).max(20),
  filters: filtersSchema,
  sort: sortSchema,
  savedAt: z.string(),
});
export type SavedSearch = z.infer<typeof savedSearchSchema>;

export const suggestionsSchema = z.object({
  tags: z.array(z.object({ group: z.string(), name: z.string(), products: z.int() })),
  products: z.array(productSummarySchema),
});
export type Suggestions = z.infer<typeof suggestionsSchema>;

export const queryImageSchema = z.object({
  hash: contentHashSchema,
  name: z.string(),
  width: z.int(),
  height: z.int(),
  url: z.string().describe('host-free path of a preview, such as "query/<hash>"'),
  content: regionSchema
    .optional()
    .describe(
      'where bars are around the photo, as on a screenshot: the photo without them, which has been encoded in its place',
    ),
});
export type QueryImage = z.infer<typeof queryImageSchema>;

export const queryClipSchema = z.object({ name: z.string(), frames: clipFramesSchema });
export type QueryClip = z.infer<typeof queryClipSchema>;

export const referenceImageSchema = z.object({
  hash: contentHashSchema,
  name: z.string().describe('of the file; empty where it is not known'),
  addedAt: z.string(),
  url: z.string().describe('host-free path of its copy, "reference/<hash>"'),
});
export type ReferenceImage = z.infer<typeof referenceImageSchema>;

export const lookUpSchema = z.object({
  verdict: z
    .enum(['one', 'few', 'none'])
    .describe('one: probably the first candidate; few: one of the candidates; none: likely not in the catalog'),
  known: z.number().describe('probability that the catalog has the product at all'),
  candidates: z
    .array(
      z.object({
        product: productSummarySchema,
        probability: z.number(),
        confirmed: z.boolean().describe('a photo that a person confirmed is what makes it likely'),
      }),
    )
    .describe('the likeliest products, up to three, likeliest first; also where the verdict is none'),
  saidToBe: z
    .int()
    .nullable()
    .describe('the product that a person said this very photo shows; it is the candidate then'),
  tookMs: z.number(),
});
export type LookUpResult = z.infer<typeof lookUpSchema>;

/**
 * The candidates that lead the results of a search with the photo: what it is said to show, or the closest where the
 * catalog has likely nothing of the kind.
 */
export function leadingOf({ verdict, candidates }: LookUpResult): LookUpResult['candidates'] {
  return verdict === 'few' ? candidates : candidates.slice(0, 1);
}

export const photoBarcodeSchema = barcodeSchema.extend({
  products: z.array(productSummarySchema).describe('those that carry the number'),
});
export type PhotoBarcode = z.infer<typeof photoBarcodeSchema>;

export const photoRegionsSchema = z.object({
  background: z.enum(['plain', 'busy']).describe('how the regions were found'),
  regions: z
    .array(
      z.object({
        region: regionSchema,
        similarity: z.number().describe('cosine to the photo of the catalog that is nearest'),
        product: productSummarySchema.nullable().describe('of that photo; null in an empty catalog'),
      }),
    )
    .describe('likeliest first'),
  tookMs: z.number(),
});
export type PhotoRegions = z.infer<typeof photoRegionsSchema>;

export const searchMethods = {
  'search.run': method(searchParamsSchema, searchResultSchema),
  /** Reads an image file of this machine (path or file: URL) so that it can be part of a query. */
  'search.addImage': method(
    {
      path: z.string().min(1),
      name: z.string().optional(),
      region: regionSchema
        .optional()
        .describe('the part that is to be searched by; it is encoded in place of the whole'),
    },
    queryImageSchema,
  ),
  /**
   * Reads frames of a film file of this machine with ffmpeg, so that they can be part of a query. `CLIP_READER_MISSING`
   * where it is not installed, `CLIP_UNREADABLE` where it cannot read the file.
   */
  'search.addClip': method({ path: z.string().min(1) }, queryClipSchema),
  /** Makes an image of the catalog one to search by, as to ask what is on a part of it. */
  'search.addCatalogImage': method({ imageId: z.int() }, queryImageSchema),
  /** Which product of the catalog an image shows that was added with `search.addImage`, if it has it. */
  'search.lookUp': method({ hash: contentHashSchema }, lookUpSchema),
  /** Where products are on such an image, and which they look like. Takes seconds on a busy one, after all that people wait for. */
  'search.regions': method({ hash: contentHashSchema }, photoRegionsSchema),
  /** Reads the barcodes on such an image. Once that is done, products that carry them lead a search with it. */
  'search.barcodes': method({ hash: contentHashSchema }, z.array(photoBarcodeSchema)),
  /**
   * Keeps such an image as a reference of a product ("yes, this one"): photos looked up later are compared with it too. It shows one
   * product: one that it was kept for before loses it.
   */
  'search.confirmPhoto': method(
    { hash: contentHashSchema, productId: z.int() },
    z.object({ operation: operationSchema.nullable().describe('null when it was kept for that product already') }),
  ),
  /** The images that people confirmed for a product, and for what was merged into it. */
  'search.references': method({ productId: z.int() }, z.array(referenceImageSchema)),
  'search.removeReference': method({ hash: contentHashSchema }, z.object({ operation: operationSchema.nullable() })),
  /** What in a product's image made it match: similarity lost when each region is covered. */
  'search.heatmap': method(
    { parts: z.array(queryPartSchema).min(1).max(20), imageId: z.int(), grid: z.int().min(4).max(12).default(8) },
    z.object({
      rows: z.int(),
      columns: z.int(),
      similarity: z.number().describe('cosine of the whole photo to the query'),
      drops: z
        .array(z.number())
        .describe('row-major [rows x columns]: cosine lost with the region covered; negative where covering helps'),
    }),
  ),
  /** Past queries, newest first, for suggestions. */
  'search.history': method(
    { limit: z.int().min(1).max(200).default(20) },
    z.array(
      z.object({
        id: z.int(),
        parts: z.array(queryPartSchema),
        label: z.string(),
        askedAt: z.string(),
        found: z.int().nullable().describe('products it found when it was last asked without filters'),
      }),
    ),
  ),
  /** Searches that were kept by a name, in the order of the names. */
  'search.saved': method({}, z.array(savedSearchSchema)),
  /** Keeps a search by a name; what had the name before is replaced. */
  'search.save': method(savedSearchSchema.omit({ id: true, savedAt: true }).shape, z.object({})),
  'search.removeSaved': method({ id: z.int() }, z.object({})),
  /** Tags and products whose names have words that begin with what is typed; those first whose names begin so. */
  'search.suggest': method({ text: z.string().max(500), limit: z.int().min(1).max(20).default(4) }, suggestionsSchema),
};

export const searchEvents = {
  /** A query was added to the history, or asked again. */
  'search.remembered': z.object({ label: z.string() }),
  /** A search was saved, or a saved one removed. */
  'search.savedChanged': z.object({}),
};
