/** How often each product was seen: how a shelf is counted. */
import type { LookupCount, LookupRow } from '../../contract/lookups.ts';

/** Of rows that a person confirmed, and of those that seem to show a product; the most frequent first. */
export function countsOf(rows: readonly Pick<LookupRow, 'state' | 'productId'>[]): LookupCount[] {
  const counts = new Map<number, LookupCount>();
  for (const { state, productId } of rows) {
    if (productId === null) continue;
    const count = counts.get(productId) ?? { productId, confirmed: 0, toCheck: 0 };
    const isConfirmed = state === 'confirmed';
    counts.set(productId, {
      productId,
      confirmed: count.confirmed + Number(isConfirmed),
      toCheck: count.toCheck + Number(!isConfirmed),
    });
  }
  const seen = ({ confirmed, toCheck }: LookupCount): number => confirmed + toCheck;
  return [...counts.values()].sort((a, b) => seen(b) - seen(a) || a.productId - b.productId);
}
