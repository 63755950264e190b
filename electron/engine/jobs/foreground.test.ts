import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { inForeground, untilQuiet } from './foreground.ts';

it('makes background work wait until the person is served', async () => {
  const order: string[] = [];
  const request = inForeground(async () => {
    await pause(30);
    order.push('request');
  });
  await untilQuiet();
  order.push('background');
  await request;
  expect(order).toEqual(['request', 'background']);
});

it('lets background work go on when nobody waits, and after a while all the same', async () => {
  await untilQuiet();
  const endless = inForeground(() => pause(2000));
  const started = performance.now();
  await untilQuiet();
  expect(performance.now() - started).toBeLessThan(1500);
  await endless;
});

it('forgets a request that failed', async () => {
  await expect(inForeground(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  const started = performance.now();
  await untilQuiet();
  expect(performance.now() - started).toBeLessThan(100);
});
