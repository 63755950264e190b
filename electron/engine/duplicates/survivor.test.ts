import { expect, it } from 'vitest';
import type { Product } from '../../contract/catalog.ts';
import { suggestSurvivor } from './survivor.ts';

const product = (
  id: number,
  change: { photos?: number; width?: number; bytes?: number; title?: string; tags?: number },
) =>
  ({
    id,
    sku: `S${id}`,
    title: change.title ?? 'Mug',
    description: '',
    price: null,
    attributes: [],
    imageCount: change.photos ?? 1,
    image: { width: change.width ?? 800, height: 600, bytes: change.bytes ?? 90_000 },
    tags: Array.from({ length: change.tags ?? 0 }, (_, i) => ({
      group: 'colour',
      name: `${i}`,
      provenance: 'imported',
    })),
  }) as unknown as Product;

it.each([
  ['more photos', [product(1, { width: 900 }), product(2, { photos: 3 })], 2, 'photos'],
  ['more pixels', [product(1, { bytes: 900_000 }), product(2, { width: 900 })], 2, 'resolution'],
  ['a listing that says more', [product(1, { title: 'S1' }), product(2, {})], 2, 'details'],
  ['more tags', [product(1, {}), product(2, { tags: 2 })], 2, 'tags'],
  ['a file that is clearly larger', [product(1, {}), product(2, { bytes: 200_000 })], 2, 'bytes'],
  [
    'the first, where a sticker makes the other file a little larger',
    [product(1, {}), product(2, { bytes: 110_000 })],
    1,
    'oldest',
  ],
  [
    'the one that is ahead last, of three',
    [product(1, {}), product(2, { width: 900 }), product(3, { width: 900, tags: 1 })],
    3,
    'tags',
  ],
] as const)('keeps %s', (_, products, productId, reason) => {
  expect(suggestSurvivor(products)).toEqual({ productId, reason });
  expect(suggestSurvivor([...products].reverse())).toEqual({ productId, reason });
});

it('has nothing to keep of nothing', () => expect(() => suggestSurvivor([])).toThrow(RangeError));
