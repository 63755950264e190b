/** Long work: stored, with progress, cancel and resume. */
import { z } from 'zod';
import { errorPayloadSchema } from './errors.ts';
import { method } from './method.ts';

export const jobStates = ['queued', 'running', 'interrupted', 'cancelled', 'failed', 'done'] as const;

export const jobSchema = z.object({
  id: z.int(),
  kind: z.enum([
    'import',
    'index',
    'duplicates',
    'vectors',
    'tags',
    'learn',
    'compact',
    'fetch',
    'words',
    'edit',
    'export',
    'categories',
    'events',
    'recommend',
    'reading',
    'lookup',
    'documents',
    'map',
  ]),
  title: z.string().describe('what it works on, for example the path of the folder'),
  state: z.enum(jobStates),
  phase: z
    .string()
    .describe(
      'key of the step at work: scan, read, texts, encode, index, compare, group, fit, test, apply, compact, write, fetch, words, reading, lookup, history, habits, neighbours, layout, place, finish',
    ),
  done: z.number(),
  total: z.number().nullable().describe('null while it is not known yet'),
  ratePerSecond: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  current: z.string().nullable().describe('the file or step at hand'),
  failures: z.int(),
  error: errorPayloadSchema.nullable(),
  result: z.record(z.string(), z.unknown()).nullable(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
});
export type Job = z.infer<typeof jobSchema>;

export const jobMethods = {
  /** Newest first; running and queued ones always, ended ones up to `limit`. */
  'jobs.list': method({ limit: z.int().min(1).max(200).default(20) }, z.array(jobSchema)),
  'jobs.get': method({ id: z.int() }, jobSchema),
  /** Asks a job to stop; it ends `cancelled` after the piece at hand, keeping what it has done. */
  'jobs.cancel': method({ id: z.int() }, jobSchema),
  /** Goes on with a job that was cancelled, interrupted or failed. */
  'jobs.resume': method({ id: z.int() }, jobSchema),
};

export const jobEvents = {
  /** Queued and running jobs, and those ended lately, at most ten times a second. */
  'jobs.changed': z.array(jobSchema),
};
