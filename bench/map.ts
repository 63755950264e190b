/**
 * How good the map is and what it costs: `npm run bench:map [-- --products N] [--library DIR]`. Without a number: fashion-2k, and
 * how a tenth of it fares that comes later. With one: fashion-2k grown to that many products (`support/grow.ts`). Prints a line of JSON each.
 * - kept: share of the 10 nearest in the vectors that are among the 10 nearest on the map
 * - trustworthiness at 10 (Venna & Kaski 2001): 1 when no stranger is among the nearest on the map
 * - sameType: share of the 10 nearest on the map that are of the same type
 * Up to 1,000 points are measured, against all.
 */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { MapPoints } from '../electron/contract/map.ts';
import { openDatabase } from '../electron/engine/db/open-database.ts';
import { principalPlane } from '../electron/engine/map/layout/principal.ts';
import { dot } from '../electron/engine/numbers/vectors.ts';
import { requireData } from './support/data.ts';
import { type BenchEngine, importAndWait, jobEnded, openBenchEngine, quiet } from './support/engine.ts';
import { largeLibrary } from './support/large-library.ts';
import { residentMb } from './support/process-memory.ts';

const k = 10;
const measured = 1000;
/** Every tenth product comes later. */
const keptBack = 10;
const { values } = parseArgs({ options: { products: { type: 'string' }, library: { type: 'string' } } });

interface Product {
  readonly id: number;
  readonly type: string;
  readonly vector: Float32Array;
}

if (values.products !== undefined || values.library !== undefined) {
  const { dir, remove } = await largeLibrary(values.library, Number(values.products));
  try {
    await measureLayout(dir, 'grown');
  } finally {
    remove();
  }
} else {
  const dir = mkdtempSync(path.join(tmpdir(), 'lookalike-map-'));
  try {
    const engine = await openBenchEngine(path.join(dir, 'whole'));
    await importAndWait(engine, { path: requireData('fashion-2k/products.csv') });
    await engine.close();
    const whole = await measureLayout(path.join(dir, 'whole'), 'fashion-2k');
    await measureLater(dir, whole);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Answers the quality of products by number, for comparison with those that come later. */
async function measureLayout(dir: string, catalog: string): Promise<(only: (sku: string) => boolean) => object> {
  const engine = await openBenchEngine(dir);
  await quiet(engine);
  const before = residentMb('RssAnon');
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, residentMb('RssAnon'));
  }, 50);
  const started = performance.now();
  const job = await engine.call('map.layOut', {});
  const { phases } = await followed(engine, job.id);
  clearInterval(watch);
  const seconds = round((performance.now() - started) / 1000);
  const asked = performance.now();
  const points = await engine.call('map.points', {});
  const pointsMs = Math.round(performance.now() - asked);
  const areasAsked = performance.now();
  const areas = await engine.call('map.areas', {});
  const areasMs = Math.round(performance.now() - areasAsked);
  await engine.close();
  const { products, skus } = productsOf(dir);
  console.log(
    JSON.stringify({
      ...{ catalog, products: points.ids.length, seconds, phases, moreMemoryMb: most - before },
      ...{ pointsMs, areasMs, areas: areas.length, areasNow: areas.slice(0, 8).map((area) => namesOf(area)) },
    }),
  );
  const places = placesOf(points, products);
  console.log(JSON.stringify({ catalog, layout: 'umap', ...quality(products, places) }));
  const dimensions = products[0]?.vector.length ?? 0;
  const flat = new Float32Array(products.length * dimensions);
  for (const [i, { vector }] of products.entries()) flat.set(vector, i * dimensions);
  const plane = principalPlane(flat, dimensions, 1);
  console.log(JSON.stringify({ catalog, layout: 'two principal components', ...quality(products, plane) }));
  return (only) => quality(products, places, (i) => only(skus[i] as string));
}

function namesOf({ names }: { names: readonly ({ name: string } | { word: string })[] }): string {
  return names.map((name) => ('word' in name ? name.word : name.name)).join(' ');
}

