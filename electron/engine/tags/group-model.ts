/**
 * What is known of one tag group: a classifier for each tag and, for each product, how likely each tag is. A product is always judged by classifiers
 * that did not see its own tag, so that a wrong tag cannot vouch for itself.
 */
import type { Reason } from '../../contract/tags.ts';
import type { Calibration } from '../search/ranker.ts';
import { Mentions } from '../text/mention.ts';
import type { VectorsPort } from '../vector/types.ts';
import { collectExamples, type Examples, foldOf, folds, sample } from './examples.ts';
import { type Choice, type Evidence, fitMixture, handSet, type Mixture, softmax, utility } from './mixture.ts';
import type { Neighbours } from './neighbours.ts';
import { fitProbe, logOdds, type Probe } from './probe.ts';
import type { TagEntry } from './repo.ts';
import type { TaggedProduct, TagState } from './state.ts';

export interface GroupTag extends TagEntry {
  /** The vector of its words [dimensions], L2-normalised. */
  readonly words: Float32Array;
}

export interface GroupDependencies {
  readonly state: TagState;
  readonly vectors: Pick<VectorsPort, 'images' | 'dimensions'>;
  readonly neighbours: Neighbours;
  /** How the likeness of words and pictures is read. */
  readonly calibration: Calibration;
}

export interface TagBelief {
  readonly tag: TagEntry;
  /** 0..1; over the tags of an exclusive group and "none of them" they sum to 1. */
  readonly probability: number;
  readonly reasons: readonly Reason[];
}

interface Fit {
  /** One for each fold, fitted on the others. */
  readonly probes: readonly Probe[];
  /** What it was fitted on; a new fit is due when this changes. */
  readonly key: string;
  readonly positives: number;
  readonly negatives: number;
  readonly milliseconds: number;
}

interface Scores {
  readonly values: Float32Array;
  /** The fit behind each value. */
  readonly fits: (Fit | undefined)[];
}

const mostPositives = 300;
const mostNegatives = 500;
/** A sampled negative stands for at most so many; beyond, the bias is corrected. */
const mostWeight = 5;
/** What a person said counts as so many imported tags, which may be wrong. */
const decidedWeight = 3;
/** Below this the words of the tag are all there is to go by. */
const fewestPositives = 3;
const probeRidge = 0.05;
/** A tag nobody spoke of is fitted anew when the number of tagged products has grown by a ninth. */
const refitSteps = 8;
const mixtureSample = 300;
const smallestShare = 0.02;

export class GroupModel {
  readonly group: string;
  readonly exclusive: boolean;
  readonly #tags: readonly GroupTag[];
  readonly #at = new Map<number, number>();
  readonly #deps: GroupDependencies;
  readonly #mentions: Mentions;
  readonly #fits: Fit[] = [];
  readonly #scores = new WeakMap<TaggedProduct, Scores>();
  readonly #titles = new Map<string, ReadonlySet<number>>();
  #mixture: Mixture = handSet;

