import { expect, it } from 'vitest';
import { factsOf } from './facts.ts';
import { compareListings, titleOverlap } from './listing.ts';
import { WordStatistics } from './word-statistics.ts';

const nothing = factsOf({ title: '', attributes: {}, tags: [] });

function listings(...titles: string[]) {
  const statistics = new WordStatistics();
  const words = titles.map((title, i) => statistics.add(title, `sku${i}`));
  return (a: number, b: number) => {
    const [left, right] = [words[a], words[b]].map((one) => {
      if (one === undefined) throw new Error('there is no such listing');
      return { words: one, facts: nothing, price: null, vector: undefined };
    });
    if (left === undefined || right === undefined) throw new Error('there is no such listing');
    const evidence = compareListings(left, right, statistics);
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
