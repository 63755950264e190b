/**
 * How well each category fits a product: by the words of its title and tags, by what its tags mean, and by its image and
 * listing, read as log-odds and weighed. The weights were set by hand on the
 * two Shopify tables of `npm run bench:taxonomy`.
 */
import { dot } from '../numbers/vectors.ts';
import { type Taxonomy, wordsOf } from './tree.ts';

/** What is known of one product. */
export interface Known {
  readonly title: string;
  /** Names of its tags that say what it is, such as type and category. */
  readonly kinds: readonly string[];
  readonly image: Float32Array | undefined;
  readonly text: Float32Array | undefined;
}

export interface Meanings {
  /** Of each category [dimensions], in the order of the taxonomy. */
  readonly categories: readonly Float32Array[];
  /** Of the names of tags. */
  readonly kinds: ReadonlyMap<string, Float32Array>;
}

export interface Ranked {
  readonly at: number;
  /** 0..1: over all categories they sum to 1. */
  readonly probability: number;
}

export interface Placement {
  /** The likeliest first, at most `mostRanked`. */
  readonly ranked: readonly Ranked[];
  /** The deepest branch that is sure, and how sure; null when not even the first level is. */
  readonly branch: Ranked | null;
}

const titleWords = 1.2;
const kindWords = 2;
/** The last word of an English title says what it is: "silk dress". */
const lastWord = 1.5;
const parentWords = 0.35;
/** Log-odds a unit of cosine. */
const kindMeaning = 4;
const imageMeaning = 14;
const textMeaning = 6;
/** Log-odds by which each level below the first is less likely before anything is known. */
const depthCost = 0.3;
/** Utilities are divided by this: the evidence is not independent. */
const temperature = 1;
export const sureFrom = 0.85;
const mostRanked = 6;

/** Log-odds of every category for one product. `learned`: what confirmed products add. */
export function utilitiesOf(
  taxonomy: Taxonomy,
  known: Known,
  meanings: Meanings | undefined,
  learned: ReadonlyMap<number, number>,
): Float64Array {
  const { categories } = taxonomy;
  const utilities = new Float64Array(categories.length);
  addWords(taxonomy, known, utilities);
  for (const [at, { path }] of categories.entries()) {
    let utility = (utilities[at] as number) - depthCost * (path.length - 1);
    const meaning = meanings?.categories[at];
    if (meaning !== undefined) {
      if (known.image !== undefined) utility += imageMeaning * dot(meaning, known.image);
      if (known.text !== undefined) utility += textMeaning * dot(meaning, known.text);
    }
    utilities[at] = utility;
  }
  addKinds(known, meanings, utilities);
  for (const [at, odds] of learned) utilities[at] = (utilities[at] as number) + odds;
  return utilities;
}

/** Levels whose branches a catalog tends to keep to, products that a branch has before any is seen, and rounds. */
const keptLevels = 3;
const before = 0.5;
const rounds = 3;
/** How far a product follows the rest of the catalog: what others are is no proof of what it is. */
const following = 0.7;

/**
 * A shop sells in few branches. Which, is told from some of its products, in turns with where they belong
 * (expectation maximisation: Dempster et al. 1977): log-odds of every category, for `place` to add.
 */
export function catalogPrior(taxonomy: Taxonomy, sample: readonly Float64Array[]): Float64Array {
  const { categories } = taxonomy;
  let prior = new Float64Array(categories.length);
  for (let round = 0; round < rounds; round++) {
    const mass = new Float64Array(categories.length);
    for (const utilities of sample) {
      const { within } = probabilitiesOf(taxonomy, added(utilities, prior));
      for (let at = 0; at < mass.length; at++) mass[at] = (mass[at] as number) + (within[at] as number);
    }
    const next = new Float64Array(categories.length);
    for (const [at, { parent, path }] of categories.entries()) {
      const above = parent === null ? 0 : (next[parent] as number);
      if (path.length > keptLevels) {
        next[at] = above;
        continue;
      }
      const siblings = parent === null ? taxonomy.roots : (categories[parent]?.children ?? []);
      const all = parent === null ? sample.length : (mass[parent] as number);
      next[at] = above + following * Math.log(((mass[at] as number) + before) / (all + before * siblings.length));
    }
    prior = next;
  }
  return prior;
}

/** Where a product belongs. */
export function place(taxonomy: Taxonomy, utilities: Float64Array, prior?: Float64Array): Placement {
  return decide(taxonomy, prior === undefined ? utilities : added(utilities, prior));
}

