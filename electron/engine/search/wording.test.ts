import { describe, expect, it } from 'vitest';
import type { CatalogRow } from '../catalog/types.ts';
import { TitleReader } from './title-words.ts';
import { askedWords, type WordingFeature, type WordKnowledge, wordingFeatures, wordingsOf } from './wording.ts';

function knowing(idf = (_word: string): number => 1): WordKnowledge {
  return { idf, isSaid: (word) => idf(word) > 0, rarest: 3 };
}

function wordingOf(query: string, titles: readonly string[], idfOf = (_word: string): number => 1) {
  const reader = new TitleReader();
  const asked = askedWords(query, reader, knowing(idfOf));
  if (asked === null) throw new Error('no words');
  const ranked = titles.map((title) => ({
    row: { title, tagIds: [] as readonly number[] } as CatalogRow,
    score: 0.5,
  }));
  return wordingsOf(asked, ranked, reader, new Map()).map((wording) =>
    Object.fromEntries(wordingFeatures.map((name, i) => [name, wording?.[i]])),
  ) as Record<WordingFeature, number>[];
}

it.each([
  ['red dress', 0],
  ['red sofa for women', 3 / 5],
  ['sofa sofa', 1],
])('of "%s" %f is said by no product', (query, unsaid) => {
  const known = knowing((word) => (word === 'sofa' ? 0 : 1));
  expect(askedWords(query, new TitleReader(), known)?.unsaid).toBeCloseTo(unsaid, 5);
});

describe('how a title says what was asked', () => {
  it('tells words that stand together from words that are merely there', () => {
    const [together, apart] = wordingOf('tote bag canvas', ['Large tote bag canvas', 'Canvas bag, folded as a tote']);
    expect(together).toMatchObject({ covered: 1, pairs: 1, phrase: 1 });
    expect(apart).toMatchObject({ covered: 1, pairs: 0, phrase: 0 });
  });

  it('tells the product from what the product goes with', () => {
    const [phone, cover, bare] = wordingOf('iphone 5', [
      'Apple iPhone 5 - 16 GB',
      'Leather case for iPhone 5/5s',
      'Leather case',
    ]);
    expect(phone).toMatchObject({ subject: 1, aside: 0 });
    expect(cover).toMatchObject({ subject: 0, aside: 1, phrase: 1 });
    expect(bare).toMatchObject({ subject: 0, aside: 0, covered: 0 });
  });

  it('finds the word that names the product before the first preposition or break', () => {
    const subjectOf = (title: string): number | undefined => wordingOf('shirt', [title])[0]?.subject;
    expect(subjectOf('Blue shirt with buttons')).toBe(1);
    expect(subjectOf('Shirt - men - blue')).toBe(1);
    expect(subjectOf('Shirt hanger')).toBe(0);
    expect(subjectOf('Linen shirt yellow')).toBe(1);
    expect(subjectOf('Button for shirts')).toBe(0);
  });

  it('asks for the thing, wherever its colour stands', () => {
    const [bag, jacket] = wordingOf('backpack yellow', ['Canvas Backpack Blue', 'Leather Jacket Yellow']);
    expect(bag).toMatchObject({ head: 1, subject: 1 });
    expect(jacket).toMatchObject({ head: 0, subject: 0 });
    expect(wordingOf('皮鞋黑色', ['黑色皮鞋'])[0]).toMatchObject({ head: 1, subject: 1 });
  });

  it('lets rare words count for more', () => {
    const idf = (word: string): number => (word === 'nike' ? 3 : 1);
    const [brand, kind] = wordingOf('nike shoes', ['Nike cap', 'Leather shoes'], idf);
    expect(brand?.covered).toBe(0.75);
    expect(kind?.covered).toBe(0.25);
  });

  it('takes T-shirt, t shirt and tshirt for one word that ends in shirt', () => {
    for (const query of ['t-shirt', 'T shirt', 'tshirt', 'shirt']) {
      expect(wordingOf(query, ['White T-Shirt'])[0]).toMatchObject({ covered: 1, head: 1 });
    }
  });

  it('reads Chinese by its characters, however a title would be cut into words', () => {
    const [same, other] = wordingOf('黑色皮鞋', ['男士真皮黑色皮鞋', '黑色皮包']);
    expect(same).toMatchObject({ covered: 1, phrase: 1, head: 1, subject: 1 });
    expect(other).toMatchObject({ covered: 0.75, phrase: 0, head: 0 });
    expect(wordingOf('手机', ['保护壳 适用于 手机'])[0]).toMatchObject({ aside: 1, subject: 0 });
  });

  it('finds what the other first results have in common usual, and nothing of a product alone', () => {
    const [first, second, odd] = wordingOf('milk', ['Oat milk drink', 'Oat milk drink', 'Milk frother']);
    expect(first?.usual).toBeCloseTo(1 / 3);
    expect(second?.usual).toBeCloseTo(1 / 3);
    expect(odd?.usual).toBe(0);
  });

  it('counts what tags say as the title does, but never as what the product goes with', () => {
    const reader = new TitleReader();
    const asked = askedWords('navy blue shirt', reader, knowing());
    const row = { title: 'Shirt for men', tagIds: [3, 4] as readonly number[] } as CatalogRow;
    const tags = new Map([
      [3, { group: 'colour', name: 'Navy Blue' }],
      [4, { group: 'type', name: 'Shirts' }],
    ]);
    const [wording] = asked === null ? [] : wordingsOf(asked, [{ row, score: 0.5 }], reader, tags);
    expect([...(wording ?? [])]).toEqual([1, 0.5, 0, 1, 1, 0, 0]);
  });

  it('leaves words without a meaning of their own out, unless there are no others', () => {
    expect(wordingOf('the shoe', ['Shoe'])[0]).toMatchObject({ covered: 1, phrase: 1 });
    expect(wordingOf('the', ['The one'])[0]).toMatchObject({ covered: 1 });
  });
});
