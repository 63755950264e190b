/**
 * What is known of one tag group: for each product, how likely each tag is by its classifier, by the tags of similar products and by the title.
 */
import type { Reason } from '../../contract/tags.ts';
import { logistic } from '../numbers/logistic.ts';
import { Mentions } from '../text/mention.ts';
import { type ClassifierDependencies, Classifiers, type Fit, fewestPositives, type GroupTag } from './classifiers.ts';
import { sample } from './examples.ts';
import { type Choice, type Evidence, fitMixture, handSet, type Mixture, softmax, utility } from './mixture.ts';
import type { Neighbours } from './neighbours.ts';
import type { TaggedProduct } from './state.ts';
import type { TagEntry } from './tag-repo.ts';

export interface GroupDependencies extends ClassifierDependencies {
  readonly neighbours: Neighbours;
}

export interface TagBelief {
  readonly tag: TagEntry;
  /** 0..1; over the tags of an exclusive group and "none of them" they sum to 1. */
  readonly probability: number;
  readonly reasons: readonly Reason[];
}

/** What a group has learned from the tags of the catalog. */
export interface LearnedGroup {
  /** By tag. */
  readonly fits: readonly (Fit | undefined)[];
  /** How far each kind of evidence is trusted. */
  readonly mixture: Mixture;
  readonly mixtureSize: number;
}

const mixtureSample = 300;
const smallestShare = 0.02;

export class GroupModel {
  readonly group: string;
  readonly exclusive: boolean;
  readonly classifiers: Classifiers;
  readonly #deps: GroupDependencies;
  readonly #mentions: Mentions;
  readonly #titles = new Map<string, ReadonlySet<number>>();
  readonly #scratch: Float64Array;
  #mixture: Mixture | undefined;
  /** How many products it was fitted on, in steps; beyond, it is fitted again. */
  #mixtureSize = -1;

