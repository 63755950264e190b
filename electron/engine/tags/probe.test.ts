import { expect, it } from 'vitest';
import { seededRandom } from '../numbers/random.ts';
import { fitProbe, logOdds, type ProbeData } from './probe.ts';

const dimensions = 4;
const prior = Float64Array.from([1, 0, 0, 0, 0]);

/** Rows whose target is the sign of their second coordinate: not what the prior says. */
function rows(amount: number, seed = 1): ProbeData {
  const random = seededRandom(seed);
  const vectors = Float32Array.from({ length: amount * dimensions }, () => random() - 0.5);
  const targets = Uint8Array.from({ length: amount }, (_, row) => ((vectors[row * dimensions + 1] ?? 0) > 0 ? 1 : 0));
  return { vectors, targets, weights: new Float32Array(amount).fill(1) };
}

it('stays with the prior while there are no examples', () => {
  const probe = fitProbe(rows(0), { prior, ridge: 1 });
  expect(probe).toEqual(prior);
});

it('is moved a little by few examples and goes where many point', () => {
  const tilt = (amount: number): number => fitProbe(rows(amount), { prior, ridge: 1 })[1] ?? 0;
  expect(tilt(5)).toBeGreaterThan(0);
  expect(tilt(5)).toBeLessThan(tilt(50));
  expect(tilt(2000)).toBeGreaterThan(4);
});

it('finds the minimum: the gradient of the penalised loss vanishes', () => {
  const data = rows(300);
  const probe = fitProbe(data, { prior, ridge: 1 });
  for (let i = 0; i < dimensions; i++) {
    let gradient = (probe[i] ?? 0) - (prior[i] ?? 0);
    for (let row = 0; row < 300; row++) {
      const x = data.vectors.subarray(row * dimensions, (row + 1) * dimensions);
      gradient += (1 / (1 + Math.exp(-logOdds(probe, x))) - (data.targets[row] ?? 0)) * (x[i] ?? 0);
    }
    expect(Math.abs(gradient)).toBeLessThan(0.1);
  }
});

it('comes to the same from an earlier fit', () => {
  const data = rows(400);
  const cold = fitProbe(data, { prior, ridge: 1 });
  const warm = fitProbe(data, { prior, ridge: 1, start: fitProbe(rows(390), { prior, ridge: 1 }) });
  warm.forEach((value, i) => {
    expect(value).toBeCloseTo(cold[i] ?? 0, 1);
  });
});
