/** All pairs of a library weighed, their verdicts applied, and the groups of every threshold and tab read off. */
import type {
  DuplicateKind,
  DuplicatePair,
  GroupDecision,
  KindCounts,
  PairVerdict,
} from '../../contract/duplicates.ts';
import { type Entry, type Judged, kindOfRank, nameGroup, openGroups } from './cluster-groups.ts';
import type { VerdictRow } from './duplicate-repo.ts';
import type { ComparedPair } from './evidence.ts';
import { GroupCache, judgedClusters } from './judged-clusters.ts';
import type { PairModel } from './pair-model.ts';
import { type SettledGroup, settledGroups } from './settled.ts';
import type { WeighedPair, WeighedPairs } from './weighed-pairs.ts';

export interface BookInput extends Judged {
  readonly pairs: WeighedPairs;
  /** Says which signals speak for a pair. */
  readonly model: PairModel;
  /** Oldest first. */
  readonly verdicts: readonly VerdictRow[];
  /** Groups of earlier books over the same pairs and names. */
  readonly cache?: GroupCache;
}

export const sliderSteps: readonly number[] = [...Array.from({ length: 19 }, (_, i) => (i + 1) / 20), 0.99];

export class Book {
  readonly #input: BookInput;
  #open: readonly Entry[] | undefined;
  #settled: readonly Entry[] | undefined;

  constructor(input: BookInput) {
    this.#input = input;
  }

  /** Groups of all thresholds about which something is left to ask, the strongest first. */
  get open(): readonly Entry[] {
    this.#open ??= this.#readOpen().sort(
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

  /** Reads the open groups into the cache, with a pause after each cluster: tens of thousands take about a second. */
  async readInTurns(pause: () => Promise<void>): Promise<void> {
    const { pairs, cache } = this.#input;
    for (const cluster of judgedClusters(pairs, this.#input)) {
      cache?.take(cluster, () => openGroups(cluster, this.#input));
      await pause();
    }
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
    const { pairs, keeperOf } = this.#input;
    for (const { left, right, probability } of pairs.all) {
      if (keeperOf.has(left) || keeperOf.has(right)) continue;
      if (this.verdictOn(left, right) !== null) continue;
      const bin = bins[Math.min(19, Math.floor(probability * 20))];
      if (bin !== undefined) bin.count++;
    }
    return bins;
  }

  pair(a: number, b: number): WeighedPair | undefined {
    return this.#input.pairs.get(a, b);
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

  #readOpen(): Entry[] {
    const { pairs, cache = new GroupCache() } = this.#input;
    return judgedClusters(pairs, this.#input).flatMap((cluster) =>
      cache.take(cluster, () => openGroups(cluster, this.#input)),
    );
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
      const named = nameGroup(kindOfSettled(decision, pairs), productIds, this.#input);
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
  return kindOfRank[ranks.every((rank) => rank === 0) ? 0 : Math.max(1, Math.min(...ranks))] ?? 'listing';
}
