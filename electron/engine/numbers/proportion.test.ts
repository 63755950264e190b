import { expect, it } from 'vitest';
import { proportionInterval } from './proportion.ts';

it('is what tables of the Wilson interval say', () => {
  // Newcombe (1998), table I: 81 of 263 and 15 of 148.
  expect(proportionInterval(81, 263).from).toBeCloseTo(0.2553, 4);
  expect(proportionInterval(81, 263).to).toBeCloseTo(0.3662, 4);
  expect(proportionInterval(15, 148).from).toBeCloseTo(0.0624, 4);
  expect(proportionInterval(15, 148).to).toBeCloseTo(0.1605, 4);
});

it('knows nothing of nothing, and is never sure', () => {
  expect(proportionInterval(0, 0)).toEqual({ from: 0, to: 1 });
  expect(proportionInterval(20, 20).from).toBeCloseTo(0.8389, 4);
  expect(proportionInterval(20, 20).to).toBeCloseTo(1, 12);
});
