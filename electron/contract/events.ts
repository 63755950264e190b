/** What shoppers did: orders, views, clicks and searches, brought in from files of the shop. Nobody can be told from it afterwards. */
import { z } from 'zod';
import { tableOptionsSchema } from './ingest.ts';
import { method } from './method.ts';

/** Their order is stored: new ones go to the end. */
export const eventKinds = ['view', 'click', 'cart', 'purchase', 'return', 'search'] as const;
export const eventKindSchema = z.enum(eventKinds);
export type EventKind = (typeof eventKinds)[number];

/** What a column of a file of events can hold; anything else of a file is not read. */
export const eventRoles = [
  'ignore',
  'time',
  'kind',
  'sku',
  'barcode',
  'url',
  'title',
  'lines',
  'quantity',
  'customer',
  'session',
  'order',
  'status',
  'query',
  'search',
  'position',
  'results',
  'shown',
  'clicked',
  'agent',
] as const;
export const eventRoleSchema = z.enum(eventRoles);
export type EventRole = (typeof eventRoles)[number];

export const eventForms = ['shopify-orders', 'woocommerce-orders', 'ga4', 'algolia', 'table', 'json'] as const;
export const eventFormSchema = z.enum(eventForms);
export type EventForm = (typeof eventForms)[number];

export const eventMappingSchema = z
  .array(z.object({ column: z.string().min(1).max(300), role: eventRoleSchema }))
  .max(2000);
export type EventMapping = z.infer<typeof eventMappingSchema>;

export const eventReadingSchema = z.object({
  delimiter: tableOptionsSchema.shape.delimiter,
  encoding: tableOptionsSchema.shape.encoding,
  sheet: tableOptionsSchema.shape.sheet,
  kind: eventKindSchema.optional().describe('what each row is, where no column says so'),
  mapping: eventMappingSchema.optional().describe('only columns that hold something else than was proposed'),
});
export type EventReading = z.infer<typeof eventReadingSchema>;

/** Why a row, or an event of it, was left out. */
export const leftOutReasons = [
  'broken-row',
  'time',
  'kind',
  'product',
  'query',
  'quantity',
  'cancelled',
  'robot',
  'personal',
  'sealed',
  'old',
] as const;
export type LeftOutReason = (typeof leftOutReasons)[number];

const counted = z.object({
  why: z.enum(leftOutReasons),
  count: z.int(),
  lines: z.array(z.int()).default([]).describe('where the first of them stand in the file, three at most'),
});

const byKind = z.partialRecord(eventKindSchema, z.int());

export const eventsResultSchema = z.object({
  rows: z.int(),
  added: z.int().describe('events that were not there before'),
  known: z.int().describe('events that were there already'),
  byKind: byKind.describe('of those added'),
  leftOut: z.array(counted),
  withdrawn: z.int().describe('events of orders that were cancelled since they came in'),
  returned: z.int().describe('returns that were set off against what was bought'),
  robots: z.object({ shoppers: z.int(), events: z.int() }),
  products: z.object({ matched: z.int(), unmatched: z.int() }).describe('products that the file names'),
  again: z.boolean().describe('whether this very file had been read before, in the same way'),
  seconds: z.number(),
});
export type EventsResult = z.infer<typeof eventsResultSchema>;

export const eventPreviewSchema = z.object({
  path: z.string(),
  form: eventFormSchema,
  kind: eventKindSchema.describe('what each row is, where no column says so'),
  remembered: z.boolean().describe('whether the columns are what a person said of such a file before'),
  columns: z.array(z.object({ name: z.string(), role: eventRoleSchema, samples: z.array(z.string()) })),
  rows: z.int().describe('rows looked at'),
  events: z
    .array(
      z.object({
        kind: eventKindSchema,
        time: z.string(),
        product: z.string().nullable().describe('as the file names it'),
        matched: z.boolean(),
        quantity: z.number(),
        query: z.string().nullable(),
        position: z.int().nullable(),
        shopper: z.enum(['customer', 'session']).nullable(),
      }),
    )
    .describe('what the first rows say, ten at most'),
  byKind,
  leftOut: z.array(counted),
  products: eventsResultSchema.shape.products,
  importedAt: z.string().nullable().describe('when this very file came in'),
});
export type EventPreview = z.infer<typeof eventPreviewSchema>;

export const eventSummarySchema = z.object({
  events: z.int(),
  byKind,
  first: z.string().nullable(),
  last: z.string().nullable(),
  shoppers: z.int(),
  products: eventsResultSchema.shape.products,
  robots: eventsResultSchema.shape.robots,
  files: z.array(
    z.object({
      id: z.int(),
      name: z.string(),
      form: eventFormSchema,
      importedAt: z.string(),
      result: eventsResultSchema.nullable().describe('null while it comes in'),
    }),
  ),
  hasKey: z
    .boolean()
    .describe('whether the key of the hashes is there: without it nobody can be found to be forgotten'),
  retentionDays: z.int().nullable().describe('null: kept until they are taken out'),
});
export type EventSummary = z.infer<typeof eventSummarySchema>;

const filePath = z.string().min(1).max(4096);

export const eventMethods = {
  /** What a file would bring in. `FILE_MISSING`, `TABLE_*` */
  'events.preview': method({ path: filePath, reading: eventReadingSchema.default({}) }, eventPreviewSchema),
  /** Brings a file in as a job, whose result is an `EventsResult`, and remembers what was said of its columns. */
  'events.import': method({ path: filePath, reading: eventReadingSchema.default({}) }, z.object({ jobId: z.int() })),
  'events.summary': method({}, eventSummarySchema),
  /** Products that files name and the catalog lacks, those that were met most often first. */
  'events.unmatched': method(
    { offset: z.int().min(0).default(0), limit: z.int().min(1).max(500).default(100) },
    z.object({
      total: z.int(),
      items: z.array(
        z.object({
          sku: z.string(),
          barcode: z.string(),
          url: z.string(),
          title: z.string(),
          events: z.int().nullable().describe('null below five'),
        }),
      ),
    }),
  ),
  /** Takes out what a customer did, by the number or address of the shop's tables. `CONFLICT` where the key was thrown away. */
  'events.forget': method({ customer: z.string().trim().min(1).max(500) }, z.object({ removed: z.int() })),
  /** Throws the key of the hashes away: nobody can be found again by what they did. */
  'events.forgetKey': method({}, eventSummarySchema),
  'events.setRetention': method(
    { days: z.int().min(1).max(36_500).nullable() },
    z.object({ removed: z.int().describe('events that were older') }),
  ),
  /** Takes out what a file brought in; without an id, everything. */
  'events.remove': method({ fileId: z.int().optional() }, z.object({ removed: z.int() })),
};

export const eventEvents = {
  'events.changed': z.object({ version: z.int() }),
};
