/**
 * What a pair owes to the pairs beside it. Two listings of one clean source are seldom one product, and a listing has
 * at most one partner in another source: of two that it could be, one is wrong. And how often listings of two sources
 * are the same product at all is read off the pairs themselves, where it cannot be known (expectation maximisation, as
 * in Saerens et al., "Adjusting the outputs of a classifier to new a priori probabilities", 2002).
 */

export interface RatedPair {
  readonly left: number;
  readonly right: number;
  /** That they are the same, by themselves. */
  readonly rated: number;
  /** Something tells them apart: they are no rivals of others. */
  readonly apart: boolean;
  /** A number that one product has everywhere says so, whatever stands beside it. */
  readonly decided?: boolean;
}

export interface Sources {
  /** Undefined for a product that is not there. */
  readonly of: (productId: number) => number | undefined;
  /** Listings in a source. */
  readonly size: (source: number) => number;
}

/** So many listings the assumption counts for that every second has a partner. */
const assumed = 40;
/** Shares of listings with a partner that are believed at the least and at the most, in another source. */
const [leastAcross, mostAcross] = [0.05, 0.95];
/** Within a source the share hardly adds: mostly it takes away. */
const leastWithin = 0.01;
/** A source of which most listings have a twin is a marketplace: what is there is believed more. */
const mostWithin = 2;
const rounds = 20;
const surest = 1 - 1e-9;

interface Odds {
  readonly pair: RatedPair;
  readonly odds: number;
  readonly sourcePair: SourcePair;
}

/** All pairs between the same two sources. */
interface SourcePair {
  readonly across: boolean;
  /** Listings of the smaller source. */
  readonly size: number;
  readonly pairs: Odds[];
  /** What the odds are multiplied by. */
  factor: number;
}

/** Answers the probability of each pair in the light of the others, in their order. */
export function inLightOfOthers(pairs: readonly RatedPair[], sources: Sources): Float64Array {
  const sourcePairs = new Map<string, SourcePair>();
  const all = pairs.map((pair): Odds | undefined => {
    const sourcePair = sourcePairOf(pair, sources, sourcePairs);
    if (sourcePair === undefined || pair.apart) return undefined;
    const rated = Math.min(surest, pair.rated);
    const odds: Odds = { pair, odds: rated / (1 - rated), sourcePair };
    sourcePair.pairs.push(odds);
    return odds;
  });
  const rivals = rivalsOf(all.filter((odds) => odds !== undefined));
  for (const sourcePair of sourcePairs.values()) fitFactor(sourcePair, rivals);
  return Float64Array.from(all, (odds, i) =>
    odds === undefined ? (pairs[i] as RatedPair).rated : probabilityOf(odds, rivals),
  );
}

function sourcePairOf(
  { left, right }: RatedPair,
  sources: Sources,
  sourcePairs: Map<string, SourcePair>,
): SourcePair | undefined {
  const [a, b] = [sources.of(left), sources.of(right)];
  if (a === undefined || b === undefined) return undefined;
  const key = `${Math.min(a, b)} ${Math.max(a, b)}`;
  const known = sourcePairs.get(key);
  if (known !== undefined) return known;
  const size = Math.min(sources.size(a), sources.size(b));
  const sourcePair: SourcePair = { across: a !== b, size, pairs: [], factor: 1 };
  sourcePairs.set(key, sourcePair);
  return sourcePair;
}

type Rivals = ReadonlyMap<Odds, readonly { readonly odds: number; readonly part: number }[]>;

/**
 * Of each pair across sources, the pairs of either listing with others of the same source: each counts by how surely
 * those others are not themselves one product.
 */
function rivalsOf(all: readonly Odds[]): Rivals {
  const same = new Map<string, number>();
  const byListing = new Map<string, Odds[]>();
  for (const odds of all) {
    const { left, right, rated } = odds.pair;
    same.set(nameOf(left, right), rated);
    if (!odds.sourcePair.across) continue;
    for (const id of [left, right]) {
      const key = `${id} ${numberOf(odds.sourcePair)}`;
      const list = byListing.get(key);
      if (list === undefined) byListing.set(key, [odds]);
      else list.push(odds);
    }
  }
  const rivals = new Map<Odds, { odds: number; part: number }[]>();
  for (const odds of all) {
    if (!odds.sourcePair.across) continue;
    const { left, right } = odds.pair;
    const found: { odds: number; part: number }[] = [];
    for (const [own, other] of [
      [left, right],
      [right, left],
    ] as const) {
      for (const rival of byListing.get(`${own} ${numberOf(odds.sourcePair)}`) ?? []) {
        if (rival === odds) continue;
        const third = rival.pair.left === own ? rival.pair.right : rival.pair.left;
        found.push({ odds: rival.odds, part: 1 - (same.get(nameOf(third, other)) ?? 0) });
      }
    }
    rivals.set(odds, found);
  }
  return rivals;
}

const numbers = new WeakMap<SourcePair, number>();
let pairsMet = 0;

function numberOf(sourcePair: SourcePair): number {
  const known = numbers.get(sourcePair) ?? pairsMet++;
  numbers.set(sourcePair, known);
  return known;
}

function nameOf(a: number, b: number): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

function probabilityOf(odds: Odds, rivals: Rivals): number {
  if (odds.pair.decided === true) return odds.pair.rated;
  const { factor } = odds.sourcePair;
  const own = factor * odds.odds;
  const others = (rivals.get(odds) ?? []).reduce((sum, rival) => sum + factor * rival.odds * rival.part, 0);
  return own / (1 + own + others);
}

/** Finds how many listings have a partner, and so what the odds of these pairs are multiplied by. */
function fitFactor(sourcePair: SourcePair, rivals: Rivals): void {
  const { across, size, pairs } = sourcePair;
  for (let round = 0; round < rounds; round++) {
    const expected = (): number => pairs.reduce((sum, odds) => sum + probabilityOf(odds, rivals), 0);
    const partners = across ? expected() : listingsWithPartner(pairs, rivals);
    const share = (partners + assumed / 2) / (size + assumed);
    if (across) {
      const believed = Math.min(mostAcross, Math.max(leastAcross, share));
      sourcePair.factor = believed / (1 - believed);
    } else sourcePair.factor = Math.min(mostWithin, Math.max(leastWithin, share / Math.max(1e-9, 1 - share)));
  }
}

/** Each counts by its surest partner: of ten listings under one title none has nine. */
function listingsWithPartner(pairs: readonly Odds[], rivals: Rivals): number {
  const surest = new Map<number, number>();
  for (const odds of pairs) {
    const probability = probabilityOf(odds, rivals);
    for (const id of [odds.pair.left, odds.pair.right]) {
      surest.set(id, Math.max(surest.get(id) ?? 0, probability));
    }
  }
  return surest.values().reduce((sum, probability) => sum + probability, 0);
}
