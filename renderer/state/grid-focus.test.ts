import { describe, expect, it } from 'vitest';
import { columnsFor, rowHeightFor } from '../search/grid-geometry.ts';
import { nextIndex } from './grid-focus.ts';

const grid = { columns: 4, page: 3, total: 50 };

describe('nextIndex', () => {
  it.each<[string, number, number]>([
    ['ArrowRight', 0, 1],
    ['ArrowRight', 49, 49],
    ['ArrowLeft', 0, 0],
    ['ArrowDown', 0, 4],
    ['ArrowDown', 47, 49],
    ['ArrowDown', 48, 48],
    ['ArrowUp', 3, 3],
    ['ArrowUp', 7, 3],
    ['PageDown', 5, 17],
    ['PageDown', 45, 49],
    ['PageDown', 44, 48],
    ['PageUp', 5, 1],
    ['Home', 30, 0],
    ['End', 3, 49],
  ])('%s from %i goes to %i', (key, from, to) => {
    expect(nextIndex(key, from, grid)).toBe(to);
  });

  it.each<[string, number, number]>([
    ['ArrowDown', 4, 5],
    ['ArrowDown', 3, 4],
    ['ArrowDown', 5, 9],
    ['ArrowUp', 6, 4],
    ['ArrowUp', 8, 4],
    ['PageDown', 0, 9],
  ])('%s from %i goes to %i over the line after the fifth', (key, from, to) => {
    expect(nextIndex(key, from, { columns: 4, page: 3, total: 10, meant: 5 })).toBe(to);
  });

  it('leaves other keys alone, and left and right in a list', () => {
    expect(nextIndex('a', 0, grid)).toBeNull();
    expect(nextIndex('ArrowRight', 0, { ...grid, columns: 1 })).toBeNull();
  });
});

describe('grid geometry', () => {
  it('never has less than one column and adapts to the width', () => {
    expect(columnsFor(100, 196)).toBe(1);
    expect(columnsFor(1080, 196)).toBe(5);
    expect(columnsFor(1080, 360)).toBe(3);
  });

  it('gives wider cards higher rows', () => {
    expect(rowHeightFor(1080, 3)).toBeGreaterThan(rowHeightFor(1080, 5));
  });
});
