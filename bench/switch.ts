/**
 * What it costs to change the model of a library of 50,000 products: searches while the other model reads images, and how long the
 * switch takes and holds searches up: `npm run bench:switch`. The other model is the starter under another name; its vectors are copied,
 * except for those of 300 real images, which it has to read. Works on a copy of the library given with --library, or on
 * LOOKALIKE_DATA/fashion-2k grown to size. Prints JSON.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from '../electron/engine/db/open-database.ts';
import { type BenchEngine, openBenchEngine, quiet } from './support/engine.ts';
import { largeLibrary, pause } from './support/large-library.ts';
import { percentiles } from './support/percentiles.ts';

const { values } = parseArgs({
  options: {
    library: { type: 'string' },
    products: { type: 'string', default: '50000' },
    pictures: { type: 'string', default: '300' },
  },
});
const shipped = path.join(import.meta.dirname, '..', 'models', 'starter');
const starter = 'starter-v1';
const other = 'other-v1';
const place = mkdtempSync(path.join(tmpdir(), 'lookalike-switch-'));
let asked = 0;
try {
  console.log(JSON.stringify(await measure(), null, 2));
} finally {
  rmSync(place, { recursive: true, force: true });
}

async function measure() {
  const dir = path.join(place, 'library');
  const modelsDir = path.join(place, 'models');
  const large = await largeLibrary(values.library, Number(values.products));
  cpSync(large.dir, dir, { recursive: true });
  large.remove();
  copyModel(path.join(modelsDir, 'starter'), starter);
  copyModel(path.join(modelsDir, 'other'), other);
  fakeVectors(dir, Number(values.pictures));
  const engine = await openBenchEngine(dir, modelsDir);
  try {
    await quiet(engine);
    await searchWhile(engine, pause(1000));
    const idle = percentiles(await searchWhile(engine, pause(4000)));
    const preparing = await prepare(engine);
    await quiet(engine);
    const switches = [await switchTo(engine, other), await switchTo(engine, starter)];
    return { products: (await engine.call('library.info', {})).products, idle, preparing, switches };
  } finally {
    await engine.close();
  }
}

async function prepare(engine: BenchEngine) {
  const { id } = await engine.call('library.prepareModel', { modelId: other });
  const job = () => engine.call('jobs.get', { id });
  const until = async (done: (phase: string, state: string) => boolean): Promise<void> => {
    for (let now = await job(); !done(now.phase, now.state); now = await job()) await pause(50);
  };
  const reading = await searchWhile(
    engine,
    until((phase, state) => phase === 'index' || state === 'done'),
  );
  const indexing = await searchWhile(
    engine,
    until((_, state) => state === 'done'),
  );
  return { reading: percentiles(reading), indexing: percentiles(indexing), result: (await job()).result };
}

/** A search that meets the moment of the switch is one of those during it: its wait is in their longest. */
async function switchTo(engine: BenchEngine, modelId: string) {
  const started = performance.now();
  const cpu = process.cpuUsage();
  const switching = engine.call('library.useModel', { modelId });
  const during = await searchWhile(engine, switching);
  const ms = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  const after = await searchWhile(engine, pause(1500));
  await quiet(engine);
  return {
    modelId,
    ms: Math.round(ms),
    cpuMs: Math.round((user + system) / 1000),
    searchesDuring: percentiles(during),
    firstAfterMs: Math.round(after[0] ?? Number.NaN),
  };
}

/** How long each search took, one after the other, until `end`. */
async function searchWhile(engine: BenchEngine, end: Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  let over = false;
  const ended = end.finally(() => {
    over = true;
  });
  do {
    const from = performance.now();
    await engine.call('search.run', { parts: [{ kind: 'text', text: `red shoes ${asked++}` }] });
    times.push(performance.now() - from);
    await pause(20);
  } while (!over);
  await ended;
  return times;
}

function copyModel(folder: string, id: string): void {
  cpSync(shipped, folder, { recursive: true });
  const file = path.join(folder, 'model.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace(`"${starter}"`, `"${id}"`));
}

function fakeVectors(dir: string, images: number): void {
  const database = openDatabase(dir);
  database.run(
    `INSERT INTO embeddings (content_hash, model_id, pipeline_version, kind, vector)
     SELECT content_hash, ?, pipeline_version, kind, vector FROM embeddings WHERE model_id = ?`,
    other,
    starter,
  );
  database.run(
    `DELETE FROM embeddings WHERE model_id = ? AND kind = 'image' AND content_hash IN
       (SELECT content_hash FROM files WHERE path NOT LIKE '/nowhere/%' AND content_hash IS NOT NULL LIMIT ?)`,
    other,
    images,
  );
  database.close();
}
