/**
 * The classifiers of one tag group, one a tag and part of the catalog, fitted when what they learn from has changed. A product is always judged by
 * the classifier that did not see its part, so that a wrong tag cannot vouch for itself.
 */
import type { SimilarityScale } from '../encoders/similarity.ts';
import type { VectorsPort } from '../vector/types.ts';
import { collectExamples, type Examples, foldOf, folds, sample } from './examples.ts';
import { fitProbe, logOdds, type Probe } from './probe.ts';
import type { TaggedProduct, TagState } from './state.ts';
import type { TagEntry } from './tag-repo.ts';

export interface GroupTag extends TagEntry {
  /** The vector of its words [dimensions], L2-normalised. */
  readonly words: Float32Array;
}

export interface ClassifierDependencies {
  readonly state: TagState;
  readonly vectors: Pick<VectorsPort, 'images' | 'dimensions'>;
  /** How the likeness of words and images is read. */
  readonly scale: SimilarityScale;
}

export interface Fit {
  /** One for each part of the catalog, fitted on the others. */
  readonly probes: readonly Probe[];
  /** What it was fitted on; a new fit is due when this changes. */
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

interface Plan {
  readonly version: string;
  readonly examples: Examples;
  /** Indices of tags whose fit is missing or out of date. */
  readonly due: readonly number[];
}

const mostPositives = 300;
const mostNegatives = 500;
/** A sampled negative stands for at most so many; beyond, the bias is corrected. */
const mostWeight = 5;
/** What a person said counts as so many imported tags, which may be wrong. */
const decidedWeight = 3;
/** Below this the words of the tag are all there is to go by. */
export const fewestPositives = 3;
const probeRidge = 0.05;
/** A tag nobody spoke of is fitted anew when the number of tagged products has grown by a ninth. */
const refitSteps = 8;

export class Classifiers {
  readonly tags: readonly GroupTag[];
  readonly #deps: ClassifierDependencies;
  readonly #at: ReadonlyMap<number, number>;
  readonly #fits: (Fit | undefined)[];
  readonly #changedAt: Uint32Array;
  readonly #scores = new WeakMap<TaggedProduct, Scores>();
  #changes = 1;
  #plan: Plan | undefined;

  constructor(tags: readonly GroupTag[], deps: ClassifierDependencies) {
    this.tags = tags;
    this.#deps = deps;
    this.#at = new Map(tags.map(({ id }, index) => [id, index]));
    this.#fits = tags.map(() => undefined);
    this.#changedAt = new Uint32Array(tags.length);
  }

  indexOf(tagId: number): number | undefined {
    return this.#at.get(tagId);
  }

  fitOf(index: number): Fit | undefined {
    return this.#fits[index];
  }

  /** All fits, to be kept between runs. */
  get fits(): readonly (Fit | undefined)[] {
    return this.#fits;
  }

  /** Takes up fits of an earlier run; those whose key no longer holds are fitted again by the next `fit`. */
  restore(fits: readonly (Fit | undefined)[]): void {
    for (const [index, fit] of fits.entries()) if (fit !== undefined && index < this.tags.length) this.#put(index, fit);
    this.#plan = undefined;
  }

  /** Changes with whatever changes what is believed of any product. */
  get version(): string {
    return `${this.#knowledge()} ${this.#changes}`;
  }

  /** How many tags have to be fitted before all is up to date. */
  due(): number {
    return this.#planned().due.length;
  }

  /** Products with a tag of the group and a photo that was read. */
  labelled(): readonly TaggedProduct[] {
    return this.#planned().examples.labelled;
  }

