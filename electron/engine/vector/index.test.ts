import { afterEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../numbers/random.ts';
import { loadNativeAddon } from './addon.ts';
import { chooseKind, createIndex } from './create-index.ts';
import { ExactIndex } from './exact.ts';
import { HnswIndex, type Tuning } from './hnsw.ts';
import { clusteredVectors } from './synthetic.ts';
import type { Neighbour, VectorIndex } from './types.ts';

const dimensions = 32;
const vectors = clusteredVectors(1500, dimensions, { clusters: 40 });
const queries = clusteredVectors(40, dimensions, { clusters: 40, seed: 2 });
const tuning: Partial<Tuning> = { graphFrom: 200, exactAmong: 50, ef: 100, pendingLimit: 100 };

const opened: HnswIndex[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((index) => index.stop()));
});

function hnsw(overrides: Partial<Tuning> = {}): HnswIndex {
  const index = new HnswIndex({ addon: loadNativeAddon(), dimensions, tuning: { ...tuning, ...overrides } });
  opened.push(index);
  return index;
}

const untilBuilt = async (index: VectorIndex): Promise<void> => {
  if (index instanceof HnswIndex) await index.idle();
};

/** The slow, obvious way. */
function bruteForce(held: ReadonlyMap<number, Float32Array>, query: Float32Array, k: number): Neighbour[] {
  return [...held]
    .map(([label, vector]) => ({
      label,
      similarity: vector.reduce((sum, value, at) => sum + value * (query[at] ?? 0), 0),
    }))
    .sort((a, b) => b.similarity - a.similarity || a.label - b.label)
    .slice(0, k);
}

function recall(index: VectorIndex, held: ReadonlyMap<number, Float32Array>, among?: ReadonlySet<number>): number {
  const possible = among ? new Map([...held].filter(([label]) => among.has(label))) : held;
  let found = 0;
  let wanted = 0;
  for (const query of queries) {
    const truth = new Set(bruteForce(possible, query, 10).map((neighbour) => neighbour.label));
    const answer = index.search(query, 10, among);
    wanted += truth.size;
    found += answer.filter((neighbour) => truth.has(neighbour.label)).length;
  }
  return found / wanted;
}

function fill(index: VectorIndex, count = vectors.length): Map<number, Float32Array> {
  const held = new Map<number, Float32Array>();
  for (const [at, vector] of vectors.slice(0, count).entries()) {
    index.set(at * 3 + 1, vector);
    held.set(at * 3 + 1, vector);
  }
  return held;
}

