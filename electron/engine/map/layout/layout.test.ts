/** Laying points out: the graph, the descent, and going on where a run was stopped. */
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../numbers/random.ts';
import { fuzzyGraph, memberships, type Neighbours } from './graph.ts';
import { layOut } from './layout-thread.ts';
import { epochsFor, runEpoch } from './optimise.ts';
import { principalPlane, startPlaces, upright } from './principal.ts';

const dimensions = 8;
const groups = 4;
const perGroup = 30;

/** Points around some middles, far from each other. */
function clusters(): Float32Array {
  const random = seededRandom(3);
  const vectors = new Float32Array(groups * perGroup * dimensions);
  for (let point = 0; point < groups * perGroup; point++) {
    for (let i = 0; i < dimensions; i++)
      vectors[point * dimensions + i] = (i === Math.floor(point / perGroup) ? 5 : 0) + random();
  }
  return vectors;
}

function neighboursOf(vectors: Float32Array, k: number): Neighbours {
  const points = vectors.length / dimensions;
  const at = new Int32Array(points * k);
  const distances = new Float32Array(points * k);
  for (let i = 0; i < points; i++) {
    const apart = Array.from({ length: points }, (_, j) => {
      let squared = 0;
      for (let d = 0; d < dimensions; d++)
        squared += ((vectors[i * dimensions + d] as number) - (vectors[j * dimensions + d] as number)) ** 2;
      return [j, Math.sqrt(squared)] as const;
    });
    const near = apart.filter(([j]) => j !== i).sort((a, b) => a[1] - b[1]);
    near.slice(0, k).forEach(([j, distance], n) => {
      at[i * k + n] = j;
      distances[i * k + n] = distance;
    });
  }
  return { points, k, at, distances };
}

const never = new AbortController().signal;

describe('fuzzyGraph', () => {
  it('gives the nearest the weight 1, and all together the logarithm of how many they are', () => {
    const weights = new Float32Array(4);
    memberships(Float32Array.from([0.2, 0.3, 0.5, 0.9]), 0, 4, weights);
    expect(weights[0]).toBe(1);
    expect(weights.reduce((sum, weight) => sum + weight)).toBeCloseTo(2, 3);
    expect([...weights]).toEqual([...weights].sort((a, b) => b - a));
  });

  it('joins what both say of each other, in both directions', () => {
    // 0 and 1 name each other; 2 names 0, which does not name it.
    const graph = fuzzyGraph(
      { points: 3, k: 1, at: Int32Array.from([1, 0, 0]), distances: Float32Array.from([1, 1, 1]) },
      0,
    );
    const edges = [...graph.heads].map((head, i) => `${head}-${graph.tails[i]}`).sort();
    expect(edges).toEqual(['0-1', '0-2', '1-0', '2-0']);
    expect([...graph.weights]).toEqual([1, 1, 1, 1]);
  });

  it('passes over neighbours that there are not', () => {
    const graph = fuzzyGraph(
      { points: 2, k: 2, at: Int32Array.from([1, -1, -1, -1]), distances: new Float32Array(4) },
      0,
    );
    expect([...graph.heads].map((head, i) => `${head}-${graph.tails[i]}`).sort()).toEqual(['0-1', '1-0']);
  });
});

it('lays groups out apart from each other, and the same each time', async () => {
  const request = () => {
    const vectors = clusters();
    return { neighbours: neighboursOf(vectors, 8), seed: 5, from: { vectors, dimensions } };
  };
  const places = await layOut(request(), () => {}, never);
  expect(await layOut(request(), () => {}, never)).toEqual(places);
  let strangers = 0;
  for (let i = 0; i < groups * perGroup; i++) {
    const apart = (j: number): number =>
      ((places[2 * i] as number) - (places[2 * j] as number)) ** 2 +
      ((places[2 * i + 1] as number) - (places[2 * j + 1] as number)) ** 2;
    const near = [...Array(groups * perGroup).keys()].sort((a, b) => apart(a) - apart(b)).slice(1, 6);
    strangers += near.filter((j) => Math.floor(j / perGroup) !== Math.floor(i / perGroup)).length;
  }
  expect(strangers).toBe(0);
  expect(Math.max(...places.map(Math.abs))).toBeLessThanOrEqual(1.05);
});

it('goes on with a run as if it had not been stopped', async () => {
  const vectors = clusters();
  const neighbours = neighboursOf(vectors, 8);
  const epochs = epochsFor(neighbours.points);
  const places = startPlaces(principalPlane(vectors, dimensions, 5), 5);
  const graph = fuzzyGraph(neighbours, 1 / epochs);
  for (let epoch = 0; epoch < 123; epoch++) runEpoch({ graph, places, epochs, seed: 5 }, epoch);
  const resumed = await layOut({ neighbours, seed: 5, from: { places, epoch: 123 } }, () => {}, never);
  const whole = await layOut({ neighbours, seed: 5, from: { vectors: clusters(), dimensions } }, () => {}, never);
  expect(resumed).toEqual(whole);
});

it('stops when it is told to', async () => {
  const vectors = clusters();
  const stop = new AbortController();
  stop.abort();
  const run = layOut(
    { neighbours: neighboursOf(vectors, 8), seed: 5, from: { vectors, dimensions } },
    () => {},
    stop.signal,
  );
  await expect(run).rejects.toMatchObject({ code: 'CANCELLED' });
});

describe('principalPlane', () => {
  it('finds the directions in which points differ most', () => {
    const random = seededRandom(1);
    const vectors = Float32Array.from({ length: 200 * 3 }, (_, i) => (random() - 0.5) * ([1, 20, 6][i % 3] as number));
    const plane = principalPlane(vectors, 3, 9);
    for (const [axis, column] of [
      [0, 1],
      [1, 2],
    ] as const) {
      let [xy, xx, yy] = [0, 0, 0];
      for (let row = 0; row < 200; row++) {
        const [x, y] = [plane[2 * row + axis] as number, vectors[3 * row + column] as number];
        xy += x * y;
        xx += x * x;
        yy += y * y;
      }
      expect(Math.abs(xy) / Math.sqrt(xx * yy)).toBeGreaterThan(0.97);
    }
  });

  it('turns a layout so that it is wider than high', () => {
    const tall = Float32Array.from({ length: 400 }, (_, i) => (i % 2 === 0 ? Math.sin(i) : Math.sin(i * 7.7) * 5));
    const turned = upright(tall);
    const spread = (axis: number): number =>
      Math.max(...turned.filter((_, i) => i % 2 === axis)) - Math.min(...turned.filter((_, i) => i % 2 === axis));
    expect(spread(0)).toBeGreaterThan(2 * spread(1));
    expect(spread(0)).toBeCloseTo(2, 1);
  });
});