async function measureLater(dir: string, whole: (only: (sku: string) => boolean) => object): Promise<void> {
  const from = requireData('fashion-2k/products.csv');
  const rows = (parse(readFileSync(from), { columns: true, bom: true }) as Record<string, string>[]).map((row) => ({
    ...row,
    image: path.join(path.dirname(from), row.image ?? ''),
  }));
  const later = new Set(rows.filter((_, i) => i % keptBack === 0).map((row: Record<string, string>) => row.sku));
  const table = path.join(dir, 'products.csv');
  const library = path.join(dir, 'later');
  const write = (some: readonly object[]): void => writeFileSync(table, stringify([...some], { header: true }));
  const engine = await openBenchEngine(library);
  write(rows.filter((row: Record<string, string>) => !later.has(row.sku)));
  await importAndWait(engine, { path: table });
  await quiet(engine);
  await jobEnded(engine, await engine.call('map.layOut', {}));
  write(rows);
  await importAndWait(engine, { path: table });
  const started = performance.now();
  const { waiting } = await engine.call('map.state', {});
  while ((await engine.call('map.state', {})).waiting > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  const ms = Math.round(performance.now() - started);
  const points = await engine.call('map.points', {});
  await engine.close();
  const { products, skus } = productsOf(library);
  const only = (i: number): boolean => later.has(skus[i] as string);
  console.log(JSON.stringify({ placedLater: waiting, ms, ...quality(products, placesOf(points, products), only) }));
  console.log(JSON.stringify({ theSameInAWholeLayout: waiting, ...whole((sku) => later.has(sku)) }));
}

async function followed(engine: BenchEngine, id: number): Promise<{ phases: Record<string, number> }> {
  const phases: Record<string, number> = {};
  let since = performance.now();
  let phase = '';
  for (;;) {
    const job = await engine.call('jobs.get', { id });
    const now = performance.now();
    if (phase !== '') phases[phase] = round((phases[phase] ?? 0) + (now - since) / 1000);
    since = now;
    phase = job.phase;
    if (job.state === 'done') return { phases };
    if (job.state !== 'queued' && job.state !== 'running') throw new Error(`${job.state}: ${job.error?.message}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function productsOf(dir: string): { products: Product[]; skus: string[] } {
  const db = openDatabase(dir, { readOnly: true });
  try {
    const rows = db.all<{ id: number; sku: string; type: string | null; vector: Uint8Array }>(
      `SELECT p.id, p.sku, (SELECT t.name FROM product_tags pt JOIN tags t ON t.id = pt.tag_id
         WHERE pt.product_id = p.id AND t.grp = 'type') AS type, e.vector
       FROM products p JOIN images i ON i.product_id = p.id AND i.position = 0 JOIN files f ON f.id = i.file_id
       JOIN embeddings e ON e.content_hash = f.content_hash AND e.kind = 'image' ORDER BY p.id`,
    );
    const products = rows.map(({ id, type, vector }) => ({
      ...{ id, type: type ?? '' },
      vector: new Float32Array(Uint8Array.from(vector).buffer),
    }));
    return { products, skus: rows.map(({ sku }) => sku) };
  } finally {
    db.close();
  }
}

function placesOf({ ids, x, y }: MapPoints, products: readonly Product[]): Float32Array {
  const at = new Map(ids.map((id, i) => [id, i]));
  return Float32Array.from(
    products.flatMap(({ id }) => {
      const i = at.get(id) as number;
      return [x[i] as number, y[i] as number];
    }),
  );
}

function quality(products: readonly Product[], places: Float32Array, only: (i: number) => boolean = () => true) {
  const n = products.length;
  const all = [...products.keys()].filter(only);
  const step = Math.max(1, all.length / measured);
  const some = Array.from({ length: Math.min(measured, all.length) }, (_, i) => all[Math.floor(i * step)] as number);
  let kept = 0;
  let strange = 0;
  let sameType = 0;
  let sameTypeByVectors = 0;
  for (const i of some) {
    const own = products[i] as Product;
    const apart = products.map(({ vector }, j) => (j === i ? -1 : 1 - dot(own.vector, vector)));
    const onMap = products.map((_, j) =>
      j === i
        ? -1
        : ((places[2 * j] as number) - (places[2 * i] as number)) ** 2 +
          ((places[2 * j + 1] as number) - (places[2 * i + 1] as number)) ** 2,
    );
    const byVectors = [...products.keys()].sort((a, b) => (apart[a] as number) - (apart[b] as number));
    const rank = new Int32Array(n);
    byVectors.forEach((j, place) => {
      rank[j] = place;
    });
    const near = nearestOf(onMap);
    for (const j of near) {
      if ((rank[j] as number) <= k) kept++;
      else strange += (rank[j] as number) - k;
      if ((products[j] as Product).type === own.type) sameType++;
    }
    for (const j of byVectors.slice(1, k + 1)) if ((products[j] as Product).type === own.type) sameTypeByVectors++;
  }
  const each = some.length * k;
  return {
    kept: round(kept / each),
    trustworthiness: round(1 - (2 * strange) / (each * (2 * n - 3 * k - 1)), 4),
    sameType: round(sameType / each),
    sameTypeByVectors: round(sameTypeByVectors / each),
  };
}

/** Its own point comes first and is left out. */
function nearestOf(distances: readonly number[]): number[] {
  const order = [...distances.keys()].sort((a, b) => (distances[a] as number) - (distances[b] as number));
  return order.slice(1, k + 1);
}

function round(value: number, digits = 3): number {
  return Number(value.toFixed(digits));
}
