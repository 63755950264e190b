/**
 * Fits the model of looking a photo up to groceries, and measures it on what it was not fitted to: on the third of the
 * products that was left out, on the other sets, and on groceries by what the other sets teach.
 */
import { backgroundOf } from '../../electron/engine/identity/look-up/background.ts';
import { LookUp, type LookUpCandidate, type LookUpEvidence } from '../../electron/engine/identity/look-up/evidence.ts';
import {
  evidenceNames,
  favourable,
  LookUpModel,
  type LookUpWeights,
  mostNamed,
  scoreNames,
  verdictOf,
} from '../../electron/engine/identity/look-up/look-up-model.ts';
import { type NameShares, Naming } from '../../electron/engine/identity/look-up/naming.ts';
import { solve } from '../../electron/engine/numbers/cholesky.ts';
import { fitLogistic } from '../../electron/engine/numbers/logistic-regression.ts';
import { SparseRows } from '../../electron/engine/numbers/rows.ts';
import { deviation } from '../../electron/engine/numbers/statistics.ts';
import type { PhotoSets, Trial } from './look-up-sets.ts';

/** A photo against a catalog. */
interface Compared {
  readonly item: number;
  readonly candidates: readonly LookUpCandidate[];
  readonly productId: number | null;
  readonly lookUp: LookUp;
}

const candidatesTaken = 24;
const pull = 4;
/** What the photos of one catalog count together, those of products that it has and of others each. */
const weightOfTrial = 60;
/** The products are cut into so many parts to be measured on others than those fitted on. */
const folds = 3;
/**
 * Clothes are only ever photos of what is not listed: they would teach that nothing ever is. Backs of clothes (luma)
 * would teach that nothing can be told, as this model does not: fitted to both, every set is answered worse.
 */
const isFitted = (set: Trial['set']): boolean => set === 'groceries';

export function chooseLookUpWeights({ trials, things }: PhotoSets) {
  const compared = new Map(trials.map((trial) => [trial, compare(trial, things)]));
  const fitOn = (some: readonly Trial[], of = compared): LookUpWeights => fitWeights(some, of, things);
  const sets = [...new Set(trials.map(({ set }) => set))];
  const otherSets = sets.flatMap((set) => {
    const model = new LookUpModel(fitOn(trials.filter((trial) => trial.set !== set && trial.set !== 'clothes')));
    const own = trials.filter((trial) => trial.set === set);
    return [...Map.groupBy(own, ({ name }) => name)].map(([name, some]) => ({
      set,
      name,
      ...measure(some, [{ model, compared }], things),
    }));
  });
  const fitted = trials.filter(({ set }) => isFitted(set));
  const parts = Array.from({ length: folds }, (_, fold) => {
    const part = (is: boolean): Map<Trial, Compared[]> =>
      new Map([...compared].map(([trial, all]) => [trial, all.filter(({ item }) => (item % folds === fold) === is)]));
    return { model: new LookUpModel(fitOn(fitted, part(false))), compared: part(true) };
  });
  const otherProducts = [...Map.groupBy(trials, ({ set, name }) => `${set}: ${name}`)].map(([name, some]) => ({
    name,
    ...measure(some, parts, things),
  }));
  return { otherSets, otherProducts, weights: fitOn(fitted) };
}

function compare(trial: Trial, things: PhotoSets['things']): Compared[] {
  const drawn = trial.products.map(({ images, text }) => ({ image: images[0], text }));
  const background = backgroundOf(drawn);
  const naming = new Naming(things, background.textSpread, drawn);
  const shares = trial.products.map((product) => naming.sharesOfProduct(product));
  return trial.queries.map(({ vector, productId, item }) => {
    const lookUp = new LookUp(vector, background);
    const shown = naming.sharesOf(vector);
    const candidates = trial.products.flatMap((product, i): LookUpCandidate[] => {
      const candidate = lookUp.compare(product);
      if (candidate === undefined) return [];
      return [{ ...candidate, named: naming.agreement(shown, shares[i] as NameShares[]) }];
    });
    return { lookUp, productId, item, candidates };
  });
}

interface Ranked {
  readonly ranked: readonly { readonly candidate: LookUpCandidate; readonly score: number }[];
  readonly evidence: LookUpEvidence;
}

