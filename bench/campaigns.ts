/**
 * Campaign sets on LOOKALIKE_DATA/fashion-2k: `npm run bench:campaigns`. Forty briefs by template in English and twelve in Chinese, whose limits
 * and wishes are checked against the columns of the table. Prices, brands, stock and costs are drawn, since the table has none: they are there to be
 * held, and say nothing of quality. The catalog comes in twice: with its columns as tags, and with titles and photos alone, where type, colour and
 * season are to be found by meaning. Prints JSON; docs/measurements.md quotes it.
 */
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import type { CampaignItem } from '../electron/contract/campaigns.ts';
import { seededRandom } from '../electron/engine/numbers/random.ts';
import { mean } from '../electron/engine/numbers/statistics.ts';
import { writeCsv } from '../electron/engine/text/csv.ts';
import { type Brief, briefs } from './campaigns/briefs.ts';
import { requireData } from './support/data.ts';
import { type BenchEngine, importAndWait, openBenchEngine } from './support/engine.ts';

type Row = Readonly<Record<string, string>>;

const source = requireData('fashion-2k/products.csv');
const rows = parse(readFileSync(source), { columns: true, bom: true }) as Row[];
const drawn = drawColumns(rows);
/** Of the photos of products in sets. */
const known = new Map<string, Promise<number[]>>();
const report: Record<string, unknown> = {};
for (const withTags of [true, false]) {
  const dir = mkdtempSync(path.join(tmpdir(), 'lookalike-campaigns-'));
  const engine = await openBenchEngine(path.join(dir, 'library'));
  try {
    await importAndWait(engine, { path: writeTable(dir, withTags) });
    report[withTags ? 'columnsAsTags' : 'titlesAndPhotos'] = await measure(engine, withTags);
  } finally {
    await engine.close();
    rmSync(dir, { recursive: true, force: true });
  }
}
console.log(JSON.stringify(report, null, 2));

/** Columns that the table lacks, by sku. The brand is the first word of the title, as most titles of this shop have it. */
function drawColumns(all: readonly Row[]): Map<string, Row> {
  const random = seededRandom(7);
  return new Map(
    all.map((row) => {
      const price = Math.round((8 + 120 * random() ** 2) * 100) / 100;
      const cost = Math.round(price * (0.4 + 0.5 * random()) * 100) / 100;
      const brand = /^\S+/.exec(row.title ?? '')?.[0] ?? '';
      const stock = random() < 0.2 ? 0 : Math.ceil(40 * random());
      const extra = { brand, price: String(price), cost: String(cost), stock: String(stock) };
      return [row.sku ?? '', { ...row, ...extra }];
    }),
  );
}

/** In the form of a Shopify table, whose stock and cost are understood. */
function writeTable(dir: string, withTags: boolean): string {
  symlinkSync(path.join(path.dirname(source), 'images'), path.join(dir, 'images'));
  const tagColumns = withTags ? ['type', 'colour', 'season', 'usage', 'gender'] : [];
  const header = ['sku', 'title', 'brand', 'price', 'cost', 'stock', ...tagColumns, 'image'];
  const file = path.join(dir, 'products.csv');
  writeFileSync(file, writeCsv([header, ...[...drawn.values()].map((row) => header.map((name) => row[name] ?? ''))]));
  return file;
}

interface Outcome {
  readonly held: boolean;
  readonly complete: boolean;
  /** Share of the products wished for that are in, by the columns; of the best as they are too. */
  readonly wished: number;
  readonly wishedPlain: number;
  /** Mean cosine between the photos of two products. */
  readonly alike: number;
  readonly alikePlain: number;
  readonly spread: number;
  readonly spreadPlain: number;
  readonly understood: boolean;
  readonly ms: number;
}

async function measure(engine: BenchEngine, withTags: boolean): Promise<unknown> {
  const outcomes: (Outcome & { language: string })[] = [];
  for (const brief of briefs) outcomes.push({ language: brief.language, ...(await tryBrief(engine, brief, withTags)) });
  const of = (some: readonly Outcome[]): unknown => ({
    briefs: some.length,
    understood: share(some, ({ understood }) => understood),
    everyLimitHeld: share(some, ({ held }) => held),
    complete: share(some, ({ complete }) => complete),
    wishesMet: round(mean(some.map(({ wished }) => wished))),
    wishesMetByTopK: round(mean(some.map(({ wishedPlain }) => wishedPlain))),
    photosAlike: round(mean(some.map(({ alike }) => alike))),
    photosAlikeInTopK: round(mean(some.map(({ alikePlain }) => alikePlain))),
    priceSpread: round(mean(some.map(({ spread }) => spread))),
    priceSpreadInTopK: round(mean(some.map(({ spreadPlain }) => spreadPlain))),
    msMedian: Math.round(some.map(({ ms }) => ms).sort((a, b) => a - b)[some.length >> 1] ?? 0),
  });
  return {
    english: of(outcomes.filter(({ language }) => language === 'en')),
    chinese: of(outcomes.filter(({ language }) => language === 'zh')),
  };
}

