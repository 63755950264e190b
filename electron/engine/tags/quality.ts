/** How well tags are told from images, each product judged by classifiers that were not trained on its own tag. */
import type { MethodResult } from '../../contract/contract.ts';
import type { TagQuality } from '../../contract/evaluation.ts';
import type { ProbeSummary } from '../../contract/tags.ts';
import { createPause } from '../jobs/slices.ts';
import { areaUnderCurve, ratesOf, rocCurve, type Scored, thinned } from '../numbers/classification.ts';
import { bootstrapMean, mean } from '../numbers/statistics.ts';
import { fewestPositives } from './classifiers.ts';
import { isPositive, sample } from './examples.ts';
import type { GroupModel } from './group-model.ts';
import type { TaggedProduct } from './tagged-products.ts';
import type { Tags } from './types.ts';

/** Products judged, always the same; more change nothing that can be seen. */
const mostJudged = 4000;
const rocPoints = 101;
/** Pairs of a ROC curve over a large catalog; more change nothing that can be seen. */
const mostPairs = 200_000;

/** @throws {AppError} `MODEL_*` */
export async function learnedTags({ products, learning }: Tags, group: string): Promise<MethodResult<'tags.learned'>> {
  const ready = await learning.ready(group);
  const pause = createPause();
  const tags: ProbeSummary[] = [];
  for (const model of ready.models) {
    const { classifiers } = model;
    const judged = sample(classifiers.labelled(), mostJudged, 0);
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

interface Judged {
  /** Index of the tag it carries. */
  readonly own: ReadonlySet<number>;
  readonly probabilities: readonly number[];
}

/** Of all groups when none is named; without groups that have no product to check. @throws {AppError} `MODEL_*` */
export async function tagQualities(
  { models }: Pick<Tags, 'models'>,
  groups: readonly string[] = models.groups(),
): Promise<TagQuality[]> {
  const pause = createPause();
  const qualities: TagQuality[] = [];
  for (const group of groups) {
    const model = await models.fitted(group);
    const judged: Judged[] = [];
    for (const product of sample(model.classifiers.labelled(), mostJudged, 0)) {
      const own = new Set(model.tags.flatMap(({ id }, index) => (isPositive(product.tags.get(id)) ? [index] : [])));
      const probabilities = model.probabilities(product);
      if (probabilities !== null) judged.push({ own, probabilities });
      await pause();
    }
    if (judged.length > 0) qualities.push(qualityOf(model, judged));
  }
  return qualities;
}

/** How often the evidence names the tag that a product carries, when the product's own tag was kept from it. */
function qualityOf(model: GroupModel, judged: readonly Judged[]): TagQuality {
  const called = judged.map(({ probabilities }) => calledTags(probabilities, model.exclusive));
  const tags = model.tags.map(({ name }, index) => ({ name, ...rates(judged, called, index) }));
  const seen = tags.filter(({ products }) => products > 0);
  const pairs = thinned(
    judged.flatMap(({ own, probabilities }) =>
      probabilities.map((score, index): Scored => ({ score, positive: own.has(index) })),
    ),
    mostPairs,
  );
  return {
    group: model.group,
    products: judged.length,
    accuracy: bootstrapMean(judged.map(({ own, probabilities }) => (own.has(mostLikely(probabilities)) ? 1 : 0))),
    macroF1: mean(seen.map(({ f1 }) => f1)),
    auc: areaUnderCurve(pairs),
    roc: thinned(rocCurve(pairs), rocPoints),
    tags: seen.sort((a, b) => b.products - a.products),
  };
}

function rates(judged: readonly Judged[], called: readonly ReadonlySet<number>[], index: number) {
  const answers = judged.map(({ own, probabilities }, at) => ({
    score: probabilities[index] ?? 0,
    positive: own.has(index),
    called: called[at]?.has(index) ?? false,
  }));
  const products = answers.filter(({ positive }) => positive).length;
  return { products, auc: areaUnderCurve(answers), ...ratesOf(answers) };
}

function calledTags(probabilities: readonly number[], exclusive: boolean): Set<number> {
  if (exclusive) return new Set([mostLikely(probabilities)]);
  return new Set(probabilities.flatMap((value, index) => (value >= 0.5 ? [index] : [])));
}

function mostLikely(probabilities: readonly number[]): number {
  return probabilities.reduce((best, value, index) => (value > (probabilities[best] ?? 0) ? index : best), 0);
}
