/** Bringing a folder of images or a product table into the library. */
import { z } from 'zod';
import { errorCodeSchema } from './errors.ts';
import { method } from './method.ts';
import { remarkSchema } from './remark.ts';

/** What a column of a table holds. `tag` columns go into the tag group named beside them; several `image` columns are allowed. */
export const columnRoles = [
  'sku',
  'title',
  'description',
  'price',
  'currency',
  'url',
  'image',
  'tag',
  'attribute',
  'ignore',
] as const;
export const columnRoleSchema = z.enum(columnRoles);
export type ColumnRole = z.infer<typeof columnRoleSchema>;

export const columnMappingSchema = z.object({
  column: z.string(),
  role: columnRoleSchema,
  group: z.string().optional().describe('tag group, for role "tag"'),
});
export type ColumnMapping = z.infer<typeof columnMappingSchema>;

export const tableOptionsSchema = z.object({
  delimiter: z.enum([',', ';', '\t', '|']).optional(),
  encoding: z.string().optional().describe('an iconv name such as utf-8, gb18030, windows-1252'),
  mapping: z.array(columnMappingSchema).max(10_000).optional(),
  listSeparator: z.string().min(1).max(3).optional().describe('splits several images or tags in one cell'),
  sheet: z.string().optional().describe('of a workbook; without it the first'),
});
export type TableOptions = z.infer<typeof tableOptionsSchema>;

/** Shop systems whose tables are known; "table" is any other. */
export const tableFormats = [
  'table',
  'shopify',
  'woocommerce',
  'magento',
  'prestashop',
  'prestashop-combinations',
  'prestashop-categories',
  'etsy',
  'ebay',
  'amazon',
  'taobao',
  'google-merchant',
] as const;
export type TableFormat = (typeof tableFormats)[number];

export const layoutSchema = z.enum(['photo', 'folder']);
export type Layout = z.infer<typeof layoutSchema>;

export const tableWarningSchema = remarkSchema([
  'no-header',
  'unreadable-characters',
  'no-pictures',
  'no-sku',
  'no-title',
  'pictures-on-web',
  'pictures-not-found',
  'rows-left-out',
  'prices-unclear',
]).describe(
  '`unreadable-characters` has an `encoding`, a `count` of rows and the `line` of the first, `pictures-on-web` a `count`, `pictures-not-found` also a `path`, `rows-left-out` also a `line`, `prices-unclear` a `column`, a `count` of cells and `examples`',
);
export type TableWarning = z.infer<typeof tableWarningSchema>;

export const webHostSchema = z.object({
  host: z.string(),
  count: z.int(),
  ownNetwork: z
    .boolean()
    .describe('seems to be this computer or one of its own network, which is asked only when it is named'),
});
export type WebHost = z.infer<typeof webHostSchema>;

const webImagesShape = {
  hosts: z.array(webHostSchema).describe('most first, 50 at most'),
  hostCount: z.int(),
  bytes: z.number().describe('an estimate from the number alone: nobody has been asked'),
};

/** Images that a source names by address. */
export const webImagesSchema = z.object({
  sourceId: z.int(),
  waiting: z.int(),
  failed: z.int(),
  here: z.int(),
  ...webImagesShape,
  refused: z
    .array(z.object({ host: z.string(), count: z.int() }))
    .describe('hosts that turned out to be of the own network, with the images that failed over that'),
  allowed: z.array(z.string()).describe('hosts of the own network that a person allowed'),
});
export type WebImagesOfSource = z.infer<typeof webImagesSchema>;

export const tablePreviewSchema = z.object({
  kind: z.literal('table'),
  path: z.string(),
  file: z.enum(['text', 'workbook', 'feed']),
  format: z.enum(tableFormats).describe('the shop system whose export it is, or "table" for any other'),
  sheets: z.array(z.string()).describe('of a workbook'),
  sheet: z.string().nullable(),
  delimiter: z.enum([',', ';', '\t', '|']),
  encoding: z.string(),
  encodings: z
    .array(z.object({ encoding: z.string(), lines: z.array(z.string()) }))
    .describe('the same lines in the encodings that it may have, the one in use first; empty when there is no doubt'),
  listSeparator: z.string(),
  rows: z.int(),
  products: z.int().describe('distinct products, a product may span several rows'),
  prices: z
    .array(z.object({ column: z.string(), cell: z.string(), amount: z.number(), currency: z.string().nullable() }))
    .describe('how a few cells of each column of prices are read'),
  columns: z.array(
    z.object({
      name: z.string(),
      role: columnRoleSchema,
      group: z.string().nullable(),
      samples: z.array(z.string()),
    }),
  ),
  remembered: z
    .boolean()
    .describe('whether columns are used as for an earlier table with the same header, as a person said then'),
  imagesFound: z.int().describe('of the pictures named in the first 100,000 rows, how many exist on disk'),
  imagesMissing: z.int(),
  web: z
    .object({ images: z.int().describe('addresses whose image is not here yet'), ...webImagesShape })
    .nullable()
    .describe('of the first 100,000 rows; null when there are none'),
  warnings: z.array(tableWarningSchema),
  earlier: z
    .array(
      z.object({
        sourceId: z.int(),
        path: z.string(),
        products: z.int(),
        gone: z.boolean().describe('whether its file is not there any more'),
      }),
    )
    .describe('tables of the library with the same columns: this may be a newer one of them, under another name'),
});
export type TablePreview = z.infer<typeof tablePreviewSchema>;

