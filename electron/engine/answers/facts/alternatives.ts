/** Other products to offer: of the same kind for less, or like it in the colour, material or size that is asked for. */
import type { Question } from '../../../contract/answers.ts';
import type { Product, ProductSummary } from '../../../contract/catalog.ts';
import type { Filters } from '../../../contract/search.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { CatalogView } from '../../search/catalog-view.ts';
import type { Search } from '../../search/search.ts';
import { coloursIn, materialsIn } from '../questions/values.ts';
import { type NewFact, priceText, sameValue } from './listing-facts.ts';

export interface AlternativesDependencies {
  readonly catalog: Pick<Catalog, 'products'>;
  readonly view: CatalogView;
  readonly search: Pick<Search, 'find'>;
}

export interface Alternatives {
  readonly products: readonly ProductSummary[];
  /** What was searched for; null where there was nothing to search by. */
  readonly asked: string | null;
}

const most = 3;
/** Groups that say what a product is, the closest first. */
const kindGroups = ['type', 'product type', 'subcategory', 'category', 'categories'];

/** @throws {AppError} those of `Search.find` */
export async function alternativesTo(
  { catalog, view, search }: AlternativesDependencies,
  product: Product,
  question: Question,
  signal: AbortSignal,
): Promise<Alternatives> {
  const nothing = { products: [], asked: null };
  const tags: Record<string, string[]> = {};
  const kind = kindGroups.flatMap((group) =>
    product.tags.filter((tag) => tag.group.toLowerCase() === group).slice(-1),
  )[0];
  if (kind !== undefined) tags[kind.group] = [kind.name];
  const limits: { priceMax?: number } = {};
  const asked: string[] = kind === undefined ? [] : [kind.name];
  if (question.kind === 'cheaper') {
    const amount = product.price?.amount;
    if (amount === undefined || amount <= 0) return nothing;
    limits.priceMax = amount - 0.005;
    asked.push(`< ${priceText(amount, product.price?.currency ?? null)}`);
  } else if (question.kind === 'option') {
    const named = taggedAs(view, question.wanted);
    if (named.size === 0) return nothing;
    for (const [group, names] of named) {
      tags[group] = names;
      asked.push(names.join(' / '));
    }
  } else return nothing;
  const filters: Filters = { tags, ...limits };
  const found = await search.find(
    {
      parts: [{ kind: 'product', productId: product.id, weight: 1 }],
      filters,
      sort: 'relevance',
      imagesOnly: false,
      cutoff: false,
    },
    signal,
  );
  const ids = found.filter((id) => id !== product.id).slice(0, most);
  const byId = new Map(catalog.products.summaries(ids).map((summary) => [summary.id, summary]));
  return { products: ids.flatMap((id) => byId.get(id) ?? []), asked: asked.join(', ') };
}

/** Tags of the catalog that stand for what is wanted, by group. */
function taggedAs(view: CatalogView, wanted: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const value of wanted) {
    if (coloursIn(value).length + materialsIn(value).length === 0) continue;
    const isColour = coloursIn(value).length > 0;
    for (const { group, name } of view.tags.values()) {
      if (!(isColour ? /colou?r|颜色|色/i : /material|fabric|材质|面料/i).test(group) || !sameValue(name, value))
        continue;
      groups.set(group, [...(groups.get(group) ?? []), name]);
    }
  }
  return groups;
}

/** What the search found, as a fact. */
export function searchFact(question: Question, { products, asked }: Alternatives): NewFact[] {
  if (asked === null) return [];
  return products.map(({ title, price }) => ({
    question: question.kind,
    name: title,
    value: price === null ? title : `${title} (${priceText(price.amount, price.currency)})`,
    source: { kind: 'search', asked },
  }));
}
