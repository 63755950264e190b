import { expect, test } from 'vitest';
import { historiesOf, placesOf, popularity } from './histories.ts';
import { cosineKnn, fitItemKnn, markovChain } from './item-knn.ts';
import { ItemWeightsBuilder, scoreHistory, topItems, weightsFrom } from './item-weights.ts';

/** 0 comes before 1 three times, once two places before it; 2 and 3 are each once beside 0. */
const histories = historiesOf(
  [
    [0, 1],
    [0, 1],
    [0, 2, 1],
    [3, 0],
  ],
  5,
);

const weightOf = (weights: Awaited<ReturnType<typeof fitItemKnn>>, from: number, to: number): number =>
  weightsFrom(weights, from).find(({ item }) => item === to)?.weight ?? 0;

test('items know their rows and places', () => {
  expect([...popularity(histories)]).toEqual([4, 3, 1, 1, 0]);
  expect([...popularity(historiesOf([[1, 1, 1]], 2))]).toEqual([0, 1]);
  const { starts, rows, at } = placesOf(histories);
  expect([...rows.subarray(starts[1], starts[2])]).toEqual([0, 1, 2]);
  expect([...at.subarray(starts[1], starts[2])]).toEqual([1, 3, 6]);
});

test('the cosine is shrunk, so that what was seen once does not come first', async () => {
  const plain = await fitItemKnn(histories, { ...cosineKnn, shrinkage: 0 });
  expect(weightOf(plain, 0, 1)).toBeCloseTo(3 / Math.sqrt(4 * 3), 6);
  expect(weightOf(plain, 0, 3)).toBeCloseTo(1 / Math.sqrt(4), 6);
  expect(weightOf(plain, 1, 0)).toBeCloseTo(weightOf(plain, 0, 1), 6);
  const shrunk = await fitItemKnn(histories, { ...cosineKnn, shrinkage: 2 });
  expect(weightOf(shrunk, 0, 1)).toBeCloseTo(3 / (Math.sqrt(12) + 2), 6);
});

test('order and distance count where they are asked to', async () => {
  const ordered = await fitItemKnn(histories, {
    ...cosineKnn,
    shrinkage: 0,
    fromPower: 0,
    toPower: 0,
    decay: 0.5,
    backward: 0.25,
  });
  expect(weightOf(ordered, 0, 1)).toBeCloseTo(1 + 1 + 0.5, 6);
  expect(weightOf(ordered, 1, 0)).toBeCloseTo(0.25 * 2.5, 6);
});

test('a chain knows the next item alone, and that an item comes again', async () => {
  const chain = await fitItemKnn(
    historiesOf(
      [
        [0, 0, 1],
        [0, 2],
      ],
      3,
    ),
    markovChain,
  );
  expect(
    weightsFrom(chain, 0)
      .map(({ item }) => item)
      .toSorted(),
  ).toEqual([0, 1, 2]);
  expect(weightsFrom(chain, 1)).toEqual([]);
});

test('the latest item of a history counts most, and the best come first', async () => {
  const builder = new ItemWeightsBuilder(3, 1);
  builder.add([
    { item: 1, weight: 0.5 },
    { item: 2, weight: -0.7 },
  ]);
  builder.add([{ item: 0, weight: 1 }]);
  builder.add([]);
  const weights = builder.build();
  // Of the first row only what is furthest from 0 was kept.
  expect(weightsFrom(weights, 0)).toEqual([{ item: 2, weight: expect.closeTo(-0.7) }]);
  const scores = scoreHistory(weights, [1, 0], 0.5);
  expect([...scores]).toEqual([0.5, 0, expect.closeTo(-0.7)]);
  expect(topItems(Float64Array.of(0.2, 0.9, 0, 0.9, 0.5), 3, (item) => item === 4)).toEqual([
    { item: 1, weight: 0.9 },
    { item: 3, weight: 0.9 },
    { item: 0, weight: 0.2 },
  ]);
});
