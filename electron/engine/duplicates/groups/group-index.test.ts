/** An index that is kept current says the same as one made from scratch, and groups anew only what changed. */
import { describe, expect, it } from 'vitest';
import { VerdictGraph, type VerdictValue, verdictValues } from '../../../contract/duplicates.ts';
import type { ComparedPair } from '../../identity/evidence.ts';
import type { PairModel } from '../../identity/pair-model.ts';
import { seededRandom } from '../../numbers/random.ts';
import { GroupIndex } from './group-index.ts';
import type { GivenVerdict, Judgements } from './judgements.ts';

const keyOffset = 1000;

/** Its probability is what the pair says of being the same file. */
const model = { probability: ({ exact }: ComparedPair['evidence']) => exact } as unknown as PairModel;

function pairOf(left: number, right: number, probability: number, vetoed = false): ComparedPair {
  const veto = vetoed ? ({ kind: 'size', left: 'S', right: 'M' } as const) : null;
  return { left, right, evidence: { exact: probability, hash: null, image: null, listing: null }, veto, images: null };
}

/** A library of numbered products whose pairs and verdicts change. */
class Library {
  readonly pairs = new Map<string, ComparedPair>();
  readonly verdicts: GivenVerdict[] = [];
  readonly survivorOf = new Map<number, number>();
  readonly here: Set<number>;
  #moments = 0;

  constructor(products: number) {
    this.here = new Set(Array.from({ length: products }, (_, i) => i + 1));
  }

  put(pair: ComparedPair): void {
    this.pairs.set(`${pair.left} ${pair.right}`, pair);
  }

  /** Forgets the pairs of a product that leaves; what was said of it stays. */
  leave(product: number): void {
    this.here.delete(product);
    for (const [name, { left, right }] of this.pairs) {
      if (left === product || right === product) this.pairs.delete(name);
    }
  }

  /** Says that, or takes back what was said of the pair; not where other verdicts stand against it. */
  judge(a: number, b: number, value: VerdictValue): void {
    const [leftKey, rightKey] = [Math.min(a, b) + keyOffset, Math.max(a, b) + keyOffset];
    const known = this.verdicts.findIndex((verdict) => verdict.leftKey === leftKey && verdict.rightKey === rightKey);
    if (known >= 0) this.verdicts.splice(known, 1);
    else if (new VerdictGraph(this.verdicts).contradicting({ leftKey, rightKey, value }) === null) {
      const decidedAt = String(this.#moments++).padStart(4, '0');
      this.verdicts.push({ leftKey, rightKey, value, decidedAt, by: 'person', shown: null });
    }
  }

  judgements(): Judgements {
    const keys = new Set(this.verdicts.flatMap(({ leftKey, rightKey }) => [leftKey, rightKey]));
    const keyOf = new Map(
      [...keys].flatMap((key): [number, number][] => (this.here.has(key - keyOffset) ? [[key - keyOffset, key]] : [])),
    );
    const survivorOf = new Map(
      [...this.survivorOf].filter(([member, survivor]) => this.here.has(member) && this.here.has(survivor)),
    );
    return {
      verdicts: [...this.verdicts],
      graph: new VerdictGraph(this.verdicts),
      keyOf,
      productOf: new Map([...keyOf].map(([product, key]) => [key, product])),
      survivorOf,
    };
  }

  indexed(): GroupIndex {
    const index = new GroupIndex(model, String);
    for (const pair of this.pairs.values()) index.put(pair);
    update(index, this.judgements());
    return index;
  }
}

function update(index: GroupIndex, judgements: Judgements): void {
  for (const _ of index.update(judgements));
}

const saidBy = (index: GroupIndex) => ({ open: index.open, decided: index.decided, histogram: index.histogram() });

it.each([3, 17])('comes to the same as from scratch, whatever changes in whatever order (%i)', (seed) => {
  const random = seededRandom(seed);
  const products = 40;
  const any = (): number => 1 + Math.floor(random() * products);
  const library = new Library(products);
  const index = new GroupIndex(model, String);
  let grouped = 0;
  let decided = 0;
  for (let round = 0; round < 200; round++) {
    const [a, b] = [any(), any()];
    const chance = random();
    if (chance < 0.5) {
      const near = Math.min(products, a + 1 + Math.floor(random() * 4));
      if (near === a || !library.here.has(a) || !library.here.has(near)) continue;
      const pair = pairOf(a, near, random() ** 2 * 0.99, random() < 0.3);
      library.put(pair);
      index.put(pair);
    } else if (chance < 0.55) {
      library.leave(a);
      index.remove(a);
    } else if (chance < 0.6) library.here.add(a);
    else if (chance < 0.65) {
      if (a !== b && !library.survivorOf.delete(a) && ![...library.survivorOf.values()].includes(a))
        if (!library.survivorOf.has(b)) library.survivorOf.set(a, b);
    } else if (a !== b) library.judge(a, b, verdictValues[Math.floor(random() * 3)] ?? 'same');
    if (random() < 0.3) continue;
    update(index, library.judgements());
    expect(saidBy(index)).toEqual(saidBy(library.indexed()));
    grouped += index.open.length;
    decided += index.decided.length;
  }
  expect(grouped).toBeGreaterThan(300);
  expect(decided).toBeGreaterThan(300);
});

describe('a change', () => {
  const library = (): Library => {
    const shop = new Library(8);
    for (const pair of [pairOf(1, 2, 0.9), pairOf(2, 3, 0.8), pairOf(1, 3, 0.7), pairOf(5, 6, 0.95)]) shop.put(pair);
    return shop;
  };
  const productsOf = (index: GroupIndex) => index.openAt(0.5).map(({ productIds }) => productIds);

  it('leaves groups alone that have nothing to do with it', () => {
    const shop = library();
    const index = shop.indexed();
    const [untouched] = index.openAt(0.5);
    expect(untouched?.productIds).toEqual([5, 6]);
    shop.judge(1, 2, 'different');
    update(index, shop.judgements());
    expect(productsOf(index)).toEqual([
      [5, 6],
      [2, 3],
    ]);
    expect(index.openAt(0.5)[0]).toBe(untouched);
  });

  it('of a verdict reaches products that are the same by way of one that is not here', () => {
    const shop = library();
    shop.judge(1, 4, 'same');
    shop.leave(4);
    const index = shop.indexed();
    expect(productsOf(index)).toEqual([
      [5, 6],
      [1, 2, 3],
    ]);
    shop.judge(4, 2, 'different');
    update(index, shop.judgements());
    expect(productsOf(index)).toEqual([
      [5, 6],
      [2, 3],
    ]);
    shop.judge(1, 4, 'same');
    update(index, shop.judgements());
    expect(productsOf(index)).toEqual([
      [5, 6],
      [1, 2, 3],
    ]);
  });

  it('of pairs splits and joins groups', () => {
    const shop = library();
    const index = shop.indexed();
    index.put(pairOf(1, 2, 0.01));
    index.put(pairOf(3, 5, 0.9));
    index.put(pairOf(3, 6, 0.9));
    update(index, shop.judgements());
    expect(productsOf(index)).toEqual([[3, 5, 6]]);
    index.remove(3);
    update(index, shop.judgements());
    expect(productsOf(index)).toEqual([[5, 6]]);
  });
});
