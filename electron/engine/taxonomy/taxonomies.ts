/** Puts the categories of one library together: the tree, what is settled, and the job that works out proposals. */
import { z } from 'zod';
import { AppError } from '../../contract/errors.ts';
import type { Job } from '../../contract/jobs.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Database } from '../db/database.ts';
import type { ModelEncoder } from '../encoders/index.ts';
import type { TextVectors } from '../ingest/text-vectors.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Operations } from '../operations/operations.ts';
import type { VectorsPort } from '../vector/types.ts';
import { registerUndo, runAssign } from './assign.ts';
import { runPlace } from './placing.ts';
import { SettledCategories } from './settled.ts';
import { TaxonomyRepo } from './taxonomy-repo.ts';
import { Taxonomy } from './tree.ts';

export interface TaxonomiesDependencies {
  readonly database: Database;
  readonly catalog: Catalog;
  readonly vectors: Pick<VectorsPort, 'images' | 'texts'>;
  readonly encoders: Pick<ModelEncoder, 'active'>;
  readonly operations: Operations;
  readonly jobs: Jobs;
  /** Gives products whose words were edited their new vectors. */
  readonly texts: Pick<TextVectors, 'renew' | 'ready'>;
}

const taskSchema = z.discriminatedUnion('task', [
  z.object({ task: z.literal('place') }),
  z.object({
    task: z.literal('assign'),
    label: z.string(),
    by: z.string(),
    assignments: z.array(z.object({ productId: z.int(), path: z.string().nullable() })),
  }),
]);
export type CategoryTask = z.infer<typeof taskSchema>;
export type AssignTask = Extract<CategoryTask, { task: 'assign' }>;

export interface Taxonomies extends TaxonomiesDependencies {
  readonly repo: TaxonomyRepo;
  readonly settled: SettledCategories;
  /** @throws {AppError} `NOT_FOUND` before one was brought in */
  current(): Taxonomy;
  startPlacing(): Job;
}

export function openTaxonomies(deps: TaxonomiesDependencies): Taxonomies {
  const repo = new TaxonomyRepo(deps.database);
  let read: { readonly stamp: string; readonly tree: Taxonomy } | undefined;
  const current = (): Taxonomy => {
    const stamp = repo.stamp();
    const stored = read?.stamp === stamp ? undefined : repo.taxonomy();
    if (stored !== undefined) read = { stamp: stored.broughtAt, tree: new Taxonomy(stored.content) };
    if (stamp === undefined || read === undefined) {
      throw new AppError(
        'NOT_FOUND',
        'There are no categories yet. Bring in a file of them first, such as Google publishes.',
      );
    }
    return read.tree;
  };
  const taxonomies: Taxonomies = {
    ...deps,
    repo,
    settled: new SettledCategories(deps.catalog, repo),
    current,
    startPlacing: () => deps.jobs.start('categories', 'place', { task: 'place' } satisfies CategoryTask),
  };
  registerUndo(taxonomies);
  deps.jobs.register(
    'categories',
    (task, context) => (task.task === 'place' ? runPlace(taxonomies, context) : runAssign(taxonomies, task, context)),
    taskSchema,
  );
  return taxonomies;
}
