/**
 * `npm run torture`: interrupts the engine again and again (kills, torn writes, a full disk) and says whether anything was lost, doubled or
 * left behind, then opens a library with forged index files. `-- --kills 1000 --minutes 60 --forged 16 --seed 7`; a fault can be repeated
 * with its seed, as far as timing allows, and its library is kept with `--keep`. `-- --soak 20` has an engine do mixed work for so many
 * minutes instead, and says what became of its memory. Prints JSON; the exit code is 1 when there was a fault.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { drawCatalog } from './catalog.ts';
import * as indexFiles from './index-files.ts';
import { torture } from './kills.ts';
import { soak } from './soak.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    forged: { type: 'string', default: '8' },
    minutes: { type: 'string', default: '20' },
    products: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
    soak: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});
const dir = mkdtempSync(path.join(tmpdir(), 'lookalike-torture-'));
const seed = Number(values.seed);
const log = (text: string): void => void process.stderr.write(`${text}\n`);
try {
  const catalog = await drawCatalog(path.join(dir, 'catalog'), Number(values.products));
  const report = values.soak === undefined ? await interruptions() : await soaked(Number(values.soak));
  process.stdout.write(`${JSON.stringify(report.shown, null, 2)}\n`);
  process.exitCode = report.faults === 0 ? 0 : 1;

  async function interruptions() {
    const report = await torture({
      ...{ dir, catalog, seed, log, kills: Number(values.kills), minutes: Number(values.minutes) },
    });
    const forged = path.join(dir, 'forged');
    mkdirSync(forged);
    const files = await indexFiles.run({ dir: forged, seed, forged: Number(values.forged) });
    return {
      shown: { seed, ...report, [indexFiles.name]: files },
      faults: report.faults.length + files.faults.length,
    };
  }

  async function soaked(minutes: number) {
    const report = await soak({ dir, catalog, seed, log, minutes });
    return { shown: { seed, ...report }, faults: report.faults.length };
  }
} finally {
  if (values.keep) process.stderr.write(`Kept in ${dir}\n`);
  else rmSync(dir, { recursive: true, force: true });
}
