/** Compared pairs with their probabilities, found by either product. */
import type { VerdictValue } from '../../../contract/duplicates.ts';
import { shippedThreshold } from '../../identity/default-weights.ts';
import { type ComparedPair, type Evidence, listEvidence, unpackEvidence } from '../../identity/evidence.ts';
import { isDecided, type PairModel } from '../../identity/pair-model.ts';
import { inLightOfOthers, type Sources } from '../../identity/partners.ts';

/** `rank`: 0 for the same file, 1 where the images alone are enough, 2 where words are needed too. */
export type WeighedPair = ComparedPair & { readonly probability: number; readonly rank: number };

/** What a verdict is worth to the pairs beside it: people err, too. */
const surelySame = 0.99;
const surelyNot = 0.01;

export class WeighedPairs {
  readonly #ofProduct = new Map<number, KeptPair[]>();

  /** Each once. */
  *[Symbol.iterator](): Generator<WeighedPair> {
    yield* this.#kept();
  }

  *#kept(): Generator<KeptPair> {
    for (const [id, pairs] of this.#ofProduct) for (const pair of pairs) if (pair.left === id) yield pair;
  }

  /** Products that occur in a pair. */
  products(): Iterable<number> {
    return this.#ofProduct.keys();
  }

  of(productId: number): readonly WeighedPair[] {
    return this.#ofProduct.get(productId) ?? [];
  }

  get(a: number, b: number): WeighedPair | undefined {
    return this.of(a).find(({ left, right }) => left === b || right === b);
  }

  /** In the place of what was known of the pair. */
  put(compared: ComparedPair, model: PairModel): WeighedPair {
    const pair = new KeptPair(compared, model);
    for (const id of [pair.left, pair.right]) {
      const pairs = this.#ofProduct.get(id) ?? [];
      const known = pairs.findIndex(({ left, right }) => left === pair.left && right === pair.right);
      pairs[known < 0 ? pairs.length : known] = pair;
      this.#ofProduct.set(id, pairs);
    }
    return pair;
  }

  /**
   * Weighs every pair in the light of the others, and of what people said: whoever has found their partner has no other,
   * and a source of which many pairs were told apart has few twins.
   */
  weighTogether(sources: Sources, verdictOn: (left: number, right: number) => VerdictValue | null): void {
    const pairs = [...this.#kept()].map((pair) => ({ pair, said: verdictOn(pair.left, pair.right) }));
    const rated = pairs.map(({ pair: { left, right, rated, veto, decided }, said }) => ({
      left,
      right,
      rated: said === null ? rated : said === 'same' ? surelySame : surelyNot,
      apart: veto !== null || said === 'variant',
      decided: decided || said !== null,
    }));
    const probabilities = inLightOfOthers(rated, sources);
    for (const [i, { pair, said }] of pairs.entries()) {
      pair.probability = said === null ? (probabilities[i] as number) : pair.rated;
    }
  }

  remove({ left, right }: WeighedPair): void {
    for (const id of [left, right]) {
      const pairs = (this.#ofProduct.get(id) ?? []).filter((pair) => pair.left !== left || pair.right !== right);
      if (pairs.length > 0) this.#ofProduct.set(id, pairs);
      else this.#ofProduct.delete(id);
    }
  }
}

class KeptPair implements WeighedPair {
  readonly left: number;
  readonly right: number;
  readonly veto: WeighedPair['veto'];
  readonly images: WeighedPair['images'];
  /** By itself; see `weighTogether`. */
  readonly rated: number;
  probability: number;
  readonly rank: number;
  readonly decided: boolean;
  /** As objects the evidence of 100,000 pairs would weigh 60 MB, three times as much. */
  readonly #evidence: readonly number[];

  constructor({ left, right, evidence, veto, images }: ComparedPair, model: PairModel) {
    this.left = left;
    this.right = right;
    this.veto = veto;
    this.images = images;
    this.rated = model.probability(evidence, veto);
    this.probability = this.rated;
    // Where nothing is known of images they suffice for nothing, however few words it would take.
    const imagesSuffice = (): boolean =>
      (evidence.image !== null || evidence.hash !== null) &&
      model.probability({ ...evidence, listing: null }, veto) >= shippedThreshold;
    this.decided = isDecided(evidence);
    this.rank = evidence.exact === 1 ? 0 : imagesSuffice() ? 1 : 2;
    this.#evidence = listEvidence(evidence).map((value) => value ?? Number.NaN);
  }

  get evidence(): Evidence {
    return unpackEvidence(this.#evidence.map((value) => (Number.isNaN(value) ? null : value)));
  }
}
