import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { BoundedQueue } from './bounded-queue.ts';

describe('BoundedQueue', () => {
  it('makes producers wait while it is full and loses nothing', async () => {
    const queue = new BoundedQueue<number>(4);
    let pushed = 0;
    const producer = (async () => {
      for (let i = 0; i < 20; i++) {
        await queue.push(i);
        pushed = i + 1;
      }
      queue.close();
    })();
    await nextTurn();
    expect(pushed).toBe(4);
    const taken: number[][] = [];
    for (let batch = await queue.take(3); batch.length > 0; batch = await queue.take(3)) {
      taken.push(batch);
      expect(pushed).toBeLessThanOrEqual(taken.flat().length + 4 + 3);
      await nextTurn();
    }
    await producer;
    expect(taken.flat()).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(taken.slice(0, -1).every((batch) => batch.length === 3)).toBe(true);
  });

  it('waits for a full batch until it is closed', async () => {
    const queue = new BoundedQueue<string>(8);
    await queue.push('a');
    const batch = queue.take(4);
    await nextTurn();
    queue.close();
    expect(await batch).toEqual(['a']);
    expect(await queue.take(4)).toEqual([]);
    await expect(queue.push('b')).rejects.toThrow('closed');
  });

  it('ends both sides with the first failure', async () => {
    const queue = new BoundedQueue<string>(1);
    await queue.push('a');
    const stuck = queue.push('b');
    const failure = new Error('model failed');
    queue.fail(failure);
    queue.fail(new Error('later'));
    await expect(stuck).rejects.toBe(failure);
    await expect(queue.take(1)).rejects.toBe(failure);
    expect(() => queue.check()).toThrow(failure);
  });
});
