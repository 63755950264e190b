import { afterEach, expect, test } from 'vitest';
import { onInterrupt } from './interrupts.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const before = new Map(signals.map((signal) => [signal, process.listeners(signal)]));

afterEach(() => {
  for (const signal of signals) {
    for (const listener of process.listeners(signal)) {
      if (!before.get(signal)?.includes(listener)) process.off(signal, listener);
    }
  }
});

test('one key press that arrives several times is one; a later one is the second', () => {
  const told: string[] = [];
  let time = 0;
  onInterrupt(
    () => told.push('first'),
    () => told.push('again'),
    () => time,
  );
  process.emit('SIGINT');
  process.emit('SIGINT');
  time = 400;
  process.emit('SIGTERM');
  expect(told).toEqual(['first']);
  time = 600;
  process.emit('SIGINT');
  expect(told).toEqual(['first', 'again']);
});
