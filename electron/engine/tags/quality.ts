/** How well tags are told from images, each product judged by classifiers that were not trained on its own tag. */
import type { MethodResult } from '../../contract/contract.ts';
import type { ProbeSummary } from '../../contract/tags.ts';
import { createPause } from '../jobs/slices.ts';
import { areaUnderCurve } from '../numbers/classification.ts';
import { fewestPositives } from './classifiers.ts';
import { isPositive, sample } from './examples.ts';
import type { TaggedProduct } from './tagged-products.ts';
import type { Tags } from './types.ts';

/** Products judged; more change nothing that can be seen. */
const mostJudged = 4000;

/** @throws {AppError} `MODEL_*` */
export async function learnedTags({ products, learning }: Tags, group: string): Promise<MethodResult<'tags.learned'>> {
  const ready = await learning.ready(group);
  const pause = createPause();
  const tags: ProbeSummary[] = [];
  for (const model of ready.models) {
    const { classifiers } = model;
    const labelled = [...products.byId.values()].filter(
      (product) => classifiers.labelOf(product) !== undefined && products.vectorOf(product) !== undefined,
    );
    const judged = sample(labelled, mostJudged, 0);
    const decided = decisionCounts(products.byId.values());
    for (const [index, { id, name }] of model.tags.entries()) {
      const { positives = 0, negatives = 0, milliseconds = 0 } = classifiers.all[index] ?? {};
      const auc = (scoreOf: (product: TaggedProduct, vector: Float32Array) => number): number | null => {
        if (positives < fewestPositives) return null;
        return areaUnderCurve(
          judged.map((product) => ({
            score: scoreOf(product, products.vectorOf(product) as Float32Array),
            positive: isPositive(product.tags.get(id)),
          })),
        );
      };
      tags.push({
        tagId: id,
        group,
        name,
        positives,
        negatives,
        decided: decided.get(id) ?? 0,
        auc: auc((product, vector) => classifiers.logOdds(product, vector)[index] as number),
        wordsAuc: auc((_product, vector) => classifiers.wordsLogOdds(index, vector)),
        fittedMs: milliseconds,
      });
      await pause();
    }
  }
  return { tags, learning: ready.learning };
}

/** By tag, how many products a person has confirmed or rejected it for. */
function decisionCounts(products: Iterable<TaggedProduct>): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { tags } of products) {
    for (const [tagId, provenance] of tags) {
      if (provenance !== 'confirmed' && provenance !== 'rejected') continue;
      counts.set(tagId, (counts.get(tagId) ?? 0) + 1);
    }
  }
  return counts;
}
