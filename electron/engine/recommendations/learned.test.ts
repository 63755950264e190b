import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededRandom } from '../numbers/random.ts';
import { scoreHistory, topItems } from './item-weights.ts';
import { learn } from './learn.ts';
import type { Learned } from './learned.ts';
import { readLearned, writeLearned } from './learned-file.ts';
import type { Behaviour, ShopperEvent } from './types.ts';

/** Tea and cups, pens and paper: each order is of one pair of a kind, some with a bag that everybody buys. Products 100..104. */
function shop(): Behaviour {
  const [tea, cup, pen, paper, bag] = [100, 101, 102, 103, 104];
  const random = seededRandom(2);
  const events: (ShopperEvent & { basket: number })[] = [];
  for (let n = 0; n < 400; n++) {
    const pair = n % 2 === 0 ? [tea, cup] : [pen, paper];
    const own = random() < 0.4 ? [...pair, bag] : pair;
    for (const productId of own as number[]) {
      const time = n * 3_600_000;
      events.push({ customer: n % 50, session: 1000 + n, productId, kind: 'view', time, weight: 1, basket: n });
      events.push({
        customer: n % 50,
        session: 1000 + n,
        productId,
        kind: 'purchase',
        time: time + 1,
        weight: 1,
        basket: n,
      });
    }
  }
  return {
    version: 1,
    count: () => events.length,
    *interactions({ by }) {
      if (by === undefined) yield* events;
      else yield* events.toSorted((a, b) => (a[by] as number) - (b[by] as number) || a.time - b.time);
    },
    *baskets() {
      for (const [, own] of Map.groupBy(
        events.filter(({ kind }) => kind === 'purchase'),
        ({ basket }) => basket,
      ))
        yield { time: own[0]?.time as number, products: new Map(own.map(({ productId }) => [productId, 1])) };
    },
  };
}

let learned: Learned;
let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'lookalike-learned-'));
  learned = await learn(shop(), async () => {});
});

afterAll(() => rm(dir, { recursive: true, force: true }));

const itemOf = (productId: number): number => learned.products.indexOf(productId);
const productsOf = (scores: Float64Array, but: number): (number | undefined)[] =>
  topItems(scores, 2, (item) => item === but).map(({ item }) => learned.products[item]);

test('what is bought together goes together, by pairs and by the linear model', () => {
  const tea = itemOf(100);
  expect(productsOf(scoreHistory(learned.together, [tea]), tea)[0]).toBe(101);
  expect(productsOf(scoreHistory(learned.ease, [tea]), tea)[0]).toBe(101);
  const pen = itemOf(102);
  expect(productsOf(scoreHistory(learned.ease, [pen]), pen)[0]).toBe(103);
});

test('what is held out says what each method weighs', () => {
  const { goesWith, next } = learned.quality;
  const [together, popular] = [goesWith[0], goesWith.at(-1)];
  expect(goesWith.map(({ method }) => method)).toEqual(['together', 'ease', 'lift', 'popular']);
  expect(together?.ndcg).toBeGreaterThan(popular?.ndcg as number);
  expect(goesWith.some(({ weight }) => weight > 0)).toBe(true);
  expect(next.map(({ method }) => method)).toEqual(['sessions', 'order', 'popular']);
});

test('customers have each product once, and what was bought of late is counted', () => {
  expect(learned.customerKeys).toHaveLength(50);
  const first = Array.from(learned.customers.items.subarray(0, learned.customers.starts[1]));
  expect(new Set(first).size).toBe(first.length);
  // Of 400 hours all lie within 30 days.
  expect(learned.bought[itemOf(100)]).toBe(200);
});

test('what was written is read again, and a damaged file is as none', async () => {
  const file = path.join(dir, 'index', 'recommendations.bin');
  await writeLearned(file, learned, 'now');
  expect(await readLearned(file)).toEqual({ learned, stamp: 'now' });
  const bytes = await readFile(file);
  await writeFile(file, bytes.fill(7, bytes.length - 40, bytes.length - 20));
  expect(await readLearned(file)).toBeUndefined();
  await writeFile(file, bytes.subarray(0, 300));
  expect(await readLearned(file)).toBeUndefined();
  expect(await readLearned(path.join(dir, 'none'))).toBeUndefined();
});
