import { expect, test } from 'vitest';
import { solve } from '../numbers/cholesky.ts';
import { diversified } from '../numbers/diversity.ts';
import { seededRandom } from '../numbers/random.ts';
import { normalised } from '../numbers/vectors.ts';
import { blend, fitBlend, qualityAt } from './blend.ts';
import { fitEase } from './ease.ts';
import { fitFeatureMap, towards } from './feature-map.ts';
import { historiesOf } from './histories.ts';
import { ItemWeightsBuilder, weightsFrom } from './item-weights.ts';
import { likeLookAlikes, nearest } from './look-alikes.ts';
import { SessionKnn, sessionKnn } from './session-knn.ts';
import { BasketIndex, fitLift, shrunkLift } from './together.ts';
import { wordVectors } from './word-vectors.ts';

const rows = [
  [0, 1],
  [0, 1, 2],
  [2, 3],
  [1, 3],
  [0, 3, 4],
  [4, 1],
];

test('each weight of the linear model is that of the best regression on the other items', async () => {
  const n = 5;
  const penalty = 2;
  const weights = await fitEase(historiesOf(rows, n), { penalty, lengthPower: 0, mostItems: 10, keep: n });
  // Item 3 by ridge regression on 0, 1, 2, 4, from the normal equations.
  const others = [0, 1, 2, 4];
  const x = rows.map((row) => others.map((item) => Number(row.includes(item))));
  const y = rows.map((row) => Number(row.includes(3)));
  const gram = others.map((_, i) =>
    Float64Array.from(others, (_, j) =>
      x.reduce((sum, row) => sum + (row[i] as number) * (row[j] as number), i === j ? penalty : 0),
    ),
  );
  const right = Float64Array.from(others, (_, i) =>
    x.reduce((sum, row, r) => sum + (row[i] as number) * (y[r] as number), 0),
  );
  const expected = solve(gram, right);
  others.forEach((item, i) => {
    const found = weightsFrom(weights, item).find((entry) => entry.item === 3)?.weight;
    expect(found).toBeCloseTo(expected[i] as number, 5);
  });
});

test('of a larger catalog the most popular items take part', async () => {
  const weights = await fitEase(historiesOf(rows, 6), { penalty: 2, lengthPower: 0.5, mostItems: 3, keep: 6 });
  const taking = [0, 1, 2, 3, 4, 5].filter((item) => weightsFrom(weights, item).length > 0);
  expect(taking).toEqual([0, 1, 3]);
});

test('sessions of late that share the latest item say what comes next', () => {
  const sessions = historiesOf(
    [
      [0, 1, 2],
      [0, 1, 3],
      [5, 4],
    ],
    6,
  );
  const day = 86_400;
  const knn = new SessionKnn(sessions, [0, 20 * day, 20 * day], { ...sessionKnn, rarityPower: 0 });
  const scores = knn.score([0, 1], 21 * day);
  // The younger session counts more; what nobody with a shared item had counts nothing.
  expect(scores[3]).toBeGreaterThan((scores[2] as number) * 2);
  expect(scores[2]).toBeGreaterThan(0);
  expect(scores[4]).toBe(0);
});

test('pairs know how often they were bought together and how far that is from chance', async () => {
  // 0 and 1 in 30 of 100 baskets each, 20 of them the same; 2 in every one of them.
  const baskets = historiesOf(
    Array.from({ length: 100 }, (_, n) => [...(n < 30 ? [0] : []), ...(n >= 10 && n < 40 ? [1] : []), 2]),
    3,
  );
  const index = new BasketIndex(baskets);
  const [first, second] = index.pairs(0);
  expect(first).toEqual({ item: 2, together: 30, lift: 1 });
  expect(second).toEqual({ item: 1, together: 20, lift: expect.closeTo(20 / 9, 6) });
  expect(shrunkLift({ together: 20, lift: 20 / 9 })).toBeCloseTo(25 / 14 - 1, 6);
  // One pair of two things bought once is a lift of 100, and next to nothing.
  expect(shrunkLift({ together: 1, lift: 100 })).toBeLessThan(0.25);
  const lift = await fitLift(baskets, { keep: 5 });
  expect(weightsFrom(lift, 0).map(({ item }) => item)).toEqual([1]);
});

