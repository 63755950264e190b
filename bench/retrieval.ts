/**
 * What search finds on a real catalog, LOOKALIKE_DATA/fashion-2k, whose images the starter model never saw: `npm run
 * bench:retrieval`. Prints JSON; docs/measurements.md quotes it. Images alone first, then the default ranker, then
 * Chinese queries beside English ones. With --unmeasured the starter model goes by another id, so that its calibration
 * is derived from the library as that of any other model.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { MethodInput } from '../electron/contract/contract.ts';
import type { Hit } from '../electron/contract/search.ts';
import { ndcgAt, precisionAt, reciprocalRank } from '../electron/engine/evaluation/metrics.ts';
import { seededRandom } from '../electron/engine/numbers/random.ts';
import { requireData } from './support/data.ts';
import { type BenchEngine, importAndWait, openBenchEngine } from './support/engine.ts';

type Attributes = Readonly<Record<string, string>>;

const table = requireData('fashion-2k/products.csv');
const dir = mkdtempSync(path.join(tmpdir(), 'lookalike-retrieval-'));
const engine = await openBenchEngine(dir, process.argv.includes('--unmeasured') ? unmeasuredModels() : undefined);
try {
  await importAndWait(engine, { path: table });
  const products = await allProducts(engine);
  console.log(
    JSON.stringify(
      {
        products: products.size,
        imagesAlone: await labelQueries(engine, products, true),
        titleToImage: await titleQueries(engine, products),
        defaultRanker: await labelQueries(engine, products, false),
        twoAttributes: await combinedQueries(engine, products),
        mixed: await mixedQueries(engine, products),
        chinese: await chineseQueries(engine, products),
        unrelated: await unrelatedQueries(engine),
        cutoff: await cutoffRecall(engine, products),
      },
      null,
      2,
    ),
  );
} finally {
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
}

function unmeasuredModels(): string {
  const models = path.join(dir, 'models');
  const [from, to] = [path.join(import.meta.dirname, '../models/starter'), path.join(models, 'starter')];
  cpSync(from, to, { recursive: true });
  const manifest = JSON.parse(readFileSync(path.join(to, 'model.json'), 'utf8')) as object;
  writeFileSync(path.join(to, 'model.json'), JSON.stringify({ ...manifest, id: 'starter-unmeasured' }));
  return models;
}

async function search(client: BenchEngine, params: MethodInput<'search.run'>): Promise<Hit[]> {
  return (await client.call('search.run', { facets: false, cutoff: false, ...params })).hits;
}

async function allProducts(client: BenchEngine): Promise<Map<number, { title: string; attributes: Attributes }>> {
  const products = new Map<number, { title: string; attributes: Attributes }>();
  for (let offset = 0; ; offset += 500) {
    const { hits } = await client.call('search.run', { offset, limit: 500, facets: false });
    for (const { id, title, tags } of hits) {
      products.set(id, { title, attributes: Object.fromEntries(tags.map(({ group, name }) => [group, name])) });
    }
    if (hits.length < 500) return products;
  }
}

type Products = Awaited<ReturnType<typeof allProducts>>;

function labelsOf(products: Products, key: (attributes: Attributes) => string | undefined, atLeast: number) {
  const members = new Map<string, Set<number>>();
  for (const [id, { attributes }] of products) {
    const label = key(attributes);
    if (label !== undefined && label !== '') members.set(label, (members.get(label) ?? new Set()).add(id));
  }
  return [...members].filter(([, ids]) => ids.size >= atLeast);
}

async function measureLabels(
  client: BenchEngine,
  labels: ReturnType<typeof labelsOf>,
  imagesOnly: boolean,
): Promise<{ labels: number; 'P@10': number; 'nDCG@10': number }> {
  let precision = 0;
  let ndcg = 0;
  for (const [label, relevant] of labels) {
    const hits = await search(client, { parts: [{ kind: 'text', text: label.toLowerCase() }], limit: 10, imagesOnly });
    const gains = hits.map(({ id }) => (relevant.has(id) ? 1 : 0));
    precision += precisionAt(gains, 10);
    ndcg += ndcgAt(
      gains,
      Array.from(relevant, () => 1),
      10,
    );
  }
  return { labels: labels.length, 'P@10': round(precision / labels.length), 'nDCG@10': round(ndcg / labels.length) };
}

async function labelQueries(client: BenchEngine, products: Products, imagesOnly: boolean) {
  const result: Record<string, Awaited<ReturnType<typeof measureLabels>>> = {};
  for (const group of ['type', 'colour', 'subcategory']) {
    result[group] = await measureLabels(
      client,
      labelsOf(products, (attributes) => attributes[group], 10),
      imagesOnly,
    );
  }
  return result;
}

async function combinedQueries(client: BenchEngine, products: Products) {
  const labels = labelsOf(products, ({ colour, type }) => (colour && type ? `${colour} ${type}` : undefined), 8);
  return {
    imagesAlone: await measureLabels(client, labels, true),
    defaultRanker: await measureLabels(client, labels, false),
  };
}

/** Title to its own image among all; equal titles count as they come. */
async function titleQueries(client: BenchEngine, products: Products) {
  let first = 0;
  let ten = 0;
  let reciprocal = 0;
  for (const [id, { title }] of products) {
    const hits = await search(client, { parts: [{ kind: 'text', text: title }], limit: 500, imagesOnly: true });
    const rank = hits.findIndex((hit) => hit.id === id) + 1;
    first += rank === 1 ? 1 : 0;
    ten += rank >= 1 && rank <= 10 ? 1 : 0;
    reciprocal += reciprocalRank(rank);
  }
  const n = products.size;
  return { 'R@1': round(first / n), 'R@10': round(ten / n), 'MRR@500': round(reciprocal / n) };
}

