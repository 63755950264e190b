import { expect, it } from 'vitest';
import { LruCache } from './lru-cache.ts';

it('lets the least recently used value go', () => {
  const cache = new LruCache<number | null>(2);
  cache.set('a', 1);
  cache.set('b', null);
  expect(cache.get('a')).toBe(1);
  cache.set('c', 3);
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([1, undefined, 3]);
  cache.set('a', 4);
  cache.set('d', 5);
  expect([cache.get('a'), cache.get('c'), cache.get('d')]).toEqual([4, undefined, 5]);
});
