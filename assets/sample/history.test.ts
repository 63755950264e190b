/** The sample's history says what it was drawn from. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { draft, openTestCatalog, type TestCatalog } from '../../electron/engine/catalog/testing.ts';
import { Demand } from '../../electron/engine/demand/demand.ts';
import { Events } from '../../electron/engine/events/events.ts';
import { Jobs } from '../../electron/engine/jobs/jobs.ts';
import { planHistory } from './history.ts';
import { planSample } from './plan.ts';

const { csv, truth } = planHistory();
const { products } = planSample();
let dir: string;
let place: TestCatalog;
let jobs: Jobs;
let events: Events;

beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'lookalike-history-'));
  place = openTestCatalog();
  const source = place.catalog.sources.put({ kind: 'table', path: '/sample.csv', layout: null, options: {} });
  place.catalog.upsert(
    source.id,
    products.map(({ sku, title }) => draft(sku, { title })),
  );
  jobs = new Jobs(place.database, place.hub);
  events = new Events({ database: place.database, catalog: place.catalog, jobs, hub: place.hub });
  writeFileSync(path.join(dir, 'behaviour.csv'), csv);
  await events.import(path.join(dir, 'behaviour.csv'), {});
  await jobs.idle();
});

afterAll(async () => {
  await jobs.close();
  events.close();
  place.close();
  rmSync(dir, { recursive: true, force: true });
});

test('is the same for the same seed, and every row of it is understood', () => {
  expect(planHistory().csv).toBe(csv);
  expect(planHistory(8).csv).not.toBe(csv);
  const [file] = events.summary().files;
  expect(file?.result?.leftOut).toEqual([]);
  expect(events.summary()).toMatchObject({ products: { unmatched: 0 }, robots: { shoppers: 0 } });
});

test('what is bought together is what was meant to be', () => {
  const typeOf = new Map(products.map(({ sku, type }) => [sku, type]));
  const skuOf = new Map([...place.catalog.references.products()].map(({ id, sku }) => [id, sku]));
  const [together, each] = [new Map<string, number>(), new Map<string, number>()];
  let baskets = 0;
  for (const { products: own } of events.behaviour.baskets()) {
    const types = new Set([...own.keys()].map((id) => typeOf.get(skuOf.get(id) ?? '') ?? ''));
    baskets++;
    for (const a of types) {
      each.set(a, (each.get(a) ?? 0) + 1);
      for (const b of types) if (a !== b) together.set(`${a} ${b}`, (together.get(`${a} ${b}`) ?? 0) + 1);
    }
  }
  for (const [a, b] of Object.entries(truth.goesWith)) {
    const byChance = ((each.get(a) ?? 0) * (each.get(b) ?? 0)) / baskets;
    expect(together.get(`${a} ${b}`) ?? 0, `${a} with ${b}`).toBeGreaterThan(2 * byChance);
  }
});

test('the page of demand tells what the shop lacks, and grades by clicks follow what pleased', async () => {
  const { signal } = new AbortController();
  const demand = new Demand({
    ...{ behaviour: events.behaviour, catalog: place.catalog },
    ...{ encoders: {} as never, vectors: {} as never },
    giveGrades: (grades) => ({ queries: 0, grades: grades.length }),
  });
  const report = await demand.report(null, signal);
  const empty = new Set(report.lists.noResults.map(({ query }) => query));
  for (const query of [...truth.unlisted, ...Object.keys(truth.misunderstood)]) expect(empty, query).toContain(query);
  const { examination, grades } = await demand.grade(null, signal);
  expect(grades).toBeGreaterThan(100);
  for (const place of [1, 2, 3, 4]) {
    expect(Math.abs((examination[place] ?? 0) - (truth.examination[place] ?? 0))).toBeLessThan(0.12);
  }
});
