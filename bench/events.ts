/**
 * What a long file of events costs: made with 1,000,000 views, clicks, carts and orders of 200,000 shoppers over 20,000 products, read into a
 * library, read once more, and gone through as whoever learns from it does. Prints JSON. Budget: under 60 s and 400 MB.
 *
 *   npm run bench:events -- [EVENTS]
 *
 * With a file instead of a number, that file: `-- orders.csv PRODUCTS.csv`, where the first column of PRODUCTS.csv is the sku, the second the title.
 */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EventsResult } from '../electron/contract/events.ts';
import { EventHub } from '../electron/contract/rpc/event-hub.ts';
import { Catalog } from '../electron/engine/catalog/catalog.ts';
import { openDatabase } from '../electron/engine/db/open-database.ts';
import { Events } from '../electron/engine/events/events.ts';
import { Jobs } from '../electron/engine/jobs/jobs.ts';
import { seededRandom } from '../electron/engine/numbers/random.ts';

const [what = '1000000', products, prepared] = process.argv.slice(2);
const count = Number(what);

function prepare(library: string): void {
  const database = openDatabase(library, { create: true });
  const catalog = new Catalog(database, { hub: new EventHub(), libraryDir: library });
  const source = catalog.sources.put({ kind: 'table', path: '/shop.csv', layout: null });
  const listed = namesOfProducts().map(([sku, title]) => ({
    ...{ sku, title, description: '', price: null, currency: null, url: null, attributes: {}, tags: [], fileIds: [] },
  }));
  for (let from = 0; from < listed.length; from += 500) catalog.upsert(source.id, listed.slice(from, from + 500));
  catalog.close();
  database.close();
}

async function main(): Promise<void> {
  const dir = await mkdtemp(path.join(tmpdir(), 'lookalike-bench-'));
  try {
    const made = !Number.isNaN(count);
    const file = made ? path.join(dir, 'events.csv') : path.resolve(what);
    if (made) await writeEvents(file, count);
    // In a process of its own, so that its memory is not counted.
    execFileSync(process.execPath, [import.meta.filename, what, products ?? '', path.join(dir, 'library')]);
    const database = openDatabase(path.join(dir, 'library'), { create: true });
    const hub = new EventHub();
    const catalog = new Catalog(database, { hub, libraryDir: path.join(dir, 'library') });
    const jobs = new Jobs(database, hub);
    const events = new Events({ database, catalog, jobs, hub });
    const bring = async (): Promise<{ result: EventsResult; seconds: number }> => {
      const started = performance.now();
      const { jobId } = await events.import(file, {});
      await jobs.idle();
      const job = jobs.get(jobId);
      if (job.error !== null) throw new Error(job.error.message);
      return { result: job.result as EventsResult, seconds: secondsSince(started) };
    };
    const beforeMb = peakMb();
    const first = await bring();
    const importPeak = peakMb();
    const again = await bring();
    let started = performance.now();
    let read = 0;
    for (const _ of events.behaviour.interactions({ by: 'shopper' })) read++;
    const readSeconds = secondsSince(started);
    started = performance.now();
    let baskets = 0;
    for (const _ of events.behaviour.baskets()) baskets++;
    const basketSeconds = secondsSince(started);
    jobs.close();
    const libraryMegabytes = Math.round((await stat(path.join(dir, 'library', 'library.sqlite'))).size / 1e6);
    console.log(
      JSON.stringify({
        ...{ ...first, again: again.seconds, addedAgain: again.result.added },
        ...{ read, readSeconds, baskets, basketSeconds, libraryMegabytes, beforeMb, importPeak, peak: peakMb() },
      }),
    );
    events.close();
    catalog.close();
    database.close();
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

const secondsSince = (started: number): number => Math.round((performance.now() - started) / 100) / 10;
const peakMb = (): number => Math.round(process.resourceUsage().maxRSS / 1024);

function namesOfProducts(): [sku: string, title: string][] {
  if (products === undefined || products === '')
    return Array.from({ length: 20_000 }, (_, n) => [`SKU-${n}`, `Product number ${n}`]);
  const rows = readFileSync(products, 'utf8').trim().split('\n').slice(1);
  return rows.map((row) => [row.slice(0, row.indexOf(',')), row.slice(row.indexOf(',') + 1).replaceAll('"', '')]);
}

async function writeEvents(file: string, rows: number): Promise<void> {
  const random = seededRandom(7);
  const out = createWriteStream(file);
  const ended = once(out, 'close');
  out.write('timestamp,event,session_id,customer_id,email,order_id,sku,quantity\n');
  let session = 0;
  for (let row = 0; row < rows; row++) {
    if (row % 5 === 0) session = Math.floor(random() * 400_000);
    const customer = session % 200_000;
    const kind = ['view', 'view', 'click', 'add_to_cart', 'purchase'][row % 5];
    const order = kind === 'purchase' ? `O-${session}-${Math.floor(row / 20)}` : '';
    const time = new Date(1_750_000_000_000 + row * 4000).toISOString();
    const sku = `SKU-${Math.floor(random() ** 2 * 20_500)}`;
    const line = `${time},${kind},s${session},${customer},c${customer}@mail.example,${order},${sku},1\n`;
    if (!out.write(line)) await once(out, 'drain');
  }
  out.end();
  await ended;
}

if (prepared === undefined) await main();
else prepare(prepared);
