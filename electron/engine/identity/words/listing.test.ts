import { expect, it } from 'vitest';
import { packEvidence } from '../evidence.ts';
import { factsOf } from './facts.ts';
import { type ComparedListing, compareListings, titleOverlap, titlesApart } from './listing.ts';
import { WordStatistics } from './word-statistics.ts';

interface Said {
  readonly title: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly sourceId?: number;
}

function listings(...titles: (string | Said)[]) {
  const statistics = new WordStatistics();
  const all = titles.map((one, i): ComparedListing => {
    const { title, attributes = {}, sourceId = 0 } = typeof one === 'string' ? { title: one } : one;
    const words = statistics.add(title, `sku${i}`);
    const facts = factsOf({ title, attributes, tags: [] });
    const style = statistics.addStyle(facts.style, facts.variant, sourceId, words);
    return { sourceId, words, facts, style, stated: statistics.stated.add(attributes), price: null, vector: undefined };
  });
  return (a: number, b: number) => {
    const [left, right] = [all[a], all[b]];
    if (left === undefined || right === undefined) throw new Error('there is no such listing');
    const evidence = compareListings(left, right, statistics);
    const [there, back] = [evidence, compareListings(right, left, statistics)].map((listing) =>
      packEvidence({ exact: 0, hash: null, image: null, listing }),
    );
    expect(there).toEqual(back);
    expect(titleOverlap(left.words, right.words, statistics)).toBeCloseTo(
      titleOverlap(right.words, left.words, statistics),
      12,
    );
    return evidence;
  };
}

it('takes titles for the same whatever their case, order and punctuation', () => {
  const compare = listings('Arrow Men, Olive Top', 'olive top - ARROW men', 'Arrow Women Top');
  expect(compare(0, 1)).toMatchObject({ overlap: 1, same: 1 });
  expect(compare(0, 2)).toMatchObject({ same: 0 });
  expect(compare(0, 2)?.overlap).toBeLessThan(0.6);
});

it('gives a title less weight the more products have it', () => {
  const compare = listings('Plain shirt', 'Plain shirt', 'Plain shirt', 'Plain shirt', 'Plain shirt');
  expect(compare(0, 1)?.same).toBe(1 / 4);
});

it('says how rare the rarest shared word is; audiences name nothing', () => {
  const compare = listings(
    'Encircle black shirt',
    'Encircle white shirt',
    'Tunic shirt',
    'Kurta shirt',
    'Sari ladies',
    'Dhoti ladies',
  );
  expect(compare(0, 1)?.rare).toBe(1);
  expect(compare(2, 3)?.rare).toBe(1 / 2);
  expect(compare(4, 5)?.rare).toBe(0);
});

it('says nothing of a title that is only the sku, or only a number', () => {
  const compare = listings('SKU0', '4711', 'Scarf');
  expect(compare(0, 2)).toBeNull();
  expect(compare(1, 2)).toBeNull();
});

it('takes one title in several colours for one style, which each shop lists once a colour', () => {
  const hoodie = (colour: string, sourceId: number): Said => ({
    title: 'Chaz Kangeroo Hoodie',
    attributes: { colour },
    sourceId,
  });
  const compare = listings(
    hoodie('black', 0),
    hoodie('orange', 0),
    hoodie('black', 1),
    { title: 'Chaz Kangeroo Hoodie - Orange', sourceId: 1 },
    'Men Black Shirt',
    'Men Black Shirt',
  );
  expect(compare(0, 1)).toMatchObject({ style: 1, alone: 1, twins: 0 });
  expect(compare(0, 2)).toMatchObject({ style: 1, alone: 1, twins: 0 });
  expect(compare(1, 3)).toMatchObject({ style: 1, alone: 1, twins: 0 });
  expect(compare(4, 5)).toMatchObject({ style: 1, alone: 1 / 2, twins: 1 });
  expect(compare(0, 4)).toMatchObject({ style: 0, styleNamed: 0 });
  expect(compare(4, 5)?.styleNamed).toBe(0);
  expect(compare(0, 2)?.styleNamed).toBeGreaterThan(0.1);
});

