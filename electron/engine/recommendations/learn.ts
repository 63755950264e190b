/** Learns from what shoppers did: reads it once, holds the latest part out to tell what each method weighs, then learns from all of it. */
import { fitBlend, type HeldOut, qualityAt } from './blend.ts';
import { type EaseOptions, fitEase } from './ease.ts';
import { historiesOf, popularity } from './histories.ts';
import { cosineKnn, fitItemKnn } from './item-knn.ts';
import { scoreHistory, topItems, type Weighted } from './item-weights.ts';
import { type Learned, type MethodQuality, popularDays } from './learned.ts';
import { SessionKnn, sessionKnn } from './session-knn.ts';
import { basketEase, nextInSession, nextOfCustomer, nextRecency } from './settings.ts';
import { fitLift, longestBasket } from './together.ts';
import type { Behaviour, ShopperEvent } from './types.ts';

const dayMs = 86_400_000;
/** The latest of each are read: older ones say little of what is wanted now. */
const mostRows = 300_000;
/** A customer's or session's latest. */
const longestHistory = 200;
/** Cases that tell what a method weighs, at most. */
const mostCases = 600;
const k = 10;
const listed = 100;

/** What the engine's own thread has time for: n^3 / 2 multiplications. */
const libraryEase: EaseOptions = { ...basketEase, mostItems: 1500, keep: 200 };

const libraryKnn = { ...cosineKnn, keep: 200 };

/** Events count towards what is popular by kind. */
const popularWeight: Readonly<Record<ShopperEvent['kind'], number>> = {
  view: 0.05,
  click: 0.1,
  cart: 0.3,
  purchase: 1,
};

export type Step = (phase: 'history' | 'habits' | 'test', done: number, total: number) => Promise<void>;

interface Timed {
  readonly items: number[];
  readonly time: number;
}

export async function learn(behaviour: Behaviour, step: Step): Promise<Learned> {
  const numbers = new Map<number, number>();
  const itemOf = (productId: number): number => {
    const known = numbers.get(productId) ?? numbers.size;
    numbers.set(productId, known);
    return known;
  };
  const events = behaviour.count();
  const reading = (done: number): Promise<void> => step('history', Math.min(done, events), events);
  const baskets = await readBaskets(behaviour, itemOf, reading);
  const sessions = await readGroups(behaviour, 'session', itemOf, reading);
  const customers = await readGroups(behaviour, 'customer', itemOf, reading);
  const products = Int32Array.from(numbers.keys());
  const items = products.length;
  const { popular, bought } = await countPopular(behaviour, numbers, reading);
  const fitting = (done: number) => (): Promise<void> => step('habits', done, 6);

  const goesWith = await weighGoesWith(baskets, items, () => step('test', 0, 2));
  const nextQuality = await weighNext(sessions, items, () => step('test', 1, 2));
  const histories = historiesOf(rowsOf(baskets), items);
  const together = await fitItemKnn(histories, libraryKnn, fitting(1));
  const ease = await fitEase(histories, libraryEase, fitting(2));
  const sessionRows = historiesOf(rowsOf(sessions), items);
  const next = await fitItemKnn(sessionRows, nextInSession, fitting(3));
  const customerRows = historiesOf(rowsOf(customers), items);
  const ordered = await fitItemKnn(customerRows, { ...nextOfCustomer, keep: 200 }, fitting(4));
  return {
    products,
    baskets: histories,
    together,
    ease,
    sessions: sessionRows,
    sessionEnds: Float64Array.from(sessions, ({ time }) => time / 1000),
    next,
    customers: customerRows,
    customerKeys: Float64Array.from(customers, ({ key }) => key),
    ordered,
    popular,
    bought,
    quality: { goesWith, next: nextQuality },
    events,
  };
}

const rowsOf = (rows: readonly Timed[]): number[][] => rows.map(({ items }) => items);

async function readBaskets(
  behaviour: Behaviour,
  itemOf: (productId: number) => number,
  reading: (done: number) => Promise<void>,
): Promise<Timed[]> {
  const baskets: Timed[] = [];
  let read = 0;
  for (const { time, products } of behaviour.baskets()) {
    read += products.size;
    if (products.size > 1 && products.size <= longestBasket)
      baskets.push({ time, items: Array.from(products.keys(), itemOf) });
    if (baskets.length % 500 === 0) await reading(read);
  }
  return latest(baskets);
}

async function readGroups(
  behaviour: Behaviour,
  by: 'session' | 'customer',
  itemOf: (productId: number) => number,
  reading: (done: number) => Promise<void>,
): Promise<(Timed & { readonly key: number })[]> {
  const groups: { key: number; items: number[]; time: number }[] = [];
  let open: { key: number; items: number[]; time: number } | undefined;
  let read = 0;
  for (const event of behaviour.interactions({ by })) {
    const key = event[by];
    if (key === null) continue;
    if (open?.key !== key) {
      open = { key, items: [], time: event.time };
      groups.push(open);
    }
    const item = itemOf(event.productId);
    // A customer has a product once; in a session it may be looked at again.
    if (by === 'session' || !open.items.includes(item)) open.items.push(item);
    if (open.items.length > longestHistory) open.items.shift();
    open.time = event.time;
    if (++read % 2000 === 0) await reading(read);
  }
  return latest(groups.filter(({ items }) => by === 'customer' || items.length > 1));
}