function added(utilities: Float64Array, prior: Float64Array): Float64Array {
  return utilities.map((value, at) => value + (prior[at] as number));
}

/** Words of a name that the product says, as far as they cover the name; words of its parents count less. */
function addWords(taxonomy: Taxonomy, { title, kinds }: Known, utilities: Float64Array): void {
  const weights = new Map<string, number>();
  const say = (words: readonly string[], weight: number): void => {
    for (const said of words) {
      const word = taxonomy.knownWord(said);
      weights.set(word, Math.max(weights.get(word) ?? 0, weight));
    }
  };
  const titled = wordsOf(title);
  say(titled, titleWords);
  say(titled.slice(-1), lastWord);
  for (const kind of kinds) {
    const words = wordsOf(kind);
    say(words, kindWords);
    say(words.slice(-1), kindWords * lastWord);
  }
  const own = new Map<number, number>();
  for (const [word, weight] of weights) {
    const tells = taxonomy.weightOf(word);
    for (const at of taxonomy.withWord(word)) own.set(at, (own.get(at) ?? 0) + weight * tells);
  }
  const coverOf = (at: number): number => {
    const words = taxonomy.wordsOf(at);
    const all = words.reduce((sum, word) => sum + taxonomy.weightOf(word), 0);
    const said = words.reduce((sum, word) => sum + (weights.has(word) ? taxonomy.weightOf(word) : 0), 0);
    return all === 0 ? 0 : said / all;
  };
  for (const [at, score] of own) {
    utilities[at] = (utilities[at] as number) + score * coverOf(at);
    // A category below it is a little likelier for that, if its own name does not speak against it.
    for (const child of taxonomy.categories[at]?.children ?? [])
      utilities[child] = (utilities[child] as number) + parentWords * score * coverOf(at);
  }
}

function addKinds({ kinds }: Known, meanings: Meanings | undefined, utilities: Float64Array): void {
  if (meanings === undefined || kinds.length === 0) return;
  const vectors = kinds.flatMap((kind) => meanings.kinds.get(kind) ?? []);
  for (const vector of vectors) {
    for (const [at, meaning] of meanings.categories.entries()) {
      utilities[at] = (utilities[at] as number) + (kindMeaning / vectors.length) * dot(meaning, vector);
    }
  }
}

/** Of each category, and of each branch: as likely as all that lies in it together. */
function probabilitiesOf({ categories }: Taxonomy, utilities: Float64Array) {
  let top = Number.NEGATIVE_INFINITY;
  for (const value of utilities) top = Math.max(top, value);
  const probabilities = utilities.map((value) => Math.exp((value - top) / temperature));
  const total = probabilities.reduce((sum, value) => sum + value, 0);
  const within = new Float64Array(categories.length);
  // Children stand behind their parents.
  for (let at = categories.length - 1; at >= 0; at--) {
    probabilities[at] = (probabilities[at] as number) / total;
    within[at] = (within[at] as number) + (probabilities[at] as number);
    const parent = categories[at]?.parent ?? null;
    if (parent !== null) within[parent] = (within[parent] as number) + (within[at] as number);
  }
  return { probabilities, within };
}

/** Sure of the branch before the leaf. */
function decide(taxonomy: Taxonomy, utilities: Float64Array): Placement {
  const { categories } = taxonomy;
  const { probabilities, within } = probabilitiesOf(taxonomy, utilities);
  let branch: Ranked | null = null;
  let level: readonly number[] = taxonomy.roots;
  for (;;) {
    const likeliest = level.reduce(
      (best, at) => ((within[at] as number) > (within[best] as number) ? at : best),
      level[0] ?? 0,
    );
    if (level.length === 0 || (within[likeliest] as number) < sureFrom) break;
    branch = { at: likeliest, probability: within[likeliest] as number };
    level = categories[likeliest]?.children ?? [];
  }
  return { ranked: front(probabilities), branch };
}

function front(probabilities: Float64Array): Ranked[] {
  const best: Ranked[] = [];
  for (const [at, probability] of probabilities.entries()) {
    if (best.length === mostRanked && probability <= (best.at(-1)?.probability ?? 0)) continue;
    best.push({ at, probability });
    best.sort((a, b) => b.probability - a.probability);
    if (best.length > mostRanked) best.pop();
  }
  return best;
}
