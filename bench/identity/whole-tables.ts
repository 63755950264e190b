/** Two whole shops in one library, as a person imports them: what its groups say against which listings are the same. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeCsv } from '../../electron/engine/text/csv.ts';
import { importAndWait, jobEnded, openBenchEngine } from '../support/engine.ts';
import { type Row, readTable } from './tables.ts';

export interface GroupedPair {
  readonly left: string;
  readonly right: string;
  readonly probability: number;
}

/** Imports tables (`id` becomes the sku, the first column that is a name the title) and answers every pair of a group. */
export async function groupedPairs(
  tables: readonly (readonly Row[])[],
  thresholds: readonly number[],
): Promise<{ readonly compared: readonly GroupedPair[]; readonly at: ReadonlyMap<number, readonly GroupedPair[]> }> {
  const dir = mkdtempSync(path.join(tmpdir(), 'lookalike-identity-'));
  const engine = await openBenchEngine(path.join(dir, 'library'));
  try {
    const skuOf = new Map<number, string>();
    for (const [source, rows] of tables.entries()) {
      const file = path.join(dir, `shop-${source}.csv`);
      const columns = Object.keys(rows[0] ?? {});
      const named = columns.find((column) => /title|name$/i.test(column));
      const head = columns.map((column) => (column === 'id' ? 'sku' : column === named ? 'title' : column));
      // A table has to have a column of images, even where no row names one.
      const cells = rows.map((row) => [...columns.map((column) => row[column] ?? ''), '']);
      writeFileSync(file, writeCsv([[...head, 'image'], ...cells]));
      await importAndWait(engine, { path: file });
    }
    await jobEnded(engine, { id: (await engine.call('duplicates.scan', { full: true })).jobId });
    const { sources } = await engine.call('library.info', {});
    const order = sources.map(({ id }) => id).sort((a, b) => a - b);
    const at = new Map<number, GroupedPair[]>();
    for (const minProbability of [0.05, ...thresholds]) {
      const found: GroupedPair[] = [];
      for (let offset = 0; ; offset += 500) {
        const list = await engine.call('duplicates.list', { minProbability, offset, limit: 500 });
        for (const { kind, members, pairs } of list.groups) {
          for (const { id, sku, sourceId } of members) skuOf.set(id, `${order.indexOf(sourceId)}:${sku}`);
          if (kind === 'variant') continue;
          for (const { left, right, probability } of pairs) {
            found.push({ left: skuOf.get(left) ?? '', right: skuOf.get(right) ?? '', probability });
          }
        }
        if (offset + 500 >= list.total) break;
      }
      at.set(minProbability, found);
    }
    return { compared: at.get(0.05) ?? [], at };
  } finally {
    await engine.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

export async function abtBuyWhole(thresholds: readonly number[]) {
  const tables = ['left', 'right'].map((side) => readTable(`er-abt-buy-full/${side}.csv`));
  const truth = new Set(
    readTable('er-abt-buy-full/matches.csv').map(({ left_id, right_id }) => `0:${left_id} 1:${right_id}`),
  );
  const { at } = await groupedPairs(tables, thresholds);
  return thresholds.map((threshold) => {
    const pairs = at.get(threshold) ?? [];
    const right = pairs.filter(({ left, right }) => truth.has([left, right].sort().join(' '))).length;
    const within = pairs.filter(({ left, right }) => left[0] === right[0]).length;
    return { threshold, ...scoresOf(right, pairs.length, truth.size), withinOneShop: within };
  });
}

export function scoresOf(right: number, found: number, all: number) {
  const precision = found === 0 ? 1 : right / found;
  const recall = right / all;
  const f1 = right === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  const round = (value: number): number => Math.round(value * 1000) / 1000;
  return { precision: round(precision), recall: round(recall), f1: round(f1) };
}
