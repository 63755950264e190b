/** What is told of searches, from a log to the lists. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DemandQuery } from '../../contract/demand.ts';
import { draft, openTestCatalog, type TestCatalog } from '../catalog/testing.ts';
import { Events } from '../events/events.ts';
import { Jobs } from '../jobs/jobs.ts';
import { normalised } from '../numbers/vectors.ts';
import type { ClickGrade } from './click-grades.ts';
import { Demand } from './demand.ts';

let place: TestCatalog;
let jobs: Jobs;
let events: Events;
let demand: Demand;
let given: readonly ClickGrade[] = [];
const signal = new AbortController().signal;
const titles = ['Wool cap', 'Red dress', 'Blue mug'];

/** Texts as a model would see them that knows five things. */
const meanings = ['cap hat beanie', 'dress gown', 'mug cup', 'umbrella parasol', 'sunglasses'];
const vectorOf = (text: string): Float32Array =>
  normalised(Float32Array.from(meanings, (words) => (words.split(' ').some((word) => text.includes(word)) ? 1 : 0.05)));

beforeAll(async () => {
  place = openTestCatalog();
  const { catalog, database, hub } = place;
  const source = catalog.sources.put({ kind: 'table', path: '/shop.csv', layout: null, options: {} });
  catalog.upsert(
    source.id,
    titles.map((title, n) => draft(`P-${n}`, { title })),
  );
  jobs = new Jobs(database, hub);
  events = new Events({ database, catalog, jobs, hub });
  const products = titles.map((title, n) => ({ label: n + 1, vector: vectorOf(title.toLowerCase()) }));
  const search = (query: Float32Array, k: number) =>
    products
      .map(({ label, vector }) => ({
        label,
        similarity: vector.reduce((sum, value, at) => sum + value * (query[at] ?? 0), 0),
      }))
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, k);
  const encoder = { encodeTexts: async (texts: readonly string[]) => texts.map(vectorOf) };
  demand = new Demand({
    behaviour: events.behaviour,
    catalog,
    encoders: { active: async () => encoder } as never,
    vectors: { modelId: 'small', texts: { search } } as never,
    giveGrades: (grades) => {
      given = grades;
      return { queries: new Set(grades.map(({ query }) => query)).size, grades: grades.length };
    },
  });
  writeFileSync(path.join(place.dir, 'searches.csv'), searches().join('\n'));
  writeFileSync(
    path.join(place.dir, 'orders.csv'),
    'time,session,order,sku,quantity\n2026-03-01 10:09:00,s0,O-1,P-0,1\n',
  );
  for (const file of ['searches.csv', 'orders.csv']) {
    await events.import(path.join(place.dir, file), {});
    await jobs.idle();
  }
});

afterAll(async () => {
  await jobs.close();
  events.close();
  place.close();
});

/** Sessions s0 to s9 look for caps and find them at the first place, and so on. */
function searches(): string[] {
  const rows = ['time,session,query,results,shown,position'];
  const ask = (from: number, count: number, query: string, rest: string, minute = '00'): void => {
    for (let n = 0; n < count; n++) rows.push(`2026-03-01 10:${minute}:0${n % 10},s${from + n},${query},${rest}`);
  };
  ask(0, 10, 'Wool  Cap', '2,P-0 P-1,1');
  ask(10, 8, 'dress', '2,P-2 P-1,');
  ask(10, 6, 'red dress', '2,P-1 P-0,1', '02');
  ask(30, 9, 'umbrella', '0,,');
  ask(40, 6, 'parasol', '0,,');
  ask(50, 4, 'something of mine', '0,,');
  for (let n = 0; n < 9; n++) rows.push(`2026-03-01 1${n}:30:00,s60,only one of us asks this,0,,`);
  return rows;
}

const of = (list: readonly DemandQuery[], query: string): DemandQuery | undefined =>
  list.find((one) => one.query === query);

test('queries are counted with what became of them, and those of few shoppers are not told', async () => {
  const report = await demand.report(null, signal);
  expect(report).toMatchObject({ searches: 52, queries: 7, hidden: 2, noResults: 28, clicked: 16 });
  expect(report.lists.top.map(({ query }) => query)).toEqual(['wool cap', 'umbrella', 'dress', 'parasol', 'red dress']);
  expect(of(report.lists.top, 'wool cap')).toMatchObject({ searches: 10, clicked: 10, bought: 1, abandoned: 0 });
  expect(of(report.lists.top, 'dress')).toMatchObject({
    searches: 8,
    clicked: 0,
    refined: 6,
    abandoned: 2,
    noResults: 0,
  });
  expect(report.lists.noResults.map(({ query }) => query)).toEqual(['umbrella', 'parasol']);
  expect(report.lists.noClicks.map(({ query }) => query)).toEqual(['dress']);
  expect(report.lists.refined.map(({ query }) => query)).toEqual(['dress']);
});

test('clicks are held against what the same positions get on average', async () => {
  const { lists } = await demand.report(null, signal);
  // At the first place 16 of 24 were clicked, at the second none: ten searches expect 6.7 clicks.
  expect(of(lists.top, 'wool cap')?.clickRatio).toBeCloseTo((10 + 5) / (10 * (16 / 24) + 5));
  expect(of(lists.top, 'dress')?.clickRatio).toBeCloseTo(5 / (8 * (16 / 24) + 5));
  expect(lists.lowClicks.map(({ query }) => query)).toEqual(['dress']);
});

test('what is wanted and not listed is told by meaning', async () => {
  const { groups, wanted } = await demand.meaning(null, signal);
  expect(groups.map(({ queries }) => queries)).toEqual([
    ['umbrella', 'parasol'],
    ['dress', 'red dress'],
  ]);
  expect(wanted).toMatchObject([{ name: 'umbrella', queries: ['umbrella', 'parasol'], searches: 15, clicked: 0 }]);
});

test('clicks become grades of products for the queries that may be told', async () => {
  const { grades, unsure, examination } = await demand.grade(null, signal);
  expect(examination[0]).toBe(1);
  expect(grades + unsure).toBe(6);
  const [cap] = given.filter(({ query }) => query === 'wool cap');
  expect(cap).toMatchObject({ productId: 1, grade: 3 });
  expect(given.every(({ query }) => ['wool cap', 'dress', 'red dress'].includes(query))).toBe(true);
});
