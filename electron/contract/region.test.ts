import { expect, it } from 'vitest';
import { askedHash, readRegionHash, regionHash, regionSchema } from './region.ts';

const hash = '0123456789abcdef'.repeat(4);
const region = { x: 0.25, y: 0.1, width: 0.5, height: 0.9 };

it('a part goes by a hash of its own, which says what it is a part of', () => {
  const part = regionHash(hash, region);
  expect(part).toMatch(/^[0-9a-f]{64}$/);
  const read = readRegionHash(part);
  expect(hash.startsWith(read?.prefix ?? '-')).toBe(true);
  for (const side of ['x', 'y', 'width', 'height'] as const) expect(read?.region[side]).toBeCloseTo(region[side], 4);
  expect(regionHash(hash, read?.region ?? region)).toBe(part);
  expect(regionHash(hash, { ...region, x: 0.2501 })).not.toBe(part);
  expect(readRegionHash(hash)).toBeNull();
});

it('all of an image goes by the hash of the image', () => {
  expect(askedHash({ hash })).toBe(hash);
  expect(askedHash({ hash, region })).toBe(regionHash(hash, region));
});

it.each([
  [{ x: 0, y: 0, width: 1, height: 1 }, true],
  [{ x: 0.3333, y: 0, width: 0.6667, height: 1 }, true],
  [{ x: 0.6, y: 0, width: 0.5, height: 1 }, false],
  [{ x: -0.1, y: 0, width: 0.5, height: 1 }, false],
  [{ x: 0, y: 0, width: 0, height: 1 }, false],
])('%j is a region: %s', (given, right) => {
  expect(regionSchema.safeParse(given).success).toBe(right);
});