  constructor(group: string, tags: readonly GroupTag[], exclusive: boolean, deps: GroupDependencies) {
    this.group = group;
    this.exclusive = exclusive;
    this.#deps = deps;
    this.classifiers = new Classifiers(tags, deps);
    this.#scratch = new Float64Array(tags.length);
    this.#mentions = new Mentions(
      tags.map(({ id, name }) => ({ id, group, names: [name, ...deps.state.synonymsOf(id).map(({ text }) => text)] })),
    );
  }

  get tags(): readonly GroupTag[] {
    return this.classifiers.tags;
  }

  /** Changes with whatever changes what is believed of any product. */
  get version(): string {
    return `${this.classifiers.version} ${this.#mixtureSize}`;
  }

  /** What was learned, to be kept between runs; `null` before the first fit. */
  get learned(): LearnedGroup | null {
    if (this.#mixture === undefined) return null;
    return { fits: this.classifiers.fits, mixture: this.#mixture, mixtureSize: this.#mixtureSize };
  }

  /** Takes up what an earlier run learned. */
  restore({ fits, mixture, mixtureSize }: LearnedGroup): void {
    this.classifiers.restore(fits);
    this.#mixture = mixture;
    this.#mixtureSize = mixtureSize;
  }

  /** Pieces of work before all is up to date; 0 when it is. */
  due(): number {
    return this.classifiers.due() + (this.#mixtureDue() ? 1 : 0);
  }

  /** Fits what changed since the last call, piece by piece; `after` is called with the pieces left and may let other work in. */
  async fit(after: (left: number) => Promise<void>): Promise<void> {
    const rest = this.#mixtureDue() ? 1 : 0;
    await this.classifiers.fit((left) => after(left + rest));
    if (rest === 0) return;
    this.#mixtureSize = this.#size();
    this.#mixture = this.exclusive ? await this.#fitMixture(() => after(1)) : handSet;
    await after(0);
  }

  #mixtureDue(): boolean {
    return this.#mixture === undefined || this.#mixtureSize !== this.#size();
  }

  /** Twice as many tagged products are one more. */
  #size(): number {
    return Math.floor(Math.log2(1 + this.classifiers.labelled().length));
  }

  /** Likelihood of every tag for a product, most likely first; none for a product without a photo that was read. */
  beliefs(product: TaggedProduct): TagBelief[] {
    const { classifiers } = this;
    const vector = this.vectorOf(product);
    if (vector === undefined) return [];
    const { evidence, shares, near } = this.#evidence(product, vector);
    const mentioned = this.#mentioned(product);
    const probabilities = this.#probabilities(evidence, shares);
    const words = this.#wordProbabilities(vector);
    return this.tags
      .map((tag, index): TagBelief => {
        const reasons: Reason[] = [{ kind: 'words', value: words[index] as number, productIds: [] }];
        if ((classifiers.fitOf(index)?.positives ?? 0) >= fewestPositives) {
          const learned = (evidence[index] as Evidence)[0];
          reasons.push({ kind: 'learned', value: logistic(learned), productIds: [] });
        }
        const carriers = near
          .filter(({ productId }) => this.#carries(productId, tag.id))
          .map(({ productId }) => productId);
        if (near.length > 0) reasons.push({ kind: 'neighbours', value: shares[index] as number, productIds: carriers });
        if (mentioned.has(tag.id)) reasons.push({ kind: 'title', value: 1, productIds: [] });
        reasons.sort((a, b) => b.value - a.value);
        return { tag, probability: probabilities[index] as number, reasons };
      })
      .sort((a, b) => b.probability - a.probability);
  }

  /** The probabilities alone, in the order of `tags`; `null` for a product without a photo that was read. */
  probabilities(product: TaggedProduct): number[] | null {
    const vector = this.vectorOf(product);
    if (vector === undefined) return null;
    const { evidence, shares } = this.#evidence(product, vector);
    return this.#probabilities(evidence, shares);
  }

  /**
   * Utilities of the tags, in their order: of two tags of an exclusive group the log-odds are their difference; in other groups each is a log-odds
   * itself. `null` without a photo that was read. The array is overwritten by the next call. `quick` leaves out the neighbours, which take a search each.
   */
  utilities(product: TaggedProduct, quick: boolean): Float64Array | null {
    const vector = this.vectorOf(product);
    if (vector === undefined) return null;
    const mixture = this.#mixture ?? handSet;
    const result = this.#scratch;
    if (quick) {
      const learned = this.classifiers.logOdds(product, vector);
      const share = mixture[1] * this.#shareEvidence(0);
      for (let index = 0; index < result.length; index++)
        result[index] = mixture[0] * (learned[index] as number) + share;
      for (const tagId of this.#mentioned(product)) {
        const index = this.classifiers.indexOf(tagId);
        if (index !== undefined) result[index] = (result[index] as number) + mixture[2];
      }
      return result;
    }
    const { evidence } = this.#evidence(product, vector);
    for (let index = 0; index < result.length; index++) result[index] = utility(mixture, evidence[index] as Evidence);
    return result;
  }

  /** The tag of the group that a product is labelled with, confirmed ones first; `undefined` for none. */
  labelOf(product: TaggedProduct): number | undefined {
    return this.classifiers.labelOf(product);
  }

  vectorOf(product: TaggedProduct): Float32Array | undefined {
    return this.classifiers.vectorOf(product);
  }

  #mentioned(product: TaggedProduct): ReadonlySet<number> {
    let known = this.#titles.get(product.title);
    if (known === undefined) {
      known = this.#mentions.find(product.title);
      this.#titles.set(product.title, known);
    }
    return known;
  }

  #shareEvidence(share: number): number {
    return this.exclusive
      ? Math.log(share + smallestShare)
      : Math.log((share + smallestShare) / (1 - share + smallestShare));
  }

  #evidence(product: TaggedProduct, vector: Float32Array) {
    const near = this.#deps.neighbours.of(product);
    const shares = new Array<number>(this.tags.length).fill(0);
    let total = 0;
    let untagged = 0;
    for (const { productId, weight } of near) {
      const neighbour = this.#deps.state.products.get(productId);
      if (neighbour === undefined) continue;
      total += weight;
      let tagged = false;
      for (const [tagId, provenance] of neighbour.tags) {
        const index = this.classifiers.indexOf(tagId);
        if (index === undefined || provenance === 'suggested' || provenance === 'rejected') continue;
        shares[index] = (shares[index] as number) + weight;
        tagged = true;
      }
      if (!tagged) untagged += weight;
    }
    if (total > 0) for (let i = 0; i < shares.length; i++) shares[i] = (shares[i] as number) / total;
    const mentioned = this.#mentioned(product);
    const learned = this.classifiers.logOdds(product, vector);
    const evidence = this.tags.map(
      (tag, index): Evidence => [
        learned[index] as number,
        this.#shareEvidence(shares[index] as number),
        mentioned.has(tag.id) ? 1 : 0,
      ],
    );
    const none: Evidence = [0, Math.log((total > 0 ? untagged / total : 0) + smallestShare), 0];
    return { evidence: [...evidence, none], shares, near };
  }

  /** `evidence` has the entry of "none of them" last. */
  #probabilities(evidence: readonly Evidence[], shares: readonly number[]): number[] {
    const mixture = this.#mixture ?? handSet;
    if (this.exclusive) return softmax(evidence.map((entry) => utility(mixture, entry))).slice(0, shares.length);
    return shares.map((_, index) => logistic(utility(mixture, evidence[index] as Evidence)));
  }

  #wordProbabilities(vector: Float32Array): number[] {
    const odds = this.tags.map((_, index) => this.classifiers.wordsLogOdds(index, vector));
    return this.exclusive ? softmax(odds) : odds.map(logistic);
  }

  async #fitMixture(pause: () => Promise<void>): Promise<Mixture> {
    const choices: Choice[] = [];
    for (const product of sample(this.classifiers.labelled(), mixtureSample, 0)) {
      const label = this.labelOf(product);
      const vector = this.vectorOf(product);
      if (label === undefined || vector === undefined) continue;
      choices.push({
        options: this.#evidence(product, vector).evidence,
        chosen: this.classifiers.indexOf(label) as number,
      });
      await pause();
    }
    return fitMixture(choices);
  }

  #carries(productId: number, tagId: number): boolean {
    const provenance = this.#deps.state.products.get(productId)?.tags.get(tagId);
    return provenance === 'imported' || provenance === 'confirmed';
  }
}
