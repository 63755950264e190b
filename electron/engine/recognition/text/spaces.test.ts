import { expect, it } from 'vitest';
import { withSpaces } from './spaces.ts';
import { type Strip, stripHeight } from './strips.ts';

/** Letters as bars: each is dark over these columns. */
function barsAt(width: number, bars: readonly (readonly [from: number, to: number])[]): Strip {
  const data = new Float32Array(3 * stripHeight * width).fill(1);
  for (let row = 10; row < 38; row++) {
    for (const [from, to] of bars) data.fill(-1, (stripHeight + row) * width + from, (stripHeight + row) * width + to);
  }
  return { data, width };
}

const placed = (text: string, bars: readonly (readonly [number, number])[]) =>
  [...text].map((character, at) => ({ character, column: ((bars[at]?.[0] ?? 0) + (bars[at]?.[1] ?? 0)) / 2 }));

it('puts spaces where letters stand apart beside others', () => {
  const bars = [
    [4, 20],
    [23, 40],
    [54, 70],
    [73, 90],
  ] as const;
  expect(withSpaces(placed('ABCD', bars), barsAt(100, bars))).toBe('AB CD');
  expect(withSpaces(placed('纯棉衬衫', bars), barsAt(100, bars))).toBe('纯棉衬衫');
});

it('takes letters that all stand apart for one word', () => {
  const bars = [0, 1, 2, 3, 4].map((at) => [4 + at * 30, 20 + at * 30] as const);
  expect(withSpaces(placed('SPACE', bars), barsAt(160, bars))).toBe('SPACE');
});

it('sees none on busy ground, and puts none beside one that was read', () => {
  const bars = [
    [4, 20],
    [23, 40],
    [54, 70],
  ] as const;
  const busy = barsAt(80, [...bars, [40, 54]]);
  expect(withSpaces(placed('ABC', bars), busy)).toBe('ABC');
  const read = [...placed('AB', bars), { character: ' ', column: 46 }, ...placed('  C', bars).slice(2)];
  expect(withSpaces(read, barsAt(80, bars))).toBe('AB C');
});
