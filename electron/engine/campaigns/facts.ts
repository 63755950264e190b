/**
 * What the columns of a catalog say of each product that a limit can ask for: brand, stock, sale, margin; and how often shoppers bought and looked
 * at it. Counted once for a state of the catalog.
 */
import type { Catalog } from '../catalog/catalog.ts';
import type { CatalogRow } from '../catalog/types.ts';
import { readMoney } from '../ingest/tables/money/column.ts';
import { createPause } from '../jobs/slices.ts';
import type { CatalogView } from '../search/catalog-view.ts';

export interface ProductFacts {
  readonly brand: string | null;
  /** Pieces of all variants; null where one says nothing. */
  readonly stock: number | null;
  /** Whether there is nothing left: a variant that says nothing is taken to be there. */
  readonly soldOut: boolean;
  readonly onSale: boolean;
  /** Share of the price that is left after the cost, of the variant with the least; null where there is no cost or no price. */
  readonly margin: number | null;
}

export interface Traces {
  readonly bought: number;
  readonly seen: number;
}

/** What events are asked for; `engine/events` has it. */
export interface ShopperTraces {
  readonly version: number;
  count(): number;
  interactions(): Iterable<{ readonly productId: number; readonly kind: string; readonly weight: number }>;
}

/** What the catalog says nothing of at all cannot be a limit. */
export interface KnownColumns {
  readonly price: boolean;
  readonly brand: boolean;
  readonly stock: boolean;
  readonly sale: boolean;
  readonly margin: boolean;
}

const brandGroup =
  /^(?:brands?|vendors?|manufacturers?|makers?|designers?|marken?|hersteller|marques?|marcas?|品牌|厂商|制造商)$/iu;
/** Columns of shop tables that say what a product costs the shop. */
const costColumn =
  /^(?:(?:variant[ _])?cost(?:[ _-](?:per[ _-]item|price|of[ _-]goods(?:[ _-]sold)?))?|cogs|purchase[ _-]price|buying[ _-]price|wholesale[ _-]price|einkaufspreis|ek|成本|成本价|进价|采购价)(?:\s*[([].*)?$/iu;

const nothing: ProductFacts = { brand: null, stock: null, soldOut: false, onSale: false, margin: null };
const nobody: Traces = { bought: 0, seen: 0 };

interface Counting {
  stock: number;
  told: number;
  left: boolean;
  variants: number;
  onSale: boolean;
  margin: number | null;
}

export class Facts {
  readonly #catalog: Catalog;
  readonly #view: CatalogView;
  readonly #behaviour: ShopperTraces;
  #products: {
    readonly version: number;
    readonly facts: ReadonlyMap<number, ProductFacts>;
    readonly known: KnownColumns;
  } | null = null;
  #traces: { readonly stamp: string; readonly traces: ReadonlyMap<number, Traces> } | null = null;

  constructor(catalog: Catalog, view: CatalogView, behaviour: ShopperTraces) {
    this.#catalog = catalog;
    this.#view = view;
    this.#behaviour = behaviour;
  }

  /** To be awaited before the others, which answer from it. */
  async ready(): Promise<void> {
    if (this.#products?.version !== this.#view.version) this.#products = await this.#read();
    const stamp = `${this.#behaviour.version} ${this.#behaviour.count()} ${this.#view.size}`;
    if (this.#traces?.stamp !== stamp) this.#traces = { stamp, traces: await this.#count() };
  }

  get known(): KnownColumns {
    return this.#products?.known ?? { price: false, brand: false, stock: false, sale: false, margin: false };
  }

  of(productId: number): ProductFacts {
    return this.#products?.facts.get(productId) ?? nothing;
  }

  tracesOf(productId: number): Traces {
    return this.#traces?.traces.get(productId) ?? nobody;
  }

  async #count(): Promise<ReadonlyMap<number, Traces>> {
    const pause = createPause();
    const traces = new Map<number, { bought: number; seen: number }>();
    for (const { productId, kind, weight } of this.#behaviour.interactions()) {
      const own = traces.get(productId) ?? { bought: 0, seen: 0 };
      if (kind === 'purchase') own.bought += weight;
      else own.seen += weight;
      traces.set(productId, own);
      await pause();
    }
    return traces;
  }

  async #read() {
    const { version } = this.#view;
    const pause = createPause();
    const costs = await this.#costs(pause);
    const counted = new Map<number, Counting>();
    for (const { productId, line, stock, asked, price, comparePrice } of this.#catalog.products.offers()) {
      const shown = this.#catalog.merges.shownAs(productId);
      const own = counted.get(shown) ?? { stock: 0, told: 0, left: false, variants: 0, onSale: false, margin: null };
      own.variants++;
      if (stock !== null) own.told++;
      own.stock += Math.max(0, stock ?? 0);
      if (stock === null || stock > 0) own.left = true;
      if (asked !== null && [price, comparePrice].some((before) => before !== null && before > asked))
        own.onSale = true;
      const cost = costs.get(productId)?.get(line) ?? costs.get(productId)?.get(0);
      if (cost !== undefined && asked !== null && asked > 0) {
        const margin = (asked - cost) / asked;
        if (own.margin === null || margin < own.margin) own.margin = margin;
      }
      counted.set(shown, own);
      await pause();
    }
    const brands = new Set([...this.#view.tags].flatMap(([id, { group }]) => (brandGroup.test(group) ? [id] : [])));
    const facts = new Map<number, ProductFacts>();
    for (const row of this.#view.rows())
      facts.set(row.productId, this.#factsOf(row, counted.get(row.productId), brands));
    const some = (test: (own: ProductFacts) => boolean): boolean => facts.values().some(test);
    const known = {
      price: this.#view.hasPrices,
      brand: some(({ brand }) => brand !== null),
      stock: some(({ stock, soldOut }) => stock !== null || soldOut),
      sale: some(({ onSale }) => onSale),
      margin: some(({ margin }) => margin !== null),
    };
    return { version, facts, known };
  }

  #factsOf(row: CatalogRow, own: Counting | undefined, brands: ReadonlySet<number>): ProductFacts {
    const brandId = row.tagIds.find((id) => brands.has(id));
    const brand = brandId === undefined ? null : (this.#view.tags.get(brandId)?.name ?? null);
    if (own === undefined) return { ...nothing, brand };
    return {
      brand,
      stock: own.told === own.variants ? own.stock : null,
      soldOut: !own.left,
      onSale: own.onSale,
      margin: own.margin,
    };
  }

  /** By product and line of its table; line 0 for what only one of several rows says. */
  async #costs(pause: () => Promise<void>): Promise<Map<number, Map<number, number>>> {
    const costs = new Map<number, Map<number, number>>();
    for (const source of this.#catalog.sources.all()) {
      const at = this.#catalog.sourceRows.header(source.id)?.columns.findIndex((name) => costColumn.test(name.trim()));
      if (at === undefined || at < 0) continue;
      for (const { productId, line, cells } of this.#catalog.sourceRows.ofSource(source.id)) {
        const cost = readMoney(cells[at] ?? '')?.amount;
        if (cost !== undefined) {
          const own = costs.get(productId) ?? new Map<number, number>();
          own.set(line, cost);
          own.set(0, Math.max(cost, own.get(0) ?? cost));
          costs.set(productId, own);
        }
        await pause();
      }
    }
    return costs;
  }
}
