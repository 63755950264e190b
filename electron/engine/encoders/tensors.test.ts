import { expect, it } from 'vitest';
import { idRows, normalisePlanar, unitVectors } from './tensors.ts';

it('turns interleaved bytes into planes, (byte * scale - mean) / std a channel', () => {
  // Two images of two pixels: RGB RGB | RGB RGB.
  const bytes = Uint8Array.from([0, 51, 102, 255, 204, 153, 10, 20, 30, 40, 50, 60]);
  const half = normalisePlanar(bytes, 2, 2, { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5], scale: 1 / 255 });
  const expected = [0, 255, 51, 204, 102, 153, 10, 40, 20, 50, 30, 60].map((byte) => byte / 127.5 - 1);
  half.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 6);
  });
  const clip = normalisePlanar(bytes.slice(0, 3), 1, 1, {
    mean: [0.4, 0.5, 0.6],
    std: [0.2, 0.3, 0.4],
    scale: 1 / 255,
  });
  expect([...clip].map((value) => Number(value.toFixed(4)))).toEqual([-2, -1, -0.5]);
});

it('says how many ids there are, and pads and cuts them on the right', () => {
  expect([...idRows([[5, 6], [], [1, 2, 3, 4]], 3, 9)]).toEqual([2, 5, 6, 9, 0, 9, 9, 9, 3, 1, 2, 3]);
});

it('gives vectors of length 1 and refuses those without a direction', () => {
  const [a, b] = unitVectors(Float32Array.from([3, 4, 0, -2]), 2);
  expect([...(a ?? [])].map((value) => Number(value.toFixed(6)))).toEqual([0.6, 0.8]);
  expect([...(b ?? [])]).toEqual([0, -1]);
  expect(() => unitVectors(Float32Array.from([0, 0]), 2)).toThrow(RangeError);
  expect(() => unitVectors(Float32Array.from([Number.NaN, 1]), 2)).toThrow(RangeError);
});