describe.each([
  ['exact', (): VectorIndex => new ExactIndex(dimensions), 1],
  ['hnsw before it has a graph', (): VectorIndex => hnsw({ graphFrom: 1e9 }), 1],
  ['hnsw', (): VectorIndex => hnsw(), 0.98],
])('%s', (_name, make, enough) => {
  it('finds the nearest, most similar first, with true similarities', async () => {
    const index = make();
    const held = fill(index);
    await untilBuilt(index);
    expect(index.size).toBe(held.size);
    expect(recall(index, held)).toBeGreaterThanOrEqual(enough);
    const [query] = queries as [Float32Array];
    const answer = index.search(query, 25);
    expect(answer).toHaveLength(25);
    const truth = bruteForce(held, query, held.size);
    for (const [at, { label, similarity }] of answer.entries()) {
      expect(similarity).toBeCloseTo(truth.find((other) => other.label === label)?.similarity ?? Number.NaN, 5);
      if (at > 0) expect(similarity).toBeLessThanOrEqual(answer[at - 1]?.similarity ?? 0);
    }
  });

  it('answers before background work has begun, and while it goes on', () => {
    const index = make();
    const held = fill(index);
    expect(recall(index, held)).toBe(1);
  });

  it('orders equals by label', async () => {
    const index = make();
    const [first, second] = vectors as [Float32Array, Float32Array];
    for (let label = 300; label > 0; label--) index.set(label, label > 295 ? first : second);
    await untilBuilt(index);
    expect(index.search(first, 4).map((neighbour) => neighbour.label)).toEqual([296, 297, 298, 299]);
  });

  it('counts only labels of a filter, small or large, known or not', async () => {
    const index = make();
    const held = fill(index);
    await untilBuilt(index);
    const random = seededRandom(3);
    const labels = [...held.keys()];
    for (const share of [0.01, 0.1, 0.5, 0.9]) {
      const among = new Set(labels.filter(() => random() < share));
      expect(recall(index, held, among)).toBeGreaterThanOrEqual(enough);
      const answer = index.search(queries[0] as Float32Array, 10, among);
      expect(answer.every((neighbour) => among.has(neighbour.label))).toBe(true);
      expect(answer).toHaveLength(10);
    }
    expect(index.search(queries[0] as Float32Array, 10, new Set())).toEqual([]);
    expect(index.search(queries[0] as Float32Array, 10, new Set([-5, 1, 999_999])).map((n) => n.label)).toEqual([1]);
  });

  it('forgets what is deleted and knows what replaced it', async () => {
    const index = make();
    const held = fill(index);
    await untilBuilt(index);
    for (const [at, label] of [...held.keys()].entries()) {
      if (at % 10 === 0) {
        expect(index.delete(label)).toBe(true);
        held.delete(label);
      } else if (at % 10 === 1) {
        const vector = vectors[vectors.length - 1 - at] as Float32Array;
        index.set(label, vector);
        held.set(label, vector);
      }
    }
    expect(index.delete(1)).toBe(false);
    expect(recall(index, held)).toBeGreaterThanOrEqual(enough);
    await untilBuilt(index);
    expect(recall(index, held)).toBeGreaterThanOrEqual(enough);
    expect(index.size).toBe(held.size);
    expect(index.has(1)).toBe(false);
    expect(index.get(1)).toBeUndefined();
    for (const [label, vector] of held) expect(index.get(label)).toEqual(vector);
    const [first] = [...held.keys()] as [number];
    const own = held.get(first) as Float32Array;
    expect(index.search(own, 1)[0]?.similarity).toBeCloseTo(1, 5);
  });

  it('can be emptied and filled again', async () => {
    const index = make();
    for (const label of fill(index).keys()) index.delete(label);
    await untilBuilt(index);
    expect(index.size).toBe(0);
    expect(index.search(queries[0] as Float32Array, 5)).toEqual([]);
    const held = fill(index, 600);
    await untilBuilt(index);
    expect(recall(index, held)).toBeGreaterThanOrEqual(enough);
  });

  it('takes any k', async () => {
    const index = make();
    const held = fill(index, 400);
    await untilBuilt(index);
    for (const k of [1, 300, 400, 401, 100_000]) {
      expect(index.search(queries[0] as Float32Array, k)).toHaveLength(Math.min(k, held.size));
    }
    expect(index.search(queries[0] as Float32Array, 0)).toEqual([]);
    expect(index.search(queries[0] as Float32Array, -1)).toEqual([]);
  });

  it('refuses what is not a vector of its dimensions', () => {
    const index = make();
    expect(() => index.set(1, new Float32Array(3))).toThrow(RangeError);
    expect(() => index.set(1, new Float32Array(dimensions).fill(Number.NaN))).toThrow(RangeError);
    expect(() => index.set(1.5, vectors[0] as Float32Array)).toThrow(RangeError);
    expect(() => index.search(new Float32Array(dimensions).fill(Number.POSITIVE_INFINITY), 1)).toThrow(RangeError);
    expect(() => index.search(new Float32Array(0), 1)).toThrow(RangeError);
    expect(index.size).toBe(0);
  });
});

