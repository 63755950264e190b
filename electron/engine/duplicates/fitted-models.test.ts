/** Weights fitted to verdicts: kept in the library only where they predict verdicts better, and given up again. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { VerdictGraph } from '../../contract/duplicates.ts';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/open-database.ts';
import type { ComparedPair, Evidence } from '../identity/evidence.ts';
import { fitWeights } from '../identity/fit.ts';
import { featuresOf, PairModel } from '../identity/pair-model.ts';
import { seededRandom } from '../numbers/random.ts';
import { FittedModels } from './fitted-models.ts';
import { PairModelRepo } from './pair-model-repo.ts';

let dir: string;
let database: Database;
let repo: PairModelRepo;

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'lookalike-weights-'));
  database = openDatabase(dir, { create: true });
  repo = new PairModelRepo(database);
});

afterEach(() => {
  database.close();
  rmSync(dir, { recursive: true });
});

const modelsOf = (modelId: string) => new FittedModels(repo, modelId, () => undefined);

/** A pair of images that agree by so much, 0..1. */
function evidenceOf(alike: number): Evidence {
  const image = {
    luma: alike,
    detail: alike,
    agreeing: alike,
    closely: alike,
    rich: 0.4,
    colour: 0,
    cast: 0,
    overlap: 1,
    plain: 0,
  };
  return {
    exact: 0,
    hash: null,
    image: { cosine: alike, mean: alike, hash: 32 * (1 - alike), ...image },
    listing: null,
  };
}

/** Pairs (2i, 2i + 1) of products whose keys are their ids, each with a verdict. */
function judged(count: number, verdictOf: (alike: number) => boolean) {
  const random = seededRandom(3);
  const pairs: ComparedPair[] = [];
  const graph = new VerdictGraph();
  const keyOf = new Map<number, number>();
  const judgements = { verdicts: [], graph, keyOf, productOf: keyOf, survivorOf: new Map<number, number>() };
  for (let left = 2; left < 2 + 2 * count; left += 2) {
    const alike = 0.35 + 0.65 * random();
    pairs.push({ left, right: left + 1, evidence: evidenceOf(alike), veto: null, images: null });
    graph.add({ leftKey: left, rightKey: left + 1, value: verdictOf(alike) ? 'same' : 'different' });
    keyOf.set(left, left).set(left + 1, left + 1);
  }
  return { pairs, graph, judgements };
}

const stricter = (alike: number): boolean => alike > 0.97;

it('learns from verdicts that are stricter than the shipped weights, keeps it in the library, and gives it up again', () => {
  const { pairs, judgements } = judged(200, stricter);
  const models = modelsOf('starter-v1');
  const doubtful = evidenceOf(0.93);
  const shipped = models.current.probability(doubtful);
  const outcome = models.refit(pairs, judgements);
  expect(outcome.adopted).toBe(true);
  expect(outcome.after.logLoss).toBeLessThan(outcome.before.logLoss);
  expect(outcome.model).toMatchObject({ version: 1, verdicts: 200 });
  expect(models.current.probability(doubtful)).toBeLessThan(shipped / 2);

  const reopened = modelsOf('starter-v1');
  expect(reopened.current.probability(doubtful)).toBe(models.current.probability(doubtful));
  expect(modelsOf('another model').current.probability(doubtful)).toBe(shipped);

  models.reset();
  expect(models.describe()).toMatchObject({ version: 0, fittedAt: null });
  expect(models.current.probability(doubtful)).toBe(shipped);
});

it('leaves the weights as they are where verdicts follow no rule', () => {
  const coin = seededRandom(11);
  const { pairs, graph, judgements } = judged(30, () => coin() < 0.5);
  const models = modelsOf('starter-v1');
  // Weights that know these very verdicts by heart cannot be beaten by any that have not seen them.
  const byHeart = fitWeights(
    pairs.map(({ left, evidence }) => ({
      features: featuresOf(evidence),
      same: graph.verdictOn(left, left + 1)?.value === 'same',
    })),
    { pull: 0.001 },
  );
  repo.add('starter-v1', JSON.stringify(byHeart), 30);
  const outcome = models.refit(pairs, judgements);
  expect(outcome.adopted).toBe(false);
  expect(outcome.model.version).toBe(1);
  const doubtful = evidenceOf(0.9);
  expect(models.current.probability(doubtful)).toBe(new PairModel(byHeart).probability(doubtful));
});

it('asks for more verdicts of either kind before it weighs anything', () => {
  const models = modelsOf('starter-v1');
  for (const { pairs, judgements } of [judged(12, stricter), judged(60, () => false)]) {
    expect(() => models.refit(pairs, judgements)).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }));
  }
});

it('takes the shipped weights where those in the library cannot be read', () => {
  const doubtful = evidenceOf(0.9);
  repo.add('starter-v1', JSON.stringify({ bias: 1, weights: { explained: 3 }, baseline: {} }), 40);
  const models = modelsOf('starter-v1');
  expect(models.current.probability(doubtful)).toBe(new PairModel().probability(doubtful));
  expect(models.describe()).toMatchObject({ version: 0, verdicts: 0 });
  // So that they are fitted again to the same verdicts, once these pairs are compared anew.
  expect(models.lacksOwn).toBe(true);
});