function latest<T extends Timed>(rows: T[]): T[] {
  return rows.sort((a, b) => a.time - b.time).slice(-mostRows);
}

/** What an event counts halves in `popularDays`. */
async function countPopular(
  behaviour: Behaviour,
  numbers: ReadonlyMap<number, number>,
  reading: (done: number) => Promise<void>,
): Promise<Pick<Learned, 'popular' | 'bought'>> {
  const [items, days, weights]: [number[], number[], number[]] = [[], [], []];
  for (const { productId, time, kind } of behaviour.interactions({})) {
    const item = numbers.get(productId);
    if (item === undefined) continue;
    items.push(item);
    days.push(time / dayMs);
    weights.push(popularWeight[kind]);
    if (items.length % 2000 === 0) await reading(items.length);
  }
  const end = days.reduce((last, day) => Math.max(last, day), 0);
  const popular = new Float64Array(numbers.size);
  const bought = new Float64Array(numbers.size);
  items.forEach((item, i) => {
    const age = end - (days[i] as number);
    popular[item] = (popular[item] as number) + (weights[i] as number) * 0.5 ** (age / popularDays);
    if (weights[i] === popularWeight.purchase && age < popularDays) bought[item] = (bought[item] as number) + 1;
  });
  return { popular, bought };
}

interface Method {
  readonly name: string;
  readonly list: (history: number[], now: number) => Weighted[];
}

/** What is in the latest tenth of baskets is told from half of each; an even blend where there are too few to tell. */
async function weighGoesWith(
  baskets: readonly Timed[],
  items: number,
  between: () => Promise<void>,
): Promise<MethodQuality[]> {
  const cut = Math.floor(baskets.length * 0.9);
  const before = historiesOf(rowsOf(baskets.slice(0, cut)), items);
  const together = await fitItemKnn(before, libraryKnn, between);
  const ease = await fitEase(before, libraryEase, between);
  const lift = await fitLift(before, { keep: 200 }, between);
  const top = (scores: Float64Array, history: readonly number[]): Weighted[] =>
    topItems(scores, listed, (item) => history.includes(item));
  const counts = popularity(before);
  const methods: Method[] = [
    { name: 'together', list: (history) => top(scoreHistory(together, history), history) },
    { name: 'ease', list: (history) => top(scoreHistory(ease, history), history) },
    { name: 'lift', list: (history) => top(scoreHistory(lift, history), history) },
    { name: 'popular', list: (history) => top(counts, history) },
  ];
  const cases = spread(baskets.slice(cut)).map(({ items: all, time }) => {
    const half = Math.ceil(all.length / 2);
    return { history: all.slice(0, half), right: new Set(all.slice(half)), now: time / 1000 };
  });
  return weigh(methods, cases, between);
}

/** The next item of the latest tenth of sessions. */
async function weighNext(
  sessions: readonly Timed[],
  items: number,
  between: () => Promise<void>,
): Promise<MethodQuality[]> {
  const cut = Math.floor(sessions.length * 0.9);
  const before = sessions.slice(0, cut);
  const histories = historiesOf(rowsOf(before), items);
  const near = await fitItemKnn(histories, nextInSession, between);
  const knn = new SessionKnn(
    histories,
    before.map(({ time }) => time / 1000),
    sessionKnn,
  );
  const counts = popularity(histories);
  const methods: Method[] = [
    { name: 'sessions', list: (history, now) => topItems(knn.score(history, now), listed, () => false) },
    { name: 'order', list: (history) => topItems(scoreHistory(near, history, nextRecency), listed, () => false) },
    { name: 'popular', list: () => topItems(counts, listed, () => false) },
  ];
  const cases = spread(sessions.slice(cut)).map(({ items: all, time }) => ({
    history: all.slice(0, -1),
    right: new Set(all.slice(-1)),
    now: time / 1000,
  }));
  return weigh(methods, cases, between);
}

/** Some of many, from all over. */
function spread<T>(rows: readonly T[]): T[] {
  const stride = Math.max(1, rows.length / mostCases);
  return Array.from({ length: Math.min(rows.length, mostCases) }, (_, i) => rows[Math.floor(i * stride)] as T);
}

/** Fewer cases than this tell nothing. */
const fewestCases = 20;

async function weigh(
  methods: readonly Method[],
  asked: readonly { history: number[]; right: Set<number>; now: number }[],
  between: () => Promise<void>,
): Promise<MethodQuality[]> {
  const cases: HeldOut[] = [];
  for (const { history, right, now } of asked) {
    cases.push({ right, lists: methods.map(({ list }) => list(history, now)) });
    await between();
  }
  const weights =
    cases.length < fewestCases ? methods.map(({ name }) => (name === 'popular' ? 0 : 1)) : fitBlend(cases, k);
  return methods.map(({ name }, method) => {
    const found = cases.map(({ lists, right }) => qualityAt(lists[method] ?? [], right, k));
    const mean = (values: readonly number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
    return {
      method: name,
      recall: mean(found.map(({ recall }) => recall)),
      ndcg: mean(found.map(({ ndcg }) => ndcg)),
      weight: weights[method] as number,
    };
  });
}
