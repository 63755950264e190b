import { expect, it } from 'vitest';
import { type Evidence, packEvidence, unpackEvidence } from './evidence.ts';
import { WeighedPairs } from './groups/weighed-pairs.ts';
import { PairModel } from './pair-model.ts';

const image = {
  cosine: 0.91234,
  mean: 0.8,
  luma: -0.25,
  detail: 0.5,
  agreeing: 0.75,
  closely: 0,
  rich: 0.125,
  colour: 0.2,
  cast: 0.01,
  overlap: 1,
  hash: 12,
};
const listing = { overlap: 0.5, same: 1 / 3, rare: 0.7, vector: null, identifier: 0.5, brand: -1 };
const all: readonly Evidence[] = [
  { exact: 1, image, listing },
  { exact: 0, image: null, listing: { ...listing, vector: 0.123456789 } },
  { exact: 0, image, listing: null },
  { exact: 0, image: null, listing: null },
];

it('keeps evidence as it is', () => {
  const pairs = new WeighedPairs();
  for (const [i, evidence] of all.entries()) {
    pairs.put({ left: i, right: i + 1, evidence, veto: null, images: null }, new PairModel());
  }
  expect([...pairs].map(({ evidence }) => evidence)).toEqual(all);
});

it('stores evidence to five places', () => {
  const read = all.map((evidence) => unpackEvidence(packEvidence(evidence)));
  expect(read[0]).toEqual({ exact: 1, image, listing: { ...listing, same: 0.33333 } });
  expect(read[1]?.listing?.vector).toBe(0.12346);
  expect(read.slice(2)).toEqual(all.slice(2));
  expect(read.map(packEvidence)).toEqual(all.map(packEvidence));
});
