import { expect, it } from 'vitest';
import { inLightOfOthers, type RatedPair, type Sources } from './partners.ts';

/** Products below 1000 are of one shop, the others of another. */
const shops: Sources = { of: (id) => (id < 1000 ? 1 : 2), size: () => 100 };
const pair = (left: number, right: number, rated: number, apart = false): RatedPair => ({ left, right, rated, apart });
const weigh = (pairs: readonly RatedPair[], sources = shops) => [...inLightOfOthers(pairs, sources)];

it('gives a listing one partner in another source: the likelier one', () => {
  const [likely = 0, rival = 0, alone = 0] = weigh([pair(1, 1001, 0.97), pair(1, 1002, 0.8), pair(3, 1003, 0.8)]);
  expect(likely).toBeGreaterThan(0.75);
  expect(rival).toBeLessThan(0.2);
  expect(alone).toBeGreaterThan(rival);
});

it('leaves both to a listing where they are one product themselves', () => {
  const apart = weigh([pair(1, 1001, 0.9), pair(1, 1002, 0.9)]);
  const same = weigh([pair(1, 1001, 0.9), pair(1, 1002, 0.9), pair(1001, 1002, 0.99)]);
  expect(same[0]).toBeGreaterThan((apart[0] ?? 0) + 0.1);
});

it('believes more where most listings have a partner, and less where few have', () => {
  const matching = weigh([...Array.from({ length: 90 }, (_, i) => pair(i + 1, i + 1001, 0.99)), pair(99, 1099, 0.6)]);
  const strangers = weigh([pair(99, 1099, 0.6)]);
  expect(matching.at(-1)).toBeGreaterThan(0.8);
  expect(strangers.at(-1)).toBeLessThan(0.4);
});

it('doubts twins within a source that has hardly any, and not within one that is full of them', () => {
  const clean = weigh([pair(1, 2, 0.9)], { of: () => 1, size: () => 2000 });
  const market = Array.from({ length: 40 }, (_, i) => pair(2 * i + 1, 2 * i + 2, 0.95));
  const mess = weigh([...market, pair(91, 92, 0.9)], { of: () => 1, size: () => 92 });
  expect(clean[0]).toBeLessThan(0.3);
  expect(mess.at(-1)).toBeCloseTo(0.9, 1);
});

it('does not touch a small library, pairs that something tells apart, and products that are gone', () => {
  expect(weigh([pair(1, 2, 0.9)], { of: () => 1, size: () => 2 })[0]).toBeCloseTo(0.9, 1);
  expect(weigh([pair(1, 1001, 0.9, true)])).toEqual([0.9]);
  expect(weigh([pair(1, 1001, 0.9)], { of: () => undefined, size: () => 0 })).toEqual([0.9]);
});
