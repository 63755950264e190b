import { expect, it } from 'vitest';
import { SimilarTitles } from './similar-titles.ts';
import { WordStatistics } from './word-statistics.ts';

function indexOf(titles: readonly (readonly [source: number, title: string])[], byLetters = true) {
  const statistics = new WordStatistics();
  const words = titles.map(([, title], i) => statistics.add(title, `sku${i}`));
  const index = new SimilarTitles(statistics, { byLetters });
  for (const [i, [source]] of titles.entries()) index.add(i, source, words[i] as (typeof words)[number]);
  return (i: number, most = 1, least = 0.1) => [
    ...index.likest(
      { id: i, sourceId: titles[i]?.[0] ?? 0, words: words[i] as (typeof words)[number] },
      { most, least, visited: 100 },
    ),
  ];
}

const shops = [
  [1, 'Kenwood iPod Direct Cable KCAIP200'],
  [2, 'Kenwood KCAIP200 cable for iPod'],
  [1, 'Kenwood car radio with cable'],
  [1, 'Speck SeeThru hard shell case'],
  [2, 'Speck Products See Thru Case'],
  [2, 'Garden chair'],
] as const;

it('finds the most similar title of its own source and of the others', () => {
  const likest = indexOf(shops);
  expect(likest(0)).toEqual(expect.arrayContaining([1, 2]));
  expect(likest(0)).not.toContain(5);
  expect(likest(5)).toEqual([]);
});

it('finds what is written in one word here and in two there by its letters', () => {
  const titles = [
    [1, 'Seethru'],
    [2, 'See thru'],
  ] as const;
  expect(indexOf(titles)(0)).toContain(1);
  expect(indexOf(titles, false)(0)).toEqual([]);
});

it('forgets one question before the next', () => {
  const likest = indexOf(shops);
  const first = likest(3);
  likest(0);
  expect(likest(3)).toEqual(first);
});
