/** What is known of the library that is open, and of the libraries opened before. */
import { z } from 'zod';
import { errorPayloadSchema } from './errors.ts';
import { jobSchema } from './jobs.ts';
import { method } from './method.ts';
import { licenceSchema } from './models.ts';
import { remarkSchema } from './remark.ts';
import { queryPartSchema } from './search.ts';

export const sourceSchema = z.object({
  id: z.int(),
  kind: z.enum(['folder', 'table']),
  path: z.string(),
  layout: z.enum(['photo', 'folder']).nullable().describe('folders only: a photo, or a sub-folder, is a product'),
  products: z.int(),
  lastScanAt: z.string().nullable(),
  available: z.boolean().describe('false while the folder or table cannot be reached'),
});
export type Source = z.infer<typeof sourceSchema>;

export const indexStatusSchema = z.object({
  kind: z.enum(['hnsw', 'exact']),
  reason: z.string().nullable().describe('why exact scan stands in for HNSW, null otherwise'),
  images: z.int(),
  texts: z.int(),
  rebuilding: z.boolean(),
});

/** Why another model than the chosen one is in use (its files are gone), and what to do; `values` has their names. */
export const modelNoticeSchema = remarkSchema([
  'stands-in',
  'stands-in-incomplete', // and what it lacks is computed first
]);
export type ModelNotice = z.infer<typeof modelNoticeSchema>;

/** Whether changes are stored: at once, once what hinders them has passed, or not at all while the library is open. */
export const writingSchema = z.object({
  state: z.enum(['open', 'waiting', 'closed']),
  reason: errorPayloadSchema.nullable().describe('what hinders; null while nothing does'),
});
export type Writing = z.infer<typeof writingSchema>;

export const libraryInfoSchema = z.object({
  name: z.string(),
  dir: z.string(),
  sample: z.boolean().describe('true for the generated sample catalog'),
  products: z.int(),
  images: z.int(),
  problems: z.int(),
  unfetched: z.int().describe('of the problems, images at addresses that were not fetched yet'),
  unencoded: z.int().describe('images whose vector for the active model is still missing'),
  sources: z.array(sourceSchema),
  modelId: z.string(),
  modelNotice: modelNoticeSchema.nullable().describe('null while the chosen model is in use'),
  index: indexStatusSchema,
  writing: writingSchema,
  createdAt: z.string(),
});
export type LibraryInfo = z.infer<typeof libraryInfoSchema>;

/** The vectors this library holds of one model. */
export const libraryModelSchema = z.object({
  modelId: z.string(),
  name: z.string(),
  installed: z.boolean().describe('false: its files are not on this machine, its vectors still are'),
  inUse: z.boolean(),
  thenUse: z.boolean().describe('the library switches to it by itself once its vectors are complete'),
  images: z.int().describe('distinct pictures with a vector'),
  texts: z.int(),
  missingImages: z.int(),
  missingTexts: z.int(),
  complete: z.boolean().describe('can be switched to at once, and compared'),
  bytes: z.number().describe('of its vectors and index caches'),
  jobId: z.int().nullable().describe('the unfinished `vectors` job of this model: running, or to go on with'),
});
export type LibraryModel = z.infer<typeof libraryModelSchema>;

export const recentLibrarySchema = z.object({
  name: z.string(),
  dir: z.string(),
  openedAt: z.string(),
  exists: z.boolean(),
  current: z.boolean(),
});
export type RecentLibrary = z.infer<typeof recentLibrarySchema>;

/** What waits for a person in the open library, apart from what other events already tell (duplicates, problems, what is not analysed). */
export const waitingSchema = z.object({
  tags: z
    .int()
    .nullable()
    .describe(
      'tags that the evidence speaks against; null while nothing is learned yet or the catalog was not looked through',
    ),
  fruitless: z
    .array(z.object({ parts: z.array(queryPartSchema), label: z.string(), askedAt: z.string() }))
    .describe('searches without filters that found nothing when they were asked last, latest first'),
  undescribed: z.int().describe('products without any tag, where most products have none; 0 elsewhere'),
  ungraded: z.int().describe('queries of query sets of which nobody has graded a product'),
  unlearned: z.int().describe('grades given since the ranking was last learned, by anybody'),
  changes: z.int().describe('ticked changes of tables that were not written into a file yet'),
});
export type Waiting = z.infer<typeof waitingSchema>;

