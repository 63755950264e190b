import { describe, expect, it } from 'vitest';
import type { ModelScales } from '../encoders/similarity.ts';
import { dot } from '../numbers/vectors.ts';
import { type EncodedPart, mixParts } from './query-vector.ts';

const model: ModelScales = {
  textToImage: { slope: 20, centre: 0.1 },
  textToText: { slope: 10, centre: 0.4 },
  imageToImage: { slope: 12, centre: 0.5 },
  imageToText: { slope: 20, centre: 0 },
  imageGain: 0.5,
  minusGain: 0.5,
};

function unit(...values: number[]): Float32Array {
  const norm = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / norm);
}

const text = (vector: Float32Array, weight = 1): EncodedPart => ({ kind: 'text', weight, vector });
const image = (vector: Float32Array, weight = 1): EncodedPart => ({ kind: 'image', weight, vector });

describe('mixParts', () => {
  it('leaves a single part and its calibration as they are, whatever its weight', () => {
    const mixed = mixParts([text(unit(1, 2, 2), 3)], model);
    expect([...(mixed?.vector ?? [])]).toEqual([...unit(1, 2, 2)].map((value) => expect.closeTo(value, 6)));
    expect(mixed?.picture).toEqual({ slope: expect.closeTo(20), centre: expect.closeTo(0.1) });
    expect(mixed?.listing).toEqual({ slope: expect.closeTo(10), centre: expect.closeTo(0.4) });
  });

  it('weighs a picture by its gain only beside words', () => {
    const alone = mixParts([image(unit(1, 0)), image(unit(0, 1))], model);
    expect(alone?.vector[0]).toBeCloseTo(Math.SQRT1_2, 6);
    const besideWords = mixParts([image(unit(1, 0)), text(unit(0, 1))], model);
    expect([...(besideWords?.vector ?? [])]).toEqual([...unit(0.5, 1)].map((value) => expect.closeTo(value, 6)));
  });

  it('puts the centre where each part alone is at even odds', () => {
    const parts = [image(unit(1, 0, 0)), text(unit(0, 1, 0))];
    const mixed = mixParts(parts, model);
    const atEvenOdds = Float32Array.from([0.5, 0.1, Math.sqrt(1 - 0.25 - 0.01)]);
    expect(dot(mixed?.vector ?? new Float32Array(3), atEvenOdds)).toBeCloseTo(mixed?.picture.centre ?? Number.NaN, 6);
  });

  it('turns half as far away from parts with a minus sign, which leave the centre alone', () => {
    const mixed = mixParts([text(unit(1, 0)), text(unit(0, 1), -1)], model);
    expect([...(mixed?.vector ?? [])]).toEqual([...unit(1, -0.5)].map((value) => expect.closeTo(value, 6)));
    expect(mixed?.picture.centre).toBeCloseTo(0.1 / Math.hypot(1, 0.5), 6);
  });

  it('says when the parts cancel each other out', () => {
    expect(mixParts([text(unit(1, 2)), text(unit(1, 2), -2)], model)).toBeNull();
  });
});
