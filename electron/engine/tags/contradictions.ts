/**
 * What an import says against a person. Where a product has a confirmed tag of a group that allows one, another tag of
 * that group that an import brings is kept as contradicted: rejected by nobody, with `imported` as its origin. It
 * counts nowhere, and comes into force when the confirmation is taken back.
 */
import type { Tags } from './types.ts';

/** To be called in the transaction that changed tags of these products; answers those whose tags it changed further. */
export function reviseContradictions(
  { repo, products }: Pick<Tags, 'repo' | 'products'>,
  productIds: readonly number[],
): number[] {
  const at = new Date().toISOString();
  const revised = new Set<number>();
  for (const { group, opposed, ...row } of repo.contradictions(productIds)) {
    const stands = opposed === 1 && products.exclusive(group);
    if (stands === (row.provenance === 'rejected')) continue;
    const next = stands
      ? ({ provenance: 'rejected', origin: 'imported', by: null } as const)
      : ({ provenance: 'imported', origin: null } as const);
    repo.putProductTag({ ...row, ...next, at });
    revised.add(row.productId);
  }
  return [...revised];
}
