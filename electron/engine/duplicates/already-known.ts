/** Of the products that a scan found new, those that the library listed already: by the groups that a person is shown. */
import type { DuplicateState } from '../../contract/duplicates.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { shippedThreshold } from '../identity/default-weights.ts';
import type { GroupIndex } from './groups/group-index.ts';

type Check = Omit<NonNullable<DuplicateState['lastCheck']>, 'jobId'>;
type Match = Omit<Check['examples'][number], 'title'>;

const examples = 20;

/** Null where nothing was new. */
export function alreadyKnown(
  index: GroupIndex,
  added: readonly number[],
  products: Pick<Catalog['products'], 'summaries'>,
): Check | null {
  if (added.length === 0) return null;
  const isNew = new Set(added);
  const best = new Map<number, Match>();
  for (const { kind, productIds, cohesion } of index.openAt(shippedThreshold)) {
    if (kind === 'variant') continue;
    const known = productIds.filter((id) => !isNew.has(id));
    for (const productId of productIds) {
      if (!isNew.has(productId)) continue;
      for (const knownId of known) {
        const probability = index.pairs.get(productId, knownId)?.probability ?? cohesion;
        if (probability > (best.get(productId)?.probability ?? 0)) {
          best.set(productId, { productId, knownId, probability });
        }
      }
    }
  }
  const found = [...best.values()]
    .sort((a, b) => b.probability - a.probability || a.productId - b.productId)
    .slice(0, examples);
  const titles = new Map(
    products.summaries(found.map(({ productId }) => productId)).map(({ id, title }) => [id, title]),
  );
  return {
    added: added.length,
    known: best.size,
    examples: found.map((match) => ({ ...match, title: titles.get(match.productId) ?? '' })),
  };
}
