/** Arithmetic on vectors of 32-bit floats, as encoders give them. Sums are kept in 64 bits. */

/**
 * Inner product of `a` with as many values of `b` from `offset` on: the cosine when both have length 1. Four sums,
 * which the processor can keep going at once. NaN where `b` is too short.
 */
export function dot(a: Float32Array, b: Float32Array, offset = 0): number {
  const length = a.length;
  const whole = length - (length % 4);
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let at = 0;
  for (; at < whole; at += 4) {
    s0 += (a[at] as number) * (b[offset + at] as number);
    s1 += (a[at + 1] as number) * (b[offset + at + 1] as number);
    s2 += (a[at + 2] as number) * (b[offset + at + 2] as number);
    s3 += (a[at + 3] as number) * (b[offset + at + 3] as number);
  }
  for (; at < length; at++) s0 += (a[at] as number) * (b[offset + at] as number);
  return s0 + s1 + (s2 + s3);
}

/** Euclidean length. */
export function lengthOf(vector: Float32Array): number {
  return Math.sqrt(dot(vector, vector));
}

/** Cosine of the angle between vectors of any length, -1..1: 1 for equal ones, NaN when one has length 0. */
export function cosine(a: Float32Array, b: Float32Array): number {
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

/** A copy of length 1; a vector of length 0 stays as it is. */
export function normalised(vector: Float32Array): Float32Array {
  const length = lengthOf(vector) || 1;
  return vector.map((value) => value / length);
}

/**
 * The mean of vectors of one length, scaled to length 1; empty without vectors. For a product with several images and
 * for prompt ensembles.
 */
export function meanVector(vectors: readonly Float32Array[]): Float32Array {
  const mean = new Float32Array(vectors[0]?.length ?? 0);
  for (const vector of vectors)
    for (let i = 0; i < mean.length; i++) mean[i] = (mean[i] as number) + (vector[i] as number);
  return normalised(mean);
}
