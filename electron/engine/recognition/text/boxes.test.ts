import { expect, it } from 'vitest';
import { textBoxes } from './boxes.ts';
import { ctcTexts } from './ctc.ts';
import { type Point, quadOf, smallestRectangle, upright } from './quads.ts';
import { batchOf, cutStrip, stripHeight, turnedStrip } from './strips.ts';

it('boxes are the smallest rectangles around what hangs together, widened, and none around what is faint', () => {
  const [width, height] = [60, 40];
  const data = new Float32Array(width * height);
  const fill = (left: number, top: number, wide: number, high: number, value: number): void => {
    for (let y = top; y < top + high; y++) data.fill(value, y * width + left, y * width + left + wide);
  };
  fill(10, 5, 30, 6, 0.9);
  fill(10, 20, 30, 6, 0.4);
  fill(50, 30, 2, 2, 0.9);
  const boxes = textBoxes({ data, width, height });
  expect(boxes).toHaveLength(1);
  const { x, y, halfWidth, halfHeight, angle } = boxes[0]?.rectangle ?? expect.unreachable();
  const by = (1.6 * 30 * 6) / 72;
  expect([x, y, angle]).toEqual([25, 8, 0]);
  expect(halfWidth).toBeCloseTo(15 + by);
  expect(halfHeight).toBeCloseTo(3 + by);
});

it('a rectangle lies as its points do, and reads from left to right or downwards', () => {
  const around = (angle: number): Point[] => {
    const turned = { x: 50, y: 40, halfWidth: 30, halfHeight: 5, angle };
    return [...quadOf(turned)];
  };
  for (const degrees of [0, 30, -30, 90, 120, 200]) {
    const { x, y, halfWidth, halfHeight, angle } = upright(smallestRectangle(around((degrees * Math.PI) / 180)));
    expect([x, y, halfWidth, halfHeight].map(Math.round)).toEqual([50, 40, 30, 5]);
    const difference = ((angle * 180) / Math.PI - degrees + 720) % 180;
    expect(Math.min(difference, 180 - difference)).toBeCloseTo(0);
    expect(Math.cos(angle) + Math.sin(angle)).toBeGreaterThan(0);
  }
});

it('doubled characters count once unless there is a blank between them', () => {
  const steps = [1, 1, 0, 1, 2, 0];
  const data = new Float32Array(steps.length * 3).fill(0.1);
  steps.forEach((best, step) => {
    data[step * 3 + best] = 0.8;
  });
  const [read] = ctcTexts({ data, dims: [1, steps.length, 3] }, ['', 'A', 'B']);
  expect(read?.characters.map(({ character }) => character)).toEqual(['A', 'A', 'B']);
  expect(read?.characters[2]?.at).toBe(0.75);
  expect(read?.confidence).toBeCloseTo(0.8);
  expect(() => ctcTexts({ data, dims: [1, 6, 3] }, ['', 'A'])).toThrow('3 characters');
});

it('a strip holds the line laid level, and can be turned', () => {
  const [width, height] = [120, 120];
  const data = new Uint8Array(width * height * 3);
  // The upper half of a line that runs downwards: what lies to the right of its middle.
  for (let y = 0; y < height; y++) data.fill(255, (y * width + 60) * 3, (y + 1) * width * 3);
  const strip = cutStrip({ data, width, height }, { x: 60, y: 60, halfWidth: 48, halfHeight: 24, angle: Math.PI / 2 });
  expect(strip.width).toBe(96);
  expect(strip.data[10]).toBeCloseTo(1);
  expect(strip.data[(stripHeight - 5) * 96 + 10]).toBeCloseTo(-1);
  expect(turnedStrip(strip).data[10]).toBeCloseTo(-1);
  const batch = batchOf([strip], 104);
  expect(batch).toHaveLength(3 * stripHeight * 104);
  expect([batch[10], batch[100]]).toEqual([strip.data[10], 0]);
});
