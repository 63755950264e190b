/** How well tags are told from photos, each product judged by classifiers that did not learn from its own tag. */
import type { ProbeSummary } from '../../contract/tags.ts';
import { areaUnderCurve, type Scored } from '../numbers/classification.ts';
import { fewestPositives } from './classifiers.ts';
import { sample } from './examples.ts';
import type { GroupModel } from './group-model.ts';
import type { TaggedProduct, TagState } from './state.ts';

/** Products judged; more change nothing that can be seen. */
const mostJudged = 4000;

export async function probeSummaries(
  model: GroupModel,
  state: TagState,
  pause: () => Promise<void>,
): Promise<ProbeSummary[]> {
  const { classifiers } = model;
  const labelled = [...state.products.values()].filter(
    (product) => model.labelOf(product) !== undefined && model.vectorOf(product) !== undefined,
  );
  const judged = sample(labelled, mostJudged, 0);
  const decided = decisions(model, state);
  const summaries: ProbeSummary[] = [];
  for (const [index, { id, group, name }] of model.tags.entries()) {
    const fit = classifiers.fitOf(index);
    const enough = (fit?.positives ?? 0) >= fewestPositives;
    const auc = (scoreOf: (product: TaggedProduct, vector: Float32Array) => number): number | null =>
      enough ? areaUnderCurve(judged.map((product) => scored(product, id, scoreOf, model))) : null;
    summaries.push({
      tagId: id,
      group,
      name,
      positives: fit?.positives ?? 0,
      negatives: fit?.negatives ?? 0,
      decided: decided.get(id) ?? 0,
      auc: auc((product, vector) => classifiers.logOdds(product, vector)[index] as number),
      wordsAuc: auc((_product, vector) => classifiers.wordsLogOdds(index, vector)),
      fittedMs: fit?.milliseconds ?? 0,
    });
    await pause();
  }
  return summaries;
}

function scored(
  product: TaggedProduct,
  tagId: number,
  scoreOf: (product: TaggedProduct, vector: Float32Array) => number,
  model: GroupModel,
): Scored {
  const own = product.tags.get(tagId);
  const vector = model.vectorOf(product) as Float32Array;
  return { score: scoreOf(product, vector), positive: own === 'imported' || own === 'confirmed' };
}

/** How many products a person has confirmed or rejected each tag for. */
function decisions(model: GroupModel, state: TagState): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { tags } of state.products.values()) {
    for (const [tagId, provenance] of tags) {
      if (provenance !== 'confirmed' && provenance !== 'rejected') continue;
      if (model.classifiers.indexOf(tagId) !== undefined) counts.set(tagId, (counts.get(tagId) ?? 0) + 1);
    }
  }
  return counts;
}
