/**
 * The pairs that are easiest to take for the same product: of each the most alike other one, and the same image in
 * another colour.
 */
import type { ScoredPair } from './score.ts';

export class HardNegatives {
  readonly #nearest = new Map<number, ScoredPair>();
  readonly #recoloured: ScoredPair[] = [];

  /** To be called with every pair; those of one product are passed over. */
  offer(pair: ScoredPair): void {
    if (pair.same) return;
    if (isRecoloured(pair)) {
      this.#recoloured.push(pair);
      return;
    }
    for (const { id } of [pair.left, pair.right]) {
      if (pair.cosine > (this.#nearest.get(id)?.cosine ?? -1)) this.#nearest.set(id, pair);
    }
  }

  get nearest(): ScoredPair[] {
    return [...new Set(this.#nearest.values())];
  }

  get recoloured(): readonly ScoredPair[] {
    return this.#recoloured;
  }

  get all(): ScoredPair[] {
    return [...this.nearest, ...this.#recoloured];
  }
}

/** A product and the same one in another colour. */
export function isRecoloured({ left, right }: Pick<ScoredPair, 'left' | 'right'>): boolean {
  const [a, b] = [left.origin.product, right.origin.product];
  return a !== b && familyOf(a) === familyOf(b);
}

/** A product with its copies and its other colours. */
export function familyOf(product: string): string {
  return product.split(' in another')[0] as string;
}

/** Upper end of the one-sided 95 % confidence interval of a rate (Wilson, 1927). */
export function upperBound(hits: number, trials: number): number {
  const z = 1.645;
  const rate = hits / trials;
  const middle = rate + z ** 2 / (2 * trials);
  const reach = z * Math.sqrt((rate * (1 - rate)) / trials + z ** 2 / (4 * trials ** 2));
  return (middle + reach) / (1 + z ** 2 / trials);
}
