/**
 * Folders of images without a table, LOOKALIKE_DATA/images: `node bench/photos.ts`. A label is asked for in words; right is an image that carries it. The clothes
 * are named by UUIDs, which say nothing, the groceries by what they are.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { requireData } from './support/data.ts';
import { type BenchEngine, importAndWait, openBenchEngine, quiet } from './support/engine.ts';

const folders = [
  { name: 'clothing', label: 'type' },
  { name: 'grocery', label: 'name' },
] as const;
const fewest = 5;
const k = 10;

for (const { name, label } of folders) {
  const table = requireData(`photos/${name}.csv`);
  const rows = parse(readFileSync(table), { columns: true }) as Record<string, string>[];
  const labelOf = new Map(rows.map((row) => [row.sku, row[label] ?? '']));
  const labels = [...Map.groupBy(labelOf.values(), (value) => value)].flatMap(([value, all]) =>
    all.length >= fewest ? [value] : [],
  );
  const dir = mkdtempSync(path.join(tmpdir(), 'lookalike-photos-'));
  const engine = await openBenchEngine(dir);
  try {
    await importAndWait(engine, { path: path.join(path.dirname(table), name), layout: 'photo' });
    await quiet(engine);
    const figures = {
      defaultRanker: await precision(engine, labels, labelOf, false),
      imagesAlone: await precision(engine, labels, labelOf, true),
    };
    console.log(JSON.stringify({ folder: name, photos: rows.length, labels: labels.length, ...figures }));
  } finally {
    await engine.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Mean P@10. */
async function precision(
  engine: BenchEngine,
  labels: readonly string[],
  labelOf: ReadonlyMap<string | undefined, string>,
  imagesOnly: boolean,
): Promise<number> {
  let right = 0;
  for (const label of labels) {
    const parts = [{ kind: 'text' as const, text: label.toLowerCase() }];
    const { hits } = await engine.call('search.run', { parts, imagesOnly, cutoff: false, limit: k, facets: false });
    right += hits.filter(({ sku }) => labelOf.get(path.parse(sku).name) === label).length;
  }
  return Math.round((1000 * right) / (k * labels.length)) / 1000;
}