test('a map from vectors learns what goes with what, for products that nobody had', async () => {
  const random = seededRandom(8);
  // Even items go with the next odd one, and their vectors say which kind they are.
  const kinds = 4;
  const features = Array.from({ length: 80 }, (_, item) => {
    const vector = new Float32Array(8).map(() => (random() - 0.5) * 0.2);
    vector[(Math.floor(item / 2) % kinds) * 2 + (item % 2)] = 1;
    return normalised(vector);
  });
  const builder = new ItemWeightsBuilder(80, 80);
  for (let item = 0; item < 80; item++) builder.add(item % 2 === 0 && item < 60 ? [{ item: item + 1, weight: 1 }] : []);
  const map = await fitFeatureMap(features, builder.build(), 0.01);
  const asked = towards(map, features[70] as Float32Array);
  const scores = features.map((vector) => vector.reduce((sum, value, d) => sum + value * (asked[d] as number), 0));
  const best = [...scores.keys()].sort((a, b) => (scores[b] as number) - (scores[a] as number)).slice(0, 10);
  expect(best.every((item) => item % 2 === 1 && Math.floor(item / 2) % kinds === 35 % kinds)).toBe(true);
  await expect(fitFeatureMap([undefined], builder.build(), 1)).rejects.toThrow('No item has a vector');
});

test('a product without a history has that of the products like it', () => {
  const features = [Float32Array.of(1, 0), normalised(Float32Array.of(1, 0.1)), Float32Array.of(0, 1)];
  expect(nearest(features, 0, () => true, 1)).toEqual([{ item: 1, likeness: expect.closeTo(0.995, 3) }]);
  const scores = likeLookAlikes(Float64Array.of(0, 0.8, 0.1), features, (item) => item === 0);
  expect(scores[0]).toBeCloseTo(0.8, 1);
  expect(scores[1]).toBe(0.8);
});

test('titles with the same rare words are alike', () => {
  const [a, b, c] = wordVectors(['HP 12C calculator', 'HP 12C case', 'red stapler'], 512) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const like = (x: Float32Array, y: Float32Array): number =>
    x.reduce((sum, value, d) => sum + value * (y[d] as number), 0);
  expect(like(a, b)).toBeGreaterThan(0.3);
  expect(Math.abs(like(a, c))).toBeLessThan(0.2);
  expect(like(wordVectors([''])[0] as Float32Array, wordVectors([''])[0] as Float32Array)).toBe(0);
});

test('methods are weighed by what they found of what was held out', () => {
  const good = [
    { item: 1, weight: 4 },
    { item: 2, weight: 1 },
  ];
  const bad = [
    { item: 9, weight: 100 },
    { item: 8, weight: 90 },
  ];
  const cases = Array.from({ length: 10 }, () => ({ lists: [bad, good], right: new Set([1, 2]) }));
  const weights = fitBlend(cases, 2);
  expect(weights[1]).toBeGreaterThan(weights[0] as number);
  expect(blend([bad, good], weights, 2).map(({ item }) => item)).toEqual([1, 2]);
  expect(qualityAt(good, new Set([2, 7]), 2)).toEqual({
    recall: 0.5,
    ndcg: expect.closeTo(1 / Math.log2(3) / (1 + 1 / Math.log2(3)), 6),
  });
});

test('variety puts what is unlike the first before more of the same', () => {
  const candidates = [
    { value: 'red shirt', relevance: 1 },
    { value: 'red shirt 2', relevance: 0.9 },
    { value: 'blue hat', relevance: 0.6 },
  ];
  const likeness = (a: string, b: string): number => (a.slice(0, 3) === b.slice(0, 3) ? 1 : 0);
  expect(diversified(candidates, likeness, { limit: 2, share: 0.5 })).toEqual(['red shirt', 'blue hat']);
  expect(diversified(candidates, likeness, { limit: 2, share: 1 })).toEqual(['red shirt', 'red shirt 2']);
});
