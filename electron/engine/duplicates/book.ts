/** All pairs of a library weighed, their verdicts applied, and the groups of every threshold and tab read off. */
import { createHash } from 'node:crypto';
import type {
  DuplicateKind,
  DuplicatePair,
  GroupDecision,
  KindCounts,
  PairVerdict,
} from '../../contract/duplicates.ts';
import { shippedThreshold } from './default-weights.ts';
import type { ComparedPair } from './evidence.ts';
import { type GroupLink, joinGroups } from './grouping.ts';
import type { PairModel } from './pair-model.ts';
import type { VerdictRow } from './repo.ts';
import { type SettledGroup, settledGroups } from './settled.ts';
import type { VerdictGraph } from './verdict-graph.ts';

export interface BookInput {
  /** As `weigh` gives them. */
  readonly pairs: readonly WeighedPair[];
  /** Says which signals speak for a pair. */
  readonly model: PairModel;
  readonly graph: VerdictGraph;
  /** Oldest first. */
  readonly verdicts: readonly VerdictRow[];
  /** Key of the products that have one and are there. */
  readonly keyOf: ReadonlyMap<number, number>;
  /** Names a product for ever; undefined for one that is gone. */
  readonly nameOf: (productId: number) => string | undefined;
  /** Products that are shown as part of another, with that one. */
  readonly keeperOf: ReadonlyMap<number, number>;
}

export interface Entry {
  readonly id: string;
  readonly kind: DuplicateKind;
  /** It is a group at thresholds above `until`, up to `cohesion`. */
  readonly cohesion: number;
  readonly until: number;
  /** Ascending. */
  readonly productIds: readonly number[];
  /** Of a settled group; null for one that is open. */
  readonly decision: GroupDecision | null;
  /** Of merged products, the one that shows them. */
  readonly keeperId: number | null;
}

export type WeighedPair = ComparedPair & { readonly probability: number; readonly rank: number };
type Tab = 'duplicate' | 'variant';

/** From the strongest reason to the weakest. */
const ranked: readonly DuplicateKind[] = ['exact', 'near', 'listing'];
export const sliderSteps: readonly number[] = [...Array.from({ length: 19 }, (_, i) => (i + 1) / 20), 0.99];

export class Book {
  readonly #input: BookInput;
  readonly #pairs = new Map<string, WeighedPair>();
  /** Pairs with a product that is shown as part of another: they make no groups. */
  readonly #hidden = new Map<string, WeighedPair>();
  /** Products that are the same by verdict, ascending, are one node. */
  readonly #nodes: number[][] = [];
  readonly #nodeOf = new Map<number, number>();
  #open: readonly Entry[] | undefined;
  #settled: readonly Entry[] | undefined;

  constructor(input: BookInput) {
    this.#input = input;
    const { pairs, nameOf, keeperOf } = input;
    for (const pair of pairs) {
      if (nameOf(pair.left) === undefined || nameOf(pair.right) === undefined) continue;
      const shown = !keeperOf.has(pair.left) && !keeperOf.has(pair.right);
      (shown ? this.#pairs : this.#hidden).set(pairName(pair.left, pair.right), pair);
    }
    this.#makeNodes();
  }

  /** Groups of all thresholds about which something is left to ask, the strongest first. */
  get open(): readonly Entry[] {
    this.#open ??= [...this.#read('duplicate'), ...this.#read('variant')].sort(
      (a, b) =>
        b.cohesion - a.cohesion || (a.productIds[0] as number) - (b.productIds[0] as number) || (a.id < b.id ? -1 : 1),
    );
    return this.#open;
  }

  /** Groups that are decided, the latest first; the same at every threshold. */
  get settled(): readonly Entry[] {
    this.#settled ??= this.#readSettled();
    return this.#settled;
  }

  at(threshold: number): Entry[] {
    return this.open.filter((entry) => isGroupAt(entry, threshold));
  }

  find(id: string, threshold: number): Entry | undefined {
    const same = this.open.filter((entry) => entry.id === id);
    return (
      same.find((entry) => isGroupAt(entry, threshold)) ?? same[0] ?? this.settled.find((entry) => entry.id === id)
    );
  }

  /** Pairs without a verdict by probability, in 20 bins of equal width. */
  histogram(): { from: number; to: number; count: number }[] {
    const bins = Array.from({ length: 20 }, (_, i) => ({ from: i / 20, to: (i + 1) / 20, count: 0 }));
    for (const { left, right, probability } of this.#pairs.values()) {
      if (this.verdictOn(left, right) !== null) continue;
      const bin = bins[Math.min(19, Math.floor(probability * 20))];
      if (bin !== undefined) bin.count++;
    }
    return bins;
  }

