/** Numbers of what waits, told by the engine and by a page that is ahead of it. */
import type { Waiting } from '@contract';
import { beforeEach, expect, it } from 'vitest';
import { setDoubtfulTags, takeCounted, useWaiting } from './waiting.ts';

const counted = (tags: number | null): Waiting => ({
  tags,
  fruitless: [],
  undescribed: 0,
  ungraded: 0,
  unlearned: 0,
  changes: 0,
});
const tags = (): number | null | undefined => useWaiting.getState().counted?.tags;

beforeEach(() => takeCounted(null));

it('what a page says of tags is not lost to a count that comes later and could not count them', () => {
  setDoubtfulTags(11);
  takeCounted(counted(null));
  expect(tags()).toBe(11);
  takeCounted(counted(7));
  expect(tags()).toBe(7);
  takeCounted(counted(null));
  expect(tags()).toBe(7);
});

it('another library begins without a number', () => {
  setDoubtfulTags(11);
  takeCounted(null);
  takeCounted(counted(null));
  expect(tags()).toBeNull();
});
