import { expect, it } from 'vitest';
import { imageArea, occlusions, type VisionInput } from './index.ts';

const vision = (fit: VisionInput['resize']['fit']): VisionInput => ({
  input: { width: 160, height: 160 },
  resize: { fit, background: [255, 255, 255], kernel: 'cubic', position: 'centre' },
});

it('covers every pixel once and changes nothing else', () => {
  const [width, height] = [10, 7];
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i % 3 === 0 ? 0 : 200));
  pixels[0] = 70;
  const covered = occlusions(pixels, width, height, 3, 4);
  expect(covered).toHaveLength(12);
  const times = new Array<number>(pixels.length).fill(0);
  for (const copy of covered) {
    for (const [i, value] of copy.entries()) if (value !== pixels[i]) times[i] = (times[i] ?? 0) + 1;
  }
  // The mean red is 1, so that each red value differs from it and shows where it was covered.
  expect(times.filter((_, i) => i % 3 === 0).every((count) => count === 1)).toBe(true);
  expect(pixels[0]).toBe(70);
});

it('lays the grid over the picture and not over its margins', () => {
  expect(imageArea(vision('contain'), 60, 80)).toEqual({ left: 20, top: 0, width: 120, height: 160 });
  expect(imageArea(vision('cover'), 320, 160)).toEqual({ left: -80, top: 0, width: 320, height: 160 });
  expect(imageArea(vision('fill'), 320, 160)).toEqual({ left: 0, top: 0, width: 160, height: 160 });
  // Scaled to 200 and cut to 160: 20 pixels at each edge are not seen.
  const cut = { ...vision('cover'), resize: { ...vision('cover').resize, shortestEdge: 200 } };
  expect(imageArea(cut, 320, 160)).toEqual({ left: -120, top: -20, width: 400, height: 200 });
  const squash = { width: 200, height: 180 };
  const squashed = { ...vision('fill'), resize: { ...vision('fill').resize, squash } };
  expect(imageArea(squashed, 320, 160)).toEqual({ left: -20, top: -10, width: 200, height: 180 });

  const pixels = new Uint8Array(8 * 8 * 3).fill(255);
  for (let y = 0; y < 8; y++) for (let x = 2; x < 6; x++) pixels.set([x < 4 ? 0 : 100, 0, 0], (y * 8 + x) * 3);
  const [left, right] = occlusions(pixels, 8, 8, 1, 2, { left: 2, top: 0, width: 4, height: 8 });
  expect([...(left ?? []).slice(0, 24)]).toEqual([
    255,
    255,
    255,
    255,
    255,
    255,
    50,
    0,
    0,
    50,
    0,
    0,
    100,
    0,
    0,
    100,
    0,
    0,
    ...new Array(6).fill(255),
  ]);
  expect((right ?? [])[4 * 3]).toBe(50);
});
