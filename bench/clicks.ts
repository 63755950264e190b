/**
 * Grades told from clicks, held against those that people gave: clicks are drawn from the grades of rel-crowdflower, on lists in the order
 * of BM25 that is shuffled a little each time, with chances of examination that fall with the position. Rank correlation with the grades,
 * and nDCG@10 of the products put in the order that clicks tell, for the click model, the share of clicks, and the number of clicks.
 * Prints JSON.
 *
 *   npm run bench:clicks -- [LISTS_A_QUERY ...]
 */
import { fitClickModel, type Shown } from '../electron/engine/demand/click-model.ts';
import { ndcgAt } from '../electron/engine/evaluation/metrics.ts';
import { seededRandom } from '../electron/engine/numbers/random.ts';
import { bootstrapMean, mean, randomisationTest } from '../electron/engine/numbers/statistics.ts';
import { bm25 } from './judged/bm25.ts';
import { type JudgedQuery, judgedCatalogs } from './judged/catalogs.ts';

const k = 10;
/** Chances of a click once examined, by gain 0 to 3, and of examination by position. */
const pleases = [0.05, 0.15, 0.35, 0.6];
const examined = (position: number): number => 1 / (position + 1) ** 0.8;

const catalog = judgedCatalogs.crowdflower?.();
if (catalog === undefined) throw new Error('There is no catalog "crowdflower".');
const ranked = bm25(catalog);
const sizes = process.argv.slice(2).map(Number);
for (const lists of sizes.length > 0 ? sizes : [30, 100, 300]) console.log(JSON.stringify(measure(lists)));

function measure(lists: number): object {
  const random = seededRandom(11);
  const cells = new Map<string, { pair: number; position: number; times: number; clicks: number }>();
  const pairs: { readonly query: number; readonly gain: number }[] = [];
  const queries = (catalog as NonNullable<typeof catalog>).queries.map((query, number) => {
    const products = inOrder(query, ranked(query.text)).map((sku) => {
      pairs.push({ query: number, gain: query.gains.get(sku) ?? 0 });
      return { pair: pairs.length - 1, gain: query.gains.get(sku) ?? 0 };
    });
    return products;
  });
  for (const products of queries) {
    for (let list = 0; list < lists; list++) {
      const order = products.map((own, at) => ({ own, at: at + random() * 6 })).sort((a, b) => a.at - b.at);
      for (const [position, { own }] of order.slice(0, k).entries()) {
        const key = `${own.pair} ${position}`;
        const cell = cells.get(key) ?? { pair: own.pair, position, times: 0, clicks: 0 };
        cell.times++;
        if (random() < examined(position) * (pleases[Math.round(own.gain)] ?? 0)) cell.clicks++;
        cells.set(key, cell);
      }
    }
  }
  const shown: Shown[] = [...cells.values()];
  const { attraction, examination, rounds } = fitClickModel(shown);
  const sums = new Map<number, { clicks: number; times: number }>();
  for (const { pair, times, clicks } of shown) {
    const own = sums.get(pair) ?? { clicks: 0, times: 0 };
    sums.set(pair, { clicks: own.clicks + clicks, times: own.times + times });
  }
  const ways: Record<string, (pair: number) => number> = {
    model: (pair) => attraction.get(pair)?.value ?? 0,
    share: (pair) => (sums.get(pair)?.clicks ?? 0) / (sums.get(pair)?.times ?? 1),
    count: (pair) => sums.get(pair)?.clicks ?? 0,
  };
  const told = queries.map((products) => products.filter(({ pair }) => sums.has(pair)));
  const perQuery = Object.fromEntries(
    Object.entries(ways).map(([name, value]) => [
      name,
      told.map((products) => {
        const sorted = [...products].sort((a, b) => value(b.pair) - value(a.pair));
        const gains = sorted.map(({ gain }) => 2 ** gain - 1);
        return ndcgAt(gains, gains, k);
      }),
    ]),
  );
  const all = told.flat();
  const against = (a: string, b: string): object => {
    const differences = (perQuery[a] ?? []).map((value, at) => value - (perQuery[b]?.[at] ?? 0));
    return { ...bootstrapMean(differences), p: randomisationTest(differences) };
  };
  return {
    ...{ lists, queries: queries.length, products: all.length, rounds },
    examination: examination.map((value) => Math.round(value * 100) / 100),
    spearman: Object.fromEntries(
      Object.entries(ways).map(([name, value]) => [
        name,
        rounded(
          spearman(
            all.map(({ pair }) => value(pair)),
            all.map(({ gain }) => gain),
          ),
        ),
      ]),
    ),
    ndcg10: Object.fromEntries(Object.entries(perQuery).map(([name, values]) => [name, rounded(mean(values))])),
    modelOverShare: against('model', 'share'),
    modelOverCount: against('model', 'count'),
  };
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** The products that were graded, as BM25 orders them; those it does not find come last. */
function inOrder(query: JudgedQuery, list: readonly string[]): string[] {
  const graded = list.filter((sku) => query.gains.has(sku));
  return [...new Set([...graded, ...query.gains.keys()])].slice(0, 2 * k);
}

/** Spearman's rank correlation, ties at their mean rank. */
function spearman(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [ranks(a), ranks(b)];
  const [mx, my] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  for (const [at, own] of x.entries()) {
    const [dx, dy] = [own - mx, (y[at] as number) - my];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xy / Math.sqrt(xx * yy);
}

function ranks(values: readonly number[]): number[] {
  const order = values.map((value, at) => ({ value, at })).sort((a, b) => a.value - b.value);
  const result = new Array<number>(values.length).fill(0);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to + 1 < order.length && order[to + 1]?.value === order[from]?.value) to++;
    for (let place = from; place <= to; place++) result[order[place]?.at ?? 0] = (from + to) / 2;
    from = to + 1;
  }
  return result;
}