function rank(trial: Trial, { lookUp, candidates }: Compared, things: PhotoSets['things'], model: LookUpModel): Ranked {
  const ranked = candidates
    .map((candidate) => ({ candidate, score: model.score(candidate) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, candidatesTaken);
  const texts = new Map(trial.products.map(({ productId, text }) => [productId, text]));
  return { ranked, evidence: lookUp.evidence(ranked, (id) => texts.get(id), things) };
}

type ComparedOf = ReadonlyMap<Trial, readonly Compared[]>;

function fitWeights(trials: readonly Trial[], compared: ComparedOf, things: PhotoSets['things']): LookUpWeights {
  const score = fitScores(trials, compared);
  const zeros = Object.fromEntries(evidenceNames.map((name) => [name, 0])) as LookUpWeights['known'];
  const model = new LookUpModel({ score, bias: 0, known: zeros });
  const rows: number[][] = [];
  const targets: number[] = [];
  const weights: number[] = [];
  for (const trial of trials) {
    const all = compared.get(trial) ?? [];
    const inside = all.filter(({ productId }) => productId !== null).length;
    for (const one of all) {
      const { evidence } = rank(trial, one, things, model);
      rows.push(evidenceNames.map((name) => evidence[name]));
      targets.push(one.productId === null ? 0 : 1);
      weights.push(weightOfTrial / (one.productId === null ? all.length - inside : inside));
    }
  }
  const spread = evidenceNames.map((_, i) => Math.max(0.05, deviation(rows.map((row) => row[i] as number))));
  const scaled = rows.map((row) => [...row.map((value, i) => value / (spread[i] as number)), 1]);
  const mean = new Float64Array(evidenceNames.length + 1);
  const known = fitLogistic({
    rows: new SparseRows(scaled, mean.length),
    targets,
    weights,
    mean,
    precision: mean.map((_, i) => (i === evidenceNames.length ? 1e-6 : pull)),
    nonNegative: favourable,
  });
  const named = evidenceNames.map((name, i) => [name, short((known[i] as number) / (spread[i] as number))]);
  return {
    score,
    bias: short(known[evidenceNames.length] as number),
    known: Object.fromEntries(named) as LookUpWeights['known'],
  };
}

/** A conditional logit (McFadden 1974): which of the candidates a photo shows, where one of them is it. Newton's method. */
function fitScores(trials: readonly Trial[], compared: ComparedOf): LookUpWeights['score'] {
  const size = scoreNames.length;
  let weights = new Float64Array(size);
  const choices = trials.flatMap((trial) => {
    const all = (compared.get(trial) ?? []).filter(({ productId }) => productId !== null);
    return all.map(({ candidates, productId }) => ({
      weight: weightOfTrial / all.length,
      rows: candidates.map((candidate) => scoreNames.map((name) => candidate[name])),
      chosen: candidates.findIndex((candidate) => candidate.productId === productId),
    }));
  });
  for (let step = 0; step < 30; step++) {
    const gradient = weights.map((value) => -pull * value);
    const curvature = Array.from(weights, (_, i) => new Float64Array(size).fill(pull, i, i + 1));
    for (const { weight, rows, chosen } of choices) {
      const scores = rows.map((row) => row.reduce((sum, value, i) => sum + value * (weights[i] as number), 0));
      const top = Math.max(...scores);
      const odds = scores.map((value) => Math.exp(value - top));
      const total = odds.reduce((sum, value) => sum + value, 0);
      const means = scoreNames.map((_, i) =>
        rows.reduce((sum, row, k) => sum + ((odds[k] as number) / total) * (row[i] as number), 0),
      );
      for (let i = 0; i < size; i++) {
        gradient[i] = (gradient[i] as number) + weight * ((rows[chosen]?.[i] ?? 0) - (means[i] as number));
        const line = curvature[i] as Float64Array;
        for (let j = 0; j <= i; j++) {
          const product = rows.reduce(
            (sum, row, k) => sum + ((odds[k] as number) / total) * (row[i] as number) * (row[j] as number),
            0,
          );
          const covariance = weight * (product - (means[i] as number) * (means[j] as number));
          line[j] = (line[j] as number) + covariance;
        }
      }
    }
    const move = solve(curvature, Float64Array.from(gradient));
    weights = weights.map((value, i) => value + (move[i] as number));
    if (Math.max(...move.map(Math.abs)) < 1e-7) break;
  }
  return Object.fromEntries(scoreNames.map((name, i) => [name, short(weights[i] as number)])) as LookUpWeights['score'];
}

/**
 * `found`: of photos of products that the catalog has, those whose product the banner names alone or among three;
 * `refused`: of the others, those said not to be in the catalog; `balanced`: the mean of both; `area`: how often a photo
 * of a listed product is thought likelier to be listed than one of another.
 */
function measure(
  trials: readonly Trial[],
  parts: readonly { readonly model: LookUpModel; readonly compared: ComparedOf }[],
  things: PhotoSets['things'],
) {
  const inside = { photos: 0, found: 0, first: 0, three: 0 };
  const outside = { photos: 0, refused: 0 };
  const told = { one: 0, oneRight: 0 };
  const known: { readonly probability: number; readonly right: boolean }[] = [];
  const first: typeof known = [];
  const three: typeof known = [];
  const all = parts.flatMap(({ model, compared }) =>
    trials.flatMap((trial) => (compared.get(trial) ?? []).map((one) => ({ trial, one, model }))),
  );
  for (const { trial, one, model } of all) {
    const { ranked, evidence } = rank(trial, one, things, model);
    const likelihoods = model.likelihoods(
      ranked.map(({ score }) => score),
      evidence,
    );
    const verdict = verdictOf(likelihoods);
    const place = ranked.findIndex(({ candidate }) => candidate.productId === one.productId);
    const isFirst = place === 0;
    const isThree = place >= 0 && place < mostNamed;
    known.push({ probability: likelihoods.known, right: one.productId !== null });
    first.push({ probability: likelihoods.each[0] ?? 0, right: isFirst });
    three.push({
      probability: likelihoods.each.slice(0, mostNamed).reduce((sum, value) => sum + value, 0),
      right: isThree,
    });
    if (verdict === 'one') {
      told.one++;
      told.oneRight += isFirst ? 1 : 0;
    }
    if (one.productId === null) {
      outside.photos++;
      outside.refused += verdict === 'none' ? 1 : 0;
    } else {
      inside.photos++;
      inside.first += isFirst ? 1 : 0;
      inside.three += isThree ? 1 : 0;
      inside.found += (verdict === 'one' && isFirst) || (verdict === 'few' && isThree) ? 1 : 0;
    }
  }
  const share = (part: number, all: number): number | null => (all === 0 ? null : round(part / all));
  const [found, refused] = [share(inside.found, inside.photos), share(outside.refused, outside.photos)];
  return {
    first: share(inside.first, inside.photos),
    three: share(inside.three, inside.photos),
    found,
    refused,
    balanced: found === null || refused === null ? null : round((found + refused) / 2),
    area: areaOf(known),
    oneRight: share(told.oneRight, told.one),
    ones: told.one,
    calibrationError: { known: errorOf(known), first: errorOf(first), three: errorOf(three) },
  };
}

/** Area under the receiver operating characteristic. */
function areaOf(said: readonly { readonly probability: number; readonly right: boolean }[]): number | null {
  const [inside, outside] = [said.filter(({ right }) => right), said.filter(({ right }) => !right)];
  if (inside.length === 0 || outside.length === 0) return null;
  const below = (p: number): number =>
    outside.reduce((sum, { probability }) => sum + (probability < p ? 1 : probability === p ? 0.5 : 0), 0);
  return round(inside.reduce((sum, { probability }) => sum + below(probability), 0) / inside.length / outside.length);
}

/** Over ten bins of equal width. */
function errorOf(said: readonly { readonly probability: number; readonly right: boolean }[]): number {
  const bins = Map.groupBy(said, ({ probability }) => Math.min(9, Math.floor(probability * 10)));
  const off = [...bins.values()].map((bin) =>
    Math.abs(bin.reduce((sum, { probability, right }) => sum + probability - (right ? 1 : 0), 0)),
  );
  return round(off.reduce((sum, value) => sum + value, 0) / Math.max(1, said.length));
}

const round = (value: number): number => Math.round(1000 * value) / 1000;
const short = (value: number): number => Number(value.toPrecision(4));
