/**
 * The classifiers of one tag group, one a tag and part of the catalog, fitted when their training examples have
 * changed. A product is always judged by the classifier that did not see its part, so that a wrong tag cannot vouch for
 * itself.
 */
import type { SimilarityScale } from '../encoders/similarity.ts';
import { dot } from '../numbers/vectors.ts';
import type { VectorsPort } from '../vector/types.ts';
import { foldOf, folds, isPositive, sample, type TrainingExamples, trainingExamples } from './examples.ts';
import { fitProbe, logOdds, type Probe } from './probe.ts';
import type { StoredTag } from './tag-repo.ts';
import type { TaggedProduct, TaggedProducts } from './tagged-products.ts';

export interface GroupTag extends StoredTag {
  /** The vector of its words [dimensions], L2-normalised. */
  readonly words: Float32Array;
}

export interface ClassifierDependencies {
  readonly products: TaggedProducts;
  readonly vectors: Pick<VectorsPort, 'images' | 'dimensions'>;
  /** How the likeness of words and images is read. */
  readonly scale: SimilarityScale;
}

/** Of one tag. */
export interface Classifier {
  /** One for each part of the catalog, fitted on the others. */
  readonly probes: readonly Probe[];
  /** What it was fitted to; a new fit is due when this changes. */
  readonly key: string;
  readonly positives: number;
  readonly negatives: number;
  readonly milliseconds: number;
}

/** Of one product: log-odds by tag, and up to which change of the classifiers they are true. */
interface Scores {
  readonly values: Float32Array;
  upTo: number;
}

/** A product that nobody has tagged, and the tag that its words point to. */
interface Guess {
  readonly product: TaggedProduct;
  /** Index of the tag. */
  readonly guessed: number;
}

interface Plan {
  readonly version: string;
  readonly examples: TrainingExamples;
  /** See `#guesses`. */
  readonly guesses: readonly Guess[];
  /** Indices of tags whose classifier is missing or out of date. */
  readonly due: readonly number[];
}

const mostPositives = 300;
const mostNegatives = 500;
/** A sampled negative stands for at most so many; beyond, the bias is corrected. */
const mostWeight = 5;
/** What a person said counts as so many imported tags, which may be wrong. */
const decidedWeight = 3;
/**
 * What a guess counts, in imported tags, and how many are trained on. Where people only begin to tag, they confirm one
 * tag after the other: without guesses the tags they have not come to yet would be taken for tags that nothing has.
 */
const guessWeight = 0.3;
const mostGuesses = 300;
/** Below this the words of the tag are all there is to go by. */
export const fewestPositives = 3;
const probeRidge = 0.05;
/** A tag nobody spoke of is fitted anew when the number of tagged products has grown by a ninth. */
const refitSteps = 8;

export class Classifiers {
  readonly tags: readonly GroupTag[];
  readonly #deps: ClassifierDependencies;
  readonly #at: ReadonlyMap<number, number>;
  readonly #all: (Classifier | undefined)[];
  readonly #changedAt: Uint32Array;
  readonly #scores = new WeakMap<TaggedProduct, Scores>();
  #changes = 1;
  #plan: Plan | undefined;

  constructor(tags: readonly GroupTag[], deps: ClassifierDependencies) {
    this.tags = tags;
    this.#deps = deps;
    this.#at = new Map(tags.map(({ id }, index) => [id, index]));
    this.#all = tags.map(() => undefined);
    this.#changedAt = new Uint32Array(tags.length);
  }

  indexOf(tagId: number): number | undefined {
    return this.#at.get(tagId);
  }

  /** By tag; `undefined` before the first fit. */
  get all(): readonly (Classifier | undefined)[] {
    return this.#all;
  }

  /** Takes up classifiers of an earlier run; those whose key no longer holds are fitted again by the next `fit`. */
  restore(classifiers: readonly (Classifier | undefined)[]): void {
    for (const index of this.tags.keys()) {
      const classifier = classifiers[index];
      if (classifier !== undefined) this.#put(index, classifier);
    }
    this.#plan = undefined;
  }

