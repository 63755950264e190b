/** One list of products from two rankings, with who brought what. */
import type { RankedProduct } from '../search/ranking.ts';
import { teamDraft } from './team-draft.ts';

export interface Interleaved {
  readonly products: readonly RankedProduct[];
  /** By product id. */
  readonly teams: Readonly<Record<string, 'a' | 'b'>>;
}

export function interleave(
  a: readonly RankedProduct[],
  b: readonly RankedProduct[],
  limit: number,
  random: () => number,
): Interleaved {
  const drafted = teamDraft(a.slice(0, 2 * limit), b.slice(0, 2 * limit), limit, ({ productId }) => productId, random);
  return {
    products: drafted.map(({ item }) => item),
    teams: Object.fromEntries(drafted.map(({ item, team }) => [String(item.productId), team])),
  };
}
