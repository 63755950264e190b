import { describe, expect, it } from 'vitest';
import {
  type FrameSample,
  isClipName,
  keyFrames,
  mostClipFrames,
  sampleOf,
  sampleSide,
  sampleTimes,
} from './key-frames.ts';

const look = (value: number): Float32Array => new Float32Array(192).fill(value);
const sample = (at: number, value: number, sharpness = 100, contrast = 40): FrameSample => ({
  ...{ at, look: look(value), sharpness, contrast },
});
const times = (frames: readonly FrameSample[]): number[] => frames.map(({ at }) => at);

describe('frames that stand for a clip', () => {
  it('are the sharpest of each scene, in order', () => {
    const scenes = [sample(0, 20, 50), sample(1, 22, 90), sample(2, 21, 70), sample(3, 200, 30), sample(4, 202, 60)];
    expect(times(keyFrames(scenes))).toEqual([1, 4]);
  });

  it('leave out what is blank, unless all is', () => {
    const blank = (at: number): FrameSample => sample(at, 0, 0, 1);
    expect(times(keyFrames([blank(0), sample(1, 90), blank(2)]))).toEqual([1]);
    expect(times(keyFrames([blank(0), blank(1)]))).toEqual([0]);
    expect(keyFrames([])).toEqual([]);
  });

  it('are not more than can be searched by: neighbours that differ least become one', () => {
    const many = Array.from({ length: 30 }, (_, i) => sample(i, (i % 2 === 0 ? 10 : 120) + 4 * i));
    expect(keyFrames(many).length).toBeLessThanOrEqual(mostClipFrames);
    const three = [sample(0, 10), sample(1, 60, 10), sample(2, 90, 20), sample(3, 230)];
    expect(times(keyFrames(three, 3))).toEqual([0, 2, 3]);
  });

  it('show a scene that comes again once', () => {
    expect(times(keyFrames([sample(0, 20), sample(1, 200), sample(2, 21)]))).toEqual([0, 1]);
  });
});

it('a sharp picture has a larger Laplacian than the same one blurred', () => {
  const picture = (blur: number): Uint8ClampedArray =>
    Uint8ClampedArray.from({ length: sampleSide * sampleSide * 4 }, (_, i) => {
      const x = Math.floor(i / 4) % sampleSide;
      return i % 4 === 3 ? 255 : 128 + (100 * Math.max(-blur, Math.min(blur, Math.abs((x % 32) - 16) - 8))) / blur;
    });
  const [sharp, soft] = [sampleOf(0, picture(1), 4), sampleOf(0, picture(12), 4)];
  expect(sharp.sharpness).toBeGreaterThan(4 * soft.sharpness);
  expect(sharp.contrast).toBeGreaterThan(50);
});

it('looks at short clips often and at long ones in as many places as it may', () => {
  expect(sampleTimes(1)).toEqual([0.125, 0.375, 0.625, 0.875]);
  expect(sampleTimes(0.1)).toEqual([0.05]);
  expect(sampleTimes(600)).toHaveLength(48);
});

it('knows films by their names', () => {
  expect(['a.mp4', '/x/B.MOV', 'c:\\d\\e.webm', 'f.mpeg'].every(isClipName)).toBe(true);
  expect(['a.jpg', '.mp4', '._a.mp4', 'mp4', 'a.mp4.txt', '/x.mp4/y'].some(isClipName)).toBe(false);
});
