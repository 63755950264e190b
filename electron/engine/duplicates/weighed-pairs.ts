/** All compared pairs with their probabilities, and the clusters of products that could ever be in one group: what verdicts do not change. */
import { shippedThreshold } from './default-weights.ts';
import type { ComparedPair, Evidence } from './evidence.ts';
import { EvidenceStore } from './evidence-store.ts';
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
  readonly #all: WeighedPair[] = [];
  readonly #products = new Set<number>();
  readonly #clusters: { readonly products: readonly number[]; readonly pairs: WeighedPair[] }[] = [];
  readonly #byName = new Map<string, WeighedPair>();
  /** Position in `clusters`. */
  readonly #clusterOf = new Map<number, number>();
  /** Pairs from one cluster to another, by either product. */
  readonly #loose = new Map<number, WeighedPair[]>();

  private constructor() {}

  static of(pairs: Iterable<ComparedPair>, model: PairModel): WeighedPairs {
    const weighed = new WeighedPairs();
    for (const _ of weighed.#fill(pairs, model));
    return weighed;
  }

  /** The same with a pause after each pair: 100,000 take more than a second. */
  static async inTurns(
    pause: () => Promise<void>,
    pairs: Iterable<ComparedPair>,
    model: PairModel,
  ): Promise<WeighedPairs> {
    const weighed = new WeighedPairs();
    for (const _ of weighed.#fill(pairs, model)) await pause();
    return weighed;
  }

  get all(): readonly WeighedPair[] {
    return this.#all;
  }

  /** That occur in a pair. */
  get products(): ReadonlySet<number> {
    return this.#products;
  }

  get clusters(): readonly Cluster[] {
    return this.#clusters;
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

  *#fill(pairs: Iterable<ComparedPair>, model: PairModel): Generator<void> {
    const sets = new DisjointSets();
    const evidence = new EvidenceStore();
    for (const compared of pairs) {
      const probability = model.probability(compared.evidence, compared.veto);
      const pair = new KeptPair(compared, probability, rankOf(compared, model), evidence);
      const { left, right } = pair;
      this.#all.push(pair);
      this.#byName.set(pairName(left, right), pair);
      this.#products.add(left).add(right);
      if (probability >= floor) sets.join(left, right);
      yield;
    }
    for (const products of sets.all()) {
      for (const id of products) this.#clusterOf.set(id, this.#clusters.length);
      this.#clusters.push({ products, pairs: [] });
    }
    yield;
    for (const pair of this.#all) {
      const at = this.#clusterOf.get(pair.left);
      if (at !== undefined && at === this.#clusterOf.get(pair.right)) this.#clusters[at]?.pairs.push(pair);
      else for (const id of [pair.left, pair.right]) this.#looseOf(id).push(pair);
      yield;
    }
  }

  #looseOf(productId: number): WeighedPair[] {
    const known = this.#loose.get(productId) ?? [];
    this.#loose.set(productId, known);
    return known;
  }
}

class KeptPair implements WeighedPair {
  readonly left: number;
  readonly right: number;
  readonly veto: WeighedPair['veto'];
  readonly images: WeighedPair['images'];
  readonly probability: number;
  readonly rank: number;
  readonly #store: EvidenceStore;
  readonly #place: number;

  constructor(
    { left, right, evidence, veto, images }: ComparedPair,
    probability: number,
    rank: number,
    store: EvidenceStore,
  ) {
    this.left = left;
    this.right = right;
    this.veto = veto;
    this.images = images;
    this.probability = probability;
    this.rank = rank;
    this.#store = store;
    this.#place = store.add(evidence);
  }

  get evidence(): Evidence {
    return this.#store.at(this.#place);
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
