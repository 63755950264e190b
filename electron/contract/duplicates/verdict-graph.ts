/**
 * What follows from verdicts: same + same = same, same + different = different, same + variant = variant, over any
 * number of steps. Products that are the same form a class; the other verdicts hold between whole classes.
 */
import { type PairVerdict, pairKey, type VerdictValue } from './pairs.ts';

/** Products by any number that stands for them for ever. */
export interface KeyedVerdict {
  readonly leftKey: number;
  readonly rightKey: number;
  readonly value: VerdictValue;
}

export class VerdictGraph {
  readonly #parents = new Map<number, number>();
  readonly #members = new Map<number, number[]>();
  /** Direct verdicts by pair. */
  readonly #direct = new Map<string, KeyedVerdict>();
  /** Direct verdicts of `same`, by either key. */
  readonly #steps = new Map<number, KeyedVerdict[]>();
  /** By the roots of two classes, either way: the direct verdicts that hold between them. */
  readonly #between = new Map<number, Map<number, KeyedVerdict[]>>();

  /** Verdicts that contradict earlier ones are left out; a library never stores such, but a file may hold them. */
  constructor(verdicts: Iterable<KeyedVerdict> = []) {
    for (const verdict of verdicts) if (this.contradicting(verdict) === null) this.add(verdict);
  }

  /** The smallest key of the class. */
  classOf(key: number): number {
    let root = key;
    for (let parent = this.#parents.get(root); parent !== undefined; parent = this.#parents.get(root)) root = parent;
    for (let at = key; at !== root; ) {
      const next = this.#parents.get(at) as number;
      this.#parents.set(at, root);
      at = next;
    }
    return root;
  }

  /** All keys of the class of this one, itself among them. */
  membersOf(key: number): readonly number[] {
    const root = this.classOf(key);
    return this.#members.get(root) ?? [root];
  }

  /** Classes of more than one, each as its keys. */
  classes(): Iterable<readonly number[]> {
    return this.#members.values();
  }

  verdictOn(a: number, b: number): PairVerdict | null {
    const direct = this.#direct.get(pairKey(a, b));
    if (direct !== undefined) return { value: direct.value, by: 'person' };
    const value = this.relation(this.classOf(a), this.classOf(b));
    return value === null ? null : { value, by: 'inferred' };
  }

  /** What holds between two classes, `same` for one and the same. */
  relation(a: number, b: number): VerdictValue | null {
    if (a === b) return 'same';
    return this.#verdictsBetween(a, b)[0]?.value ?? null;
  }

  /** Classes that are variants of this one or different from it, each by its smallest key. */
  relatedTo(root: number): number[] {
    return [...(this.#between.get(root)?.keys() ?? [])];
  }

  /**
   * The direct verdict that stands against this one, or null. A direct verdict on the very pair must be removed before.
   */
  contradicting({ leftKey, rightKey, value }: KeyedVerdict): KeyedVerdict | null {
    const [a, b] = [this.classOf(leftKey), this.classOf(rightKey)];
    if (value === 'same') return a === b ? null : (this.#verdictsBetween(a, b)[0] ?? this.#unlikeTowards(a, b));
    if (a === b) return this.#chain(leftKey, rightKey)[0] ?? null;
    const other = this.#verdictsBetween(a, b)[0];
    return other === undefined || other.value === value ? null : other;
  }

  /** Call `contradicting` before. */
  add(verdict: KeyedVerdict): void {
    const { leftKey, rightKey, value } = verdict;
    this.#direct.set(pairKey(leftKey, rightKey), verdict);
    const [a, b] = [this.classOf(leftKey), this.classOf(rightKey)];
    if (value === 'same') {
      for (const key of [leftKey, rightKey]) this.#steps.set(key, [...(this.#steps.get(key) ?? []), verdict]);
      if (a !== b) this.#join(a, b);
      return;
    }
    const list = [...this.#verdictsBetween(a, b), verdict];
    this.#relate(a, b, list);
    this.#relate(b, a, list);
  }

  /** Pairs whose verdict follows from others. */
  countInferred(): number {
    let pairs = 0;
    for (const members of this.#members.values()) pairs += (members.length * (members.length - 1)) / 2;
    for (const [a, others] of this.#between) {
      for (const b of others.keys()) if (a < b) pairs += this.membersOf(a).length * this.membersOf(b).length;
    }
    return pairs - this.#direct.size;
  }

  /**
   * Direct verdicts that one on this pair rests on: its own, the shortest chain of `same`, or all between both classes.
   */
  groundsOf(a: number, b: number): readonly KeyedVerdict[] {
    const direct = this.#direct.get(pairKey(a, b));
    if (direct !== undefined) return [direct];
    const [one, other] = [this.classOf(a), this.classOf(b)];
    return one === other ? this.#chain(a, b) : this.#verdictsBetween(one, other);
  }

  /** The shortest chain of `same` verdicts from one key to another; none when they are not the same. */
  #chain(from: number, to: number): KeyedVerdict[] {
    const reachedBy = new Map<number, { readonly before: number; readonly verdict: KeyedVerdict }>();
    const queue = [from];
    for (const key of queue) {
      if (key === to) break;
      for (const verdict of this.#steps.get(key) ?? []) {
        const next = verdict.leftKey === key ? verdict.rightKey : verdict.leftKey;
        if (next === from || reachedBy.has(next)) continue;
        reachedBy.set(next, { before: key, verdict });
        queue.push(next);
      }
    }
    const chain: KeyedVerdict[] = [];
    for (let step = reachedBy.get(to); step !== undefined; step = reachedBy.get(step.before))
      chain.unshift(step.verdict);
    return chain;
  }

  #verdictsBetween(a: number, b: number): readonly KeyedVerdict[] {
    return this.#between.get(a)?.get(b) ?? [];
  }

  /** Two classes cannot become one while a third is a variant of one and different from the other. */
  #unlikeTowards(a: number, b: number): KeyedVerdict | null {
    for (const [third, [verdict]] of this.#between.get(a) ?? []) {
      const other = this.relation(b, third);
      if (verdict !== undefined && other !== null && other !== verdict.value) return verdict;
    }
    return null;
  }

  #relate(a: number, b: number, verdicts: KeyedVerdict[]): void {
    const others = this.#between.get(a) ?? new Map<number, KeyedVerdict[]>();
    this.#between.set(a, others.set(b, verdicts));
  }

  #join(a: number, b: number): void {
    const [root, child] = a < b ? [a, b] : [b, a];
    this.#parents.set(child, root);
    this.#members.set(root, [...(this.#members.get(root) ?? [root]), ...(this.#members.get(child) ?? [child])]);
    this.#members.delete(child);
    for (const [third, verdicts] of this.#between.get(child) ?? []) {
      const list = [...this.#verdictsBetween(root, third), ...verdicts];
      this.#between.get(third)?.delete(child);
      this.#relate(root, third, list);
      this.#relate(third, root, list);
    }
    this.#between.delete(child);
  }
}
