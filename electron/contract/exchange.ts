/** What people changed over their sources, and giving it back to where the products came from. */
import { z } from 'zod';
import { productSummarySchema, tagSchema } from './catalog.ts';
import { tableFormats } from './ingest.ts';
import { method } from './method.ts';
import { batchResultSchema, changeResultSchema, targetSchema } from './tags.ts';

/** Fields that a person may say something else of. Brand, category and their like are tags. */
export type ProductField = 'title' | 'description' | 'price' | `attribute:${string}`;
export const productFieldSchema = z
  .string()
  .max(220)
  .regex(/^(?:title|description|price|attribute:[\s\S]+)$/)
  .transform((field) => field as ProductField);

const editValueSchema = z
  .string()
  .max(1_000_000)
  .nullable()
  .describe('a price as it is written; null takes back what was said');

export const fieldEditSchema = z.object({
  field: productFieldSchema,
  value: z.string().describe('what a person said, a price as its amount'),
  source: z.string().describe('what the source says'),
  conflict: z.string().nullable().describe('what the source said before, where it says something else since'),
  by: z.string(),
  at: z.string(),
});
export type FieldEdit = z.infer<typeof fieldEditSchema>;

export const changeKinds = [
  'title',
  'description',
  'price',
  'attribute',
  'tags',
  'images',
  'merged',
  'removed',
] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** Why a change cannot be written. */
export const refusals = [
  'no-column',
  'no-archive-column',
  'several-values',
  'notation',
  'encoding',
  'changed',
  'gone',
  'place',
] as const;
export type Refusal = (typeof refusals)[number];

export const changeSchema = z.object({
  id: z.string(),
  productId: z.int(),
  sku: z.string(),
  title: z.string(),
  kind: z.enum(changeKinds),
  what: z.string().describe('name of the attribute or group of the tags'),
  why: z.enum(['edited', 'confirmed', 'suggested', 'rejected', 'merged', 'removed']),
  detail: z.string().describe('the product that it was merged into, for a merged listing'),
  by: z.string().nullable(),
  at: z.string(),
  cells: z.array(
    z
      .object({ line: z.int(), column: z.string(), before: z.string(), after: z.string() })
      .describe('texts cut at 2,000'),
  ),
  rows: z.int().describe('rows that leave, or come for kind "images"'),
  refused: z.enum(refusals).nullable(),
  conflict: z
    .object({ base: z.string(), source: z.string(), value: z.string() })
    .nullable()
    .describe('what the source said when the person changed it, what it says now, and what the person said'),
  ticked: z.boolean(),
  exported: z.object({ at: z.string(), path: z.string() }).nullable(),
});
export type Change = z.infer<typeof changeSchema>;

export const listingPolicies = ['archive', 'delete', 'leave'] as const;
export const listingPolicySchema = z.enum(listingPolicies);
export type ListingPolicy = z.infer<typeof listingPolicySchema>;

/** Kinds of changes for which a person may choose a column. */
export const columnKinds = ['title', 'description', 'price', 'attribute', 'tags', 'images'] as const;
export type ColumnKind = (typeof columnKinds)[number];

export const columnChoiceSchema = z.object({
  kind: z.enum(columnKinds),
  what: z.string().max(200).default('').describe('name of the attribute or group of the tags'),
  column: z.string().min(1).max(300).describe('its name in the header'),
  isNew: z.boolean().default(false).describe('whether the column is added where the table has none of that name'),
});
export type ColumnChoice = z.infer<typeof columnChoiceSchema>;

/** What a person chose for a source, remembered until they choose something else. */
export const exportChoicesSchema = z.object({
  merged: listingPolicySchema.describe('what becomes of listings that were merged into another'),
  removed: listingPolicySchema,
  newColumns: z.boolean().describe('adds columns for what the table has none for'),
  columns: z.array(columnChoiceSchema).max(500).describe('only where another column is meant than the one proposed'),
});
export type ExportChoices = z.infer<typeof exportChoicesSchema>;

/** For this one call, before what is remembered for the source; the columns one by one. */
const choices = exportChoicesSchema.partial().shape;

