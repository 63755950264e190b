/**
 * How fast search answers at 50,000 products, and how much indexing slows it: `npm run bench:search`. The library is
 * LOOKALIKE_DATA/fashion-2k grown to size (see support/grow.ts), or the one given with --library. Prints JSON.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { MethodInput } from '../electron/contract/contract.ts';
import { requireData } from './support/data.ts';
import { type BenchEngine, openBenchEngine, quiet } from './support/engine.ts';
import { largeLibrary, pause } from './support/large-library.ts';
import { percentiles } from './support/percentiles.ts';

const { values } = parseArgs({
  options: { library: { type: 'string' }, products: { type: 'string', default: '50000' } },
});
const colours = ['red', 'blue', 'black', 'white', 'green', 'brown', '红色', '黑色'];
const things = [
  'dress',
  'running shoes',
  'watch',
  "men's shirt",
  'handbag',
  'sunglasses',
  'jeans',
  '手表',
  '鞋子',
  'leather belt',
];
/** Distinct queries: nothing is answered from memory. */
const texts = colours.flatMap((colour) => things.map((thing) => `${colour} ${thing}`));
const data = path.dirname(requireData('fashion-2k/products.csv'));
const { dir, remove } = await largeLibrary(values.library, Number(values.products));
try {
  console.log(JSON.stringify(await measure(), null, 2));
} finally {
  remove();
}

async function measure() {
  const started = performance.now();
  const engine = await openBenchEngine(dir);
  const { products, index } = await engine.call('library.info', {});
  const openedMs = performance.now() - started;
  await timeQueries(engine, texts.slice(0, 5));
  const firstAnswerMs = performance.now() - started;
  await quiet(engine);
  const text = await timeQueries(engine, texts);
  const filtered = await timeQueries(engine, texts, { filters: { tags: { audience: ['Women'] } } });
  const images = readdirSync(path.join(data, 'images')).slice(0, 60);
  const image = await timeImages(engine, images);
  const browse = await timeCalls(20, (i) => engine.call('search.run', { offset: i * 60, sort: 'title' }));
  const busy = await whileIndexing(engine);
  await engine.close();
  return { products, index, openedMs, firstAnswerMs, text, filtered, image, browse, busy };
}

/** The same text queries while 300 other images are imported. */
async function whileIndexing(engine: BenchEngine) {
  const { jobId } = await engine.call('ingest.start', { path: path.join(path.dirname(data), 'photos', 'clothing') });
  const times: number[] = [];
  while (['queued', 'running'].includes((await engine.call('jobs.get', { id: jobId })).state)) {
    times.push(...(await rawTimes(engine, 4, times.length)));
    await pause(50);
  }
  return { queries: times.length, text: percentiles(times) };
}

function rawTimes(engine: BenchEngine, amount: number, from: number): Promise<number[]> {
  return times(amount, (i) => ask(engine, `${texts[(from + i) % texts.length]} ${from + i}`));
}

function timeQueries(engine: BenchEngine, queries: readonly string[], more: MethodInput<'search.run'> = {}) {
  return timeCalls(queries.length, (i) => ask(engine, queries[i] ?? '', more));
}

function ask(engine: BenchEngine, text: string, more: MethodInput<'search.run'> = {}) {
  return engine.call('search.run', { parts: [{ kind: 'text', text }], ...more });
}

/** An image not seen before: reading, decoding and encoding it, then searching. */
async function timeImages(engine: BenchEngine, names: readonly string[]) {
  return timeCalls(names.length, async (i) => {
    const { hash } = await engine.call('search.addImage', { path: path.join(data, 'images', names[i] ?? '') });
    return engine.call('search.run', { parts: [{ kind: 'image', hash }] });
  });
}

async function timeCalls(amount: number, call: (index: number) => Promise<unknown>) {
  return percentiles(await times(amount, call));
}

async function times(amount: number, call: (index: number) => Promise<unknown>): Promise<number[]> {
  const measured: number[] = [];
  for (let i = 0; i < amount; i++) {
    const from = performance.now();
    await call(i);
    measured.push(performance.now() - from);
  }
  return measured;
}
