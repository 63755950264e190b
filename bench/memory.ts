/**
 * What 50,000 products cost in memory beyond the model and the vectors themselves: `npm run bench:memory`. Two processes open an empty library
 * and a large one, search both, and are compared; vectors count twice, once in the matrix and once in the graph. Linux only. Prints JSON.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openBenchEngine, quiet } from './support/engine.ts';
import { largeLibrary } from './support/large-library.ts';
import { residentMb } from './support/process-memory.ts';

interface Footprint {
  readonly products: number;
  readonly vectorMb: number;
  /** Anonymous and file-backed pages together. */
  readonly residentMb: number;
  readonly anonymousMb: number;
}

const { values } = parseArgs({
  options: { library: { type: 'string' }, products: { type: 'string', default: '50000' }, measure: { type: 'string' } },
});
if (values.measure === undefined) await compare();
else console.log(JSON.stringify(await measure(values.measure)));

async function compare(): Promise<void> {
  const large = await largeLibrary(values.library, Number(values.products));
  const empty = mkdtempSync(path.join(tmpdir(), 'lookalike-empty-'));
  try {
    const [base, grown] = [inOwnProcess(empty), inOwnProcess(large.dir)];
    const above = (key: 'residentMb' | 'anonymousMb'): number => Math.round(grown[key] - base[key] - grown.vectorMb);
    const aboveModelAndVectorsMb = { resident: above('residentMb'), anonymous: above('anonymousMb') };
    console.log(JSON.stringify({ empty: base, large: grown, aboveModelAndVectorsMb }, null, 2));
  } finally {
    large.remove();
    rmSync(empty, { recursive: true, force: true });
  }
}

function inOwnProcess(dir: string): Footprint {
  const output = execFileSync(process.execPath, [import.meta.filename, '--measure', dir], { encoding: 'utf8' });
  return JSON.parse(output) as Footprint;
}

async function measure(dir: string): Promise<Footprint> {
  const engine = await openBenchEngine(dir);
  await quiet(engine);
  for (let i = 0; i < 30; i++) {
    await engine.call('search.run', { parts: [{ kind: 'text', text: `red dress ${i}` }] });
  }
  const { products, index } = await engine.call('library.info', {});
  const { dimensions } = await engine.call('encoders.embed', { text: 'red' });
  const copies = index.kind === 'hnsw' ? 2 : 1;
  const footprint = {
    products,
    vectorMb: Math.round((copies * (index.images + index.texts) * dimensions * 4) / 2 ** 20),
    residentMb: residentMb('VmRSS'),
    anonymousMb: residentMb('RssAnon'),
  };
  await engine.close();
  return footprint;
}
