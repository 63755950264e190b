import { describe, expect, it } from 'vitest';
import { colourOf, paintedSide, paintHeat, sampleSmooth } from './heat-paint.ts';

const hotCorner = { rows: 4, columns: 4, drops: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -0.5] };

describe('sampleSmooth', () => {
  it('passes through the measured values at the cell centres', () => {
    const map = { rows: 3, columns: 2, drops: [0.1, 0.9, -0.3, 0.4, 0, 0.7] };
    for (let row = 0; row < 3; row++) {
      for (let column = 0; column < 2; column++) {
        expect(sampleSmooth(map, (column + 0.5) / 2, (row + 0.5) / 3)).toBeCloseTo(
          map.drops[row * 2 + column] ?? 0,
          10,
        );
      }
    }
  });

  it('is constant where the grid is', () => {
    const flat = { rows: 4, columns: 4, drops: new Array<number>(16).fill(0.25) };
    for (const at of [0, 0.13, 0.5, 0.99]) expect(sampleSmooth(flat, at, 1 - at)).toBeCloseTo(0.25, 10);
  });
});

describe('paintHeat', () => {
  const pixels = paintHeat(hotCorner);
  const alphaAt = (u: number, v: number): number =>
    pixels[(Math.floor(v * paintedSide) * paintedSide + Math.floor(u * paintedSide)) * 4 + 3] ?? -1;

  it('is strongest where covering costs most and clear where it does not matter', () => {
    expect(alphaAt(0.12, 0.12)).toBeGreaterThan(200);
    expect(alphaAt(0.6, 0.4)).toBeLessThan(12);
  });

  it('paints regions that hurt the match in blue', () => {
    const at = (Math.floor(0.88 * paintedSide) * paintedSide + Math.floor(0.88 * paintedSide)) * 4;
    expect(pixels[at + 2]).toBeGreaterThan(pixels[at] ?? 255);
  });
});

describe('colourOf', () => {
  it('grows more opaque with the value', () => {
    const alphas = [0, 0.2, 0.4, 0.6, 0.8, 1].map((value) => colourOf(value)[3]);
    expect(alphas).toEqual([...alphas].sort((a, b) => a - b));
    expect(new Set(alphas).size).toBe(alphas.length);
  });
});
