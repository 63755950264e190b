/** The weights in use: those that ship, or those fitted to the verdicts of this library for the model in use. */
import { z } from 'zod';
import type { MethodResult } from '../../contract/contract.ts';
import type { PairModel as PairModelInfo } from '../../contract/duplicates.ts';
import { AppError } from '../../contract/errors.ts';
import { defaultWeights, shippedThreshold } from '../identity/default-weights.ts';
import type { ComparedPair } from '../identity/evidence.ts';
import { calibrationError, fitWeights, logLoss, type Sample } from '../identity/fit.ts';
import { type FeatureName, featureNames, featuresOf, PairModel, type Weights } from '../identity/pair-model.ts';
import { type Judgements, verdictOn } from './groups/judgements.ts';
import type { PairModelRepo, StoredWeights } from './pair-model-repo.ts';

const featureRecord = z.object(
  Object.fromEntries(featureNames.map((name) => [name, z.number()])) as Record<FeatureName, z.ZodNumber>,
);
const weightsSchema = z.object({ bias: z.number(), weights: featureRecord, baseline: featureRecord });

/** Fewer say too little. */
const leastVerdicts = 20;
const leastOfEach = 5;
const folds = 5;
/** How many verdicts the present weights are worth. */
const pull = 4;

interface Judged {
  readonly sample: Sample;
  readonly pair: ComparedPair;
}

export class FittedModels {
  readonly #repo: PairModelRepo;
  readonly #modelId: string;
  readonly #changed: () => void;
  #current: PairModel | undefined;

  /** `changed` is called after every attempt to fit weights and when they are given up. */
  constructor(repo: PairModelRepo, modelId: string, changed: () => void) {
    this.#repo = repo;
    this.#modelId = modelId;
    this.#changed = changed;
  }

  get current(): PairModel {
    this.#current ??= new PairModel(this.#weights());
    return this.#current;
  }

  describe(): PairModelInfo {
    const row = this.#readable()?.row;
    return {
      version: row?.version ?? 0,
      fittedAt: row?.fittedAt ?? null,
      verdicts: row?.verdicts ?? 0,
      threshold: shippedThreshold,
    };
  }

  /**
   * Fits weights to verdicts, pulled towards the shipped ones, and keeps them when they predict verdicts of other folds
   * better than the present ones do. Verdicts of variant are left to the vetoes.
   * @throws {AppError} `BAD_REQUEST` with too few verdicts
   */
  refit(pairs: Iterable<ComparedPair>, judgements: Judgements): MethodResult<'duplicates.refit'> {
    const judged = judgedPairs(pairs, judgements);
    const same = judged.filter(({ sample }) => sample.same).length;
    if (judged.length < leastVerdicts || same < leastOfEach || judged.length - same < leastOfEach) {
      throw new AppError(
        'BAD_REQUEST',
        `There are ${same} verdicts of "same" and ${judged.length - same} of "different" on pairs that were ` +
          `compared. Give at least ${leastVerdicts}, ${leastOfEach} of each, before the signals are weighed anew.`,
        {
          details: {
            why: 'few-verdicts',
            same,
            different: judged.length - same,
            least: leastVerdicts,
            each: leastOfEach,
          },
        },
      );
    }
    const present = this.current;
    const before = quality(judged, () => present);
    const held = Array.from({ length: folds }, (_, fold) => {
      const seen = judged.filter((_, i) => i % folds !== fold);
      return new PairModel(fitted(seen));
    });
    const after = quality(judged, (i) => held[i % folds] as PairModel);
    const adopted = after.logLoss < before.logLoss;
    if (adopted) {
      this.#repo.add(this.#modelId, JSON.stringify(fitted(judged)), judged.length);
      this.#current = undefined;
    }
    this.#changed();
    return { adopted, before, after, model: this.describe() };
  }

  /** What verdicts there are to learn from, and how many came since that was done. */
  usable(pairs: Iterable<ComparedPair>, judgements: Judgements) {
    const judged = judgedPairs(pairs, judgements);
    const same = judged.filter(({ sample }) => sample.same).length;
    return {
      toLearnFrom: { same, different: judged.length - same, least: leastVerdicts, each: leastOfEach },
      sinceLearned: Math.max(0, judged.length - this.describe().verdicts),
    };
  }

  /** Whether weights were fitted, but for other models only, or to signals of an earlier version. */
  get lacksOwn(): boolean {
    return this.#readable() === undefined && this.#repo.latest() !== undefined;
  }

  reset(): PairModelInfo {
    this.#repo.clear(this.#modelId);
    this.#current = undefined;
    this.#changed();
    return this.describe();
  }

  #weights(): Weights {
    return this.#readable()?.weights ?? defaultWeights;
  }

  /** The latest weights; those of an earlier version, which weighed other signals, count as none. */
  #readable(): { readonly row: StoredWeights; readonly weights: Weights } | undefined {
    const row = this.#repo.latest(this.#modelId);
    const parsed = row && weightsSchema.safeParse(JSON.parse(row.weights));
    return row !== undefined && parsed?.success === true ? { row, weights: parsed.data } : undefined;
  }
}

function fitted(judged: readonly Judged[]): Weights {
  return fitWeights(
    judged.map(({ sample }) => sample),
    { prior: defaultWeights, pull },
  );
}

/** Direct verdicts only: what follows from them says nothing new about images. */
function judgedPairs(pairs: Iterable<ComparedPair>, judgements: Judgements): Judged[] {
  const judged: Judged[] = [];
  for (const pair of pairs) {
    const verdict = verdictOn(judgements, pair.left, pair.right);
    if (verdict === null || verdict.by !== 'person' || verdict.value === 'variant' || pair.veto !== null) continue;
    judged.push({ pair, sample: { features: featuresOf(pair.evidence), same: verdict.value === 'same' } });
  }
  // The same verdicts fall into the same folds, however the pairs came in.
  return judged.sort(({ pair: a }, { pair: b }) => a.left - b.left || a.right - b.right);
}

function quality(judged: readonly Judged[], modelOf: (i: number) => PairModel) {
  const predictions = judged.map(({ pair, sample }, i) => ({
    probability: modelOf(i).probability(pair.evidence),
    same: sample.same,
  }));
  return { logLoss: logLoss(predictions), calibrationError: calibrationError(predictions) };
}
