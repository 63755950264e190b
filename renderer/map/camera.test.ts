import { expect, it } from 'vitest';
import { fitAll, pan, toMap, toScreen, zoomAt } from './camera.ts';

const size = { width: 800, height: 600 };
const all = fitAll(size, 0.6);

it('has everything in view, whichever side is the tighter one', () => {
  for (const [aspect, view] of [
    [0.6, size],
    [1, size],
    [0.4, { width: 300, height: 900 }],
  ] as const) {
    const camera = fitAll(view, aspect);
    for (const [x, y] of [
      [-1, aspect],
      [1, -aspect],
    ] as const) {
      const [left, top] = toScreen(camera, view, x, y);
      expect(left).toBeGreaterThan(0);
      expect(left).toBeLessThan(view.width);
      expect(top).toBeGreaterThan(0);
      expect(top).toBeLessThan(view.height);
    }
  }
});

it('finds the place of the map below a pixel again', () => {
  const camera = { x: 0.3, y: -0.2, scale: 900 };
  const [left, top] = toScreen(camera, size, 0.11, 0.07);
  expect(toMap(camera, size, left, top)[0]).toBeCloseTo(0.11);
  expect(toMap(camera, size, left, top)[1]).toBeCloseTo(0.07);
});

it('keeps below the pointer what is zoomed at, and follows it when it is dragged', () => {
  const before = toMap(all, size, 200, 450);
  const nearer = zoomAt(all, size, 200, 450, 3, all);
  const after = toMap(nearer, size, 200, 450);
  expect(after[0]).toBeCloseTo(before[0]);
  expect(after[1]).toBeCloseTo(before[1]);
  const moved = pan(nearer, 40, -25);
  expect(toScreen(moved, size, ...before)).toEqual([expect.closeTo(240), expect.closeTo(425)]);
});

it('goes neither too near nor too far, nor off the map', () => {
  expect(zoomAt(all, size, 0, 0, 1e9, all).scale).toBeCloseTo(all.scale * 400);
  expect(zoomAt(all, size, 0, 0, 1e-9, all).scale).toBeCloseTo(all.scale * 0.5);
  expect(pan(all, 1e9, 0).x).toBe(-1.3);
});
