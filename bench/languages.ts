/**
 * Whether the same question in English and in Chinese finds nearly the same, on the sample catalog, whose titles are in
 * both: `npm run bench:languages [-- --library DIR]`. Prints JSON; docs/measurements.md quotes it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { generateSample } from '../assets/sample/generate.ts';
import { type BenchEngine, importAndWait, openBenchEngine, quiet } from './support/engine.ts';

const k = 10;
const questions = [
  ['black leather shoes', '黑色皮鞋'],
  ['red dress', '红色连衣裙'],
  ['white sneakers', '白色运动鞋'],
  ['blue jeans', '蓝色牛仔裤'],
  ['leather bag', '皮包'],
  ['wool scarf', '羊毛围巾'],
  ['brown boots', '棕色靴子'],
  ['striped shirt', '条纹衬衫'],
  ['ceramic mug', '陶瓷杯'],
  ['sunglasses', '太阳镜'],
  ['black jacket', '黑色夹克'],
  ['watch', '手表'],
] as const;

const { values } = parseArgs({ options: { library: { type: 'string' } } });
const dir = mkdtempSync(path.join(tmpdir(), 'lookalike-languages-'));
const engine = await openBenchEngine(values.library ?? path.join(dir, 'library'));
try {
  if (values.library === undefined) {
    const { table } = await generateSample(path.join(dir, 'sample'));
    await importAndWait(engine, { path: table });
  }
  await wordsAreRead(engine);
  await quiet(engine);
  const rows = [];
  for (const [english, chinese] of questions) {
    const [a, b] = [await ask(english), await ask(chinese)];
    const ids = new Set(a.map(({ id }) => id));
    const overlap = b.filter(({ id }) => ids.has(id)).length / k;
    rows.push({ english, chinese, overlap, first: [a[0]?.title, b[0]?.title], sameFirst: a[0]?.id === b[0]?.id });
  }
  const mean = rows.reduce((sum, { overlap }) => sum + overlap, 0) / rows.length;
  const sameFirst = rows.filter((row) => row.sameFirst).length;
  console.log(JSON.stringify({ questions: rows.length, 'overlap@10': mean, sameFirst, rows }, null, 2));
} finally {
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
}

async function ask(text: string) {
  const parts = [{ kind: 'text' as const, text }];
  return (await engine.call('search.run', { parts, limit: k, cutoff: false, facets: false })).hits;
}

/** A library of an earlier version reads the languages of its listings first. */
async function wordsAreRead(client: BenchEngine): Promise<void> {
  const isReading = async (): Promise<boolean> =>
    (await client.call('jobs.list', {})).some(({ kind, state }) => kind === 'words' && /queued|running/.test(state));
  while (await isReading()) await new Promise((resolve) => setTimeout(resolve, 200));
}
