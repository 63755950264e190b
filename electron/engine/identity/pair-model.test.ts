/** What the shipped weights make of words alone. */
import { expect, it } from 'vitest';
import { PairModel } from './pair-model.ts';
import { type Facts, factsOf } from './words/facts.ts';
import { compareListings } from './words/listing.ts';
import { vetoBetween } from './words/veto.ts';
import { WordStatistics } from './words/word-statistics.ts';

/** A catalog of so many shirts and watches, and these two listings. */
function probability(left: string, right: string, attributes: readonly [object, object] = [{}, {}]): number {
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
