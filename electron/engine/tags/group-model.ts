/**
 * What is known of one tag group: for each product, how likely each tag is by its classifier, by the tags of similar
 * products and by the title.
 */
import type { Reason } from '../../contract/tags.ts';
import { logistic } from '../numbers/logistic.ts';
import { Mentions } from '../text/mention.ts';
import type { LearnedGroup } from './classifier-cache.ts';
import { type ClassifierDependencies, Classifiers, fewestPositives, type GroupTag } from './classifiers.ts';
import {
  type Choice,
  defaultWeights,
  type Evidence,
  type EvidenceWeights,
  fitEvidenceWeights,
  softmax,
} from './evidence-weights.ts';
import { isPositive, sample } from './examples.ts';
import type { Neighbours } from './neighbours.ts';
import type { StoredTag } from './tag-repo.ts';
import type { TaggedProduct } from './tagged-products.ts';

export interface GroupDependencies extends ClassifierDependencies {
  readonly neighbours: Neighbours;
}

export interface TagPosterior {
  readonly tag: StoredTag;
  /** 0..1; over the tags of an exclusive group and "none of them" they sum to 1. */
  readonly probability: number;
  readonly reasons: readonly Reason[];
}

/** Products that the weights of the evidence are fitted on. */
const weightsSample = 300;
const smallestShare = 0.02;

export class GroupModel {
  readonly group: string;
  readonly exclusive: boolean;
  readonly classifiers: Classifiers;
  readonly #deps: GroupDependencies;
  readonly #mentions: Mentions;
  readonly #titles = new Map<string, ReadonlySet<number>>();
  readonly #utilities: Float64Array;
  #weights = defaultWeights;
  /** How many products were labelled when the weights were fitted, in steps; with more they are fitted again. */
  #weightsSize = -1;

  constructor(group: string, tags: readonly GroupTag[], exclusive: boolean, deps: GroupDependencies) {
    this.group = group;
    this.exclusive = exclusive;
    this.#deps = deps;
    this.classifiers = new Classifiers(tags, deps);
    this.#utilities = new Float64Array(tags.length);
    this.#mentions = new Mentions(tags.map((tag) => ({ id: tag.id, group, names: deps.products.namesOf(tag) })));
  }

  get tags(): readonly GroupTag[] {
    return this.classifiers.tags;
  }

  /** Changes with whatever changes the probabilities of any product. */
  get version(): string {
    return `${this.classifiers.version} ${this.#weightsSize}`;
  }

  /** What was learned, to be kept between runs; `null` before the first fit. */
  get learned(): LearnedGroup | null {
    if (this.#weightsSize < 0) return null;
    return { classifiers: this.classifiers.all, weights: this.#weights, size: this.#weightsSize };
  }

  /** Takes up what an earlier run learned. */
  restore({ classifiers, weights, size }: LearnedGroup): void {
    this.classifiers.restore(classifiers);
    this.#weights = weights;
    this.#weightsSize = size;
  }

  /** Pieces of work before all is up to date; 0 when it is. */
  due(): number {
    return this.classifiers.due() + (this.#weightsDue() ? 1 : 0);
  }

  /** Fits what changed, piece by piece; `after` is called with the pieces left and may let other work in. */
  async fit(after: (left: number) => Promise<void>): Promise<void> {
    const rest = this.#weightsDue() ? 1 : 0;
    await this.classifiers.fit((left) => after(left + rest));
    if (rest === 0) return;
    this.#weightsSize = this.#size();
    this.#weights = this.exclusive ? await this.#fitWeights(() => after(1)) : defaultWeights;
    await after(0);
  }

  #weightsDue(): boolean {
    return this.#weightsSize !== this.#size();
  }

  /** Twice as many tagged products are one more. */
  #size(): number {
    return Math.floor(Math.log2(1 + this.classifiers.labelled().length));
  }

  /** Whether a product has a tag of the group, whoever said so. */
  carries({ tags }: TaggedProduct): boolean {
    for (const [tagId, provenance] of tags)
      if (provenance !== 'rejected' && this.classifiers.indexOf(tagId) !== undefined) return true;
    return false;
  }

  /** Every tag for a product, most likely first; none for a product without an image that was read. */
  posteriors(product: TaggedProduct): TagPosterior[] {
    const { classifiers, exclusive } = this;
    const { products } = this.#deps;
    const vector = products.vectorOf(product);
    if (vector === undefined) return [];
    const { near, shares, untagged } = this.#neighbourhood(product);
    const mentioned = this.#mentioned(product);
    const probabilities = this.#probabilities(product, vector, shares, untagged);
    const learned = classifiers.logOdds(product, vector);
    const odds = this.tags.map((_, index) => classifiers.wordsLogOdds(index, vector));
    const words = exclusive ? softmax(odds) : odds.map(logistic);
    return this.tags
      .map((tag, index): TagPosterior => {
        const reasons: Reason[] = [{ kind: 'words', value: words[index] as number, productIds: [] }];
        if ((classifiers.all[index]?.positives ?? 0) >= fewestPositives)
          reasons.push({ kind: 'learned', value: logistic(learned[index] as number), productIds: [] });
        if (near.length > 0) {
          const carries = (id: number): boolean => isPositive(products.byId.get(id)?.tags.get(tag.id));
          const productIds = near.map(({ productId }) => productId).filter(carries);
          reasons.push({ kind: 'neighbours', value: shares[index] as number, productIds });
        }
        if (mentioned.has(tag.id)) reasons.push({ kind: 'title', value: 1, productIds: [] });
        reasons.sort((a, b) => b.value - a.value);
        return { tag, probability: probabilities[index] as number, reasons };
      })
      .sort((a, b) => b.probability - a.probability);
  }

  /** The probabilities alone, in the order of `tags`; `null` for a product without an image that was read. */
  probabilities(product: TaggedProduct): number[] | null {
    const vector = this.#deps.products.vectorOf(product);
    if (vector === undefined) return null;
    const { shares, untagged } = this.#neighbourhood(product);
    return this.#probabilities(product, vector, shares, untagged);
  }

  /**
   * Utilities of the tags, in their order: of two tags of an exclusive group the log-odds are their difference; in
   * other groups each is a log-odds itself. `null` without an image that was read. The array is overwritten by the next
   * call. `quick` leaves out the neighbours, which take a search each.
   */
  utilities(product: TaggedProduct, quick: boolean): Float64Array | null {
    const vector = this.#deps.products.vectorOf(product);
    if (vector === undefined) return null;
    return this.#weigh(product, vector, quick ? undefined : this.#neighbourhood(product).shares);
  }

  #weigh(product: TaggedProduct, vector: Float32Array, shares: readonly number[] | undefined): Float64Array {
    const [ofLearned, ofNeighbours, ofTitle] = this.#weights;
    const learned = this.classifiers.logOdds(product, vector);
    const unshared = this.#logShare(0);
    const utilities = this.#utilities;
    for (let index = 0; index < utilities.length; index++) {
      const share = shares === undefined ? unshared : this.#logShare(shares[index] as number);
      utilities[index] = ofLearned * (learned[index] as number) + ofNeighbours * share;
    }
    for (const tagId of this.#mentioned(product)) {
      const index = this.classifiers.indexOf(tagId) as number;
      utilities[index] = (utilities[index] as number) + ofTitle;
    }
    return utilities;
  }

