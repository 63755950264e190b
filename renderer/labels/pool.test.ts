import type { Grade, LabelHit } from '@contract';
import { describe, expect, it } from 'vitest';
import { withRestInOrder } from './pool.ts';

const hit = (id: number, grade: Grade | null = null): LabelHit => ({
  id,
  sku: `P-${id}`,
  title: `Product ${id}`,
  price: null,
  image: null,
  imageCount: 0,
  tags: [],
  hasProblem: false,
  rank: id,
  score: null,
  band: null,
  matchedImageId: null,
  why: null,
  grade,
  note: '',
  rankBefore: null,
});

const ids = (hits: readonly LabelHit[]): number[] => hits.map(({ id }) => id);

describe('withRestInOrder', () => {
  it('moves only what is neither graded nor on screen', () => {
    const hits = [hit(1, 3), hit(2), hit(3), hit(4), hit(5)];
    expect(ids(withRestInOrder(hits, 1, [hit(5), hit(4), hit(2), hit(3)]))).toEqual([1, 2, 5, 4, 3]);
  });

  it('neither loses nor doubles what the new ranking leaves out or adds', () => {
    const hits = [hit(1), hit(2), hit(3), hit(4)];
    expect(ids(withRestInOrder(hits, 0, [hit(9), hit(4)]))).toEqual([1, 4, 2, 3]);
  });
});
