/**
 * The graph that UMAP lays out: how strongly each point belongs to its neighbours, as a fuzzy set (McInnes, Healy & Melville 2018,
 * sections 3.1 and 4.1). In flat arrays: 50,000 points with 15 neighbours take some 20 MB.
 */

/** The nearest of each point, nearest first. */
export interface Neighbours {
  readonly points: number;
  /** Neighbours of a point. */
  readonly k: number;
  /** [points x k] row-major; -1 where there are fewer. */
  readonly at: Int32Array;
  /** [points x k], 0 or more, rising in each row. */
  readonly distances: Float32Array;
}

/** Edges in both directions, those of one head together. */
export interface LayoutGraph {
  readonly heads: Int32Array;
  readonly tails: Int32Array;
  /** Membership of each edge, above 0 and at most 1. */
  readonly weights: Float32Array;
}

const searchSteps = 64;
const tolerance = 1e-5;
/** Of the mean distance: the narrowest that a point looks. */
const leastShare = 1e-3;

/**
 * How strongly the `k` nearest of one point belong to it: 1 for the nearest, falling with the distance beyond it, so fast that all sum to
 * log2(k). Reads `count` distances from `from` on and writes as many weights.
 */
export function memberships(distances: Float32Array, from: number, count: number, weights: Float32Array): void {
  let nearest = 0;
  let sum = 0;
  for (let j = 0; j < count; j++) {
    const distance = distances[from + j] as number;
    if (nearest === 0 && distance > 0) nearest = distance;
    sum += distance;
  }
  const target = Math.log2(Math.max(2, count));
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  let width = 1;
  for (let step = 0; step < searchSteps; step++) {
    let total = 0;
    for (let j = 0; j < count; j++) {
      const beyond = (distances[from + j] as number) - nearest;
      total += beyond > 0 ? Math.exp(-beyond / width) : 1;
    }
    if (Math.abs(total - target) < tolerance) break;
    if (total > target) high = width;
    else low = width;
    width = high === Number.POSITIVE_INFINITY ? width * 2 : (low + high) / 2;
  }
  width = Math.max(width, (leastShare * sum) / Math.max(1, count), Number.MIN_VALUE);
  for (let j = 0; j < count; j++) {
    const beyond = (distances[from + j] as number) - nearest;
    weights[from + j] = beyond > 0 ? Math.exp(-beyond / width) : 1;
  }
}

/** The union of what each point says of the other: `a + b - ab`. Edges weaker than `weakest` of the strongest are left out. */
export function fuzzyGraph({ points, k, at, distances }: Neighbours, weakest: number): LayoutGraph {
  const own = new Float32Array(at.length);
  const count = new Int32Array(points);
  for (let i = 0; i < points; i++) {
    let found = 0;
    while (found < k && (at[i * k + found] as number) >= 0) found++;
    count[i] = found;
    memberships(distances, i * k, found, own);
  }
  const weightOf = (from: number, to: number): number => {
    for (let j = from * k; j < from * k + (count[from] as number); j++) if (at[j] === to) return own[j] as number;
    return 0;
  };
  const heads: number[] = [];
  const tails: number[] = [];
  const weights: number[] = [];
  /** Points that name another which does not name them: these edges are added the other way round. */
  const starts = new Int32Array(points + 1);
  const oneWay: number[] = [];
  for (let i = 0; i < points; i++) {
    for (let j = i * k; j < i * k + (count[i] as number); j++) {
      const other = at[j] as number;
      if (weightOf(other, i) > 0) continue;
      oneWay.push(other, i, own[j] as number);
      starts[other + 1] = (starts[other + 1] as number) + 1;
    }
  }
  for (let i = 0; i < points; i++) starts[i + 1] = (starts[i + 1] as number) + (starts[i] as number);
  const next = starts.slice(0, points);
  const namedBy = new Int32Array(oneWay.length / 3);
  const namedWith = new Float32Array(namedBy.length);
  for (let at = 0; at < oneWay.length; at += 3) {
    const place = next[oneWay[at] as number] as number;
    next[oneWay[at] as number] = place + 1;
    namedBy[place] = oneWay[at + 1] as number;
    namedWith[place] = oneWay[at + 2] as number;
  }
  for (let i = 0; i < points; i++) {
    for (let j = i * k; j < i * k + (count[i] as number); j++) {
      const other = at[j] as number;
      const a = own[j] as number;
      const b = weightOf(other, i);
      push(i, other, a + b - a * b);
    }
    for (let j = starts[i] as number; j < (starts[i + 1] as number); j++)
      push(i, namedBy[j] as number, namedWith[j] as number);
  }
  return { heads: Int32Array.from(heads), tails: Int32Array.from(tails), weights: Float32Array.from(weights) };

  function push(head: number, tail: number, weight: number): void {
    if (weight < weakest || head === tail) return;
    heads.push(head);
    tails.push(tail);
    weights.push(weight);
  }
}
