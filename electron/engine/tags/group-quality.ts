/** How often the evidence names the tag that a product carries, when the product's own tag was kept from it. */
import type { TagQuality } from '../../contract/evaluation.ts';
import { createPause } from '../jobs/slices.ts';
import { areaUnderCurve, ratesOf, rocCurve, type Scored, thinned } from '../numbers/classification.ts';
import { mean as average, bootstrapMean } from '../numbers/statistics.ts';
import { isPositive, sample } from './examples.ts';
import type { GroupModel } from './group-model.ts';
import type { TaggedProducts } from './tagged-products.ts';
import type { Tags } from './types.ts';

const rocPoints = 101;
/** Products judged; of more, these are drawn, always the same. */
const mostJudged = 4000;
/** Pairs of a ROC curve over a large catalog; more change nothing that can be seen. */
const mostPairs = 200_000;

interface Judged {
  /** Index of the tag it carries. */
  readonly own: ReadonlySet<number>;
  readonly probabilities: readonly number[];
}

/** Of all groups when none is named; without groups of which no product could be checked. @throws {AppError} `MODEL_*` */
export async function tagQualities(
  { models, products }: Pick<Tags, 'models' | 'products'>,
  groups: readonly string[] = models.groups(),
): Promise<TagQuality[]> {
  const measured: TagQuality[] = [];
  for (const group of groups) {
    const quality = await tagQuality(await models.fitted(group), products, createPause());
    if (quality !== null) measured.push(quality);
  }
  return measured;
}

async function tagQuality(
  model: GroupModel,
  products: TaggedProducts,
  pause: () => Promise<void>,
): Promise<TagQuality | null> {
  const judged: Judged[] = [];
  const tagged = [...products.byId.values()].filter((product) => model.classifiers.labelOf(product) !== undefined);
  for (const product of sample(tagged, mostJudged, 0)) {
    const own = new Set<number>();
    for (const [index, { id }] of model.tags.entries()) {
      if (isPositive(product.tags.get(id))) own.add(index);
    }
    if (own.size === 0) continue;
    const probabilities = model.probabilities(product);
    if (probabilities !== null) judged.push({ own, probabilities });
    await pause();
  }
  if (judged.length === 0) return null;
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
    macroF1: average(seen.map(({ f1 }) => f1)),
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
