/** The three kinds of work that a job of the tags does, as they are stored. */
import { z } from 'zod';
import { tagSchema } from '../../contract/catalog.ts';

const productIds = z.array(z.int());
const suggestionTaskSchema = z.object({
  task: z.literal('apply'),
  group: z.string().nullable(),
  minConfidence: z.number(),
  /** All products when null. */
  productIds: productIds.nullable(),
});
const bulkTaskSchema = z.object({
  task: z.literal('bulk'),
  add: z.array(tagSchema),
  remove: z.array(tagSchema),
  /** Groups whose other tags give way to an added one. */
  replaces: z.array(z.string()),
  by: z.string(),
  label: z.string(),
  productIds,
});

export const tagTaskSchema = z.discriminatedUnion('task', [
  z.object({ task: z.literal('learn') }),
  suggestionTaskSchema,
  bulkTaskSchema,
]);
export type TagTask = z.infer<typeof tagTaskSchema>;
export type SuggestionTask = z.infer<typeof suggestionTaskSchema>;
export type BulkTask = z.infer<typeof bulkTaskSchema>;
