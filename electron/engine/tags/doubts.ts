/** How doubtful the tags of each product are, for whoever shows all of them at once. */
import { createPause } from '../jobs/slices.ts';
import { openQuestions } from './questions.ts';
import type { Tags } from './types.ts';

/** Products that are looked at while classifiers are still being fitted. */
const mostMeanwhile = 2000;

/** By product the strongest doubt about any of its tags, 0..1; those without are left out. @throws {AppError} `MODEL_*` */
export async function doubtsOf(
  tags: Tags,
): Promise<{ readonly of: ReadonlyMap<number, number>; readonly learning: boolean }> {
  const { models, learning } = await tags.learning.ready();
  const { front } = await openQuestions(tags.products, models, {
    order: 'suspicious',
    seed: 1,
    skip: new Set<string>(),
    front: tags.products.byId.size * Math.max(1, models.length),
    most: learning ? mostMeanwhile : undefined,
    pause: createPause(),
  });
  const of = new Map<number, number>();
  for (const { product, suspicion } of front)
    of.set(product.productId, Math.max(suspicion, of.get(product.productId) ?? 0));
  return { of, learning };
}
