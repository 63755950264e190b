/** Proposes products for a brief, says why each is in, and which limits are to blame where there are too few. */
import type { CampaignBrief, CampaignItem, CampaignLimit, CampaignReason } from '../../contract/campaigns.ts';
import type { MethodResult } from '../../contract/contract.ts';
import type { Hit, QueryPart } from '../../contract/search.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { CatalogView } from '../search/catalog-view.ts';
import type { ProductLikeness } from '../search/product-likeness.ts';
import type { RankedProduct } from '../search/score.ts';
import type { RankedFinds, Search } from '../search/search.ts';
import { namesIn } from '../text/languages/common-words.ts';
import { type Choosable, choose } from './choose.ts';
import type { Facts } from './facts.ts';
import { brokenBy, filtersOf, limitsOf, unappliedOf, withoutLimits } from './limits.ts';

export interface ProposalDependencies {
  readonly catalog: Catalog;
  readonly view: CatalogView;
  readonly search: Pick<Search, 'ranked' | 'saying'>;
  readonly likeness: Pick<ProductLikeness, 'shared'>;
  readonly facts: Facts;
  /** Products that are the same in another listing or variant. */
  readonly sameAs: (productId: number) => readonly number[];
}

interface Pool {
  /** Products that hold every limit, best first. */
  readonly products: readonly Choosable[];
}

/** What each speaks for in relevance; those that a brief or a catalog says nothing of are left out. */
const weights = { search: 0.5, wishes: 0.4, shoppers: 0.07, stock: 0.03 } as const;
/** Of likeness, what the price has. */
const priceShare = 0.2;
/** A count of shoppers below this could be of one. */
const fewestTold = 5;
/** A purchase says more of a product than a look at it. */
const purchaseWeight = 5;
const mostWordsTold = 4;

export class Proposals {
  readonly #deps: ProposalDependencies;

  constructor(deps: ProposalDependencies) {
    this.#deps = deps;
  }

  async propose(
    brief: CampaignBrief,
    keep: readonly number[],
    not: readonly number[],
    signal: AbortSignal,
  ): Promise<MethodResult<'campaigns.propose'>> {
    const { view, facts } = this.#deps;
    await facts.ready();
    const kept = [...new Set(keep)].filter((id) => view.get(id) !== undefined);
    const away = new Set(not);
    const applied = this.#applied(brief);
    const pool = await this.#pool(applied, signal);
    const chosen = this.#choose(pool, applied, kept, away);
    const missing = brief.count - kept.length - chosen.length;
    const closest = new Set(pool.products.slice(0, brief.count).map(({ productId }) => productId));
    const different = new Set(chosen.filter((id) => !closest.has(id)));
    return {
      items: await this.items(brief, [...kept, ...chosen], signal, different),
      fitting: pool.products.length,
      short: missing > 0 ? await this.#blame(applied, { kept, away, chosen: chosen.length }, signal) : [],
      unapplied: unappliedOf(brief, facts.known),
    };
  }

  /** Products to take the place of one, most alike first. */
  async another(
    brief: CampaignBrief,
    productId: number,
    { board, not, limit }: { board: readonly number[]; not: readonly number[]; limit: number },
    signal: AbortSignal,
  ): Promise<CampaignItem[]> {
    const { facts, likeness } = this.#deps;
    await facts.ready();
    const applied = this.#applied(brief);
    const { products } = await this.#pool(applied, signal, false);
    const others = board.filter((id) => id !== productId);
    const away = new Set([...not, productId]);
    const alike = products
      .filter((product) => !away.has(product.productId))
      .map((product) => ({
        ...product,
        relevance: 0.7 * likeness.shared(productId, product.productId) + 0.3 * product.relevance,
      }))
      .sort((a, b) => b.relevance - a.relevance);
    const fill = { ...applied, count: others.length + limit, diversity: 0 };
    // Each is offered for the one place: a cap on brands holds against the board, not among what is offered.
    const offered = alike.filter(
      ({ productId: id }) =>
        this.#choose({ products: [{ productId: id, relevance: 1 }] }, fill, others, new Set()).length > 0,
    );
    const chosen = this.#choose({ products: offered }, { ...fill, perBrand: null }, others, new Set());
    return this.items(brief, chosen, signal);
  }

