import { expect, it } from 'vitest';
import { WeighedPairs } from '../duplicates/groups/weighed-pairs.ts';
import { type Evidence, packEvidence, unpackEvidence } from './evidence.ts';
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
  plain: 0.9,
  hash: 12,
};
const listing = {
  overlap: 0.5,
  contained: 0.75,
  information: 12.5,
  specific: 6.25,
  unshared: 3,
  grams: 0.4,
  covered: 0.6,
  same: 1 / 3,
  rare: 0.7,
  vector: null,
  identifier: 1,
  codeSame: 0.5,
  codeExtended: 0.25,
  codeFamily: 0,
  codeTwins: 1,
  codeApart: 0.125,
  figuresSame: 2,
  figuresApart: 1,
  brand: -1,
  price: 0.5,
  statedApart: 2,
  numberApart: 1,
  packApart: 0,
  bundleApart: 1,
  offerApart: 1,
  meantFor: 0.25,
  style: 1,
  alone: 0.5,
  twins: 0,
  styleNamed: 0.75,
  titlesApart: 1,
};
const all: readonly Evidence[] = [
  { exact: 1, hash: null, image, listing },
  { exact: 0, hash: 3, image: null, listing: { ...listing, vector: 0.123456789 } },
  { exact: 0, hash: null, image, listing: null },
  { exact: 0, hash: null, image: null, listing: null },
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
  expect(read[0]).toEqual({ exact: 1, hash: null, image, listing: { ...listing, same: 0.33333 } });
  expect(read[1]?.listing?.vector).toBe(0.12346);
  expect(read.slice(2)).toEqual(all.slice(2));
  expect(read.map(packEvidence)).toEqual(all.map(packEvidence));
});
