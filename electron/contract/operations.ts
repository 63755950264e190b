/** What was done by hand, newest first, and taking it back. */
import { z } from 'zod';
import { method } from './method.ts';

export const operationSchema = z.object({
  id: z.int(),
  kind: z.string().describe('what was done, such as duplicates.verdict; the UI words it'),
  label: z.string().describe('what it was done to, for a person'),
  doneAt: z.string(),
  undoneAt: z.string().nullable(),
});
export type Operation = z.infer<typeof operationSchema>;

export const operationMethods = {
  'operations.list': method({ limit: z.int().min(1).max(200).default(50) }, z.array(operationSchema)),
  /**
   * Takes back the operation, by default the latest that still stands. `NOT_FOUND` when there is none, `CONFLICT` when something done later
   * stands on it.
   */
  'operations.undo': method({ id: z.int().optional() }, operationSchema),
};

export const operationEvents = {
  /** The latest operation that can be taken back, `null` when there is none. */
  'operations.changed': operationSchema.nullable(),
};
