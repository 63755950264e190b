/** What a customer has next or besides: Amazon Beauty, as a set without order (BARS) and as sequences (S3-Rec). */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { blend, fitBlend } from '../../electron/engine/recommendations/blend.ts';
import { fitEase } from '../../electron/engine/recommendations/ease.ts';
import { type History, historiesOf, popularity } from '../../electron/engine/recommendations/histories.ts';
import { cosineKnn, fitItemKnn, markovChain } from '../../electron/engine/recommendations/item-knn.ts';
import { scoreHistory } from '../../electron/engine/recommendations/item-weights.ts';
import { SessionKnn, sessionKnn } from '../../electron/engine/recommendations/session-knn.ts';
import { basketEase, customerRecency, nextOfCustomer } from '../../electron/engine/recommendations/settings.ts';
import { requireData } from '../support/data.ts';
import { type Case, listsOf, report, type Scorer } from './measure.ts';

/** Recall and nDCG at 20 of what a customer had besides. The penalties were chosen on a fifth of the training part. */
export async function customerSets(): Promise<unknown> {
  const dir = requireData('rec-amazon-beauty-bars');
  const [train, test] = ['train.txt', 'test.txt'].map((name) => rowsIn(path.join(dir, name))) as [
    number[][],
    number[][],
  ];
  const itemCount = 1 + [...train, ...test].reduce((most, row) => Math.max(most, ...row.slice(1)), 0);
  const histories = historiesOf(
    train.map((row) => row.slice(1)),
    itemCount,
  );
  const cases = test.map((row): Case => {
    const own = train[row[0] as number] as number[];
    return { history: own.slice(1), right: new Set(row.slice(1)), now: 0 };
  });
  const counts = popularity(histories);
  const cosine = await fitItemKnn(histories, { ...cosineKnn, keep: itemCount });
  const plain = await fitEase(histories, { penalty: 100, lengthPower: 0, mostItems: itemCount, keep: itemCount });
  const began = performance.now();
  const ease = await fitEase(histories, basketEase);
  const seconds = (performance.now() - began) / 1000;
  const scorers: Record<string, Scorer> = {
    popular: () => counts,
    'item-kNN': ({ history }) => scoreHistory(cosine, history),
    'EASE, penalty 100': ({ history }) => scoreHistory(plain, history),
    'EASE by length': ({ history }) => scoreHistory(ease, history),
  };
  const about = { counts, rows: train.length, candidates: itemCount };
  const asked = cases.filter(({ right }) => right.size > 0);
  return {
    set: 'rec-amazon-beauty-bars',
    customers: asked.length,
    fittedIn: `${seconds.toFixed(1)} s`,
    methods: byMethod(scorers, (score) => report(asked, listsOf(asked, score), 20, about)),
  };
}

/** HR and nDCG at 10 of the last item of each customer. Weights of the blend are told from the last but one. */
export async function customerSequences(): Promise<unknown> {
  const file = requireData('rec-amazon-2014-sequences/beauty_sequences.txt');
  const sequences = rowsIn(file).map((row) => row.slice(1));
  const itemCount = 1 + sequences.reduce((most, row) => Math.max(most, ...row), 0);
  const casesAt = (back: number): Case[] =>
    sequences.map((row) => ({ history: row.slice(0, -back), right: new Set([row.at(-back) as number]), now: 0 }));
  const heldOut = casesAt(2).filter((_, i) => i % 7 === 0);
  const before = await learnFrom(
    sequences.map((row) => row.slice(0, -2)),
    itemCount,
  );
  const blended = ['session kNN', 'item-kNN in order', 'markov'] as const;
  const lists = blended.map((name) => listsOf(heldOut, before[name]));
  const weights = fitBlend(
    heldOut.map(({ right }, i) => ({ right, lists: lists.map((list) => list[i] ?? []) })),
    10,
  );
  const began = performance.now();
  const methods = await learnFrom(
    sequences.map((row) => row.slice(0, -1)),
    itemCount,
  );
  const seconds = (performance.now() - began) / 1000;
  const cases = casesAt(1);
  const counts = popularity(
    historiesOf(
      sequences.map((row) => row.slice(0, -1)),
      itemCount,
    ),
  );
  const about = { counts, rows: sequences.length, candidates: itemCount - 1 };
  const found = Object.fromEntries(Object.entries(methods).map(([name, score]) => [name, listsOf(cases, score)]));
  const own = cases.map((_, i) =>
    blend(
      blended.map((name) => found[name]?.[i] ?? []),
      weights,
      10,
    ),
  );
  return {
    set: 'rec-amazon-2014-sequences Beauty',
    customers: cases.length,
    fittedIn: `${seconds.toFixed(1)} s`,
    weights: Object.fromEntries(blended.map((name, i) => [name, weights[i]])),
    methods: Object.fromEntries(
      Object.entries({ ...found, blend: own }).map(([name, list]) => [name, report(cases, list, 10, about)]),
    ),
  };
}

async function learnFrom(rows: readonly History[], itemCount: number) {
  const histories = historiesOf(rows, itemCount);
  const counts = popularity(histories);
  const cosine = await fitItemKnn(histories, cosineKnn);
  const ordered = await fitItemKnn(histories, nextOfCustomer);
  const chain = await fitItemKnn(histories, markovChain);
  // These histories have an order and no times: none is older than another.
  const knn = new SessionKnn(histories, new Float64Array(rows.length), { ...sessionKnn, nearScale: 3, placeScale: 2 });
  return {
    popular: (() => counts) as Scorer,
    'item-kNN': (({ history }) => scoreHistory(cosine, history)) as Scorer,
    'item-kNN in order': (({ history }) => scoreHistory(ordered, history, customerRecency)) as Scorer,
    markov: (({ history }) => scoreHistory(chain, Array.from(history).slice(-1))) as Scorer,
    'session kNN': (({ history, now }) => knn.score(history, now)) as Scorer,
  };
}

function byMethod<T>(scorers: Readonly<Record<string, Scorer>>, work: (score: Scorer) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(scorers).map(([name, score]) => [name, work(score)]));
}

function rowsIn(file: string): number[][] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
}