  #probabilities(product: TaggedProduct, vector: Float32Array, shares: readonly number[], untagged: number): number[] {
    const utilities = [...this.#weigh(product, vector, shares)];
    if (!this.exclusive) return utilities.map(logistic);
    const ofNone = this.#weights[1] * Math.log(untagged + smallestShare);
    return softmax([...utilities, ofNone]).slice(0, -1);
  }

  #mentioned({ title }: TaggedProduct): ReadonlySet<number> {
    const mentioned = this.#titles.get(title) ?? this.#mentions.find(title);
    this.#titles.set(title, mentioned);
    return mentioned;
  }

  #logShare(share: number): number {
    return Math.log(this.exclusive ? share + smallestShare : (share + smallestShare) / (1 - share + smallestShare));
  }

  /** The most similar products, and which share of them carries each tag, or none of the group. */
  #neighbourhood(product: TaggedProduct) {
    const near = this.#deps.neighbours.of(product);
    const shares = new Array<number>(this.tags.length).fill(0);
    let total = 0;
    let untagged = 0;
    for (const { productId, weight } of near) {
      const neighbour = this.#deps.products.byId.get(productId);
      if (neighbour === undefined) continue;
      total += weight;
      let tagged = false;
      for (const [tagId, provenance] of neighbour.tags) {
        const index = this.classifiers.indexOf(tagId);
        if (index === undefined || !isPositive(provenance)) continue;
        shares[index] = (shares[index] as number) + weight;
        tagged = true;
      }
      if (!tagged) untagged += weight;
    }
    if (total === 0) return { near, shares, untagged: 0 };
    return { near, shares: shares.map((share) => share / total), untagged: untagged / total };
  }

  async #fitWeights(pause: () => Promise<void>): Promise<EvidenceWeights> {
    const { classifiers } = this;
    const choices: Choice[] = [];
    for (const product of sample(classifiers.labelled(), weightsSample, 0)) {
      const label = classifiers.labelOf(product);
      const vector = this.#deps.products.vectorOf(product);
      if (label === undefined || vector === undefined) continue;
      const { shares, untagged } = this.#neighbourhood(product);
      const learned = classifiers.logOdds(product, vector);
      const mentioned = this.#mentioned(product);
      const options = this.tags.map(({ id }, index): Evidence => {
        return [learned[index] as number, this.#logShare(shares[index] as number), mentioned.has(id) ? 1 : 0];
      });
      const none: Evidence = [0, Math.log(untagged + smallestShare), 0];
      choices.push({ options: [...options, none], chosen: classifiers.indexOf(label) as number });
      await pause();
    }
    return fitEvidenceWeights(choices);
  }
}
