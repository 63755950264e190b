import { expect, it } from 'vitest';
import { CallGate } from './call-gate.ts';

const soon = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const options = { patienceMs: 0, signal: new AbortController().signal };

it('does its work after the calls under way and before those that come meanwhile', async () => {
  const gate = new CallGate();
  const order: string[] = [];
  const early = gate.run(async () => {
    await soon(30);
    order.push('early');
  });
  const alone = gate.alone(async () => {
    order.push('alone');
    await soon(20);
    order.push('still alone');
  }, options);
  await soon(5);
  const late = gate.run(() => order.push('late'));
  await Promise.all([early, alone, late]);
  expect(order).toEqual(['early', 'alone', 'still alone', 'late']);
});

it('waits for a quiet moment while it is patient, letting calls in', async () => {
  const gate = new CallGate();
  const order: string[] = [];
  const long = gate.run(async () => {
    await soon(60);
    order.push('long');
  });
  const alone = gate.alone(async () => void order.push('alone'), { ...options, patienceMs: 5000 });
  gate.run(() => order.push('short'));
  await Promise.all([long, alone]);
  expect(order).toEqual(['short', 'long', 'alone']);
});

it('is open again after a failure, inside or of a call', async () => {
  const gate = new CallGate();
  expect(() =>
    gate.run(() => {
      throw new Error('a call');
    }),
  ).toThrow('a call');
  await expect(gate.run(() => Promise.reject(new Error('a later one')))).rejects.toThrow('a later one');
  await expect(gate.alone(() => Promise.reject(new Error('the change')), options)).rejects.toThrow('the change');
  expect(gate.run(() => 'answered')).toBe('answered');
});