export const changeSourceSchema = z.object({
  sourceId: z.int(),
  path: z.string(),
  kind: z.enum(['folder', 'table']),
  format: z.enum(tableFormats),
  encoding: z.string(),
  state: z
    .enum(['ready', 'changed', 'gone', 'unread', 'folder'])
    .describe('"changed": the file is another than was read; "unread": read before what writing needs was kept'),
});
export type ChangeSource = z.infer<typeof changeSourceSchema>;

export const exportFormats = ['source', 'shopify', 'woocommerce', 'google', 'xlsx', 'jsonl'] as const;
export const exportFormatSchema = z.enum(exportFormats);
export type ExportFormat = z.infer<typeof exportFormatSchema>;

export const exportRequestSchema = {
  format: exportFormatSchema.default('source'),
  sourceId: z.int().optional().describe('for "source"; the only table of the library when left out'),
  out: z.string().min(1).max(4096).optional().describe('path of the file; beside the source when left out'),
  overwrite: z
    .boolean()
    .default(false)
    .describe('whether a file that is there may be written over, the source itself included'),
  changes: z.boolean().default(true).describe('false: the file as it was'),
  vectors: z.boolean().default(false).describe('for "jsonl"'),
  ...choices,
};

export const exportResultSchema = z.object({
  path: z.string(),
  format: exportFormatSchema,
  bytes: z.int(),
  products: z.int(),
  changes: z.int().describe('changes that were written'),
  cells: z.int(),
  refused: z.array(z.object({ sku: z.string(), column: z.string(), why: z.enum(refusals) })).describe('at most 1,000'),
  redirects: z
    .string()
    .nullable()
    .describe(
      "path of the shop system's table of redirects, or of a plain one where it has none; null when nothing was merged",
    ),
  exportId: z.int().nullable(),
  seconds: z.number(),
});
export type ExportResult = z.infer<typeof exportResultSchema>;

export const storedExportSchema = z.object({
  id: z.int(),
  format: exportFormatSchema,
  path: z.string(),
  changes: z.int(),
  at: z.string(),
  overSource: z.boolean(),
  takenBackAt: z.string().nullable(),
});
export type StoredExport = z.infer<typeof storedExportSchema>;

export const tableRowSchema = z.object({
  id: z.int(),
  sku: z.string(),
  title: z.string(),
  description: z.string(),
  price: productSummarySchema.shape.price,
  tags: z.array(tagSchema),
  attributes: z.record(z.string(), z.string()),
  image: z.string().nullable().describe('path of the thumbnail'),
  edited: z.array(productFieldSchema),
});
export type TableRow = z.infer<typeof tableRowSchema>;

const replacing = {
  target: targetSchema,
  field: productFieldSchema,
  find: z.string().max(1000).default(''),
  replace: z.string().max(100_000),
  matchCase: z.boolean().default(false),
  whole: z
    .boolean()
    .default(false)
    .describe('puts `replace` in the place of the whole text, whatever it is; `find` is left out'),
  except: z.array(z.int()).max(100_000).default([]).describe('products that stay as they are'),
};

