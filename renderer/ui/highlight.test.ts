import { expect, it } from 'vitest';
import { highlight } from './highlight.ts';

it.each<[string, [number, number][], string]>([
  ['Red dress', [], 'Red dress'],
  ['Red dress', [[0, 3]], '[Red] dress'],
  [
    'Red dress',
    [
      [4, 9],
      [0, 3],
    ],
    '[Red] [dress]',
  ],
  [
    'Red dress',
    [
      [0, 5],
      [3, 9],
    ],
    '[Red d][ress]',
  ],
  ['红色连衣裙', [[0, 2]], '[红色]连衣裙'],
  ['Red', [[1, 99]], 'R[ed]'],
])('%j with %j', (text, ranges, expected) => {
  const pieces = highlight(text, ranges);
  expect(pieces.map((piece) => (piece.marked ? `[${piece.text}]` : piece.text)).join('')).toBe(expected);
  expect(pieces.map((piece) => piece.text).join('')).toBe(text);
});
