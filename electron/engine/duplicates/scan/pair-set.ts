/** Pairs of product ids already met: millions in a few bytes each, where a Set of numbers takes forty. */
export class PairSet {
  /** Open addressing; 0 where nothing is. No pair is 0, as ids begin at 1. */
  #slots = new Float64Array(1 << 12);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Answers whether the pair is new. The order of the two does not matter. */
  add(a: number, b: number): boolean {
    if (this.#size * 2 >= this.#slots.length) this.#grow();
    if (!this.#put(pairKey(a, b))) return false;
    this.#size++;
    return true;
  }

  #put(key: number): boolean {
    const slots = this.#slots;
    const last = slots.length - 1;
    for (let at = hashOf(key) & last; ; at = (at + 1) & last) {
      const there = slots[at];
      if (there === key) return false;
      if (there !== 0) continue;
      slots[at] = key;
      return true;
    }
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Float64Array(before.length * 2);
    for (const key of before) if (key !== 0) this.#put(key);
  }
}

/** Product ids stay far below 2^26, so that a pair is one exact number. */
function pairKey(a: number, b: number): number {
  return Math.min(a, b) * 2 ** 26 + Math.max(a, b);
}

function hashOf(key: number): number {
  const mixed = Math.imul(key | 0, 0x9e3779b1) ^ Math.imul((key / 2 ** 26) | 0, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
