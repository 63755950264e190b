/** Chooses products for a set among those that hold its limits: by what they answer, and unlike each other in looks and price. */
import type { CampaignBrief } from '../../contract/campaigns.ts';
import { diversified } from '../numbers/diversity.ts';

export interface Choosable {
  readonly productId: number;
  /** How well it answers, 0..1. */
  readonly relevance: number;
}

export interface Choosing {
  readonly brief: Pick<CampaignBrief, 'count' | 'diversity' | 'perBrand'>;
  /** Products on the board that stay. */
  readonly kept: readonly number[];
  readonly brandOf: (productId: number) => string | null;
  readonly likeness: (a: number, b: number) => number;
  /** Products that are the same in another listing or variant. */
  readonly sameAs: (productId: number) => readonly number[];
}

/** Candidates looked at for each place: those behind them answer too badly to be let in for being different. */
const perPlace = 12;
const fewestLookedAt = 120;

/** Relevance is told apart from likeness only where it differs this much. */
const leastRange = 0.2;

/** Relevance from the least to the best of those looked at: how far apart scores lie depends on the words and on the model. */
function spread(some: readonly Choosable[]): { value: number; relevance: number }[] {
  const [best, least] = [some[0]?.relevance ?? 0, some.at(-1)?.relevance ?? 0];
  const range = Math.max(leastRange, best - least);
  return some.map(({ productId: value, relevance }) => ({ value, relevance: 1 - (best - relevance) / range }));
}

/** Up to as many as are left to fill, in the order in which they were chosen. @param pool best first */
export function choose(pool: readonly Choosable[], choosing: Choosing): number[] {
  const { brief, kept, brandOf, likeness, sameAs } = choosing;
  const taken = new Set<number>();
  const brands = new Map<string, number>();
  const take = (productId: number): void => {
    for (const id of [productId, ...sameAs(productId)]) taken.add(id);
    const brand = brandOf(productId);
    if (brand !== null) brands.set(brand, (brands.get(brand) ?? 0) + 1);
  };
  for (const id of kept) take(id);
  const accepts = (productId: number): boolean => {
    const brand = brandOf(productId);
    const isFull = brief.perBrand !== null && brand !== null && (brands.get(brand) ?? 0) >= brief.perBrand;
    return !taken.has(productId) && !isFull;
  };
  const left = Math.max(0, brief.count - kept.length);
  const first = Math.max(fewestLookedAt, left * perPlace);
  const chosen: number[] = [];
  // Where brands are capped, the best may all be of one: what comes behind them is looked at then.
  for (let from = 0; chosen.length < left && from < pool.length; from += first) {
    const some = pool.slice(from, from + first).filter(({ productId }) => !taken.has(productId));
    chosen.push(
      ...diversified(spread(some), likeness, {
        limit: left - chosen.length,
        share: 1 - brief.diversity,
        kept: [...kept, ...chosen],
        accepts,
        chosen: take,
      }),
    );
  }
  return chosen;
}