  /**
   * Products as they stand on a board, in its order; those that left the catalog are left out. `different`: chosen before closer ones, for being
   * unlike the others.
   */
  async items(
    brief: CampaignBrief,
    productIds: readonly number[],
    signal: AbortSignal,
    different: ReadonlySet<number> = new Set(),
  ): Promise<CampaignItem[]> {
    const { catalog, view, facts, search } = this.#deps;
    await facts.ready();
    const ids = [...new Set(productIds)].filter((id) => view.get(id) !== undefined);
    const applied = this.#applied(brief);
    const finds = await search.ranked({ ...searchOf({ ...applied, without: [] }), filters: { tags: {} } }, signal);
    const { products, explain } = finds;
    const ranks = new Map(products.map((product, rank) => [product.productId, { product, rank }]));
    const ranked = ids.flatMap((id) => ranks.get(id)?.product ?? []);
    const hits = new Map(explain(ranked).map((hit) => [hit.id, hit]));
    const saying = this.#saying(applied);
    const must = applied.tags.filter((tag) => tag.must);
    const brands = new Map<string, number>();
    return catalog.products.summaries(ids).map((summary) => {
      const { id } = summary;
      const own = facts.of(id);
      const row = view.get(id);
      if (own.brand !== null) brands.set(own.brand, (brands.get(own.brand) ?? 0) + 1);
      const over = applied.perBrand !== null && own.brand !== null && (brands.get(own.brand) ?? 0) > applied.perBrand;
      const has = (tag: { group: string; name: string }): boolean =>
        summary.tags.some(({ group, name }) => group === tag.group && name === tag.name);
      const groups = Map.groupBy(must, ({ group }) => group);
      const breaks: CampaignLimit[] = [
        ...(row === undefined ? [] : brokenBy(applied, row, own)),
        ...(saying.has(id) ? (['without'] as const) : []),
        ...([...groups.values()].every((tags) => tags.some(has)) ? [] : (['tags'] as const)),
        ...(over ? (['brand'] as const) : []),
      ];
      return {
        ...summary,
        ...{ brand: own.brand, stock: own.stock, margin: own.margin, breaks },
        why: this.#why(applied, summary, {
          hit: hits.get(id),
          isMeant: (ranks.get(id)?.rank ?? 0) < finds.meant,
          isDifferent: different.has(id),
        }),
      };
    });
  }

  #why(
    brief: CampaignBrief,
    { id, tags }: Pick<CampaignItem, 'id' | 'tags'>,
    { hit, isMeant, isDifferent }: { hit: Hit | undefined; isMeant: boolean; isDifferent: boolean },
  ): CampaignReason[] {
    const own = this.#deps.facts.of(id);
    const traces = this.#deps.facts.tracesOf(id);
    const asked = brief.tags.filter((tag) => tags.some(({ group, name }) => group === tag.group && name === tag.name));
    const said = [
      ...new Set(
        (hit?.why?.matches ?? [])
          .filter(({ field }) => field === 'title' || field === 'description')
          .flatMap(({ text, ranges }) => ranges.map(([start, end]) => text.slice(start, end).toLowerCase())),
      ),
    ].filter((word) => !asked.some(({ name }) => name.toLowerCase() === word));
    const shares = new Map(hit?.why?.components.map(({ name, share }) => [name, share]));
    const byLooks = (shares.get('picture') ?? 0) >= (shares.get('listing') ?? 0);
    return [
      ...asked.map(({ group, name }): CampaignReason => ({ kind: 'tag', group, name })),
      ...(said.length > 0 ? [{ kind: 'said' as const, words: said.slice(0, mostWordsTold) }] : []),
      // That it is merely the nearest is worth a word only where nothing else speaks for it.
      ...(shares.size > 0 && (isMeant || asked.length + said.length === 0)
        ? [{ kind: isMeant ? (byLooks ? ('looks' as const) : ('meaning' as const)) : ('near' as const) }]
        : []),
      ...(traces.bought >= fewestTold ? [{ kind: 'bought' as const, times: Math.round(traces.bought) }] : []),
      ...(traces.bought < fewestTold && traces.seen >= fewestTold
        ? [{ kind: 'seen' as const, times: traces.seen }]
        : []),
      ...(brief.inStock && own.stock !== null && own.stock > 0 ? [{ kind: 'stock' as const, pieces: own.stock }] : []),
      ...(own.onSale ? [{ kind: 'sale' as const }] : []),
      ...(brief.marginMin !== null && own.margin !== null ? [{ kind: 'margin' as const, share: own.margin }] : []),
      ...(isDifferent ? [{ kind: 'different' as const }] : []),
    ];
  }

  /** What says what is not wanted, in the language of the brief or in those of the catalog: 黑色 is "black" there. */
  #saying({ without }: CampaignBrief): ReadonlySet<number> {
    const { search, view } = this.#deps;
    const languages = [...view.languages.keys()].filter((language) => language !== '');
    return search.saying([...new Set(without.flatMap((word) => [word, ...namesIn(languages, word)]))]);
  }

  /** Without the limits that this catalog cannot tell. */
  #applied(brief: CampaignBrief): CampaignBrief {
    return withoutLimits(brief, unappliedOf(brief, this.#deps.facts.known));
  }

  #choose(
    pool: Pick<Pool, 'products'>,
    brief: CampaignBrief,
    kept: readonly number[],
    away: ReadonlySet<number>,
  ): number[] {
    const { view, facts, likeness, sameAs } = this.#deps;
    const alike = (a: number, b: number): number => {
      const looks = likeness.shared(a, b);
      const [one, other] = [view.get(a)?.price, view.get(b)?.price];
      if (typeof one !== 'number' || typeof other !== 'number' || one <= 0 || other <= 0) return looks;
      return (1 - priceShare) * looks + priceShare * Math.exp(-2 * Math.abs(Math.log(one / other)));
    };
    const products = pool.products.filter(({ productId }) => !away.has(productId));
    return choose(products, { brief, kept, brandOf: (id) => facts.of(id).brand, likeness: alike, sameAs });
  }

  /** What each limit costs: products that would join if it were the only one not there. */
  async #blame(
    brief: CampaignBrief,
    { kept, away, chosen }: { kept: readonly number[]; away: ReadonlySet<number>; chosen: number },
    signal: AbortSignal,
  ): Promise<MethodResult<'campaigns.propose'>['short']> {
    const blamed: { limit: CampaignLimit; more: number }[] = [];
    const limits = [...limitsOf(brief), ...(brief.perBrand === null ? [] : (['brand'] as const))];
    for (const limit of limits) {
      const freed = withoutLimits(brief, [limit]);
      const pool = await this.#pool(freed, signal);
      blamed.push({ limit, more: this.#choose(pool, freed, kept, away).length - chosen });
    }
    if (brief.words !== '') {
      const pool = await this.#pool(brief, signal, false);
      blamed.push({ limit: 'words', more: this.#choose(pool, brief, kept, away).length - chosen });
    }
    return blamed.filter(({ more }) => more > 0).sort((a, b) => b.more - a.more);
  }

  /** @param near only what answers the words about as well as the best do */
  async #pool(brief: CampaignBrief, signal: AbortSignal, near = true): Promise<Pool> {
    const { view, facts, search } = this.#deps;
    const finds = await search.ranked(searchOf(brief), signal);
    const unwanted = this.#saying(brief);
    const least = leastScore(finds);
    const wishes = this.#wishesOf(brief);
    const grants = (tagIds: readonly number[]): boolean =>
      wishes.length > 0 && wishes.every((ids) => tagIds.some((id) => ids.has(id)));
    const fitting = finds.products.filter(({ productId, score }, rank) => {
      const row = view.get(productId);
      if (near && rank >= finds.meant && (score ?? 0) < least && !grants(row?.tagIds ?? [])) return false;
      return row !== undefined && !unwanted.has(productId) && brokenBy(brief, row, facts.of(productId)).length === 0;
    });
    return { products: this.#weighed(fitting, brief) };
  }

  /** Tags that are wished for, by group: one of each does. */
  #wishesOf({ tags }: CampaignBrief): Set<number>[] {
    const { view } = this.#deps;
    const wished = tags.filter(({ must }) => !must);
    return [...Map.groupBy(wished, ({ group }) => group)].map(([group, own]) => {
      const names = new Set(own.map(({ name }) => name));
      return new Set([...view.tags].flatMap(([id, tag]) => (tag.group === group && names.has(tag.name) ? [id] : [])));
    });
  }

  #weighed(products: readonly RankedProduct[], brief: CampaignBrief): Choosable[] {
    const { view, facts } = this.#deps;
    const wishes = this.#wishesOf(brief);
    const best = Math.max(...products.map(({ score }) => score ?? 0), Number.MIN_VALUE);
    const traceOf = (id: number): number => {
      const { bought, seen } = facts.tracesOf(id);
      return Math.log1p(bought * purchaseWeight + seen);
    };
    const stockOf = (id: number): number => Math.log1p(facts.of(id).stock ?? 0);
    const most = { trace: 0, stock: 0 };
    for (const { productId } of products) {
      most.trace = Math.max(most.trace, traceOf(productId));
      most.stock = Math.max(most.stock, stockOf(productId));
    }
    return products
      .map(({ productId, score }) => {
        const tagIds = view.get(productId)?.tagIds ?? [];
        const parts: [number, number][] = [];
        if (score !== null) parts.push([weights.search, score / best]);
        if (wishes.length > 0) {
          const granted = wishes.filter((ids) => tagIds.some((id) => ids.has(id))).length;
          parts.push([weights.wishes, granted / wishes.length]);
        }
        if (most.trace > 0) parts.push([weights.shoppers, traceOf(productId) / most.trace]);
        if (most.stock > 0) parts.push([weights.stock, stockOf(productId) / most.stock]);
        const all = parts.reduce((sum, [weight]) => sum + weight, 0);
        const relevance = all === 0 ? 0 : parts.reduce((sum, [weight, value]) => sum + weight * value, 0) / all;
        return { productId, relevance };
      })
      .sort((a, b) => b.relevance - a.relevance);
  }
}

/** Below the line of a search a product is still near the words if it answers them this well, held against the best. */
const nearShare = 0.25;

function leastScore({ products }: RankedFinds): number {
  return (products[0]?.score ?? 0) * nearShare;
}

/** The search for what a brief asks for, with the limits that a search can apply. */
function searchOf(brief: CampaignBrief) {
  const { words, without, priceMin, priceMax } = brief;
  const parts: QueryPart[] = [
    ...(words.trim() === '' ? [] : [{ kind: 'text' as const, text: words, weight: 1 }]),
    ...without.map((text) => ({ kind: 'text' as const, text, weight: -1 })),
  ];
  const filters = {
    ...filtersOf(brief),
    ...(priceMin === null ? {} : { priceMin }),
    ...(priceMax === null ? {} : { priceMax }),
  };
  // A brief is prose: its words need not be those of listings, and "garden" is no slip for "green". What is asked for in passing words
  // is near nothing, so that the line of a search would leave nothing.
  return { parts, filters, sort: 'relevance' as const, imagesOnly: false, spelling: false, cutoff: false };
}
