/** Keeps the `k` best of a stream of neighbours: a binary heap whose root is the worst one kept. */
import type { Neighbour } from './types.ts';

export class TopK {
  readonly #k: number;
  readonly #labels: number[] = [];
  readonly #similarities: number[] = [];

  constructor(k: number) {
    this.#k = Math.max(0, Math.floor(k));
  }

  offer(label: number, similarity: number): void {
    const size = this.#labels.length;
    if (size < this.#k) {
      this.#labels.push(label);
      this.#similarities.push(similarity);
      this.#rise(size);
    } else if (size > 0 && this.#beats(label, similarity, 0)) {
      this.#labels[0] = label;
      this.#similarities[0] = similarity;
      this.#sink();
    }
  }

  /** Most similar first, ties by label. */
  sorted(): Neighbour[] {
    return this.#labels
      .map((label, at) => ({ label, similarity: this.#similarities[at] as number }))
      .sort((a, b) => b.similarity - a.similarity || a.label - b.label);
  }

  #beats(label: number, similarity: number, at: number): boolean {
    const other = this.#similarities[at] as number;
    return similarity > other || (similarity === other && label < (this.#labels[at] as number));
  }

  #worse(a: number, b: number): boolean {
    return this.#beats(this.#labels[b] as number, this.#similarities[b] as number, a);
  }

  #swap(a: number, b: number): void {
    [this.#labels[a], this.#labels[b]] = [this.#labels[b] as number, this.#labels[a] as number];
    [this.#similarities[a], this.#similarities[b]] = [this.#similarities[b] as number, this.#similarities[a] as number];
  }

  #rise(from: number): void {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!this.#worse(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #sink(): void {
    const size = this.#labels.length;
    for (let at = 0; ; ) {
      let worst = at;
      for (const child of [2 * at + 1, 2 * at + 2]) if (child < size && this.#worse(child, worst)) worst = child;
      if (worst === at) return;
      this.#swap(at, worst);
      at = worst;
    }
  }
}
