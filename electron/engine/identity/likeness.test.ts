import { expect, it } from 'vitest';
import { ExactIndex } from '../vector/exact.ts';
import { likenessOf } from './likeness.ts';

/** Vectors in a cone around one direction: any two have a cosine of about `alike`. */
function cone(size: number, alike: number): ExactIndex {
  const index = new ExactIndex(64);
  let state = 7;
  const noise = (): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  for (let label = 0; label < size; label++) {
    const step = Float32Array.from({ length: 63 }, noise);
    const length = Math.hypot(...step);
    const sideways = Math.sqrt(1 - alike) / length;
    index.set(label, Float32Array.from([Math.sqrt(alike), ...step.map((value) => value * sideways)]));
  }
  return index;
}

it('brings a model that finds everything alike to the scale of the starter', () => {
  const images = cone(400, 0.7);
  const likeness = likenessOf({ modelId: 'other', images });
  expect(images.background()).toBeCloseTo(0.7, 1);
  expect(likeness(1)).toBe(1);
  expect(likeness(0.7)).toBeCloseTo(0.2, 1);
  expect(likeness(0.97)).toBeCloseTo(0.92, 2);
});

it('leaves the starter, and libraries with too few pictures to tell, as they are', () => {
  const images = cone(400, 0.7);
  const few = cone(50, 0.7);
  expect(likenessOf({ modelId: 'starter-v1', images })(0.6)).toBe(0.6);
  expect(likenessOf({ modelId: 'other', images: few })(0.6)).toBe(0.6);
});
