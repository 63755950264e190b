/** Laying signatures of drawn images over one another: changed copies find their place, other images do not agree. */
import { describe, expect, it } from 'vitest';
import { imageSignature } from '../../images/index.ts';
import { seededRandom } from '../../numbers/random.ts';
import { pyramidOf } from './pyramid.ts';
import { type Registration, registerImages } from './register-images.ts';

/** Red, green and blue 0..255 at a place of an image, whose sides are 0..1. */
type Paint = (x: number, y: number) => readonly [number, number, number];

const [width, height] = [60, 80];

function signatureOf(paint: Paint): Buffer {
  const data = Buffer.alloc(width * height * 3);
  for (let row = 0, i = 0; row < height; row++) {
    for (let column = 0; column < width; column++, i += 3) {
      data.set(
        paint((column + 0.5) / width, (row + 0.5) / height).map((value) => Math.max(0, Math.min(255, value))),
        i,
      );
    }
  }
  return imageSignature({ data, width, height });
}

const laid = (a: Paint, b: Paint): Registration => registerImages(pyramidOf(signatureOf(a)), pyramidOf(signatureOf(b)));

/** Soft blobs on white, unlike for every seed. */
function drawing(seed: number): Paint {
  const random = seededRandom(seed);
  const blobs = Array.from({ length: 14 }, () => ({
    x: 0.15 + 0.7 * random(),
    y: 0.15 + 0.7 * random(),
    size: 0.04 + 0.1 * random(),
    colour: [random() * 200, random() * 200, random() * 200] as const,
  }));
  return (x, y) => {
    let colour: readonly [number, number, number] = [255, 255, 255];
    for (const blob of blobs) {
      const share = 1 / (1 + Math.exp((Math.hypot(x - blob.x, y - blob.y) - blob.size) / 0.008));
      colour = colour.map((value, i) => value + (blob.colour[i as 0] - value) * share) as unknown as typeof colour;
    }
    return colour;
  };
}

const image = drawing(1);
/** The second shows the part of the first between these, in units of it; white beyond its sides. */
const part =
  (of: Paint, [left, top, right, bottom]: readonly [number, number, number, number], around = 255): Paint =>
  (u, v) => {
    const [x, y] = [left + u * (right - left), top + v * (bottom - top)];
    return x < 0 || x > 1 || y < 0 || y > 1 ? [around, around, around] : of(x, y);
  };

describe('registerImages', () => {
  it.each([
    ['itself', image],
    ['a brighter copy', (x, y) => image(x, y).map((value) => value * 1.2) as never],
    ['a crop', part(image, [0.13, 0.05, 0.92, 0.84])],
    ['a frame', part(image, [-0.1, -0.08, 1.1, 1.08], 20)],
    ['a screenshot', part(image, [-0.1, -0.2, 1.1, 1.3])],
  ] satisfies [string, Paint][])('finds %s', (_, copy) => {
    for (const found of [laid(image, copy), laid(copy, image)]) {
      expect(found.mirrored).toBe(false);
      expect(found.detail).toBeGreaterThan(0.75);
      expect(found.agreeing).toBeGreaterThan(0.8);
      expect(found.colour).toBeLessThan(0.06);
    }
  });

  it('finds a mirrored copy, and says so', () => {
    const found = laid(image, (x, y) => image(1 - x, y));
    expect(found.mirrored).toBe(true);
    expect(found.closely).toBeGreaterThan(0.95);
  });

  it('looks past a text that hides a third', () => {
    const found = laid(image, (x, y) => (y > 0.68 ? [230, Math.sin(60 * x) > 0 ? 30 : 220, 40] : image(x, y)));
    expect(found.detail).toBeLessThan(0.8);
    expect(found.agreeing).toBeGreaterThan(0.55);
    expect(found.closely).toBeGreaterThan(0.5);
    expect(found.colour).toBeLessThan(0.03);
  });

  it('tells another colour from a cast over everything', () => {
    const swapped = laid(image, (x, y) => {
      const [red, green, blue] = image(x, y);
      return [green, blue, red];
    });
    const tinted = laid(image, (x, y) => {
      const [red, green, blue] = image(x, y);
      return [red, green, blue * 0.85];
    });
    expect(swapped.closely).toBeGreaterThan(0.3);
    expect(swapped.colour).toBeGreaterThan(4 * tinted.colour);
    expect(tinted.cast).toBeGreaterThan(0.05);
    expect(swapped.cast).toBeLessThan(0.02);
  });

  it('finds no agreement between different images', () => {
    for (let seed = 2; seed < 30; seed++) {
      const { agreeing, closely } = laid(image, drawing(seed));
      expect(agreeing).toBeLessThan(0.6);
      expect(closely).toBeLessThan(0.3);
    }
  });
});
