/** What the shipped weights make of words alone. */
import { expect, it } from 'vitest';
import { PairModel } from './pair-model.ts';
import { type Facts, factsOf } from './words/facts.ts';
import { compareListings } from './words/listing.ts';
import { vetoBetween } from './words/veto.ts';
import { WordStatistics } from './words/word-statistics.ts';

/** A catalog of so many shirts and watches, and these two listings. */
function listingOf(left: string, right: string, attributes: readonly [object, object] = [{}, {}]) {
  const statistics = new WordStatistics();
  const makers = ['Arden', 'Bolt', 'Corso', 'Dune', 'Elm', 'Ford'];
  const things = ['Striped Blue Shirt', 'Black Dial Watch', 'Check Shirt', 'Brown Wallet', 'Casual Shoes'];
  for (const [i, maker] of makers.entries()) {
    for (const [j, thing] of things.entries()) statistics.add(`${maker} Men ${thing}`, `sku${i}${j}`);
  }
  const [one, other] = [left, right].map((title, sourceId) => {
    const said = attributes[sourceId] as Record<string, string>;
    const words = statistics.add(title, `own${sourceId}`);
    const facts = factsOf({ title, attributes: said, tags: [] });
    const style = statistics.addStyle(facts.style, facts.variant, sourceId, words);
    return { sourceId, words, facts, style, stated: statistics.stated.add(said), price: null, vector: undefined };
  });
  if (one === undefined || other === undefined) throw new Error('there are two');
  const listing = compareListings(one, other, statistics);
  if (listing === null) throw new Error('both say something');
  return listing;
}

const odds = (p: number) => Math.log(p / (1 - p));

function probability(left: string, right: string, attributes: readonly [object, object] = [{}, {}]): number {
  const listing = listingOf(left, right, attributes);
  return new PairModel().probability({ exact: 0, hash: null, image: null, listing });
}

it('takes an equal title of usual words for the name of a class, not of a product', () => {
  expect(probability('Dune Men Striped Blue Shirt', 'Dune Men Striped Blue Shirt')).toBeLessThan(0.5);
  expect(probability('Elm Men Black Dial Watch', 'Elm Men Black Dial Watch')).toBeLessThan(0.5);
});

it('takes a model number in common for nearly certain, however the rest is written', () => {
  expect(
    probability('Sony Turntable - PSLX350H', 'Sony PS-LX350H Belt Drive Turntable with Cartridge'),
  ).toBeGreaterThan(0.8);
  // The rest of two listings of one series is alike: what tells them apart is a veto.
  const [one, other] = ['PSLX350H', 'PSLX450H'].map((model) =>
    factsOf({ title: `Sony Turntable - ${model}`, attributes: {}, tags: [] }),
  );
  expect(vetoBetween(one as Facts, other as Facts, 0.8, false)).toMatchObject({ kind: 'model' });
  expect(probability('Sony Turntable - PSLX350H', 'Sony Turntable - DNX4110Q')).toBeLessThan(0.5);
});

it('takes an equal barcode for the same product', () => {
  const ean = { EAN: '4006381333931' };
  expect(probability('Stabilo pen', 'Fineliner blue', [ean, ean])).toBeGreaterThan(0.8);
});

it('takes another maker for another product, whatever the column is called', () => {
  const title = 'Premium Red Ale';
  const made = (left: string, right: string) =>
    odds(probability(title, `${title} 2`, [{ Brew_Factory_Name: left }, { Brew_Factory_Name: right }]));
  expect(made('Echigo Brewing Co.', 'Southern Bay Brewing Company')).toBeLessThan(
    made('Echigo Brewing Co.', 'Echigo Beer Pub') - 2,
  );
});

it('takes listings under two names for variants less than those under one', () => {
  const image = {
    cosine: 0.96,
    mean: 0.96,
    luma: 0.97,
    detail: 0.96,
    agreeing: 0.95,
    closely: 0.85,
    rich: 0.33,
    colour: 0.05,
    cast: 0.02,
    overlap: 1,
    plain: 1,
    hash: 2,
  };
  const veto = { kind: 'colour', left: 'Black', right: 'Brown' } as const;
  const listing = listingOf('Otto Men Laurel Black Wallet', 'Otto Men Josh Brown Wallet');
  const one = { exact: 0, hash: null, image, listing: { ...listing, titlesApart: 0 } };
  const two = { ...one, listing: { ...listing, titlesApart: 1 } };
  const model = new PairModel();
  expect(odds(model.probability(one, veto)) - odds(model.probability(two, veto))).toBeCloseTo(3, 6);
  // Shades are numbered and named; and without a veto nothing is said of variants.
  expect(model.probability(two, { ...veto, kind: 'model' })).toBe(model.probability(one, { ...veto, kind: 'model' }));
  expect(model.probability(two)).toBe(model.probability(one));
});