  constructor(group: string, tags: readonly GroupTag[], exclusive: boolean, deps: GroupDependencies) {
    this.group = group;
    this.exclusive = exclusive;
    this.#tags = tags;
    this.#deps = deps;
    for (const [index, { id }] of tags.entries()) this.#at.set(id, index);
    this.#mentions = new Mentions(
      tags.map(({ id, name }) => ({ id, group, names: [name, ...deps.state.synonymsOf(id).map(({ text }) => text)] })),
    );
  }

  get tags(): readonly GroupTag[] {
    return this.#tags;
  }

  /** Fits what changed since the last call, one tag at a time with a pause between. */
  async fit(pause: () => Promise<void>): Promise<void> {
    const examples = collectExamples(
      this.#deps.state.products.values(),
      this.#at,
      (product) => this.vectorOf(product) !== undefined,
    );
    const first = this.#fits.length === 0;
    for (const [index] of this.#tags.entries()) {
      if (this.#fitTag(index, examples)) await pause();
    }
    if (first && this.exclusive) this.#mixture = await this.#fitMixture(examples.labelled, pause);
  }

  /** Likelihood of every tag for a product, most likely first; none for a product without a photo that was read. */
  beliefs(product: TaggedProduct): TagBelief[] {
    const vector = this.vectorOf(product);
    if (vector === undefined) return [];
    const { evidence, shares, near } = this.#evidence(product, vector);
    const mentioned = this.#mentioned(product);
    const probabilities = this.#probabilities(evidence, shares);
    const words = this.#wordProbabilities(vector);
    return this.#tags
      .map((tag, index): TagBelief => {
        const reasons: Reason[] = [{ kind: 'words', value: words[index] as number, productIds: [] }];
        if ((this.#fits[index]?.positives ?? 0) >= fewestPositives) {
          const learned = (evidence[index] as Evidence)[0];
          reasons.push({ kind: 'learned', value: 1 / (1 + Math.exp(-learned)), productIds: [] });
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

  /**
   * The probabilities alone, in the order of `tags`; `null` for a product without a photo that was read. `quick` leaves out the neighbours, which
   * take a search each.
   */
  probabilities(product: TaggedProduct, quick = false): number[] | null {
    const vector = this.vectorOf(product);
    if (vector === undefined) return null;
    const { evidence, shares } = this.#evidence(product, vector, quick);
    return this.#probabilities(evidence, shares);
  }

  /** The log-odds of one tag by its classifier alone; `null` without a photo. */
  learnedLogOdds(product: TaggedProduct, tagId: number): number | null {
    const vector = this.vectorOf(product);
    const index = this.#at.get(tagId);
    return vector === undefined || index === undefined ? null : (this.#learnedAll(product, vector)[index] as number);
  }

  /** The tag of the group that a product is labelled with, confirmed ones first; `undefined` for none. */
  labelOf(product: TaggedProduct): number | undefined {
    let label: number | undefined;
    for (const [tagId, provenance] of product.tags) {
      if (!this.#at.has(tagId)) continue;
      if (provenance === 'confirmed') return tagId;
      if (provenance === 'imported') label = tagId;
    }
    return label;
  }

  fitOf(tagId: number): { positives: number; negatives: number; milliseconds: number } | undefined {
    return this.#fits[this.#at.get(tagId) ?? -1];
  }

  vectorOf(product: TaggedProduct): Float32Array | undefined {
    for (const imageId of product.imageIds) {
      const vector = this.#deps.vectors.images.get(imageId);
      if (vector !== undefined) return vector;
    }
    return undefined;
  }

  /** Answers whether there was something to fit. */
  #fitTag(index: number, { labelled, positives: all, rejected, marks }: Examples): boolean {
    const tag = this.#tags[index] as GroupTag;
    const positives = all[index] as TaggedProduct[];
    const key = `${marks[index]} ${Math.round(refitSteps * Math.log2(1 + labelled.length))}`;
    const earlier = this.#fits[index];
    if (earlier?.key === key) return false;
    const started = performance.now();
    const negatives = [
      ...labelled.filter(({ tags }) => {
        const own = tags.get(tag.id);
        return own === undefined || own === 'suggested';
      }),
      ...(rejected[index] as TaggedProduct[]),
    ];
    const prior = this.#prior(tag, positives.length, negatives.length);
    const ratio = Math.max(1, negatives.length / mostNegatives);
    const chosen =
      positives.length < fewestPositives
        ? []
        : [...sample(positives, mostPositives, tag.id), ...sample(negatives, mostNegatives, tag.id)];
    const probes = Array.from({ length: folds }, (_, fold): Probe => {
      if (chosen.length === 0) return prior;
      const rows = chosen.filter(({ productId }) => foldOf(productId) !== fold);
      const start = earlier !== undefined && earlier.positives >= fewestPositives ? earlier.probes[fold] : undefined;
      const probe = fitProbe(this.#data(rows, tag.id, Math.min(mostWeight, ratio)), {
        prior,
        ridge: probeRidge,
        start,
      });
      return { ...probe, bias: probe.bias - Math.log(Math.max(1, ratio / mostWeight)) };
    });
    const milliseconds = performance.now() - started;
    this.#fits[index] = { probes, key, positives: positives.length, negatives: negatives.length, milliseconds };
    return true;
  }

  /** What the words of the tag say of a picture, shifted by how common the tag is. */
  #prior({ words }: GroupTag, positives: number, negatives: number): Probe {
    const { slope, centre } = this.#deps.calibration;
    const common =
      positives + negatives === 0 ? -Math.log(this.#tags.length) : Math.log((positives + 0.5) / (negatives + 1));
    return { weights: Float64Array.from(words, (value) => slope * value), bias: common - slope * centre };
  }

  #data(rows: readonly TaggedProduct[], tagId: number, negativeWeight: number) {
    const { dimensions } = this.#deps.vectors;
    const vectors = new Float32Array(rows.length * dimensions);
    const targets = new Uint8Array(rows.length);
    const weights = new Float32Array(rows.length);
    rows.forEach((product, row) => {
      vectors.set(this.vectorOf(product) as Float32Array, row * dimensions);
      const own = product.tags.get(tagId);
      targets[row] = own === 'imported' || own === 'confirmed' ? 1 : 0;
      const label = this.labelOf(product);
      const decided = own === 'rejected' || (label !== undefined && product.tags.get(label) === 'confirmed');
      weights[row] = decided ? decidedWeight : targets[row] === 1 ? 1 : negativeWeight;
    });
    return { vectors, targets, weights, dimensions };
  }

  /** The log-odds of each tag by its classifier, kept until the classifier changes; a product that changes is another object. */
  #learnedAll(product: TaggedProduct, vector: Float32Array): Float32Array {
    const labelled = this.labelOf(product) !== undefined;
    let known = this.#scores.get(product);
    if (known === undefined) {
      known = { values: new Float32Array(this.#tags.length), fits: [] };
      this.#scores.set(product, known);
    }
    for (const [index] of this.#tags.entries()) {
      const fit = this.#fits[index];
      if (known.fits[index] === fit && fit !== undefined) continue;
      known.values[index] = this.#learned(index, product, vector, labelled);
      known.fits[index] = fit;
    }
    return known.values;
  }

  #learned(index: number, product: TaggedProduct, vector: Float32Array, labelled: boolean): number {
    const fit = this.#fits[index];
    if (fit === undefined) return logOdds(this.#prior(this.#tags[index] as GroupTag, 0, 0), vector);
    if (labelled) return logOdds(fit.probes[foldOf(product.productId)] as Probe, vector);
    return fit.probes.reduce((sum, probe) => sum + logOdds(probe, vector), 0) / folds;
  }

  #mentioned(product: TaggedProduct): ReadonlySet<number> {
    let known = this.#titles.get(product.title);
    if (known === undefined) {
      known = this.#mentions.find(product.title);
      this.#titles.set(product.title, known);
    }
    return known;
  }

  #evidence(product: TaggedProduct, vector: Float32Array, quick = false) {
    const near = quick ? [] : this.#deps.neighbours.of(product);
    const shares = new Array<number>(this.#tags.length).fill(0);
    let total = 0;
    let untagged = 0;
    for (const { productId, weight } of near) {
      const neighbour = this.#deps.state.products.get(productId);
      if (neighbour === undefined) continue;
      total += weight;
      let tagged = false;
      for (const [tagId, provenance] of neighbour.tags) {
        const index = this.#at.get(tagId);
        if (index === undefined || provenance === 'suggested' || provenance === 'rejected') continue;
        shares[index] = (shares[index] as number) + weight;
        tagged = true;
      }
      if (!tagged) untagged += weight;
    }
    if (total > 0) for (let i = 0; i < shares.length; i++) shares[i] = (shares[i] as number) / total;
    const mentioned = this.#mentioned(product);
    const learned = this.#learnedAll(product, vector);
    const evidence = this.#tags.map((tag, index): Evidence => {
      const share = shares[index] as number;
      return [
        learned[index] as number,
        this.exclusive
          ? Math.log(share + smallestShare)
          : Math.log((share + smallestShare) / (1 - share + smallestShare)),
        mentioned.has(tag.id) ? 1 : 0,
      ];
    });
    const none: Evidence = [0, Math.log((total > 0 ? untagged / total : 0) + smallestShare), 0];
    return { evidence: [...evidence, none], shares, near };
  }

  /** `evidence` has the entry of "none of them" last. */
  #probabilities(evidence: readonly Evidence[], shares: readonly number[]): number[] {
    if (this.exclusive) return softmax(evidence.map((entry) => utility(this.#mixture, entry))).slice(0, shares.length);
    return shares.map((_, index) => 1 / (1 + Math.exp(-utility(this.#mixture, evidence[index] as Evidence))));
  }

  #wordProbabilities(vector: Float32Array): number[] {
    const { slope, centre } = this.#deps.calibration;
    const odds = this.#tags.map(
      ({ words }) => slope * (words.reduce((sum, value, i) => sum + value * (vector[i] as number), 0) - centre),
    );
    return this.exclusive ? softmax(odds) : odds.map((value) => 1 / (1 + Math.exp(-value)));
  }

  async #fitMixture(labelled: readonly TaggedProduct[], pause: () => Promise<void>): Promise<Mixture> {
    const choices: Choice[] = [];
    for (const product of sample(labelled, mixtureSample, 0)) {
      const label = this.labelOf(product);
      const vector = this.vectorOf(product);
      if (label === undefined || vector === undefined) continue;
      choices.push({
        options: this.#evidence(product, vector).evidence,
        chosen: this.#at.get(label) as number,
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
