/** A page of the review queue: products and tags in doubt, with what speaks for each answer. */
import type { MethodParams, MethodResult } from '../../contract/contract.ts';
import type { ReviewItem } from '../../contract/tags.ts';
import { createGentlePause, createPause } from '../jobs/slices.ts';
import { openQuestions, type Question, questionKey } from './questions.ts';
import { mostProposed, toSuggestion } from './suggestions.ts';
import type { Tags } from './types.ts';

/** Products that are looked at for a question while classifiers are still being fitted. */
const mostMeanwhile = 150;

/** @throws {AppError} `MODEL_*` */
export async function reviewPage(
  tags: Tags,
  params: MethodParams<'tags.review'>,
): Promise<MethodResult<'tags.review'>> {
  const { models, learning } = await tags.learning.ready(params.group);
  const { front, worthAsking, undecided } = await openQuestions(tags.products, models, {
    order: params.order,
    seed: params.seed,
    skip: new Set(params.skip.map(({ productId, group }) => questionKey(productId, group))),
    front: params.offset + params.limit,
    most: learning ? mostMeanwhile : undefined,
    pause: createPause(),
  });
  const page = front.slice(params.offset);
  const summaries = tags.catalog.products.summaries(page.map(({ product }) => product.productId));
  const byId = new Map(summaries.map((summary) => [summary.id, summary]));
  const items = page.flatMap((question): ReviewItem[] => {
    const product = byId.get(question.product.productId);
    return product === undefined ? [] : [{ product, ...asked(tags, question) }];
  });
  return { total: worthAsking, undecided, items, learning };
}

/** Tags that are worth asking about, as the queue counts them; null while that takes more than a moment to tell. */
export async function countDoubtful(tags: Tags): Promise<number | null> {
  const models = await tags.learning.readyAtOnce();
  if (models === null) return null;
  const request = {
    order: 'suspicious',
    seed: 1,
    skip: new Set<string>(),
    front: 1,
    pause: createGentlePause(),
  } as const;
  const { worthAsking } = await openQuestions(tags.products, models, request);
  return worthAsking;
}

function asked({ products, repo }: Tags, { product, model, tagId, suspicion }: Question): Omit<ReviewItem, 'product'> {
  const { productId } = product;
  const now = products.byId.get(productId) ?? product;
  const posteriors = model.posteriors(now);
  const others = posteriors.filter(({ tag }) => tag.id !== tagId && now.tags.get(tag.id) !== 'rejected');
  return {
    group: model.group,
    current: repo.stated(productId).find((stated) => stated.tagId === tagId) ?? null,
    suspicion,
    proposals: others.slice(0, mostProposed).map(toSuggestion),
    evidence: [...(posteriors.find(({ tag }) => tag.id === tagId)?.reasons ?? [])],
  };
}