export const exchangeMethods = {
  /** Says what fields of products are to be, one step of undo together. `BAD_REQUEST` for a price that cannot be read or that is a range. */
  'exchange.edit': method(
    {
      edits: z
        .array(z.object({ productId: z.int(), field: productFieldSchema, value: editValueSchema }))
        .min(1)
        .max(2000),
      by: z.string().max(200),
    },
    changeResultSchema,
  ),
  'exchange.ofProduct': method(
    { productId: z.int() },
    z.object({
      edits: z.array(fieldEditSchema),
      removed: z
        .object({ by: z.string(), at: z.string() })
        .nullable()
        .describe('who took it out of the catalog; null while it is in it'),
    }),
  ),
  /** Takes products out, or brings them back, whatever their sources say. */
  'exchange.setRemoved': method(
    { productIds: z.array(z.int()).min(1).max(2000), removed: z.boolean(), by: z.string().max(200) },
    changeResultSchema,
  ),
  'exchange.replacePreview': method(
    { ...replacing, offset: z.int().min(0).default(0), limit: z.int().min(1).max(500).default(50) },
    z.object({
      matched: z.int().describe('products of the target'),
      changed: z.int().describe('those that are excepted left out'),
      total: z.int().describe('of the sample: all that would change, those that are excepted as well'),
      sample: z
        .array(
          z.object({
            productId: z.int(),
            sku: z.string(),
            title: z.string(),
            before: z.string(),
            after: z.string(),
          }),
        )
        .describe('of `total`, from `offset` on'),
    }),
  ),
  /** `CONFLICT` when it would change another number of products than expected. Large ones go on as a job. */
  'exchange.replaceApply': method(
    { ...replacing, expect: z.int().optional(), by: z.string().max(200) },
    batchResultSchema,
  ),
  /** Which products a search finds or a selection has, in their order, so that a table of them stays as it is while they are edited. */
  'exchange.productsOf': method(
    { target: targetSchema },
    z.object({ total: z.int(), productIds: z.array(z.int()).describe('the first 100,000') }),
  ),
  /** Products of a search or a selection as rows, for editing them. Those that are gone are left out. */
  'exchange.rows': method(
    { target: targetSchema, offset: z.int().min(0).default(0), limit: z.int().min(1).max(500).default(100) },
    z.object({ total: z.int(), attributes: z.array(z.string()), rows: z.array(tableRowSchema) }),
  ),
  'exchange.sources': method({}, z.array(changeSourceSchema)),
  /** What would be written into the file of a source. */
  'exchange.changes': method(
    {
      sourceId: z.int(),
      kind: z.enum(changeKinds).optional(),
      offset: z.int().min(0).default(0),
      limit: z.int().min(1).max(500).default(100),
      ...choices,
    },
    z.object({
      source: changeSourceSchema,
      total: z.int().describe('of the kind asked for'),
      byKind: z.array(z.object({ kind: z.enum(changeKinds), count: z.int(), ticked: z.int(), refused: z.int() })),
      ticked: z.int(),
      conflicts: z.int(),
      columns: z
        .array(
          z.object({
            kind: z.enum(changeKinds),
            what: z.string(),
            columns: z.array(z.string()).describe('where it goes unless something else is chosen'),
            chosen: z.object({ column: z.string(), isNew: z.boolean() }).nullable(),
            choosable: z.boolean(),
          }),
        )
        .describe('which columns each kind of change is written to'),
      header: z.array(z.string()).describe('the columns of the table'),
      choices: exportChoicesSchema,
      redirects: z
        .boolean()
        .describe(
          'whether the shop system has a table of redirects; for others, merged numbers and addresses go into a plain one',
        ),
      exports: z.array(storedExportSchema).describe('newest first, at most 20'),
      items: z.array(changeSchema),
    }),
  ),
  'exchange.tick': method(
    {
      sourceId: z.int(),
      ids: z.array(z.string().max(2000)).max(2000).optional().describe('all changes when left out'),
      kind: z.enum(changeKinds).optional(),
      ticked: z.boolean(),
      ...choices,
    },
    z.object({ changed: z.int() }),
  ),
  /** Changes of all tables that would be written and were not yet: `changes` of `library.waiting`, counted at once. */
  'exchange.unwritten': method({}, z.object({ count: z.int() })),
  /** Remembers for a source what is given; a column of null is the proposed one again. `BAD_REQUEST` for a column that the table lacks. */
  'exchange.choose': method(
    {
      sourceId: z.int(),
      merged: choices.merged,
      removed: choices.removed,
      newColumns: choices.newColumns,
      column: columnChoiceSchema.extend({ column: columnChoiceSchema.shape.column.nullable() }).optional(),
    },
    exportChoicesSchema,
  ),
  /** Writes a file as a job, whose result is an `ExportResult`. `CONFLICT` where a file is there already or the source changed. */
  'exchange.export': method(exportRequestSchema, z.object({ jobId: z.int(), path: z.string() })),
  /** Puts back the file that an export wrote over, and forgets what was exported. */
  'exchange.takeBack': method({ exportId: z.int() }, z.object({ path: z.string(), restored: z.boolean() })),
};
