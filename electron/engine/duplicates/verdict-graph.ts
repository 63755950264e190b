/**
 * What follows from verdicts: same + same = same, same + different = different, same + variant = variant, over any number of steps. Products
 * that are the same form a class; the other verdicts hold between whole classes.
 */
import type { PairVerdict, VerdictValue } from '../../contract/duplicates.ts';

/** Products by any number that stands for them for ever (rows of `product_keys`). */
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
  /** Of two classes, by their roots: the direct verdicts that hold between them. */
  #between = new Map<string, KeyedVerdict[]>();

  /** Verdicts that contradict earlier ones are left out; the library never stores such, but a file may hold them. */
  constructor(verdicts: Iterable<KeyedVerdict> = []) {
    for (const verdict of verdicts) if (this.contradicting(verdict) === null) this.add(verdict);
  }

  /** The class of a key: the smallest key in it stands for all. */
  classOf(key: number): number {
    const parent = this.#parents.get(key);
    if (parent === undefined) return key;
    const root = this.classOf(parent);
    this.#parents.set(key, root);
    return root;
  }

  verdictOn(a: number, b: number): PairVerdict | null {
    const direct = this.#direct.get(pairName(a, b));
    if (direct !== undefined) return { value: direct.value, by: 'person' };
    const value = this.relation(this.classOf(a), this.classOf(b));
    return value === null ? null : { value, by: 'inferred' };
  }

  /** What holds between two classes, `same` for one and the same. */
  relation(a: number, b: number): VerdictValue | null {
    if (a === b) return 'same';
    return this.#between.get(pairName(a, b))?.[0]?.value ?? null;
  }

  /** All that holds between two classes, each by its smallest key. */
  relations(): { readonly a: number; readonly b: number; readonly value: VerdictValue }[] {
    return [...this.#between.values()].flatMap(([first]) =>
      first === undefined
        ? []
        : [{ a: this.classOf(first.leftKey), b: this.classOf(first.rightKey), value: first.value }],
    );
  }

  /** The direct verdict that stands against this one, or null. A direct verdict on the very pair must be removed before. */
  contradicting({ leftKey, rightKey, value }: KeyedVerdict): KeyedVerdict | null {
    const [a, b] = [this.classOf(leftKey), this.classOf(rightKey)];
    if (value === 'same') return a === b ? null : (this.#between.get(pairName(a, b))?.[0] ?? null);
    if (a === b) return this.#stepFrom(leftKey, rightKey);
    const other = this.#between.get(pairName(a, b))?.[0];
    return other === undefined || other.value === value ? null : other;
  }

  /** Call `contradicting` before. */
  add(verdict: KeyedVerdict): void {
    const { leftKey, rightKey, value } = verdict;
    this.#direct.set(pairName(leftKey, rightKey), verdict);
    const [a, b] = [this.classOf(leftKey), this.classOf(rightKey)];
    if (value === 'same') {
      if (a !== b) this.#join(a, b);
      return;
    }
    const name = pairName(a, b);
    this.#between.set(name, [...(this.#between.get(name) ?? []), verdict]);
  }

  /** Pairs whose verdict follows from others. */
  countInferred(): number {
    let pairs = 0;
    for (const members of this.#members.values()) pairs += (members.length * (members.length - 1)) / 2;
    const size = (root: number): number => this.#members.get(root)?.length ?? 1;
    for (const [first] of this.#between.values()) {
      if (first !== undefined) pairs += size(this.classOf(first.leftKey)) * size(this.classOf(first.rightKey));
    }
    return pairs - this.#direct.size;
  }

  #join(a: number, b: number): void {
    const [root, child] = a < b ? [a, b] : [b, a];
    this.#parents.set(child, root);
    this.#members.set(root, [...(this.#members.get(root) ?? [root]), ...(this.#members.get(child) ?? [child])]);
    this.#members.delete(child);
    const moved = new Map<string, KeyedVerdict[]>();
    for (const verdict of [...this.#between.values()].flat()) {
      const name = pairName(this.classOf(verdict.leftKey), this.classOf(verdict.rightKey));
      moved.set(name, [...(moved.get(name) ?? []), verdict]);
    }
    this.#between = moved;
  }

  /** The first step of the shortest chain of `same` verdicts from one key to another. */
  #stepFrom(from: number, to: number): KeyedVerdict | null {
    const first = new Map<number, KeyedVerdict>();
    const queue = [from];
    for (const key of queue) {
      for (const verdict of this.#direct.values()) {
        if (verdict.value !== 'same' || (verdict.leftKey !== key && verdict.rightKey !== key)) continue;
        const next = verdict.leftKey === key ? verdict.rightKey : verdict.leftKey;
        if (next === from || first.has(next)) continue;
        first.set(next, first.get(key) ?? verdict);
        if (next === to) return first.get(next) ?? null;
        queue.push(next);
      }
    }
    return null;
  }
}

function pairName(a: number, b: number): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}