/**
 * A product's image plus the name of another colour: share of the first five that are of its type and of that colour.
 */
async function mixedQueries(client: BenchEngine, products: Products) {
  const colours = ['Red', 'Black', 'Blue', 'White', 'Green', 'Pink', 'Brown', 'Purple', 'Grey'];
  const amount = (type: string | undefined, colour: string): number =>
    [...products.values()].filter(({ attributes }) => attributes.type === type && attributes.colour === colour).length;
  const random = seededRandom(1);
  // Ids follow the order in which products were read, which differs from import to import.
  const ids = [...products].sort(([, a], [, b]) => (a.title < b.title ? -1 : 1)).map(([id]) => id);
  const totals = { both: 0, type: 0, colour: 0 };
  let queries = 0;
  while (queries < 300) {
    const id = ids[Math.floor(random() * ids.length)] ?? 0;
    const colour = colours[Math.floor(random() * colours.length)] ?? '';
    const own = products.get(id)?.attributes ?? {};
    if (own.colour === colour || amount(own.type, colour) < 5) continue;
    const hits = await search(client, {
      parts: [
        { kind: 'product', productId: id },
        { kind: 'text', text: colour.toLowerCase() },
      ],
      limit: 5,
      imagesOnly: true,
    });
    for (const hit of hits) {
      const found = products.get(hit.id)?.attributes ?? {};
      const type = found.type === own.type;
      totals.type += type ? 0.2 : 0;
      totals.colour += found.colour === colour ? 0.2 : 0;
      totals.both += type && found.colour === colour ? 0.2 : 0;
    }
    queries++;
  }
  return {
    queries,
    'type and colour P@5': round(totals.both / queries),
    'type P@5': round(totals.type / queries),
    'colour P@5': round(totals.colour / queries),
  };
}

async function chineseQueries(client: BenchEngine, products: Products) {
  const cases: [string, string, (attributes: Attributes) => boolean][] = [
    ['黑色的鞋子', 'black shoes', ({ colour, category }) => colour === 'Black' && category === 'Footwear'],
    ['男士手表', "men's watches", ({ type, audience }) => type === 'Watches' && audience === 'Men'],
    ['女士手提包', "women's handbags", ({ type, audience }) => type === 'Handbags' && audience === 'Women'],
    ['蓝色牛仔裤', 'blue jeans', ({ type, colour }) => type === 'Jeans' && /Blue/.test(colour ?? '')],
    ['白色T恤', 'white t-shirt', ({ type, colour }) => type === 'Tshirts' && colour === 'White'],
    ['太阳镜', 'sunglasses', ({ type }) => type === 'Sunglasses'],
  ];
  const rows = [];
  for (const [chinese, english, fits] of cases) {
    const lists = [];
    for (const text of [chinese, english]) {
      lists.push(await search(client, { parts: [{ kind: 'text', text }], limit: 10, imagesOnly: true }));
    }
    const [own = [], twin = []] = lists;
    const right = (hits: Hit[]) => hits.filter(({ id }) => fits(products.get(id)?.attributes ?? {})).length;
    const shared = own.filter(({ id }) => twin.some((hit) => hit.id === id)).length;
    rows.push({ chinese, english, rightOf10: right(own), englishRightOf10: right(twin), sharedOf10: shared });
  }
  return rows;
}

/** Things this catalog does not have: how many products stand above the line. */
async function unrelatedQueries(client: BenchEngine) {
  const rows: Record<string, number> = {};
  for (const text of ['space shuttle', 'pizza', 'sofa', 'quantum physics', 'asdf qwer', 'bicycle', '汽车', '冰箱']) {
    rows[text] = (await client.call('search.run', { parts: [{ kind: 'text', text }], limit: 1, facets: false })).meant;
  }
  return rows;
}

/**
 * Share of the products of a type that pass the cutoff when that type is asked for, and what else passes for each that
 * fits.
 */
async function cutoffRecall(client: BenchEngine, products: Products) {
  let recall = 0;
  let precision = 0;
  const labels = labelsOf(products, ({ type }) => type, 10);
  for (const [label, relevant] of labels) {
    const parts = [{ kind: 'text' as const, text: label.toLowerCase() }];
    const { hits, total } = await client.call('search.run', { parts, limit: 500, facets: false });
    const found = hits.filter(({ id }) => relevant.has(id)).length;
    recall += found / Math.min(500, relevant.size);
    precision += total === 0 ? 1 : found / Math.min(500, total);
  }
  return { types: labels.length, recall: round(recall / labels.length), precision: round(precision / labels.length) };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
