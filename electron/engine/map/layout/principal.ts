/** The two directions in which vectors differ most: where a layout begins, and what it is measured against. */
import { seededRandom } from '../../numbers/random.ts';

const rounds = 12;

/**
 * Vectors [rows x dimensions] along their first two principal components: [rows x 2]. By repeated multiplication with the covariance,
 * which is never written down.
 */
export function principalPlane(vectors: Float32Array, dimensions: number, seed: number): Float32Array {
  const rows = vectors.length / dimensions;
  const mean = new Float64Array(dimensions);
  for (let row = 0, at = 0; row < rows; row++)
    for (let i = 0; i < dimensions; i++, at++) mean[i] = (mean[i] as number) + (vectors[at] as number) / rows;
  const random = seededRandom(seed);
  const first = Float64Array.from(mean, () => random() - 0.5);
  const second = Float64Array.from(mean, () => random() - 0.5);
  const places = new Float32Array(rows * 2);
  for (let round = 0; round <= rounds; round++) {
    orthonormal(first, second);
    const nextFirst = new Float64Array(dimensions);
    const nextSecond = new Float64Array(dimensions);
    for (let row = 0; row < rows; row++) {
      const from = row * dimensions;
      let x = 0;
      let y = 0;
      for (let i = 0; i < dimensions; i++) {
        const value = (vectors[from + i] as number) - (mean[i] as number);
        x += value * (first[i] as number);
        y += value * (second[i] as number);
      }
      places[2 * row] = x;
      places[2 * row + 1] = y;
      if (round === rounds) continue;
      for (let i = 0; i < dimensions; i++) {
        const value = (vectors[from + i] as number) - (mean[i] as number);
        nextFirst[i] = (nextFirst[i] as number) + x * value;
        nextSecond[i] = (nextSecond[i] as number) + y * value;
      }
    }
    if (round === rounds) break;
    first.set(nextFirst);
    second.set(nextSecond);
  }
  return places;
}

function orthonormal(first: Float64Array, second: Float64Array): void {
  scaleToOne(first);
  let along = 0;
  for (let i = 0; i < first.length; i++) along += (first[i] as number) * (second[i] as number);
  for (let i = 0; i < first.length; i++) second[i] = (second[i] as number) - along * (first[i] as number);
  scaleToOne(second);
}

function scaleToOne(vector: Float64Array): void {
  let squared = 0;
  for (const value of vector) squared += value * value;
  const length = Math.sqrt(squared) || 1;
  for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] as number) / length;
}

/** How far from the middle a layout begins. */
const startReach = 10;

/** Scaled for a layout to begin with, and each point a little off, so that none lie on one another. */
export function startPlaces(places: Float32Array, seed: number): Float32Array {
  let reach = 0;
  for (const value of places) reach = Math.max(reach, Math.abs(value));
  const random = seededRandom(seed + 1);
  return places.map((value) => (value / (reach || 1)) * startReach + (random() - 0.5) * 1e-3 * startReach);
}

/** Share of points at each end that do not count for the size of the map: a few stray ones do not shrink the rest. */
const strays = 0.001;

/**
 * The same layout turned so that it is wider than high, around the middle, and of a size at which most of it lies within -1..1; [points x 2].
 * What is laid out has no directions of its own: this gives it the same ones each time.
 */
export function upright(places: Float32Array): Float32Array {
  const turned = principalPlane(places, 2, 1);
  const flip = [0, 1].map((axis) => (skew(turned, axis) < 0 ? -1 : 1));
  const ends = [0, 1].map((axis) => {
    const values = Float32Array.from({ length: turned.length / 2 }, (_, i) => turned[2 * i + axis] as number).sort();
    const off = Math.floor(values.length * strays);
    return [values[off] ?? 0, values[values.length - 1 - off] ?? 0] as const;
  });
  const half = Math.max(...ends.map(([low, high]) => (high - low) / 2)) || 1;
  return turned.map((value, i) => {
    const [low, high] = ends[i % 2] as readonly [number, number];
    return ((value - (low + high) / 2) / half) * (flip[i % 2] as number);
  });
}

function skew(places: Float32Array, axis: number): number {
  let sum = 0;
  for (let i = axis; i < places.length; i += 2) sum += (places[i] as number) ** 3;
  return sum;
}
