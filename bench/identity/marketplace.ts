/** Random parts of a marketplace: titles and perceptual hashes, grouped as the app groups them. */
import { joinGroups } from '../../electron/engine/duplicates/groups/agglomeration.ts';
import { defaultWeights, shippedThreshold } from '../../electron/engine/identity/default-weights.ts';
import { fitWeights } from '../../electron/engine/identity/fit.ts';
import { PairModel, type Weights } from '../../electron/engine/identity/pair-model.ts';
import { inLightOfOthers } from '../../electron/engine/identity/partners.ts';
import { mean } from '../../electron/engine/numbers/statistics.ts';
import { Corpus } from './corpus.ts';
import { postingSamples } from './samples.ts';
import { candidatePairs, distance, meanF1, type Posting, postings } from './shopee.ts';

const groups = 1000;
/** How many verdicts the present weights are worth, as when a library is fitted to its own. */
const pull = 4;

export function marketplace(seeds: readonly number[], shipped: Weights = defaultWeights) {
  const learned = fitWeights(postingSamples('fit', groups, 11), { prior: shipped, pull });
  const parts = seeds.map((seed) => {
    const listings = postings('test', groups, seed);
    const corpus = new Corpus(listings);
    const pairs = candidatePairs(listings, corpus.candidates());
    return {
      listings: listings.length,
      candidateRecall: recallOf(listings, pairs),
      meanF1: grouped(listings, corpus, pairs, shipped),
      afterLearningOnOtherGroups: grouped(listings, corpus, pairs, learned),
    };
  });
  const average = (of: (part: (typeof parts)[number]) => number): number => round(mean(parts.map(of)));
  return {
    parts: parts.length,
    candidateRecall: average((part) => part.candidateRecall),
    meanF1: average((part) => part.meanF1),
    afterLearningOnOtherGroups: average((part) => part.afterLearningOnOtherGroups),
  };
}

function recallOf(listings: readonly Posting[], pairs: ReadonlySet<string>): number {
  const groupOf = new Map(listings.map(({ id, group }) => [id, group]));
  const sizes = [...Map.groupBy(listings, ({ group }) => group).values()].map(({ length }) => length);
  const all = sizes.reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
  const found = [...pairs].filter((pair) => {
    const [a, b] = pair.split(' ');
    return groupOf.get(a ?? '') === groupOf.get(b ?? '');
  });
  return found.length / all;
}

function grouped(listings: readonly Posting[], corpus: Corpus, pairs: ReadonlySet<string>, weights: Weights): number {
  const model = new PairModel(weights);
  const numbers = new Map(listings.map(({ id }, i) => [id, i]));
  const rated = [...pairs].map((pair) => {
    const [left, right] = pair.split(' ').map((id) => listings[numbers.get(id) as number] as Posting) as [
      Posting,
      Posting,
    ];
    const { evidence, veto } = corpus.compare(left.id, right.id, distance(left.hash, right.hash));
    const [a, b] = [numbers.get(left.id) as number, numbers.get(right.id) as number];
    return { left: a, right: b, rated: model.probability(evidence, veto), apart: veto !== null };
  });
  const probabilities = inLightOfOthers(rated, { of: () => 0, size: () => listings.length });
  const links = rated.map(({ left, right, apart }, i) => ({
    a: Math.min(left, right),
    b: Math.max(left, right),
    probability: probabilities[i] as number,
    apart,
    rank: 0,
  }));
  const joins = joinGroups(listings.length, links);
  const shown = joins.filter(({ cohesion, until }) => cohesion >= shippedThreshold && until < shippedThreshold);
  const joined = shown.flatMap(({ nodes }) =>
    nodes.flatMap((a, i) => nodes.slice(i + 1).map((b) => [listings[a]?.id ?? '', listings[b]?.id ?? ''] as const)),
  );
  return meanF1(listings, joined);
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
