/** Puts the tags of one library together over the vectors of one model. */
import type { JobContext } from '../jobs/types.ts';
import { runBulkEdit } from './bulk-edits.ts';
import { reviseContradictions } from './contradictions.ts';
import { registerUndo } from './edits.ts';
import { GroupModels } from './group-models.ts';
import { TagLearning } from './learning.ts';
import { runSuggestions } from './suggestions.ts';
import { TagsRepo } from './tag-repo.ts';
import { TaggedProducts } from './tagged-products.ts';
import { type TagTask, tagTaskSchema } from './tasks.ts';
import type { Tags, TagsDependencies } from './types.ts';

export function openTags(deps: TagsDependencies): Tags {
  const { catalog, jobs } = deps;
  const { readOnly } = deps.database;
  const repo = new TagsRepo(deps.database);
  const products = new TaggedProducts(deps, repo);
  const models = new GroupModels({ ...deps, products, libraryDir: readOnly ? null : deps.libraryDir });
  const learning = new TagLearning({ products, models, jobs, readOnly });
  const stop = catalog.onUpsert((productIds) => {
    const revised = reviseContradictions({ repo, products }, productIds);
    if (revised.length > 0) catalog.retagged(revised);
  });
  const close = async (): Promise<void> => {
    await models.save();
    stop();
    products.close();
  };
  const tags: Tags = { ...deps, repo, products, models, learning, close };
  registerUndo(tags);
  const run = (task: TagTask, context: JobContext): Promise<Record<string, unknown>> => {
    if (task.task === 'learn') return learning.run(context);
    return task.task === 'apply' ? runSuggestions(tags, task, context) : runBulkEdit(tags, task, context);
  };
  jobs.register('tags', run, tagTaskSchema);
  return tags;
}
