/** The catalog as a map: products that look alike lie together, coloured by what is known of them. */
import { z } from 'zod';
import { productSummarySchema, tagSchema } from './catalog.ts';
import { jobSchema } from './jobs.ts';
import { method } from './method.ts';

export const mapColouringSchema = z.discriminatedUnion('by', [
  z.object({ by: z.literal('tags'), group: z.string().max(1000) }),
  z.object({ by: z.enum(['duplicates', 'doubt', 'price', 'sales', 'failed']) }),
]);
export type MapColouring = z.infer<typeof mapColouringSchema>;

export const mapStateSchema = z.object({
  layout: z
    .object({
      version: z.string().describe('another one whenever products came, left or moved: ask for the points anew then'),
      madeAt: z.string(),
      laidOut: z.int().describe('products that the layout was made of and that are still there'),
      placed: z.int().describe('products that came later and were placed by their neighbours'),
    })
    .nullable(),
  products: z.int(),
  waiting: z.int().describe('products with a vector that have no place yet'),
  unseen: z.int().describe('products without a vector of the model: they have no photo, or it was not read yet'),
  colourings: z.array(mapColouringSchema).describe('those for which the library has data'),
});
export type MapState = z.infer<typeof mapStateSchema>;

export const mapPointsSchema = z.object({
  version: z.string(),
  ids: z.array(z.int()).describe('products, ascending'),
  x: z.array(z.int()).describe('in thousandths; most lie within -1000..1000, right is larger'),
  y: z.array(z.int()).describe('in thousandths; up is larger'),
});
export type MapPoints = z.infer<typeof mapPointsSchema>;

/** One entry a point, in the order of the points of the same version. */
export const mapColoursSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('names'),
    version: z.string(),
    names: z.array(z.object({ name: z.string(), count: z.int() })).describe('most frequent first'),
    of: z.array(z.int()).describe('place of its name among `names`; -1 has none'),
  }),
  z.object({
    kind: z.literal('numbers'),
    version: z.string(),
    values: z.array(z.number().nullable()),
    low: z.number().describe('a few stray values lie below'),
    high: z.number().describe('a few stray values lie above'),
    partial: z.boolean().describe('classifiers are still being fitted; ask again later'),
  }),
]);
export type MapColours = z.infer<typeof mapColoursSchema>;

export const mapAreaSchema = z.object({
  level: z.int().describe('0: large areas, seen from afar; 1 and 2: the smaller ones in them'),
  x: z.number().describe('in thousandths, where its products lie closest'),
  y: z.number(),
  products: z.int(),
  names: z
    .array(z.union([tagSchema, z.object({ word: z.string() })]))
    .describe('what sets it apart from the rest, strongest first; at most two'),
});
export type MapArea = z.infer<typeof mapAreaSchema>;

export const mapMethods = {
  'map.state': method({}, mapStateSchema),
  /** Lays all products out, in the background. Goes on with a run that was stopped, as long as it is about the same photos. */
  'map.layOut': method({}, jobSchema),
  /** Where products lie. @throws `NOT_FOUND` before they were laid out */
  'map.points': method({}, mapPointsSchema),
  /** What is known of each point, to colour it by. @throws `NOT_FOUND` before they were laid out, `MODEL_*` */
  'map.colours': method({ colouring: mapColouringSchema }, mapColoursSchema),
  /** Areas with what sets them apart, the largest first. @throws `NOT_FOUND` before they were laid out */
  'map.areas': method({}, z.array(mapAreaSchema)),
  /** Products as lists show them, in the order asked for; those that are gone are left out. */
  'map.products': method({ ids: z.array(z.int()).max(500) }, z.array(productSummarySchema)),
};
