import { describe, expect, it } from 'vitest';
import { panBy, wholeImage, zoomAt } from './view-frame.ts';

/** Where a point of the image (0..1) is seen in the box. */
const seen = ({ scale, x, y }: typeof wholeImage, point: { x: number; y: number }) => ({
  x: x + point.x * scale,
  y: y + point.y * scale,
});

describe('zoomAt', () => {
  it('keeps what is under the pointer there', () => {
    const pointer = { x: 0.7, y: 0.2 };
    const once = zoomAt(wholeImage, pointer, 2);
    expect(seen(once, pointer)).toEqual({ x: expect.closeTo(0.7), y: expect.closeTo(0.2) });
    const twice = zoomAt(once, pointer, 1.5);
    expect(seen(twice, pointer)).toEqual({ x: expect.closeTo(0.7), y: expect.closeTo(0.2) });
  });

  it('ends at the whole picture, wherever it was zoomed', () => {
    expect(zoomAt(zoomAt(wholeImage, { x: 0.9, y: 0.9 }, 4), { x: 0.1, y: 0.1 }, 0.01)).toEqual({
      scale: 1,
      x: expect.closeTo(0),
      y: expect.closeTo(0),
    });
  });

  it('does not magnify without end', () => {
    expect(zoomAt(wholeImage, { x: 0.5, y: 0.5 }, 1000).scale).toBe(12);
  });
});

describe('panBy', () => {
  it('stops at the edges', () => {
    const frame = zoomAt(wholeImage, { x: 0.5, y: 0.5 }, 2);
    expect(panBy(frame, 5, -5)).toEqual({ scale: 2, x: 0, y: -1 });
    expect(panBy(wholeImage, 0.3, 0.3)).toEqual(wholeImage);
  });
});
