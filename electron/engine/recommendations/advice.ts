/** Answers from what was learned: the lists of several methods as one, each entry with its reason. */
import type { RecommendationReason } from '../../contract/recommendations.ts';
import { blend } from './blend.ts';
import { popularity, rowOf } from './histories.ts';
import { type ItemWeights, scoreHistory, topItems, type Weighted, weightsFrom } from './item-weights.ts';
import type { Learned } from './learned.ts';
import { SessionKnn, sessionKnn } from './session-knn.ts';
import { customerRecency, nextRecency } from './settings.ts';
import { BasketIndex, shrunkLift } from './together.ts';

export interface Found {
  readonly productId: number;
  readonly score: number;
  readonly reason: RecommendationReason;
}

/** Whose buyers are asked, how much they count, and whom they stand for. */
export interface Voice {
  readonly productId: number;
  readonly trust: number;
  readonly insteadOf: number | null;
}

/** Counts below this are not told. */
const fewestTold = 5;
const listed = 300;

export class Advice {
  readonly learned: Learned;
  /** Products that were bought together with another. */
  readonly bought: ReadonlySet<number>;
  readonly #items: ReadonlyMap<number, number>;
  readonly #baskets: BasketIndex;
  #sessions: { readonly index: BasketIndex; readonly knn: SessionKnn } | undefined;

  constructor(learned: Learned) {
    this.learned = learned;
    this.#items = new Map(Array.from(learned.products, (productId, item) => [productId, item]));
    this.#baskets = new BasketIndex(learned.baskets);
    const counts = popularity(learned.baskets);
    this.bought = new Set(learned.products.filter((_, item) => (counts[item] as number) > 0));
  }