describe('the graph', () => {
  it('is built in the background once there are enough vectors, and then takes in what comes', async () => {
    const index = hnsw();
    fill(index, 1000);
    expect(index.pending).toBe(1000);
    await index.idle();
    expect(index.pending).toBe(0);
    const late = vectors.slice(1000, 1050);
    late.forEach((vector, at) => {
      index.set(9000 + at, vector);
    });
    expect(index.pending).toBe(50);
    expect(index.rebuilding).toBe(false);
    expect(index.search(late[7] as Float32Array, 1)[0]?.label).toBe(9007);
    await index.idle();
    expect(index.pending).toBe(0);
    expect(index.search(late[7] as Float32Array, 1)[0]?.label).toBe(9007);
  });

  it('grows past the capacity it was made with', async () => {
    const index = hnsw({ pendingLimit: 1e9, retiredShare: 1 });
    const held = fill(index, 300);
    await index.idle();
    const more = clusteredVectors(1800, dimensions, { clusters: 40, seed: 5 });
    for (const [at, vector] of more.entries()) {
      index.set(10_000 + at, vector);
      held.set(10_000 + at, vector);
      // Small portions are taken in instead of starting a rebuild.
      if (at % 100 === 99) await index.idle();
    }
    expect(index.pending).toBe(0);
    expect(recall(index, held)).toBeGreaterThanOrEqual(0.98);
  });

  it('is rebuilt when too much of it is retired, and keeps up with changes made meanwhile', async () => {
    const index = hnsw();
    const held = fill(index);
    await index.idle();
    for (const label of [...held.keys()].slice(0, 500)) {
      index.delete(label);
      held.delete(label);
    }
    while (!index.rebuilding) await new Promise((resolve) => setImmediate(resolve));
    const [dropped, replaced] = [...held.keys()] as [number, number];
    index.delete(dropped);
    held.delete(dropped);
    index.set(replaced, vectors[0] as Float32Array);
    held.set(replaced, vectors[0] as Float32Array);
    index.set(77_777, vectors[3] as Float32Array);
    held.set(77_777, vectors[3] as Float32Array);
    expect(index.rebuilding).toBe(true);
    expect(recall(index, held)).toBeGreaterThanOrEqual(0.98);
    await index.idle();
    expect(index.rebuilding).toBe(false);
    expect(index.search(vectors[0] as Float32Array, 1)[0]?.label).toBe(replaced);
    expect(index.search(vectors[3] as Float32Array, 1)[0]?.label).toBe(77_777);
    expect(index.search(queries[0] as Float32Array, 1400).some((neighbour) => neighbour.label === dropped)).toBe(false);
    expect(recall(index, held)).toBeGreaterThanOrEqual(0.98);
  });

  it('lets other work run while it is built', async () => {
    const index = hnsw({ slice: 2 });
    fill(index);
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await index.idle();
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
  });

  it('stops in the middle of a rebuild and still answers', async () => {
    const index = hnsw();
    const held = fill(index);
    while (!index.rebuilding) await new Promise((resolve) => setImmediate(resolve));
    await index.stop();
    expect(recall(index, held)).toBe(1);
  });

  it('says so when a rebuild fails, and goes on without', async () => {
    const said: string[] = [];
    const scratch = '/nowhere/at/all';
    const index = new HnswIndex({
      addon: loadNativeAddon(),
      dimensions,
      tuning,
      scratch,
      log: (line) => said.push(line),
    });
    const held = fill(index);
    await index.idle();
    expect(said.join()).toContain('could not be rebuilt');
    expect(recall(index, held)).toBe(1);
  });
});

describe('without the native addon', () => {
  it('compares every vector and says why', () => {
    const kind = chooseKind(() => {
      throw new Error('Could not locate the bindings file.\nTried:\n …');
    });
    expect(kind.reason).toMatch(/hnswlib-node.*Could not locate the bindings file\.$/);
    const index = createIndex(kind, { dimensions });
    expect(index.kind).toBe('exact');
    expect(recall(index, fill(index))).toBe(1);
  });

  it('is not told a reason where the addon works', () => {
    expect(chooseKind()).toMatchObject({ reason: null });
  });
});
