/**
 * Puts nodes that are probably the same into groups. Groups grow by their best link first (agglomeration in a fixed
 * order), and a link between two groups is only as good as the whole of both: a chain of look-alikes, each like the
 * next and the ends unlike, stays apart. The whole history is kept, so that the groups of any threshold are read off
 * without grouping again.
 */

/** Two nodes, by their numbers from 0 on. */
export interface NodeLink {
  readonly a: number;
  readonly b: number;
  readonly probability: number;
  /** The pair can never be in one group. */
  readonly apart: boolean;
  /** Of what makes this link: of links between two groups the lowest counts, over all joins of a group the highest. */
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

/** What is known of the pairs between two parts. */
interface Link {
  readonly sum: number;
  readonly least: number;
  readonly known: number;
  readonly apart: boolean;
  readonly rank: number;
}

/** A node, or several that were joined; it is no part of the answer any more once it went into a larger one. */
interface Part {
  readonly nodes: readonly number[];
  /** By which it came about. */
  readonly join: Join | undefined;
  /** By the number of the other part. */
  readonly links: Map<number, Link>;
  alive: boolean;
}

/** Two parts, by their numbers. */
interface PossibleJoin {
  readonly strength: number;
  readonly a: number;
  readonly b: number;
}

/** Groups below this are no groups at any threshold. */
export const floor = 0.05;

/** All joins, in the order they happened. Pairs without a link count as probability 0. */
export function joinGroups(nodes: number, links: readonly NodeLink[]): Join[] {
  const parts = Array.from(
    { length: nodes },
    (_, node): Part => ({ nodes: [node], join: undefined, links: new Map(), alive: true }),
  );
  const queue = new JoinQueue();
  for (const { a, b, probability, apart, rank } of links) {
    const link: Link = { sum: probability, least: probability, known: 1, apart, rank };
    parts[a]?.links.set(b, link);
    parts[b]?.links.set(a, link);
    if (!apart && probability >= floor) queue.push({ strength: probability, a: Math.min(a, b), b: Math.max(a, b) });
  }
  const joins: Join[] = [];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const one = parts[next.a] as Part;
    const other = parts[next.b] as Part;
    if (!one.alive || !other.alive) continue;
    const merged = join(parts, next);
    joins.push(merged.join as Join);
    for (const [id, link] of merged.links) {
      const neighbour = parts[id] as Part;
      const strength = strengthOf(link, merged.nodes.length * neighbour.nodes.length);
      if (strength >= floor) queue.push({ strength, a: id, b: parts.length - 1 });
    }
  }
  return joins;
}

/** The mean of their probabilities, at most twice the least. Never grows by joining, so that history is ordered. */
function strengthOf({ sum, least, known, apart }: Link, pairs: number): number {
  if (apart || known < pairs) return 0;
  return Math.min(sum / pairs, 2 * least);
}

function join(parts: Part[], { strength, a, b }: PossibleJoin): Part {
  const one = parts[a] as Part;
  const other = parts[b] as Part;
  const nodes = [...one.nodes, ...other.nodes].sort((x, y) => x - y);
  const rank = Math.max(one.join?.rank ?? 0, other.join?.rank ?? 0, one.links.get(b)?.rank ?? 0);
  const cohesion = Math.min(strength, one.join?.cohesion ?? 1, other.join?.cohesion ?? 1);
  const step: Join = { nodes, cohesion, rank, until: -1 };
  for (const { join: earlier } of [one, other]) if (earlier !== undefined) earlier.until = cohesion;
  one.alive = false;
  other.alive = false;
  const id = parts.length;
  const links = new Map<number, Link>();
  for (const neighbourId of new Set([...one.links.keys(), ...other.links.keys()])) {
    const neighbour = parts[neighbourId] as Part;
    if (!neighbour.alive) continue;
    const link = combined(one.links.get(neighbourId), other.links.get(neighbourId));
    links.set(neighbourId, link);
    neighbour.links.delete(a);
    neighbour.links.delete(b);
    neighbour.links.set(id, link);
  }
  const merged: Part = { nodes, join: step, links, alive: true };
  parts.push(merged);
  return merged;
}

function combined(x: Link | undefined, y: Link | undefined): Link {
  if (x === undefined || y === undefined) return (x ?? y) as Link;
  return {
    sum: x.sum + y.sum,
    least: Math.min(x.least, y.least),
    known: x.known + y.known,
    apart: x.apart || y.apart,
    rank: Math.min(x.rank, y.rank),
  };
}

/** A binary heap: the strongest first, then the one with the lowest numbers. */
class JoinQueue {
  readonly #heap: PossibleJoin[] = [];

  push(possible: PossibleJoin): void {
    const heap = this.#heap;
    heap.push(possible);
    for (let at = heap.length - 1; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!before(heap[at] as PossibleJoin, heap[parent] as PossibleJoin)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  pop(): PossibleJoin | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    heap[0] = last;
    for (let at = 0; ; ) {
      let best = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < heap.length && before(heap[child] as PossibleJoin, heap[best] as PossibleJoin)) best = child;
      }
      if (best === at) return first;
      this.#swap(at, best);
      at = best;
    }
  }

  #swap(a: number, b: number): void {
    const heap = this.#heap;
    [heap[a], heap[b]] = [heap[b] as PossibleJoin, heap[a] as PossibleJoin];
  }
}

function before(x: PossibleJoin, y: PossibleJoin): boolean {
  return x.strength > y.strength || (x.strength === y.strength && (x.a < y.a || (x.a === y.a && x.b < y.b)));
}
