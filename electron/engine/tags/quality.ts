/** How well tags are told from photos, each product judged by classifiers that did not learn from its own tag. */
import type { ProbeSummary } from '../../contract/tags.ts';
import { areaUnderCurve, type Scored } from '../evaluation/classification.ts';
import type { GroupModel } from './group-model.ts';
import type { TagState } from './state.ts';

/** Fewer examples than this say nothing of a classifier. */
const fewest = 3;

export function probeSummaries(model: GroupModel, state: TagState): ProbeSummary[] {
  const labelled = [...state.products.values()].filter((product) => model.labelOf(product) !== undefined);
  return model.tags.map(({ id, group, name }) => {
    const fit = model.fitOf(id);
    const scored = labelled.flatMap((product): Scored[] => {
      const score = model.learnedLogOdds(product, id);
      const own = product.tags.get(id);
      return score === null ? [] : [{ score, positive: own === 'imported' || own === 'confirmed' }];
    });
    const auc = (fit?.positives ?? 0) < fewest ? null : areaUnderCurve(scored);
    return {
      tagId: id,
      group,
      name,
      positives: fit?.positives ?? 0,
      negatives: fit?.negatives ?? 0,
      auc,
      fittedMs: fit?.milliseconds ?? 0,
    };
  });
}
