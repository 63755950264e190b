import { type DuplicateGroup, type DuplicatePair, pairKey, type VerdictValue } from '@contract';
import { describe, expect, it } from 'vitest';
import { findPair, nextOpenPair, summarise, withInferred } from './open-pairs.ts';

const signal = { value: 0, contribution: 0 };
const signals = { exact: signal, nearIdentical: signal, sameProduct: signal, sameListing: signal };

/** A group with these members; pairs as [left, right, probability]. */
function groupOf(ids: number[], pairs: [number, number, number][]): DuplicateGroup {
  return {
    id: 'g',
    kind: 'near',
    probability: 0.9,
    members: ids.map((id) => ({
      id,
      sku: `S${id}`,
      title: '',
      price: null,
      image: null,
      imageCount: 0,
      tags: [],
      hasProblem: false,
      sourceId: 1,
      folder: null,
    })),
    pairs: pairs.map(
      ([left, right, probability]): DuplicatePair => ({
        left,
        right,
        probability,
        signals,
        veto: null,
        verdict: null,
        images: null,
      }),
    ),
    keeper: { productId: ids[0] ?? 0, reason: 'oldest' },
    settled: false,
    decision: null,
  };
}

const triangle = groupOf(
  [1, 2, 3],
  [
    [1, 2, 0.9],
    [1, 3, 0.8],
    [2, 3, 0.7],
  ],
);
const say = (group: DuplicateGroup, ...said: [number, number, VerdictValue][]): DuplicateGroup =>
  said.reduce((now, [a, b, value]) => withInferred(now, new Map([[pairKey(a, b), value]])), group);
const verdict = (group: DuplicateGroup, a: number, b: number) => findPair(group, [a, b])?.verdict ?? null;

describe('withInferred', () => {
  it('takes same and same for same', () => {
    const said = say(triangle, [1, 2, 'same'], [3, 2, 'same']);
    expect(verdict(said, 1, 3)).toEqual({ value: 'same', by: 'inferred' });
    expect(said.settled).toBe(true);
  });

  it.each(['different', 'variant'] as const)('takes same and %s for the latter', (value) => {
    const said = say(triangle, [1, 2, 'same'], [1, 3, value]);
    expect(verdict(said, 2, 3)).toEqual({ value, by: 'inferred' });
  });

  it('follows nothing from different and different', () => {
    const said = say(triangle, [1, 2, 'different'], [1, 3, 'different']);
    expect(verdict(said, 2, 3)).toBeNull();
    expect(said.settled).toBe(false);
  });

  it('follows chains through members that were not compared', () => {
    const chain = groupOf(
      [1, 2, 3, 4],
      [
        [1, 2, 0.9],
        [2, 3, 0.9],
        [3, 4, 0.9],
        [1, 4, 0.6],
      ],
    );
    const said = say(chain, [1, 2, 'same'], [2, 3, 'same'], [3, 4, 'same']);
    expect(verdict(said, 1, 4)).toEqual({ value: 'same', by: 'inferred' });
  });

  it('lets go of what followed from a verdict that was replaced', () => {
    const said = say(triangle, [1, 2, 'same'], [1, 3, 'same'], [1, 2, 'different']);
    expect(verdict(said, 1, 2)).toEqual({ value: 'different', by: 'person' });
    expect(verdict(said, 2, 3)).toEqual({ value: 'different', by: 'inferred' });
  });
});

describe('nextOpenPair', () => {
  it('puts the keeper on the left and asks for the likeliest first', () => {
    expect(nextOpenPair(triangle, 1)).toEqual([1, 2]);
    expect(nextOpenPair(triangle, 3)).toEqual([3, 1]);
  });

  it('goes on with pairs that do not hold the keeper', () => {
    expect(nextOpenPair(say(triangle, [1, 2, 'different'], [1, 3, 'different']), 1)).toEqual([2, 3]);
  });

  it('shows the keeper against another one when nothing is open', () => {
    expect(nextOpenPair(say(triangle, [1, 2, 'same'], [1, 3, 'same']), 2)).toEqual([2, 1]);
  });
});

describe('summarise', () => {
  it('says what became of the group once all is decided', () => {
    expect(summarise(say(triangle, [1, 2, 'same']))).toBeNull();
    expect(summarise(say(triangle, [1, 2, 'same'], [1, 3, 'same']))).toBe('same');
    expect(summarise(say(triangle, [1, 2, 'same'], [1, 3, 'variant']))).toBe('mixed');
  });
});
