import { expect, it } from 'vitest';
import { type Evidence, packEvidence, unpackEvidence } from './evidence.ts';
import { EvidenceStore } from './evidence-store.ts';

const photo = {
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
  { exact: 1, photo, listing },
  { exact: 0, photo: null, listing: { ...listing, vector: 0.123456789 } },
  { exact: 0, photo, listing: null },
  { exact: 0, photo: null, listing: null },
];

it('keeps evidence as it is, thousands of them', () => {
  const store = new EvidenceStore();
  const places = Array.from({ length: 5000 }, (_, i) => store.add(all[i % all.length] as Evidence));
  for (const [i, place] of places.entries()) expect(store.at(place)).toEqual(all[i % all.length]);
});

it('stores evidence to five places', () => {
  const read = all.map((evidence) => unpackEvidence(packEvidence(evidence)));
  expect(read[0]).toEqual({ exact: 1, photo, listing: { ...listing, same: 0.33333 } });
  expect(read[1]?.listing?.vector).toBe(0.12346);
  expect(read.slice(2)).toEqual(all.slice(2));
  expect(read.map(packEvidence)).toEqual(all.map(packEvidence));
});
