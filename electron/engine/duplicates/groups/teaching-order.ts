/**
 * Which groups a verdict would teach most about: those of which the model is uncertain and that are unlike what was
 * judged already, each also unlike those before it in the list (uncertainty and diversity, as in Settles, "Active
 * learning literature survey", 2009, chapters 2 and 5).
 */
import { featureNames, featuresOf, type PairModel } from '../../identity/pair-model.ts';
import type { Group } from './open-groups.ts';
import type { WeighedPair, WeighedPairs } from './weighed-pairs.ts';

/** Groups that are put in order by what they are like; those after come by their uncertainty alone. */
const arranged = 60;
const considered = 400;
/** Judged pairs that newcomers are held against. */
const remembered = 300;
/** Log-odds: two pairs that the same features speak for and against, less than this apart, teach the same. */
const reach = 3;

interface Lesson {
  readonly group: Group;
  readonly uncertainty: number;
  readonly at: Float64Array;
}

/** `judged`: pairs with a verdict, latest first. */
export function teachingFirst(
  groups: readonly Group[],
  pairs: WeighedPairs,
  isOpen: (pair: WeighedPair) => boolean,
  judged: readonly WeighedPair[],
  model: PairModel,
): Group[] {
  const at = ({ evidence, veto }: WeighedPair): Float64Array => {
    const values = featuresOf(evidence);
    return Float64Array.from(featureNames, (name) => model.weightOf(name) * values[name]).map((value) =>
      veto === null ? value : value / 2,
    );
  };
  const lessons = groups.map((group) => ({ group, pair: mostUncertain(group, pairs, isOpen) }));
  lessons.sort((a, b) => uncertaintyOf(b.pair) - uncertaintyOf(a.pair) || (a.group.id < b.group.id ? -1 : 1));
  const head = lessons.slice(0, considered).map(
    ({ group, pair }): Lesson => ({
      group,
      uncertainty: uncertaintyOf(pair),
      at: pair === undefined ? new Float64Array(featureNames.length) : at(pair),
    }),
  );
  const known = judged.slice(0, remembered).map(at);
  const novelty = head.map((lesson) => Math.min(1, ...known.map((other) => 1 - likeness(lesson.at, other))));
  const chosen: Group[] = [];
  const left = new Set(head.keys());
  while (left.size > 0 && chosen.length < arranged) {
    let best = -1;
    for (const i of left) if (best < 0 || scoreOf(i) > scoreOf(best)) best = i;
    left.delete(best);
    chosen.push((head[best] as Lesson).group);
    for (const i of left) {
      const distance = 1 - likeness((head[i] as Lesson).at, (head[best] as Lesson).at);
      novelty[i] = Math.min(novelty[i] as number, distance);
    }
  }
  const taken = new Set(chosen);
  return [...chosen, ...lessons.map(({ group }) => group).filter((group) => !taken.has(group))];

  function scoreOf(i: number): number {
    return (head[i] as Lesson).uncertainty * (novelty[i] as number);
  }
}

function mostUncertain(
  { productIds }: Group,
  pairs: WeighedPairs,
  isOpen: (pair: WeighedPair) => boolean,
): WeighedPair | undefined {
  const among = new Set(productIds);
  let best: WeighedPair | undefined;
  for (const id of productIds) {
    for (const pair of pairs.of(id)) {
      if (pair.left !== id || !among.has(pair.right) || !isOpen(pair)) continue;
      if (best === undefined || uncertaintyOf(pair) > uncertaintyOf(best)) best = pair;
    }
  }
  return best;
}

/** 1 for as likely as not, 0 for what is sure; what a listing says against it leaves less to learn. */
function uncertaintyOf(pair: WeighedPair | undefined): number {
  return pair === undefined ? 0 : 4 * pair.probability * (1 - pair.probability) * (pair.veto === null ? 1 : 0.25);
}

function likeness(a: Float64Array, b: Float64Array): number {
  let square = 0;
  for (let i = 0; i < a.length; i++) square += ((a[i] as number) - (b[i] as number)) ** 2;
  return Math.exp(-square / (2 * reach ** 2));
}