  /** Changes with whatever changes the probabilities of any product. */
  get version(): string {
    return `${this.#examplesVersion()} ${this.#changes}`;
  }

  /** How many tags have to be fitted before all is up to date. */
  due(): number {
    return this.#planned().due.length;
  }

  /** Products with a tag of the group and an image that was read. */
  labelled(): readonly TaggedProduct[] {
    return this.#planned().examples.labelled;
  }

  /** Fits what is out of date, one tag at a time; `after` is called with the number of tags left. */
  async fit(after: (left: number) => Promise<void>): Promise<void> {
    const plan = this.#planned();
    for (const [done, index] of plan.due.entries()) {
      this.#put(index, this.#fitted(index, plan));
      await after(plan.due.length - done - 1);
    }
    if (this.#plan === plan) this.#plan = { ...plan, due: [] };
  }

  /** Log-odds of each tag, kept until its classifier changes; a product that changes is another object. */
  logOdds(product: TaggedProduct, vector: Float32Array): Float32Array {
    const scores = this.#scores.get(product) ?? { values: new Float32Array(this.tags.length), upTo: 0 };
    const { values, upTo } = scores;
    if (upTo === this.#changes) return values;
    if (upTo === 0) this.#scores.set(product, scores);
    // What was trained on, be it as a guess, is judged by the classifier that did not see it.
    const labelled = this.#guessing() || this.labelOf(product) !== undefined;
    for (let index = 0; index < values.length; index++) {
      if (upTo === 0 || (this.#changedAt[index] as number) > upTo)
        values[index] = this.#logOdds(index, product, vector, labelled);
    }
    scores.upTo = this.#changes;
    return values;
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

  /** What the words of a tag say of an image, in log-odds. */
  wordsLogOdds(index: number, vector: Float32Array): number {
    const { slope, centre } = this.#deps.scale;
    const { words } = this.tags[index] as GroupTag;
    return slope * (dot(words, vector) - centre);
  }

  #guessing(): boolean {
    const { imported, labelled } = this.#planned().examples;
    return !imported && labelled.length > 0;
  }

  #put(index: number, classifier: Classifier): void {
    this.#all[index] = classifier;
    this.#changedAt[index] = ++this.#changes;
  }

  #planned(): Plan {
    const version = this.#examplesVersion();
    if (this.#plan?.version === version) return this.#plan;
    const examples = trainingExamples(this.#deps.products, this.#at);
    const due = this.tags.flatMap((_, index) => (this.#all[index]?.key === keyOf(index, examples) ? [] : [index]));
    this.#plan = { version, examples, guesses: due.length === 0 ? [] : this.#guesses(examples), due };
    return this.#plan;
  }

  /**
   * What the words of the tags say of products that nobody has tagged (pseudo-labels: Lee, "Pseudo-Label", 2013); none
   * in a catalog that came with tags, where the tagged products show how common each tag is.
   */
  #guesses({ imported, labelled }: TrainingExamples): Guess[] {
    if (imported || labelled.length === 0) return [];
    const { products } = this.#deps;
    const tagged = new Set(labelled);
    const untagged = [...products.byId.values()].filter(
      (product) => !tagged.has(product) && products.vectorOf(product) !== undefined,
    );
    return sample(untagged, mostGuesses, 0).flatMap((product): Guess[] => {
      const vector = products.vectorOf(product) as Float32Array;
      let guessed = -1;
      let best = Number.NEGATIVE_INFINITY;
      for (const [index, { id }] of this.tags.entries()) {
        const odds = this.wordsLogOdds(index, vector);
        if (odds <= best || product.tags.get(id) === 'rejected') continue;
        best = odds;
        guessed = index;
      }
      return guessed < 0 ? [] : [{ product, guessed }];
    });
  }

  /** Changes with what there is to train on. */
  #examplesVersion(): string {
    const { products, vectors } = this.#deps;
    return `${products.versionOf(this.tags[0]?.group ?? '')} ${vectors.images.size}`;
  }

  #fitted(index: number, { examples, guesses }: Plan): Classifier {
    const tag = this.tags[index] as GroupTag;
    const positives = examples.positives[index] as TaggedProduct[];
    const earlier = this.#all[index];
    const started = performance.now();
    const negatives = [
      ...examples.labelled.filter(({ tags }) => {
        const own = tags.get(tag.id);
        return own === undefined || own === 'suggested';
      }),
      ...(examples.rejected[index] as TaggedProduct[]),
    ];
    const guessed = guesses.filter((guess) => guess.guessed === index).length;
    const prior = this.#prior(tag, positives.length + guessed, negatives.length + guesses.length - guessed);
    const ratio = Math.max(1, negatives.length / mostNegatives);
    // For what was left out on either side: common and rare tags are judged on one scale (King & Zeng 2001).
    const sampled = Math.log(Math.max(1, positives.length / mostPositives) / Math.max(1, ratio / mostWeight));
    const chosen =
      positives.length + guessed < fewestPositives
        ? []
        : [...sample(positives, mostPositives, tag.id), ...sample(negatives, mostNegatives, tag.id)];
    const probes = Array.from({ length: folds }, (_, fold): Probe => {
      if (chosen.length === 0) return prior;
      const rows = chosen.filter(({ productId }) => foldOf(productId) !== fold);
      const start = earlier !== undefined && earlier.positives >= fewestPositives ? earlier.probes[fold] : undefined;
      const data = this.#data(rows, guesses, index, Math.min(mostWeight, ratio));
      const probe = fitProbe(data, { prior, ridge: probeRidge, start });
      return probe.with(-1, (probe.at(-1) as number) + sampled);
    });
    const counts = { positives: positives.length, negatives: negatives.length };
    return { probes, key: keyOf(index, examples), ...counts, milliseconds: performance.now() - started };
  }

  /** What the words of the tag say of an image, shifted by how common the tag is. */
  #prior({ words }: GroupTag, positives: number, negatives: number): Probe {
    const { slope, centre } = this.#deps.scale;
    const common =
      positives + negatives === 0 ? -Math.log(this.tags.length) : Math.log((positives + 0.5) / (negatives + 1));
    return Float64Array.of(...Array.from(words, (value) => slope * value), common - slope * centre);
  }

  #data(rows: readonly TaggedProduct[], guesses: readonly Guess[], index: number, negativeWeight: number) {
    const { products, vectors: all } = this.#deps;
    const tagId = this.tags[index]?.id ?? -1;
    const length = rows.length + guesses.length;
    const vectors = new Float32Array(length * all.dimensions);
    const targets = new Uint8Array(length);
    const weights = new Float32Array(length);
    rows.forEach((product, row) => {
      vectors.set(products.vectorOf(product) as Float32Array, row * all.dimensions);
      const own = product.tags.get(tagId);
      targets[row] = isPositive(own) ? 1 : 0;
      const label = this.labelOf(product);
      const decided = own === 'rejected' || (label !== undefined && product.tags.get(label) === 'confirmed');
      weights[row] = decided ? decidedWeight : targets[row] === 1 ? 1 : negativeWeight;
    });
    guesses.forEach(({ product, guessed }, at) => {
      const row = rows.length + at;
      vectors.set(products.vectorOf(product) as Float32Array, row * all.dimensions);
      targets[row] = guessed === index ? 1 : 0;
      weights[row] = guessWeight;
    });
    return { vectors, targets, weights };
  }

  #logOdds(index: number, product: TaggedProduct, vector: Float32Array, labelled: boolean): number {
    const classifier = this.#all[index];
    if (classifier === undefined) return this.wordsLogOdds(index, vector) - Math.log(this.tags.length);
    const { probes } = classifier;
    if (labelled) return logOdds(probes[foldOf(product.productId)] as Probe, vector);
    return probes.reduce((sum, probe) => sum + logOdds(probe, vector), 0) / folds;
  }
}

function keyOf(index: number, { labelled, fingerprints, imported }: TrainingExamples): string {
  const kind = imported || labelled.length === 0 ? '' : ' guessed';
  return `${fingerprints[index]} ${Math.round(refitSteps * Math.log2(1 + labelled.length))}${kind}`;
}
