/** The library that benchmarks of scale use: the one given, or LOOKALIKE_DATA/fashion-2k grown to size in a temporary folder. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { requireData } from './data.ts';
import { importAndWait, openBenchEngine } from './engine.ts';
import { growLibrary } from './grow.ts';

export interface LargeLibrary {
  readonly dir: string;
  remove(): void;
}

/** Indexed and closed when this returns. */
export async function largeLibrary(given: string | undefined, products: number): Promise<LargeLibrary> {
  if (given !== undefined) return { dir: given, remove: () => {} };
  const dir = mkdtempSync(path.join(tmpdir(), 'lookalike-large-'));
  const engine = await openBenchEngine(dir);
  await importAndWait(engine, { path: requireData('fashion-2k/products.csv') });
  await engine.close();
  growLibrary(dir, products);
  const indexed = await openBenchEngine(dir);
  while ((await indexed.call('library.info', {})).index.rebuilding) await pause(200);
  await indexed.close();
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