  pair(a: number, b: number): WeighedPair | undefined {
    const name = pairName(a, b);
    return this.#pairs.get(name) ?? this.#hidden.get(name);
  }

  shown(pair: ComparedPair & { readonly probability: number }): DuplicatePair {
    const { left, right, evidence, veto, images, probability } = pair;
    const signals = this.#input.model.signals(evidence, veto);
    return { left, right, probability, signals, veto, verdict: this.verdictOn(left, right), images };
  }

  verdictOn(a: number, b: number): PairVerdict | null {
    const one = this.#input.keyOf.get(a);
    const other = this.#input.keyOf.get(b);
    return one === undefined || other === undefined ? null : this.#input.graph.verdictOn(one, other);
  }

  #makeNodes(): void {
    const { keyOf, graph, keeperOf } = this.#input;
    const classes = new Map<number, number[]>();
    const alone: number[] = [];
    const products = new Set<number>();
    for (const { left, right } of this.#pairs.values()) products.add(left).add(right);
    for (const id of keyOf.keys()) if (!keeperOf.has(id)) products.add(id);
    for (const id of [...products].sort((a, b) => a - b)) {
      const key = keyOf.get(id);
      if (key === undefined) alone.push(id);
      else classes.set(graph.classOf(key), [...(classes.get(graph.classOf(key)) ?? []), id]);
    }
    this.#nodes.push(
      ...[...classes.values(), ...alone.map((id) => [id])].sort((a, b) => (a[0] as number) - (b[0] as number)),
    );
    for (const [node, members] of this.#nodes.entries()) for (const id of members) this.#nodeOf.set(id, node);
  }

  #read(tab: Tab): Entry[] {
    const joins = joinGroups(
      this.#nodes.map((members) => ({ members })),
      this.#links(tab),
    );
    return joins.flatMap(({ nodes, cohesion, rank, until }): Entry[] => {
      const pairs = this.#pairsOf(nodes);
      const telling = tab === 'duplicate' || pairs.some(({ a, b }) => this.#toldApart(a, b));
      if (!telling || pairs.every(({ a, b }) => this.#relation(a, b) !== null)) return [];
      const kind = tab === 'variant' ? 'variant' : (ranked[rank] ?? 'listing');
      const productIds = nodes.flatMap((node) => this.#nodes[node] ?? []);
      return [{ ...this.#named(kind, productIds), cohesion, until, decision: null, keeperId: null }];
    });
  }

  #readSettled(): Entry[] {
    const { keyOf, ...input } = this.#input;
    const productOf = new Map([...keyOf].map(([product, key]) => [key, product]));
    const entries = new Map<string, Entry & { readonly decision: GroupDecision }>();
    const latestFirst = settledGroups({ ...input, productOf }).sort((a, b) =>
      a.decision.decidedAt < b.decision.decidedAt ? 1 : a.decision.decidedAt > b.decision.decidedAt ? -1 : 0,
    );
    for (const { productIds, decision, keeperId } of latestFirst) {
      const pairs = productIds.flatMap((a, i) => productIds.slice(i + 1).flatMap((b) => this.pair(a, b) ?? []));
      const named = this.#named(kindOfSettled(decision, pairs), productIds);
      const cohesion = pairs.length === 0 ? 0 : Math.min(...pairs.map(({ probability }) => probability));
      // The same products told apart twice, before and after a merge, are one group.
      if (!entries.has(named.id)) entries.set(named.id, { ...named, cohesion, until: -1, decision, keeperId });
    }
    return [...entries.values()].sort((a, b) =>
      a.decision.decidedAt === b.decision.decidedAt
        ? a.id < b.id
          ? -1
          : 1
        : a.decision.decidedAt < b.decision.decidedAt
          ? 1
          : -1,
    );
  }

  #named(kind: DuplicateKind, products: readonly number[]): Pick<Entry, 'id' | 'kind' | 'productIds'> {
    const productIds = [...products].sort((a, b) => a - b);
    const names = productIds.map((id) => this.#input.nameOf(id) ?? '').sort();
    const id = createHash('sha1')
      .update(JSON.stringify([kind, names]))
      .digest('hex')
      .slice(0, 20);
    return { id, kind, productIds };
  }

  #links(tab: Tab): GroupLink[] {
    const links = new Map<string, GroupLink>();
    for (const pair of this.#pairs.values()) {
      const a = this.#nodeOf.get(pair.left) as number;
      const b = this.#nodeOf.get(pair.right) as number;
      if (a === b) continue;
      const link = this.#link(tab, a, b, pair);
      const name = pairName(a, b);
      const known = links.get(name);
      if (known === undefined || better(link, known)) links.set(name, link);
    }
    if (tab === 'variant') for (const link of this.#judgedVariants()) links.set(pairName(link.a, link.b), link);
    return [...links.values()];
  }

  #link(tab: Tab, a: number, b: number, { veto, probability, rank }: WeighedPair): GroupLink {
    const relation = this.#relation(a, b);
    const apart = tab === 'duplicate' ? relation !== null || veto !== null : relation === 'different';
    return { a: Math.min(a, b), b: Math.max(a, b), probability, apart, rank };
  }

  /** A verdict of variant holds whatever the pictures say. */
  #judgedVariants(): GroupLink[] {
    const { graph, keyOf } = this.#input;
    const nodeOfClass = new Map<number, number>();
    for (const [node, [first = -1]] of this.#nodes.entries()) {
      const key = keyOf.get(first);
      if (key !== undefined) nodeOfClass.set(graph.classOf(key), node);
    }
    return graph.relations().flatMap(({ a, b, value }): GroupLink[] => {
      const [one, other] = [nodeOfClass.get(a), nodeOfClass.get(b)];
      if (value !== 'variant' || one === undefined || other === undefined) return [];
      return [{ a: Math.min(one, other), b: Math.max(one, other), probability: 1, apart: false, rank: 0 }];
    });
  }

  #toldApart(a: number, b: number): boolean {
    if (this.#relation(a, b) === 'variant') return true;
    return (this.#nodes[a] ?? []).some((left) =>
      (this.#nodes[b] ?? []).some((right) => this.pair(left, right)?.veto != null),
    );
  }

  #relation(a: number, b: number) {
    const one = this.#keyOfNode(a);
    const other = this.#keyOfNode(b);
    if (one === undefined || other === undefined) return null;
    const { graph } = this.#input;
    return graph.relation(graph.classOf(one), graph.classOf(other));
  }

  #keyOfNode(node: number): number | undefined {
    return this.#input.keyOf.get(this.#nodes[node]?.[0] ?? -1);
  }

  #pairsOf(nodes: readonly number[]): { a: number; b: number }[] {
    return nodes.flatMap((a, i) => nodes.slice(i + 1).map((b) => ({ a, b })));
  }
}

