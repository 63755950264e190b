/**
 * Products that share their title with a few others, of one shop and of two: what a large catalog has thousands of. Hardly any two
 * of them are one product, so that they teach what an equal title and a similar photo are worth. Those that show nearly
 * the same photo are left out: they may be.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Sample } from '../../electron/engine/identity/fit.ts';
import { featuresOf } from '../../electron/engine/identity/pair-model.ts';
import { writeCsv } from '../../electron/engine/text/csv.ts';
import { compareAll } from '../duplicates/library.ts';
import { requireData } from '../support/data.ts';
import { importAndWait, openBenchEngine } from '../support/engine.ts';
import type { Row } from './tables.ts';

const most = 2500;
const mostOfTitle = 6;

/** Pairs of different products under one title; the library is kept in `dir` for the next run. */
export async function repeatedTitleSamples(dir: string, weight: number): Promise<Sample[]> {
  const library = path.join(dir, 'repeated-titles-of-two-library');
  if (!existsSync(path.join(library, 'library.sqlite'))) {
    const engine = await openBenchEngine(library);
    for (const table of makeTables(path.join(dir, 'repeated-titles'))) await importAndWait(engine, { path: table });
    await engine.close();
  }
  const { products, pairs } = await compareAll(library);
  const titles = new Map(products.map(({ id, title }) => [id, title.toLowerCase()]));
  return pairs.flatMap(({ left, right, evidence, veto }): Sample[] => {
    const { image } = evidence;
    if (veto !== null || image === null || titles.get(left) !== titles.get(right)) return [];
    const maybeSame = image.luma > 0.99 && image.detail > 0.97 && image.colour < 0.03;
    // Their words alone are a lesson, too: what they say must not pass for a product where no photo is known.
    return maybeSame
      ? []
      : [
          { features: featuresOf(evidence), same: false, weight },
          { features: featuresOf({ ...evidence, image: null }), same: false, weight: weight / 4 },
        ];
  });
}

/** As two shops have them: what one lists once may be in the other under the same title, and be another product. */
export function makeTables(dir: string): string[] {
  mkdirSync(dir, { recursive: true });
  execFileSync('tar', ['xzf', requireData('fashion-40k.tar.gz'), '-C', dir]);
  const rows = parse(readFileSync(path.join(dir, 'fashion-40k', 'products.csv')), {
    columns: true,
    bom: true,
  }) as Row[];
  const known = new Set(
    (parse(readFileSync(requireData('fashion-2k/products.csv')), { columns: true, bom: true }) as Row[]).map(
      ({ sku }) => sku,
    ),
  );
  const byTitle = Map.groupBy(
    rows.filter(({ sku }) => !known.has(sku)),
    ({ title = '' }) => title.toLowerCase(),
  );
  const chosen: Row[] = [];
  for (const listings of byTitle.values()) {
    if (listings.length < 2 || listings.length > mostOfTitle || chosen.length >= most) continue;
    chosen.push(...listings);
  }
  const columns = Object.keys(rows[0] ?? {});
  return [0, 1].map((shop) => {
    const table = path.join(dir, 'fashion-40k', `repeated-${shop}.csv`);
    const rows = chosen.filter(({ sku = '' }) => (createHash('sha1').update(sku).digest()[0] as number) % 2 === shop);
    writeFileSync(table, writeCsv([columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))]));
    return table;
  });
}
