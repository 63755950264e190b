import { expect, it } from 'vitest';
import { levelsAt, type Named, withRoom } from './labels.ts';

const name = (text: string, left: number, top: number, width = 80): Named => ({
  ...{ level: 0, text, left, top, width, height: 16 },
});

it('lets the first of two that overlap stand, and both where there is room', () => {
  const names = [name('Shirts', 100, 100), name('Polos', 130, 105), name('Shoes', 300, 100)];
  expect(withRoom(names, 600, 400).map(({ text }) => text)).toEqual(['Shirts', 'Shoes']);
});

it('leaves out what would be cut off, and does not repeat a name nearby', () => {
  const names = [name('Cut', 10, 100), name('Shirts', 100, 100), name('Shirts', 100, 200), name('Shirts', 500, 300)];
  expect(withRoom(names, 600, 400).map(({ left, top }) => [left, top])).toEqual([
    [100, 100],
    [500, 300],
  ]);
});

it('keeps clear of what stands over the map', () => {
  const tools = { left: 40, top: 100, width: 60, height: 200 };
  expect(
    withRoom([name('Shirts', 90, 120), name('Shoes', 200, 120)], 600, 400, [tools]).map(({ text }) => text),
  ).toEqual(['Shoes']);
});

it('names smaller areas from nearer', () => {
  expect([1, 2, 10].map(levelsAt)).toEqual([0, 1, 2]);
});