export const folderPreviewSchema = z.object({
  kind: z.literal('folder'),
  path: z.string(),
  pictures: z.int(),
  folders: z.int().describe('sub-folders that hold pictures'),
  others: z.int().describe('files that are not pictures'),
  unreadable: z
    .array(z.object({ format: z.string(), count: z.int() }))
    .describe('pictures in formats that cannot be read, such as HEIC; they count among `others`'),
  clips: z.object({
    count: z.int().describe('films, which count among `others`'),
    readable: z.boolean().describe('whether ffmpeg is here to take frames of them'),
  }),
  complete: z.boolean().describe('false when counting stopped early, at 50,000 files'),
  layout: layoutSchema.describe('the layout that fits best'),
  tables: z.array(z.string()).describe('product tables found at the top of the folder'),
  examples: z.array(z.object({ sku: z.string(), title: z.string(), images: z.int() })),
});
export type FolderPreview = z.infer<typeof folderPreviewSchema>;

const allowHostsSchema = z
  .array(z.string().min(1).max(300))
  .max(100)
  .describe(
    'hosts of the own network that may be asked for images of the source from now on, such as "nas.local" or "127.0.0.1:8080"',
  );

export const importRequestSchema = {
  path: z.string().min(1),
  layout: layoutSchema.optional(),
  table: tableOptionsSchema.optional(),
  fetchImages: z
    .object({ allowHosts: allowHostsSchema.default([]) })
    .optional()
    .describe('images that the table names by address are fetched: only when a person said so'),
  replaces: z
    .int()
    .optional()
    .describe('source whose place the table takes: what was said of products with the same number stays with them'),
};

export const importResultSchema = z.object({
  products: z.int(),
  images: z.int(),
  encoded: z.int().describe('vectors computed in this run'),
  skipped: z.int().describe('unchanged files'),
  removed: z.int().describe('products that left the catalog'),
  failed: z.array(z.object({ path: z.string(), code: z.string(), reason: z.string() })),
  clips: z
    .object({ read: z.int(), frames: z.int() })
    .optional()
    .describe('clips of a folder of which frames were taken, or were here already; left out where there are none'),
  seconds: z.number(),
});
export type ImportResult = z.infer<typeof importResultSchema>;

export const ingestMethods = {
  /** Lists a folder of this machine, for hosts without a native file dialog. Without `path`: the home folder. */
  'ingest.browse': method(
    {
      path: z.string().optional(),
      events: z
        .boolean()
        .default(false)
        .describe('whether files of events are listed as well: JSON, one object a line'),
    },
    z.object({
      path: z.string(),
      parent: z.string().nullable(),
      pictures: z.int().describe('pictures directly in this folder'),
      entries: z.array(z.object({ name: z.string(), path: z.string(), kind: z.enum(['folder', 'table']) })),
      shortcuts: z.array(z.object({ name: z.string(), path: z.string() })),
    }),
  ),
  /** Looks at a folder or table without importing it. */
  'ingest.preview': method(
    {
      path: z.string().min(1),
      table: tableOptionsSchema.optional(),
      alone: z
        .boolean()
        .default(false)
        .describe('for a library of its own: what the open one has and remembers does not count'),
    },
    z.discriminatedUnion('kind', [tablePreviewSchema, folderPreviewSchema]),
  ),
  /**
   * Adds the folder or table as a source, or takes up the source that is already there, and starts its import job. `CONFLICT` when the table is
   * to take the place of a source and is one itself.
   */
  'ingest.start': method(importRequestSchema, z.object({ jobId: z.int(), sourceId: z.int() })),
  'ingest.rescan': method({ sourceId: z.int() }, z.object({ jobId: z.int() })),
  /** Reads again everything that could not be read for this reason, changed or not. */
  'ingest.tryAgain': method({ code: errorCodeSchema }, z.object({ jobIds: z.array(z.int()) })),
  /** Images that sources name by address. */
  'ingest.webImages': method({}, z.array(webImagesSchema)),
  /**
   * Fetches images by address: of a source, or of all; those that failed in one way; or single ones. `refresh` asks also whether those that
   * are here have changed.
   */
  'ingest.fetchImages': method(
    {
      sourceId: z.int().optional(),
      code: errorCodeSchema.optional(),
      addresses: z.array(z.string().max(3000)).max(1000).optional(),
      refresh: z.boolean().optional(),
      allowHosts: allowHostsSchema.optional(),
    },
    z.object({ jobIds: z.array(z.int()) }),
  ),
  /** Takes a source and its products out of the library. Files stay; vectors stay until the library is compacted. */
  'ingest.removeSource': method({ sourceId: z.int() }, z.object({ removed: z.int() })),
};