export function isGroupAt({ cohesion, until }: Entry, threshold: number): boolean {
  return cohesion >= threshold && until < threshold;
}

export function countKinds(entries: readonly Entry[]): KindCounts {
  const counts = { exact: 0, near: 0, listing: 0, variant: 0 };
  for (const { kind } of entries) counts[kind]++;
  return counts;
}

/** The tab where the group was, or would have been, asked about. */
function kindOfSettled({ value }: SettledGroup['decision'], pairs: readonly WeighedPair[]): DuplicateKind {
  if (value === 'variant' || (value === 'different' && pairs.length > 0 && pairs.every(({ veto }) => veto !== null)))
    return 'variant';
  const ranks = pairs.map(({ rank }) => rank);
  if (ranks.length === 0) return 'listing';
  return ranked[ranks.every((rank) => rank === 0) ? 0 : Math.max(1, Math.min(...ranks))] ?? 'listing';
}

/** Takes longer than everything else about a book, and stays true until products are compared or weighed anew. */
export function weigh(pairs: readonly ComparedPair[], model: PairModel): WeighedPair[] {
  return pairs.map((pair) => ({
    ...pair,
    probability: model.probability(pair.evidence, pair.veto),
    rank: rankOf(pair, model),
  }));
}

/** exact, near or listing: what would be enough for the pair by itself. */
function rankOf(pair: ComparedPair, model: PairModel): number {
  if (pair.evidence.exact === 1) return 0;
  return model.probability({ ...pair.evidence, listing: null }, pair.veto) >= shippedThreshold ? 1 : 2;
}

/** Of several links between the same two nodes the most promising one counts. */
function better(a: GroupLink, b: GroupLink): boolean {
  if (a.apart !== b.apart) return b.apart;
  return a.probability > b.probability || (a.probability === b.probability && a.rank < b.rank);
}

function pairName(a: number, b: number): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}
