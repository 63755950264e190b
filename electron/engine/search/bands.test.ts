import { expect, it } from 'vitest';
import { bandOf } from './bands.ts';

it.each([
  [0.99, 0, 'very-likely'],
  [0.95, 0, 'likely'],
  [0.3, 0, 'possible'],
  [0.2, 0, 'unlikely'],
  // Words that no product says speak against the upper bands, and never put a result below the line.
  [0.99, 0.5, 'possible'],
  [0.99, 0.2, 'likely'],
  [0.3, 1, 'possible'],
  [1, 0.9, 'very-likely'],
] as const)('a score of %d with %d unsaid is %s', (score, unsaid, band) => {
  expect(bandOf(score, 0.25, { unsaid })).toBe(band);
});

it('calls nothing likely that is tagged as something else', () => {
  expect(bandOf(0.99, 0.25, { contradicted: true })).toBe('possible');
  expect(bandOf(0.1, 0.25, { contradicted: true })).toBe('unlikely');
});

it('promises of what a photo is said to show as much as of other results', () => {
  const bands = [0.85, 0.6, 0.3, 0.01].map((named) => bandOf(0.99, 0.25, { named }));
  expect(bands).toEqual(['very-likely', 'likely', 'possible', 'unlikely']);
});
