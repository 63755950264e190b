/** All compared pairs with their probabilities, and the clusters of products that could ever be in one group: what verdicts do not change. */
import { shippedThreshold } from './default-weights.ts';
import type { ComparedPair } from './evidence.ts';
import { floor } from './grouping.ts';
import type { PairModel } from './pair-model.ts';

/** `rank`: 0 for the same file, 1 where the pictures alone are enough, 2 where words are needed too. */
export type WeighedPair = ComparedPair & { readonly probability: number; readonly rank: number };

/** Products that hang together by pairs at or above the floor of grouping, with all pairs among them. */
export interface Cluster {
  /** Ascending. */
  readonly products: readonly number[];
  readonly pairs: readonly WeighedPair[];
}

export class WeighedPairs {
  readonly all: readonly WeighedPair[];
  readonly clusters: readonly Cluster[];
  /** That occur in a pair. */
  readonly products: ReadonlySet<number>;
  readonly #byName = new Map<string, WeighedPair>();
  /** Position in `clusters`. */
  readonly #clusterOf = new Map<number, number>();
  /** Pairs from one cluster to another, by either product. */
  readonly #loose = new Map<number, WeighedPair[]>();

  constructor(pairs: readonly ComparedPair[], model: PairModel) {
    this.all = pairs.map((pair) => ({
      ...pair,
      probability: model.probability(pair.evidence, pair.veto),
      rank: rankOf(pair, model),
    }));
    for (const pair of this.all) this.#byName.set(pairName(pair.left, pair.right), pair);
    this.products = new Set(this.all.flatMap(({ left, right }) => [left, right]));
    this.clusters = this.#makeClusters();
  }

  get(a: number, b: number): WeighedPair | undefined {
    return this.#byName.get(pairName(a, b));
  }

  /** Undefined for a product without a likely pair. */
  clusterOf(productId: number): number | undefined {
    return this.#clusterOf.get(productId);
  }

  /** One cluster of several, and of products that are in none, with the unlikely pairs between them. */
  join(places: readonly number[], products: readonly number[]): Cluster {
    const parts = places.flatMap((place) => this.clusters[place] ?? []);
    const joined = [...parts.flatMap((part) => part.products), ...products].sort((a, b) => a - b);
    const inside = new Set(joined);
    const loose = joined.flatMap((id) => this.#loose.get(id) ?? []);
    const between = loose.filter(({ left, right }) => inside.has(left) && inside.has(right));
    return { products: joined, pairs: [...parts.flatMap((part) => part.pairs), ...new Set(between)] };
  }

  #makeClusters(): Cluster[] {
    const sets = new DisjointSets();
    for (const { left, right, probability } of this.all) if (probability >= floor) sets.join(left, right);
    const clusters: { products: number[]; pairs: WeighedPair[] }[] = [];
    for (const products of sets.all()) {
      for (const id of products) this.#clusterOf.set(id, clusters.length);
      clusters.push({ products, pairs: [] });
    }
    for (const pair of this.all) {
      const at = this.#clusterOf.get(pair.left);
      if (at !== undefined && at === this.#clusterOf.get(pair.right)) clusters[at]?.pairs.push(pair);
      else for (const id of [pair.left, pair.right]) this.#looseOf(id).push(pair);
    }
    return clusters;
  }

  #looseOf(productId: number): WeighedPair[] {
    const known = this.#loose.get(productId) ?? [];
    this.#loose.set(productId, known);
    return known;
  }
}

/** Numbers that belong together. */
export class DisjointSets {
  readonly #parents = new Map<number, number>();

  /** The smallest of the set. */
  rootOf(number: number): number {
    let root = number;
    for (let parent = this.#parents.get(root) ?? root; parent !== root; parent = this.#parents.get(root) ?? root) {
      root = parent;
    }
    for (let at = number; at !== root; ) {
      const next = this.#parents.get(at) ?? root;
      this.#parents.set(at, root);
      at = next;
    }
    return root;
  }

  join(a: number, b: number): void {
    const [one, other] = [this.rootOf(a), this.rootOf(b)];
    const root = Math.min(one, other);
    this.#parents.set(one, root);
    this.#parents.set(other, root);
  }

  /** Every set that was joined, ascending, by its smallest number. */
  all(): number[][] {
    const numbers = [...this.#parents.keys()].sort((a, b) => a - b);
    return [...Map.groupBy(numbers, (number) => this.rootOf(number)).values()];
  }
}

function rankOf(pair: ComparedPair, model: PairModel): number {
  if (pair.evidence.exact === 1) return 0;
  return model.probability({ ...pair.evidence, listing: null }, pair.veto) >= shippedThreshold ? 1 : 2;
}

function pairName(a: number, b: number): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}
