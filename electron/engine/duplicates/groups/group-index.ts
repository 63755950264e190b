/**
 * The groups of a library, read off its compared pairs and what people said of them, and kept current cluster by
 * cluster: products hang together in a cluster by likely pairs and by verdicts, and only clusters in which something
 * changed are grouped anew.
 */
import type { DuplicatePair, KindCounts } from '../../../contract/duplicates.ts';
import { VerdictGraph } from '../../../contract/duplicates.ts';
import type { ComparedPair } from '../../identity/evidence.ts';
import type { PairModel } from '../../identity/pair-model.ts';
import type { Sources } from '../../identity/partners.ts';
import { floor } from './agglomeration.ts';
import { decidedGroups } from './decided-groups.ts';
import { type Judgements, judgedOtherwise, productsOf, verdictOn } from './judgements.ts';
import { type Group, type NameOf, openGroups } from './open-groups.ts';
import { type WeighedPair, WeighedPairs } from './weighed-pairs.ts';

interface Cluster {
  /** Ascending. */
  readonly products: readonly number[];
  readonly groups: readonly Group[];
}

const none: ReadonlyMap<number, number> = new Map();
const nothingSaid: Judgements = {
  verdicts: [],
  graph: new VerdictGraph(),
  keyOf: none,
  productOf: none,
  survivorOf: none,
};

export class GroupIndex {
  readonly model: PairModel;
  readonly pairs = new WeighedPairs();
  readonly #nameOf: NameOf;
  readonly #clusterOf = new Map<number, Cluster>();
  /** Products whose pairs are others than when they were grouped. */
  readonly #changed = new Set<number>();
  #judgements = nothingSaid;
  #open: readonly Group[] = [];
  #decided: readonly Group[] | undefined;

  /** `model` weighs the pairs. */
  constructor(model: PairModel, nameOf: NameOf) {
    this.model = model;
    this.#nameOf = nameOf;
  }

  /** In the place of what was known of the pair. Shows in the groups after `update`. */
  put(pair: ComparedPair): void {
    const { left, right } = this.pairs.put(pair, this.model);
    this.#changed.add(left).add(right);
  }

  /** To be called once all pairs are there: each is weighed in the light of the others. */
  weighTogether(sources: Sources, judgements: Judgements): void {
    this.pairs.weighTogether(sources, (left, right) => verdictOn(judgements, left, right)?.value ?? null);
  }

  /** Forgets the pairs of a product. Shows in the groups after `update`. */
  remove(productId: number): void {
    for (const pair of this.pairs.of(productId)) {
      this.pairs.remove(pair);
      this.#changed.add(pair.left).add(pair.right);
    }
  }

  /** Groups anew what changed, all of it once this has run to the end: it stops after each cluster. */
  *update(judgements: Judgements): Generator<void> {
    if (judgements === this.#judgements && this.#changed.size === 0) return;
    const changed = [...this.#changed, ...judgedOtherwise(this.#judgements, judgements)];
    this.#changed.clear();
    this.#judgements = judgements;
    this.#decided = undefined;
    if (changed.length === 0) return;
    const outdated = new Set<Cluster>();
    const groups: Group[] = [];
    for (const products of this.#clustersAround(changed)) {
      const cluster = { products, groups: openGroups(products, this.#pairsAmong(products), judgements, this.#nameOf) };
      for (const id of products) {
        const before = this.#clusterOf.get(id);
        if (before !== undefined) outdated.add(before);
        this.#clusterOf.set(id, cluster);
      }
      groups.push(...cluster.groups);
      yield;
    }
    const gone = new Set([...outdated].flatMap((cluster) => cluster.groups));
    this.#open = [...this.#open.filter((group) => !gone.has(group)), ...groups].sort(strongestFirst);
  }

  /** Groups of all thresholds about which something is left to ask, the strongest first. */
  get open(): readonly Group[] {
    return this.#open;
  }

  /** Groups that are decided, the latest first; the same at every threshold. */
  get decided(): readonly Group[] {
    this.#decided ??= decidedGroups(this.#judgements, this.pairs, this.#nameOf);
    return this.#decided;
  }

  openAt(threshold: number): Group[] {
    return this.#open.filter((group) => isGroupAt(group, threshold));
  }

  find(id: string, threshold: number): Group | undefined {
    const open = this.#open.filter((group) => group.id === id);
    return (
      open.find((group) => isGroupAt(group, threshold)) ?? open[0] ?? this.decided.find((group) => group.id === id)
    );
  }

  /** Pairs without a verdict by probability, in 20 bins of equal width. */
  histogram(): { from: number; to: number; count: number }[] {
    const bins = Array.from({ length: 20 }, (_, i) => ({ from: i / 20, to: (i + 1) / 20, count: 0 }));
    const { survivorOf } = this.#judgements;
    for (const { left, right, probability } of this.pairs) {
      if (survivorOf.has(left) || survivorOf.has(right)) continue;
      if (verdictOn(this.#judgements, left, right) !== null) continue;
      const bin = bins[Math.min(19, Math.floor(probability * 20))];
      if (bin !== undefined) bin.count++;
    }
    return bins;
  }

  /** A pair as it is shown, with what each signal says and what people said. */
  shown({ left, right, evidence, veto, images, probability }: ComparedPair & { probability: number }): DuplicatePair {
    const signals = this.model.signals(evidence, veto);
    return { left, right, probability, signals, veto, verdict: verdictOn(this.#judgements, left, right), images };
  }

  /** What hangs together now of the products that hung together with these. */
  *#clustersAround(changed: readonly number[]): Generator<number[]> {
    const region = new Set(changed.flatMap((id) => this.#clusterOf.get(id)?.products ?? [id]));
    const met = new Set<number>();
    for (const start of region) {
      if (met.has(start)) continue;
      met.add(start);
      const products = [start];
      for (const id of products) {
        for (const bound of this.#boundTo(id)) {
          if (met.has(bound)) continue;
          met.add(bound);
          products.push(bound);
        }
      }
      yield products.sort((a, b) => a - b);
    }
  }

  /** Products that are in one cluster with this one by a likely pair or a verdict. */
  *#boundTo(productId: number): Generator<number> {
    for (const { left, right, probability } of this.pairs.of(productId)) {
      if (probability >= floor) yield left === productId ? right : left;
    }
    const { graph, keyOf, productOf } = this.#judgements;
    const key = keyOf.get(productId);
    if (key === undefined) return;
    const root = graph.classOf(key);
    for (const other of [root, ...graph.relatedTo(root)]) {
      if (graph.relation(root, other) !== 'different') yield* productsOf(other, graph, productOf);
    }
  }

  #pairsAmong(products: readonly number[]): WeighedPair[] {
    const among = new Set(products);
    return products.flatMap((id) => this.pairs.of(id).filter(({ left, right }) => left === id && among.has(right)));
  }
}

function strongestFirst(a: Group, b: Group): number {
  return b.cohesion - a.cohesion || (a.productIds[0] as number) - (b.productIds[0] as number) || (a.id < b.id ? -1 : 1);
}

function isGroupAt({ cohesion, until }: Group, threshold: number): boolean {
  return cohesion >= threshold && until < threshold;
}

export function countKinds(groups: readonly Group[]): KindCounts {
  const counts = { exact: 0, near: 0, listing: 0, variant: 0 };
  for (const { kind } of groups) counts[kind]++;
  return counts;
}
