/** A book that takes over groups from an earlier one says the same as one that groups everything. */
import { expect, it } from 'vitest';
import { verdictValues } from '../../contract/duplicates.ts';
import { seededRandom } from '../numbers/random.ts';
import { Book } from './book.ts';
import type { VerdictRow } from './duplicate-repo.ts';
import type { ComparedPair } from './evidence.ts';
import { GroupCache } from './judged-clusters.ts';
import type { PairModel } from './pair-model.ts';
import { VerdictGraph } from './verdict-graph.ts';
import { WeighedPairs } from './weighed-pairs.ts';

const products = 60;
const keyOffset = 1000;

/** Its probability is what the pair says of the photos' likeness. */
const model = { probability: ({ exact }: ComparedPair['evidence']) => exact } as unknown as PairModel;

function randomPairs(random: () => number): ComparedPair[] {
  const pairs: ComparedPair[] = [];
  for (let left = 1; left <= products; left++) {
    for (let right = left + 1; right <= Math.min(products, left + 6); right++) {
      if (random() < 0.45) continue;
      const veto = random() < 0.3 ? ({ kind: 'size', left: 'S', right: 'M' } as const) : null;
      pairs.push({
        left,
        right,
        evidence: { exact: random() ** 3 * 0.99, photo: null, listing: null },
        veto,
        images: null,
      });
    }
  }
  return pairs;
}

it('groups only what a verdict touches, and comes to the same', () => {
  const random = seededRandom(11);
  const pairs = WeighedPairs.of(randomPairs(random), model);
  const cache = new GroupCache();
  const keyOf = new Map<number, number>();
  const keeperOf = new Map<number, number>();
  const verdicts: VerdictRow[] = [];
  let grouped = 0;
  for (let round = 0; round < 60; round++) {
    const [a, b] = [1 + Math.floor(random() * products), 1 + Math.floor(random() * products)];
    const value = verdictValues[Math.floor(random() * 3)] ?? 'same';
    const verdict = { leftKey: Math.min(a, b) + keyOffset, rightKey: Math.max(a, b) + keyOffset, value };
    const known = verdicts.findIndex(
      ({ leftKey, rightKey }) => leftKey === verdict.leftKey && rightKey === verdict.rightKey,
    );
    if (known >= 0) verdicts.splice(known, 1);
    else if (a !== b && new VerdictGraph(verdicts).contradicting(verdict) === null) {
      verdicts.push({ ...verdict, decidedAt: String(round).padStart(3, '0'), by: 'person' });
      for (const id of [a, b]) keyOf.set(id, id + keyOffset);
      if (value === 'same' && random() < 0.3 && !keeperOf.has(a) && ![...keeperOf.values()].includes(b))
        keeperOf.set(b, a);
    }
    const input = { pairs, model, verdicts, graph: new VerdictGraph(verdicts), keyOf, keeperOf, nameOf: String };
    const fresh = new Book(input).open;
    const carried = new Book({ ...input, cache }).open;
    expect(carried).toEqual(fresh);
    grouped += fresh.length;
  }
  expect(grouped).toBeGreaterThan(100);
});
