/** Labelled pairs of two shops: by the shipped weights, and after verdicts on the train pairs. */
import { defaultWeights, shippedThreshold } from '../../electron/engine/identity/default-weights.ts';
import { fitWeights } from '../../electron/engine/identity/fit.ts';
import { PairModel, type Weights } from '../../electron/engine/identity/pair-model.ts';
import type { Corpus } from './corpus.ts';
import { corpusOf, samplesOf } from './samples.ts';
import { type LabelledPair, readPairs } from './tables.ts';
import { scoresOf } from './whole-tables.ts';

/** How many verdicts the present weights are worth, as when a library is fitted to its own. */
const pull = 4;

export function labelledPairs(set: string) {
  const corpus = corpusOf(set);
  const [train, test] = [readPairs(`${set}/pairs_train.csv`), readPairs(`${set}/pairs_test.csv`)];
  const candidates = corpus.candidates();
  const matches = [...train, ...test].filter(({ same }) => same);
  const found = matches.filter(({ left, right }) => candidates.has(`${left} ${right}`)).length;
  const refitted = fitWeights(samplesOf(corpus, train), { prior: defaultWeights, pull });
  return {
    pairs: test.length,
    same: test.filter(({ same }) => same).length,
    shipped: scored(corpus, test, defaultWeights),
    refitted: scored(corpus, test, refitted),
    candidateRecallByTitlesAlone: Math.round((1000 * found) / matches.length) / 1000,
  };
}

function scored(corpus: Corpus, pairs: readonly LabelledPair[], weights: Weights) {
  const model = new PairModel(weights);
  let [right, found] = [0, 0];
  for (const { left, right: other, same } of pairs) {
    const { evidence, veto } = corpus.compare(left, other);
    if (veto !== null || model.probability(evidence) < shippedThreshold) continue;
    found++;
    if (same) right++;
  }
  return scoresOf(right, found, pairs.filter(({ same }) => same).length);
}
