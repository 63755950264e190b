/** Words of a catalog near a misspelt one. */
import { expect, it } from 'vitest';
import { WordList } from './word-list.ts';

const list = new WordList(
  new Map([
    ['jeans', 40],
    ['beans', 3],
    ['glasses', 12],
    ['refrigerator', 7],
    ['red', 90],
  ]),
);
const near = (word: string) =>
  list
    .neighbours(word)
    .map(({ word: other, edits }) => [other, edits])
    .sort();

it.each([
  ['jaens', [['jeans', 1]]],
  ['jeens', [['jeans', 1]]],
  ['jean', [['jeans', 1]]],
  [
    'deans',
    [
      ['beans', 1],
      ['jeans', 1],
    ],
  ],
  ['refrigirator', [['refrigerator', 1]]],
  ['refrigirater', [['refrigerator', 2]]],
  ['glaseses', [['glasses', 1]]],
  ['rad', []],
  ['jeans', [['beans', 1]]],
])('finds what %s may have been meant as', (word, expected) => {
  expect(near(word)).toEqual(expected);
});