it('sees another offer: rebuilt, of another maker, a warranty, several at once, or with more', () => {
  const compare = listings(
    'HP CE250A black toner',
    'HP CE250A black toner remanufactured',
    'CE250A compatible black toner for HP',
    'HP CE250A black toner 2-pack',
    'HP CE250A toner bundle with paper',
    'HP CE250A black toner compatible with LaserJet',
    'Extended warranty for HP toner',
  );
  expect(compare(0, 1)).toMatchObject({ offerApart: 1, packApart: 0 });
  expect(compare(0, 2)).toMatchObject({ offerApart: 1 });
  expect(compare(0, 3)).toMatchObject({ offerApart: 0, packApart: 1, bundleApart: 0 });
  expect(compare(0, 4)).toMatchObject({ offerApart: 0, bundleApart: 1 });
  expect(compare(0, 5)).toMatchObject({ offerApart: 0 });
  expect(compare(0, 6)).toMatchObject({ offerApart: 1, meantFor: 1 });
});

it('holds columns of one name against one another, but for those of shelves and files', () => {
  const beer = (ABV: string, Style: string): Said => ({
    title: 'Red Ale',
    attributes: { ABV, Style, category: Style },
  });
  const compare = listings(
    beer('5.60 %', 'Amber Ale'),
    beer('5.6%', 'American Amber Ale'),
    beer('8.10 %', 'Imperial Stout'),
    'Red Ale',
  );
  expect([compare(0, 1), compare(0, 2), compare(0, 3)].map((one) => one?.statedApart)).toEqual([0, 2, 0]);
});

it('tells numbers apart that columns give, unless one is the beginning of the other', () => {
  const compare = listings(
    { title: 'Battery', attributes: { modelno: '36562' } },
    { title: 'Battery 76413', attributes: { modelno: '76413' } },
    { title: 'Battery', attributes: { modelno: '36562-BLK kit' } },
    { title: 'Battery 36562', attributes: { modelno: 'N8812' } },
  );
  expect([compare(0, 1), compare(0, 2), compare(0, 3)].map((one) => one?.numberApart)).toEqual([1, 0, 0]);
});

it('believes the first words of titles where they are not brands', () => {
  const named = ['Hero', 'Gobi', 'Lando', 'Zoltan', 'Ajax', 'Orion', 'Mithra', 'Kratos', 'Argus', 'Cronus', 'Balboa'];
  const own = listings(...named.flatMap((name, i) => [`${name} Hoodie`, { title: `${name} Hoodie`, sourceId: 1 + i }]));
  const branded = listings(
    ...named.map((name) => `Nike ${name} Hoodie`),
    'Adidas Hoodie',
    { title: 'Adidas Hoodie', sourceId: 1 },
    { title: 'Nike Hero Hoodie', sourceId: 1 },
  );
  expect(own(0, 1)?.styleNamed).toBeGreaterThan(0.35);
  expect(branded(11, 12)?.styleNamed).toBeLessThan(0.15);
});

it('tells titles that name two things from titles of one thing in two colours', () => {
  const apart = (left: string, right: string) =>
    titlesApart(
      factsOf({ title: left, attributes: {}, tags: [] }),
      factsOf({ title: right, attributes: {}, tags: [] }),
    );
  expect(apart('Otto Men Laurel Black Wallet', 'Otto Men Josh Brown Wallet')).toBe(1);
  expect(apart('Genesis Men Stripes Red Shirts', 'Genesis Men Solid Maroon Shirts')).toBe(1);
  expect(apart('Fly Men Tee Black', 'Fly Women Tee White')).toBe(1);
  expect(apart('Nike Windrunner Yellow Jacket', 'Nike Blue Windrunner Jacket')).toBe(0);
  expect(apart('Nike Max Black Backpacks', 'Nike Max Dark Grey Backpack')).toBe(0);
  // What one title leaves open is no difference.
  expect(apart('Turtle Brown Belt', 'Turtle Leather Black Belts')).toBe(0);
});