async function tryBrief(engine: BenchEngine, asked: Brief, withTags: boolean): Promise<Outcome> {
  const started = performance.now();
  const { brief, unapplied } = await engine.call('campaigns.read', { text: asked.text });
  const { items, fitting } = await engine.call('campaigns.propose', { brief });
  const ms = performance.now() - started;
  // The same limits, the best as they are: what diversity is held against.
  const { items: plain } = await engine.call('campaigns.propose', { brief: { ...brief, diversity: 0 } });
  const understood =
    unapplied.length === 0 &&
    brief.count === asked.count &&
    brief.priceMax === (asked.priceMax ?? null) &&
    brief.perBrand === (asked.perBrand ?? null) &&
    brief.inStock === (asked.inStock ?? false) &&
    brief.marginMin === (asked.marginMin ?? null) &&
    brief.without.length > 0 === (asked.without !== undefined);
  return {
    understood,
    held: holds(items, asked, withTags),
    complete: items.length === asked.count || fitting < asked.count,
    wished: wishedIn(items, asked),
    wishedPlain: wishedIn(plain, asked),
    alike: await alikeness(engine, items),
    alikePlain: await alikeness(engine, plain),
    spread: priceSpread(items),
    spreadPlain: priceSpread(plain),
    ms,
  };
}

/** Every limit that was said, by the columns of the table. A colour that is not wanted is held against the titles, and the column where it is a tag. */
function holds(items: readonly CampaignItem[], asked: Brief, withTags: boolean): boolean {
  const own = items.map(({ sku }) => drawn.get(sku) as Row);
  const brands = new Map<string, number>();
  for (const { brand = '' } of own) brands.set(brand, (brands.get(brand) ?? 0) + 1);
  return (
    items.length <= asked.count &&
    own.every((row) => {
      const [price, cost] = [Number(row.price), Number(row.cost)];
      const says = `${row.title} ${withTags ? row.colour : ''}`.toLowerCase();
      return (
        (asked.priceMax === undefined || price <= asked.priceMax) &&
        (asked.inStock !== true || Number(row.stock) > 0) &&
        (asked.marginMin === undefined || (price - cost) / price >= asked.marginMin) &&
        (asked.without === undefined || !new RegExp(`\\b${asked.without}\\b`).test(says))
      );
    }) &&
    (asked.perBrand === undefined || [...brands.values()].every((count) => count <= (asked.perBrand ?? 0)))
  );
}

/** Of as many as the catalog has that hold the limits for one product and meet the wishes, up to what was asked for. */
function wishedIn(items: readonly CampaignItem[], asked: Brief): number {
  const { count, priceMax = Number.POSITIVE_INFINITY, inStock, marginMin = 0, without } = asked;
  const meets = (row: Row): boolean =>
    Object.entries(asked.wishes).every(([column, values]) => values.includes(row[column] ?? ''));
  const there = [...drawn.values()].filter((row) => {
    const [price, cost] = [Number(row.price), Number(row.cost)];
    const says = `${row.title} ${row.colour}`.toLowerCase();
    const fits =
      price <= priceMax && (price - cost) / price >= marginMin && (inStock !== true || Number(row.stock) > 0);
    return fits && meets(row) && (without === undefined || !new RegExp(`\\b${without}\\b`).test(says));
  });
  const own = items.filter(({ sku }) => meets(drawn.get(sku) as Row));
  return Math.min(1, own.length / Math.max(1, Math.min(count, there.length)));
}

async function alikeness(engine: BenchEngine, items: readonly CampaignItem[]): Promise<number> {
  const vectors = await Promise.all(items.map(({ image }) => vectorOf(engine, image?.path ?? '')));
  const cosines: number[] = [];
  vectors.forEach((a, i) => {
    for (const b of vectors.slice(0, i)) cosines.push(a.reduce((sum, value, d) => sum + value * (b[d] as number), 0));
  });
  return cosines.length === 0 ? 1 : mean(cosines);
}

function vectorOf(engine: BenchEngine, file: string): Promise<number[]> {
  const found = known.get(file) ?? engine.call('encoders.embed', { path: file }).then(({ vector }) => [...vector]);
  known.set(file, found);
  return found;
}

/** Standard deviation of the logarithms of the prices. */
function priceSpread(items: readonly CampaignItem[]): number {
  const logs = items.flatMap(({ price }) => (price === null ? [] : [Math.log(price.amount)]));
  const centre = mean(logs);
  return logs.length < 2 ? 0 : Math.sqrt(mean(logs.map((value) => (value - centre) ** 2)));
}

function share(outcomes: readonly Outcome[], test: (outcome: Outcome) => boolean): number {
  return round(outcomes.filter(test).length / outcomes.length);
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
