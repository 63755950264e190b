/** Photos that people took of groceries, looked up in the app as it is: half of the products are not in the catalog. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { seededRandom, shuffled } from '../../electron/engine/numbers/random.ts';
import { requireData } from '../support/data.ts';
import { type BenchEngine, importAndWait, openBenchEngine, quiet } from '../support/engine.ts';
import { groceries, type Item } from './look-up-sets.ts';

const seeds = [1, 2, 3];
const confirmedCounts = [1, 3];

export async function photosOfGroceries() {
  const items = groceries();
  const told = new Told();
  for (const seed of seeds) {
    const listed = new Set(shuffled(items, seededRandom(seed)).slice(0, Math.round(items.length / 2)));
    await inCatalog([...listed], async (engine) => {
      for (const item of items)
        for (const photo of item.photos) told.add(await ask(engine, photo), item, listed.has(item));
    });
  }
  return { hiddenHalves: { catalogs: seeds.length, ...told.figures() }, confirming: await confirming(items) };
}

/** First hits on the other photos of each product, before and after some of its photos were confirmed; all are listed. */
async function confirming(items: readonly Item[]) {
  const most = Math.max(...confirmedCounts);
  const random = seededRandom(1);
  const photographed = items
    .filter(({ photos }) => photos.length > most)
    .map((item) => ({ item, photos: shuffled(item.photos, random) }));
  const figures: Record<string, unknown> = { products: photographed.length };
  await inCatalog(items, async (engine) => {
    for (const count of [0, ...confirmedCounts]) {
      for (const { item, photos } of photographed) {
        const productId = (await engine.call('catalog.productBySku', { sku: item.name })).id;
        for (const photo of photos.slice(0, count)) {
          const { hash } = await engine.call('search.addImage', { path: requireData(photo) });
          await engine.call('search.confirmPhoto', { hash, productId });
        }
      }
      const told = new Told();
      let [asked, firstByLikeness, firstHits] = [0, 0, 0];
      for (const { item, photos } of photographed) {
        for (const photo of photos.slice(most)) {
          const { hash } = await engine.call('search.addImage', { path: requireData(photo) });
          const parts = [{ kind: 'image' as const, hash }];
          const first = async (): Promise<string | undefined> =>
            (await engine.call('search.run', { parts, limit: 1, facets: false, cutoff: false })).hits[0]?.sku;
          asked++;
          firstByLikeness += (await first()) === item.name ? 1 : 0;
          told.add(await engine.call('search.lookUp', { hash }), item, true);
          firstHits += (await first()) === item.name ? 1 : 0;
        }
      }
      figures[`${count} confirmed`] = {
        photos: asked,
        firstByLikeness: share(firstByLikeness, asked),
        firstHitOfSearch: share(firstHits, asked),
        ...told.figures(),
      };
    }
  });
  return figures;
}

type Answer = Awaited<ReturnType<typeof ask>>;

async function ask(engine: BenchEngine, photo: string) {
  const { hash } = await engine.call('search.addImage', { path: requireData(photo) });
  return engine.call('search.lookUp', { hash });
}

/** What the banner said. */
class Told {
  #inside = 0;
  #outside = 0;
  #found = 0;
  #refused = 0;
  #first = 0;
  #ones = 0;
  #onesRight = 0;
  readonly #times: number[] = [];

  add({ verdict, candidates, tookMs }: Answer, item: Item, listed: boolean): void {
    const place = candidates.findIndex(({ product }) => product.sku === item.name);
    this.#times.push(tookMs);
    if (verdict === 'one') {
      this.#ones++;
      this.#onesRight += place === 0 ? 1 : 0;
    }
    if (listed) {
      this.#inside++;
      this.#first += place === 0 ? 1 : 0;
      this.#found += verdict === 'one' ? (place === 0 ? 1 : 0) : verdict === 'few' && place >= 0 ? 1 : 0;
    } else {
      this.#outside++;
      this.#refused += verdict === 'none' ? 1 : 0;
    }
  }

  figures() {
    const found = share(this.#found, this.#inside);
    const refused = share(this.#refused, this.#outside);
    const times = [...this.#times].sort((a, b) => a - b);
    return {
      firstCandidate: share(this.#first, this.#inside),
      namedOrAmongThree: found,
      saidNotInCatalog: refused,
      balanced: found === null || refused === null ? null : Math.round(500 * (found + refused)) / 1000,
      probably: `${this.#onesRight} right of ${this.#ones}`,
      msMedian: Math.round(times[Math.floor(times.length / 2)] ?? 0),
    };
  }
}

function share(part: number, all: number): number | null {
  return all === 0 ? null : Math.round((1000 * part) / all) / 1000;
}

/** The studio photo and the name of each, as a table. */
async function inCatalog(items: readonly Item[], work: (engine: BenchEngine) => Promise<void>): Promise<void> {
  const dir = mkdtempSync(path.join(tmpdir(), 'lookalike-look-up-'));
  const rows = items.map(({ name, kind, studio }) => [
    name,
    name.replaceAll('-', ' '),
    kind,
    requireData(studio[0] as string),
  ]);
  const table = path.join(dir, 'products.csv');
  writeFileSync(table, toCsv([['sku', 'title', 'type', 'image'], ...rows]));
  const engine = await openBenchEngine(path.join(dir, 'library'));
  try {
    await importAndWait(engine, { path: table });
    await quiet(engine);
    await work(engine);
  } finally {
    await engine.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

export function toCsv(rows: readonly (readonly string[])[]): string {
  return `${rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n')}\n`;
}
