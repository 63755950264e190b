/**
 * Puts products that are probably the same into groups. Groups grow by their best link first (agglomeration in a fixed order), and a link
 * between two groups is only as good as the whole of both: a chain of look-alikes, each like the next and the ends unlike, stays apart.
 * The whole history is kept, so that the groups of any threshold are read off without grouping again.
 */

/** A product, or several that a person said are the same; they stay together whatever their pictures say. */
export interface GroupNode {
  /** Ascending. */
  readonly members: readonly number[];
}

export interface GroupLink {
  /** Positions in the list of nodes. */
  readonly a: number;
  readonly b: number;
  readonly probability: number;
  /** The pair can never be in one group. */
  readonly apart: boolean;
  /** Rank of what makes this link: of the links that join two groups the lowest counts, over all joins of a group the highest. */
  readonly rank: number;
}

/** A group as it was after a join; it is a group at thresholds from `until` (exclusive) up to `cohesion`. */
export interface Join {
  readonly nodes: readonly number[];
  /** The smaller of the mean probability of its pairs, and twice the lowest. */
  readonly cohesion: number;
  readonly rank: number;
  /** The cohesion of the larger group it went into, -1 where there is none. */
  until: number;
}

interface Link {
  sum: number;
  least: number;
  known: number;
  apart: boolean;
  rank: number;
}

interface Cluster {
  readonly nodes: readonly number[];
  readonly rank: number;
  readonly join: Join | undefined;
  readonly links: Map<number, Link>;
  alive: boolean;
}

interface Candidate {
  readonly strength: number;
  readonly a: number;
  readonly b: number;
}

/** Groups below this are no groups at any threshold. */
export const floor = 0.05;

/** All joins, in the order they happened. Pairs without a link count as probability 0. */
export function joinGroups(nodes: readonly GroupNode[], links: readonly GroupLink[]): Join[] {
  const clusters: Cluster[] = nodes.map((_, i) => ({
    nodes: [i],
    rank: 0,
    join: undefined,
    links: new Map(),
    alive: true,
  }));
  const queue = new CandidateQueue();
  for (const { a, b, probability, apart, rank } of links) {
    const link: Link = { sum: probability, least: probability, known: 1, apart, rank };
    clusters[a]?.links.set(b, link);
    clusters[b]?.links.set(a, { ...link });
    if (!apart && probability >= floor)
      queue.push({ strength: Math.min(probability, 2 * probability), a: Math.min(a, b), b: Math.max(a, b) });
  }
  const joins: Join[] = [];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const one = clusters[next.a] as Cluster;
    const other = clusters[next.b] as Cluster;
    if (!one.alive || !other.alive) continue;
    const merged = join(clusters, next);
    joins.push(merged.join as Join);
    for (const [id, link] of merged.links) {
      const neighbour = clusters[id] as Cluster;
      const strength = strengthOf(link, merged.nodes.length * neighbour.nodes.length);
      if (strength >= floor) queue.push({ strength, a: id, b: clusters.length - 1 });
    }
  }
  return joins;
}

/** Of several probabilities the mean, but never more than twice the least. Never grows by joining, so that history is ordered. */
function strengthOf({ sum, least, known, apart }: Link, pairs: number): number {
  if (apart || known < pairs) return 0;
  return Math.min(sum / pairs, 2 * least);
}

function join(clusters: Cluster[], { strength, a, b }: Candidate): Cluster {
  const one = clusters[a] as Cluster;
  const other = clusters[b] as Cluster;
  const nodes = [...one.nodes, ...other.nodes].sort((x, y) => x - y);
  const rank = Math.max(one.rank, other.rank, one.links.get(b)?.rank ?? 0);
  const cohesion = Math.min(strength, one.join?.cohesion ?? 1, other.join?.cohesion ?? 1);
  const step: Join = { nodes, cohesion, rank, until: -1 };
  for (const { join: earlier } of [one, other]) if (earlier !== undefined) earlier.until = cohesion;
  one.alive = false;
  other.alive = false;
  const id = clusters.length;
  const links = new Map<number, Link>();
  for (const neighbourId of new Set([...one.links.keys(), ...other.links.keys()])) {
    const neighbour = clusters[neighbourId] as Cluster;
    if (!neighbour.alive) continue;
    const link = combined(one.links.get(neighbourId), other.links.get(neighbourId));
    links.set(neighbourId, link);
    neighbour.links.delete(a);
    neighbour.links.delete(b);
    neighbour.links.set(id, link);
  }
  const merged: Cluster = { nodes, rank, join: step, links, alive: true };
  clusters.push(merged);
  return merged;
}

function combined(x: Link | undefined, y: Link | undefined): Link {
  if (x === undefined || y === undefined) return { ...((x ?? y) as Link) };
  return {
    sum: x.sum + y.sum,
    least: Math.min(x.least, y.least),
    known: x.known + y.known,
    apart: x.apart || y.apart,
    rank: Math.min(x.rank, y.rank),
  };
}

/** A binary heap: the strongest first, then the one with the lowest numbers. */
class CandidateQueue {
  readonly #heap: Candidate[] = [];

  push(candidate: Candidate): void {
    const heap = this.#heap;
    heap.push(candidate);
    for (let at = heap.length - 1; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!before(heap[at] as Candidate, heap[parent] as Candidate)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  pop(): Candidate | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    heap[0] = last;
    for (let at = 0; ; ) {
      let best = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < heap.length && before(heap[child] as Candidate, heap[best] as Candidate)) best = child;
      }
      if (best === at) return first;
      this.#swap(at, best);
      at = best;
    }
  }

  #swap(a: number, b: number): void {
    const heap = this.#heap;
    [heap[a], heap[b]] = [heap[b] as Candidate, heap[a] as Candidate];
  }
}

function before(x: Candidate, y: Candidate): boolean {
  return x.strength > y.strength || (x.strength === y.strength && (x.a < y.a || (x.a === y.a && x.b < y.b)));
}
