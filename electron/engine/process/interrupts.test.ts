import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { onInterrupt } from './interrupts.ts';

test('one key press that arrives several times is one; a later one is the second', () => {
  const told: string[] = [];
  let time = 0;
  // Not this process: what other tests listen for would be called as well.
  const source = new EventEmitter();
  onInterrupt(
    () => told.push('first'),
    () => told.push('again'),
    { source, now: () => time },
  );
  source.emit('SIGINT');
  source.emit('SIGINT');
  time = 400;
  source.emit('SIGTERM');
  expect(told).toEqual(['first']);
  time = 600;
  source.emit('SIGINT');
  expect(told).toEqual(['first', 'again']);
});

test('it is this process that is listened to', () => {
  const before = process.listeners('SIGINT');
  onInterrupt(
    () => undefined,
    () => undefined,
  );
  const added = process.listeners('SIGINT').filter((listener) => !before.includes(listener));
  expect(added).toHaveLength(1);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    for (const listener of added) process.off(signal, listener);
  }
});
