/** What shoppers search for, and where the search or the catalog fails them. Told of queries that enough shoppers asked. */
import { z } from 'zod';
import { method } from './method.ts';

export const demandListNames = ['top', 'noResults', 'noClicks', 'lowClicks', 'refined', 'abandoned', 'rising'] as const;
export type DemandListName = (typeof demandListNames)[number];

export const demandQuerySchema = z.object({
  query: z.string(),
  searches: z.int(),
  noResults: z.int().nullable().describe('searches that found nothing; null where no log says'),
  clicked: z.int().describe('searches after which a result was clicked'),
  clickRatio: z
    .number()
    .nullable()
    .describe('clicks over those that its results would get at their positions on average; null where no log says'),
  refined: z.int().describe('searches without a click, followed by another search'),
  abandoned: z.int().describe('searches without a click, followed by nothing'),
  bought: z.int().describe('searches after which a product was bought that had been clicked'),
  weeks: z.array(z.int()).describe('searches in each of the last weeks, the latest last'),
  change: z.number().nullable().describe('of the last four weeks against the four before: 0.5 is half more'),
});
export type DemandQuery = z.infer<typeof demandQuerySchema>;

export const demandGroupSchema = z.object({
  name: z.string().describe('the query of the group that is asked most'),
  queries: z.array(z.string()),
  searches: z.int(),
  clicked: z.int(),
  nearest: z.object({ productId: z.int(), sku: z.string(), title: z.string() }).nullable(),
});
export type DemandGroup = z.infer<typeof demandGroupSchema>;

export const demandReportSchema = z.object({
  searches: z.int(),
  queries: z.int().describe('different ones'),
  hidden: z.int().describe('queries that fewer than five shoppers asked, and that are not told'),
  from: z.string().nullable(),
  to: z.string().nullable(),
  noResults: z.int().nullable(),
  clicked: z.int(),
  weeks: z.array(z.object({ start: z.string(), searches: z.int(), clicked: z.int(), noResults: z.int() })),
  lists: z.record(z.enum(demandListNames), z.array(demandQuerySchema)),
});
export type DemandReport = z.infer<typeof demandReportSchema>;

export const demandMeaningSchema = z.object({
  groups: z.array(demandGroupSchema).describe('queries that mean much the same, those asked most first'),
  wanted: z.array(demandGroupSchema).describe('groups that failed and are far from every product'),
});
export type DemandMeaning = z.infer<typeof demandMeaningSchema>;

const window = {
  days: z.int().min(1).max(3660).nullable().default(null).describe('back from the latest event; null: all'),
};

export const demandMethods = {
  'demand.report': method(window, demandReportSchema),
  /** The same by what queries mean; asks the model for vectors. `MODEL_*` */
  'demand.meaning': method(window, demandMeaningSchema),
  /**
   * Grades products by what shoppers clicked, under the judge "clicks", in the place of what that judge said before: one step of undo.
   * `CONFLICT` where no log says which products were shown.
   */
  'demand.grade': method(
    window,
    z.object({
      queries: z.int(),
      grades: z.int(),
      unsure: z.int().describe('products of queries that were examined too seldom to be graded'),
      examination: z.array(z.number()).describe('chance that a result is looked at, by position'),
    }),
  ),
};