/** What a published model would do for the catalog at hand. */
export const modelOfferSchema = z.object({
  modelId: z.string().describe('of the registry'),
  name: z.string(),
  bytes: z.number().describe('of the download, approximately'),
  licence: licenceSchema,
  products: z.int().describe('of the library'),
  why: z
    .enum(['fashion', 'chinese', 'languages', 'goods'])
    .describe('what the titles are: of fashion, in Chinese, in other languages than English, or of goods of any kind'),
  share: z.number().describe('of the titles: those that are so; for goods those that are of fashion, 0..1'),
});
export type ModelOffer = z.infer<typeof modelOfferSchema>;

export const libraryMethods = {
  /** The open library; `NO_LIBRARY` when none is. */
  'library.info': method({}, libraryInfoSchema),
  'library.waiting': method({}, waitingSchema),
  'library.recent': method({}, z.array(recentLibrarySchema)),
  /** Opens a library folder that exists. */
  'library.open': method({ dir: z.string().min(1) }, libraryInfoSchema),
  /** Makes an empty library and opens it. Without `dir` it goes below the application's own folder. */
  'library.create': method({ name: z.string().trim().min(1).max(120), dir: z.string().optional() }, libraryInfoSchema),
  /** Names the open library anew; its folder stays as it is called. */
  'library.rename': method({ name: z.string().trim().min(1).max(120) }, libraryInfoSchema),
  /** Copies the open library with all that was learned and decided, and opens the copy. Photos and tables are shared by both. */
  'library.duplicate': method({ name: z.string().trim().min(1).max(120) }, libraryInfoSchema),
  /** Moves the open library into a folder of `parent` that is called as its own is. `CONFLICT` when one of that name is there. */
  'library.move': method({ parent: z.string().min(1) }, libraryInfoSchema),
  /**
   * Closes the open library and takes it away: vectors, tags, verdicts, grades and copies of images from addresses. Photos and tables that it
   * was made from stay, and so does whatever else lies in its folder.
   */
  'library.delete': method({}, z.array(recentLibrarySchema)),
  /** Takes a library out of the list of recent ones; its folder stays. */
  /** Keeps a copy of a table that came without a place of its own; answers where it lies. */
  'library.keepTable': method(
    { path: z.string().min(1), name: z.string().min(1).max(200) },
    z.object({ path: z.string() }),
  ),
  'library.forget': method({ dir: z.string() }, z.array(recentLibrarySchema)),
  /** The installed models and those this library holds vectors of; the one in use first. */
  'library.models': method({}, z.array(libraryModelSchema)),
  /** Null once it was answered, for the sample, and where there is another model than the one that came along. Asks nobody. */
  'library.modelOffer': method({}, modelOfferSchema.nullable()),
  /** The offer is not made again, in this library or another. */
  'library.answerModelOffer': method({}, z.null()),
  /** What a person put away for good, in every library: the tour, a hint. */
  'library.dismissed': method({}, z.array(z.string())),
  'library.dismiss': method({ what: z.string().min(1).max(60) }, z.array(z.string())),
  /**
   * Computes the vectors of another model beside those in use, as a job of kind `vectors`: cancelled and resumed like any other, and
   * making way for searches. `thenUse` switches once they are complete; of several calls the last one says whether.
   */
  'library.prepareModel': method({ modelId: z.string(), thenUse: z.boolean().default(false) }, jobSchema),
  /** Switches to a model whose vectors are complete (`CONFLICT` otherwise). What was learned from labels is fitted anew for it. */
  'library.useModel': method({ modelId: z.string() }, libraryInfoSchema),
  /**
   * Gives back the room of what nothing shows any more: vectors, thumbnails and empty pages. A job of kind `compact`, whose result has `bytes`,
   * `vectors` and `thumbnails`.
   */
  'library.compact': method({}, jobSchema),
  /** Forgets the vectors of a model that is not in use (`CONFLICT` otherwise); they can be computed again. */
  'library.dropVectors': method({ modelId: z.string() }, z.array(libraryModelSchema)),
};

export const libraryEvents = {
  'library.changed': libraryInfoSchema.nullable(),
  /** Told a moment after something changed; null while it is not known yet. */
  'library.waitingChanged': waitingSchema.nullable(),
};