  goesWith(voices: readonly Voice[]): Found[] {
    const asked = voices
      .map((voice) => ({ ...voice, item: this.#items.get(voice.productId) ?? -1 }))
      .filter(({ item }) => item >= 0);
    // What stands for a product is no complement of it either.
    const own = new Set(asked.map(({ item }) => item));
    const top = (scores: Float64Array): Weighted[] => topItems(scores, listed, (item) => own.has(item));
    const spoken = (weights: ItemWeights): Weighted[] => top(this.#sum(weights, asked));
    const pairs = new Map(
      asked.map(({ item }) => [item, new Map(this.#baskets.pairs(item).map((pair) => [pair.item, pair]))]),
    );
    const lift = new Float64Array(this.learned.products.length);
    for (const { item, trust } of asked)
      for (const pair of pairs.get(item)?.values() ?? [])
        lift[pair.item] = (lift[pair.item] as number) + trust * Math.max(0, shrunkLift(pair));
    const weights = new Map(this.learned.quality.goesWith.map(({ method, weight }) => [method, weight]));
    // What everybody buys goes with nothing in particular: it has its own list.
    const lists = { together: spoken(this.learned.together), ease: spoken(this.learned.ease), lift: top(lift) };
    const names = Object.keys(lists) as (keyof typeof lists)[];
    const even = names.every((name) => (weights.get(name) ?? 0) === 0);
    const found = blend(
      names.map((name) => lists[name]),
      names.map((name) => (even ? 1 : (weights.get(name) ?? 0))),
      listed,
    );
    return found.map(({ item, weight }) => {
      const strongest = asked
        .map((voice) => ({ voice, pair: pairs.get(voice.item)?.get(item) }))
        .filter(({ pair }) => pair !== undefined)
        .sort((a, b) => b.voice.trust * (b.pair?.together ?? 0) - a.voice.trust * (a.pair?.together ?? 0))[0];
      const productId = this.learned.products[item] as number;
      if (strongest?.pair === undefined)
        return { productId, score: weight, reason: { kind: 'taste', productId: asked[0]?.productId as number } };
      const { voice, pair } = strongest;
      const told = pair.together >= fewestTold;
      return {
        productId,
        score: weight,
        reason: {
          kind: 'together',
          productId: voice.productId,
          together: told ? pair.together : null,
          lift: told ? pair.lift : null,
          insteadOf: voice.insteadOf,
        },
      };
    });
  }

  /** After these products, the latest last. */
  next(productIds: readonly number[]): Found[] {
    const history = productIds.flatMap((id) => this.#items.get(id) ?? []);
    const last = history.at(-1);
    if (last === undefined) return [];
    const { sessions, sessionEnds, next, quality } = this.learned;
    this.#sessions ??= { index: new BasketIndex(sessions), knn: new SessionKnn(sessions, sessionEnds, sessionKnn) };
    const { index, knn } = this.#sessions;
    const isSeen = (item: number): boolean => history.includes(item);
    const lists = [
      topItems(knn.score(history, sessionEnds.at(-1) ?? 0), listed, isSeen),
      topItems(scoreHistory(next, history, nextRecency), listed, isSeen),
    ];
    const weights = ['sessions', 'order'].map(
      (name) => quality.next.find(({ method }) => method === name)?.weight ?? 0,
    );
    const found = blend(lists, weights.every((weight) => weight === 0) ? [1, 1] : weights, listed);
    const pairs = history.map(
      (item) => new Map(index.pairs(item, fewestTold).map((pair) => [pair.item, pair.together])),
    );
    return found.map(({ item, weight }) => {
      const counts = pairs.map((own) => own.get(item) ?? 0);
      const most = counts.reduce((best, count, i) => (count > (counts[best] as number) ? i : best), counts.length - 1);
      return {
        productId: this.learned.products[item] as number,
        score: weight,
        reason: {
          kind: 'next',
          productId: this.learned.products[history[most] as number] as number,
          sessions: (counts[most] as number) >= fewestTold ? (counts[most] as number) : null,
        },
      };
    });
  }

  /** From what a customer had, by the keyed hash, and has now. */
  forCustomer(key: number | undefined, productIds: readonly number[]): Found[] {
    const row = key === undefined ? -1 : this.learned.customerKeys.indexOf(key);
    const had = row < 0 ? [] : Array.from(rowOf(this.learned.customers, row));
    const history = [...had, ...productIds.flatMap((id) => this.#items.get(id) ?? [])];
    if (history.length === 0) return [];
    const isSeen = (item: number): boolean => history.includes(item);
    const { ordered, ease } = this.learned;
    const found = blend(
      [
        topItems(scoreHistory(ordered, history, customerRecency), listed, isSeen),
        topItems(scoreHistory(ease, history), listed, isSeen),
      ],
      [1, 0.5],
      listed,
    );
    return found.map(({ item, weight }) => ({
      productId: this.learned.products[item] as number,
      score: weight,
      reason: { kind: 'had', productId: this.learned.products[this.#strongest(history, item)] as number },
    }));
  }

  popular(): Found[] {
    const { popular, bought, products } = this.learned;
    return topItems(popular, listed, () => false).map(({ item, weight }) => {
      const count = bought[item] as number;
      const reason = { kind: 'popular' as const, bought: count >= fewestTold ? count : null };
      return { productId: products[item] as number, score: weight, reason };
    });
  }

  #sum(weights: ItemWeights, asked: readonly { readonly item: number; readonly trust: number }[]): Float64Array {
    const scores = new Float64Array(weights.itemCount);
    for (const { item, trust } of asked)
      for (const { item: other, weight } of weightsFrom(weights, item))
        scores[other] = (scores[other] as number) + trust * weight;
    return scores;
  }

  /** The item of a history that speaks most for another. */
  #strongest(history: readonly number[], item: number): number {
    let [best, most] = [history.at(-1) as number, 0];
    let factor = 1;
    for (const own of history.toReversed()) {
      const { ordered, ease } = this.learned;
      const weight = [ordered, ease]
        .map((matrix) => weightsFrom(matrix, own).find((entry) => entry.item === item)?.weight ?? 0)
        .reduce((sum, value) => sum + value, 0);
      if (weight * factor > most) [best, most] = [own, weight * factor];
      factor *= customerRecency;
    }
    return best;
  }
}