  /** Fits what is out of date, one tag at a time; `after` is called with the number of tags left. */
  async fit(after: (left: number) => Promise<void>): Promise<void> {
    const plan = this.#planned();
    for (const [done, index] of plan.due.entries()) {
      this.#put(index, this.#fitted(index, plan.examples));
      await after(plan.due.length - done - 1);
    }
    if (this.#plan === plan) this.#plan = { ...plan, due: [] };
  }

  /** The log-odds of each tag by its classifier, kept until the classifier changes; a product that changes is another object. */
  logOdds(product: TaggedProduct, vector: Float32Array): Float32Array {
    let known = this.#scores.get(product);
    if (known?.upTo === this.#changes) return known.values;
    const labelled = this.labelOf(product) !== undefined;
    if (known === undefined) {
      known = { values: new Float32Array(this.tags.length), upTo: 0 };
      this.#scores.set(product, known);
    }
    const { values, upTo } = known;
    for (let index = 0; index < values.length; index++) {
      if (upTo === 0 || (this.#changedAt[index] as number) > upTo)
        values[index] = this.#logOdds(index, product, vector, labelled);
    }
    known.upTo = this.#changes;
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

  vectorOf(product: TaggedProduct): Float32Array | undefined {
    for (const imageId of product.imageIds) {
      const vector = this.#deps.vectors.images.get(imageId);
      if (vector !== undefined) return vector;
    }
    return undefined;
  }

  /** What the words of a tag say of a picture, in log-odds. */
  wordsLogOdds(index: number, vector: Float32Array): number {
    const { slope, centre } = this.#deps.scale;
    const { words } = this.tags[index] as GroupTag;
    let sum = 0;
    for (let i = 0; i < words.length; i++) sum += (words[i] as number) * (vector[i] as number);
    return slope * (sum - centre);
  }

  #put(index: number, fit: Fit): void {
    this.#fits[index] = fit;
    this.#changedAt[index] = ++this.#changes;
  }

  #planned(): Plan {
    const { state } = this.#deps;
    const version = this.#knowledge();
    if (this.#plan?.version === version) return this.#plan;
    const examples = collectExamples(
      state.products.values(),
      this.#at,
      (product) => this.vectorOf(product) !== undefined,
    );
    const due = this.tags.flatMap((_, index) => (this.#fits[index]?.key === keyOf(index, examples) ? [] : [index]));
    this.#plan = { version, examples, due };
    return this.#plan;
  }

  /** Changes with what there is to learn from. */
  #knowledge(): string {
    const { state, vectors } = this.#deps;
    return `${state.versionOf(this.tags[0]?.group ?? '')} ${vectors.images.size}`;
  }

  #fitted(index: number, examples: Examples): Fit {
    const tag = this.tags[index] as GroupTag;
    const { labelled } = examples;
    const positives = examples.positives[index] as TaggedProduct[];
    const earlier = this.#fits[index];
    const started = performance.now();
    const negatives = [
      ...labelled.filter(({ tags }) => {
        const own = tags.get(tag.id);
        return own === undefined || own === 'suggested';
      }),
      ...(examples.rejected[index] as TaggedProduct[]),
    ];
    const prior = this.#prior(tag, positives.length, negatives.length);
    const ratio = Math.max(1, negatives.length / mostNegatives);
    // What was left out on either side, so that common and rare tags are judged on one scale (King & Zeng 2001, prior correction).
    const sampled = Math.log(Math.max(1, positives.length / mostPositives) / Math.max(1, ratio / mostWeight));
    const chosen =
      positives.length < fewestPositives
        ? []
        : [...sample(positives, mostPositives, tag.id), ...sample(negatives, mostNegatives, tag.id)];
    const probes = Array.from({ length: folds }, (_, fold): Probe => {
      if (chosen.length === 0) return prior;
      const rows = chosen.filter(({ productId }) => foldOf(productId) !== fold);
      const start = earlier !== undefined && earlier.positives >= fewestPositives ? earlier.probes[fold] : undefined;
      const data = this.#data(rows, tag.id, Math.min(mostWeight, ratio));
      const probe = fitProbe(data, { prior, ridge: probeRidge, start });
      return { ...probe, bias: probe.bias + sampled };
    });
    const counts = { positives: positives.length, negatives: negatives.length };
    return { probes, key: keyOf(index, examples), ...counts, milliseconds: performance.now() - started };
  }

  /** What the words of the tag say of a picture, shifted by how common the tag is. */
  #prior({ words }: GroupTag, positives: number, negatives: number): Probe {
    const { slope, centre } = this.#deps.scale;
    const common =
      positives + negatives === 0 ? -Math.log(this.tags.length) : Math.log((positives + 0.5) / (negatives + 1));
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

  #logOdds(index: number, product: TaggedProduct, vector: Float32Array, labelled: boolean): number {
    const fit = this.#fits[index];
    if (fit === undefined) return this.wordsLogOdds(index, vector) - Math.log(this.tags.length);
    if (labelled) return logOdds(fit.probes[foldOf(product.productId)] as Probe, vector);
    return fit.probes.reduce((sum, probe) => sum + logOdds(probe, vector), 0) / folds;
  }
}

function keyOf(index: number, { labelled, marks }: Examples): string {
  return `${marks[index]} ${Math.round(refitSteps * Math.log2(1 + labelled.length))}`;
}
