/** The limits of a brief that columns answer: whether a product holds them, and which of them this catalog cannot tell. */
import type { CampaignBrief, CampaignLimit } from '../../contract/campaigns.ts';
import type { Filters } from '../../contract/search.ts';
import type { CatalogRow } from '../catalog/types.ts';
import { pricesWithin } from '../search/catalog-view.ts';
import type { KnownColumns, ProductFacts } from './facts.ts';

/** Tags that a product has to have, as a search filters by them. */
export function filtersOf({ tags }: CampaignBrief): Filters {
  const must: Record<string, string[]> = {};
  for (const { group, name } of tags.filter((tag) => tag.must)) must[group] = [...(must[group] ?? []), name];
  return { tags: must };
}

/** Limits of the brief that the catalog has no figures for. */
export function unappliedOf(brief: CampaignBrief, known: KnownColumns): CampaignLimit[] {
  const { priceMin, priceMax, perBrand, inStock, onSale, marginMin } = brief;
  return [
    ...(!known.price && (priceMin !== null || priceMax !== null) ? (['price'] as const) : []),
    ...(!known.brand && perBrand !== null ? (['brand'] as const) : []),
    ...(!known.stock && inStock ? (['stock'] as const) : []),
    ...(!known.sale && onSale ? (['sale'] as const) : []),
    ...(!known.margin && marginMin !== null ? (['margin'] as const) : []),
  ];
}

/** The brief without limits of these kinds. */
export function withoutLimits(brief: CampaignBrief, limits: readonly CampaignLimit[]): CampaignBrief {
  const off = new Set(limits);
  return {
    ...brief,
    ...(off.has('price') ? { priceMin: null, priceMax: null } : {}),
    ...(off.has('without') ? { without: [] } : {}),
    ...(off.has('tags') ? { tags: brief.tags.map((tag) => ({ ...tag, must: false })) } : {}),
    ...(off.has('brand') ? { perBrand: null } : {}),
    ...(off.has('stock') ? { inStock: false } : {}),
    ...(off.has('sale') ? { onSale: false } : {}),
    ...(off.has('margin') ? { marginMin: null } : {}),
  };
}

/** Limits that a brief has, without that on brands, which is one of the whole set. */
export function limitsOf(brief: CampaignBrief): CampaignLimit[] {
  const { priceMin, priceMax, without, tags, inStock, onSale, marginMin } = brief;
  return [
    ...(priceMin !== null || priceMax !== null ? (['price'] as const) : []),
    ...(without.length > 0 ? (['without'] as const) : []),
    ...(tags.some(({ must }) => must) ? (['tags'] as const) : []),
    ...(inStock ? (['stock'] as const) : []),
    ...(onSale ? (['sale'] as const) : []),
    ...(marginMin !== null ? (['margin'] as const) : []),
  ];
}

/** Limits on price, stock, sale and margin that a product does not hold. What a column does not say of it counts as not held, but stock. */
export function brokenBy(brief: CampaignBrief, row: CatalogRow, facts: ProductFacts): CampaignLimit[] {
  const { priceMin, priceMax, inStock, onSale, marginMin } = brief;
  const range = { priceMin: priceMin ?? undefined, priceMax: priceMax ?? undefined };
  const priced = priceMin === null && priceMax === null ? true : pricesWithin(row, range).length > 0;
  return [
    ...(priced ? [] : (['price'] as const)),
    ...(inStock && facts.soldOut ? (['stock'] as const) : []),
    ...(onSale && !facts.onSale ? (['sale'] as const) : []),
    ...(marginMin !== null && (facts.margin === null || facts.margin < marginMin) ? (['margin'] as const) : []),
  ];
}
