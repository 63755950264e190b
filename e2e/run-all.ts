/**
 * `npm test`: lint, types, unit tests and browser tests, one after the other, all of them even when one fails. Names what was slow and what
 * needed a second try. The last line sums up what both test runners counted; a step that fails without a failed test counts as one.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { z } from 'zod';
import { compileCacheDir } from '../electron/server/project.ts';
import { type Counts, nothing, playwrightReport, type Report, slowest, vitestReport } from './reports.ts';

interface Step {
  readonly name: string;
  /** Script of a package below node_modules or of this folder, and its arguments. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly report?: { readonly file: string; readonly schema: z.ZodType<Report> };
}

const root = path.join(import.meta.dirname, '..');
const reports = mkdtempSync(path.join(os.tmpdir(), 'lookalike-reports-'));
const unitReport = path.join(reports, 'unit.json');
const browserReport = path.join(reports, 'browser.json');

const steps: readonly Step[] = [
  { name: 'lint', args: ['node_modules/@biomejs/biome/bin/biome', 'check', '.'] },
  { name: 'boundaries', args: ['docs/architecture/check.ts'] },
  { name: 'types', args: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'] },
  {
    name: 'unit tests',
    args: [
      ...['node_modules/vitest/vitest.mjs', 'run'],
      ...['--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`],
    ],
    report: { file: unitReport, schema: vitestReport },
  },
  {
    name: 'browser tests',
    args: ['e2e/run.ts', '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: browserReport },
    report: { file: browserReport, schema: playwrightReport },
  },
];

interface Outcome extends Report {
  readonly seconds: number;
  /** Processor time of the step and all that it started [s]; undefined where the system does not say. */
  readonly processor: number | undefined;
}

function runStep(step: Step): Outcome {
  console.log(`\n== ${step.name}`);
  const started = performance.now();
  const before = processorSeconds();
  const report = reportOf(step);
  const after = processorSeconds();
  return {
    ...report,
    seconds: (performance.now() - started) / 1000,
    processor: before === undefined || after === undefined ? undefined : after - before,
  };
}

function reportOf({ name, args, env, report: wanted }: Step): Report {
  const { status } = spawnSync(process.execPath, [...args], {
    cwd: root,
    stdio: 'inherit',
    env: { NODE_COMPILE_CACHE: compileCacheDir, ...process.env, ...env },
  });
  const report = wanted === undefined ? nothing : read(wanted.file, wanted.schema);
  if (status === 0 || report.counts.failed > 0) return report;
  console.log(`== ${name}: failed`);
  return { ...report, counts: { ...report.counts, failed: 1 } };
}

function read(file: string, schema: z.ZodType<Report>): Report {
  return existsSync(file) ? schema.parse(JSON.parse(readFileSync(file, 'utf8'))) : nothing;
}

/** What the processes have used that this one started and that have ended [s]. */
function processorSeconds(): number | undefined {
  if (process.platform !== 'linux') return undefined;
  // The name of the program comes in brackets and may hold spaces.
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  const [user, system] = fields.slice(13, 15).map(Number);
  // Ticks are of 10 ms wherever Node runs.
  return ((user ?? 0) + (system ?? 0)) / 100;
}

const outcomes = steps.map(runStep);
rmSync(reports, { recursive: true });

for (const [index, { units, retried }] of outcomes.entries()) {
  const { name } = steps[index] as Step;
  const slow = slowest(units, 10).map(({ name, seconds }) => `  ${seconds.toFixed(1)} s  ${name}`);
  if (slow.length > 0) console.log(`\nSlowest of the ${name}:\n${slow.join('\n')}`);
  if (retried.length > 0) console.log(`\nPassed at the second try:\n  ${retried.join('\n  ')}`);
}
const times = outcomes.map(({ seconds, processor }, index) => {
  const used = processor === undefined ? '' : ` (processor ${processor.toFixed(0)} s)`;
  return `${steps[index]?.name} ${seconds.toFixed(0)} s${used}`;
});
console.log(`\nTime: ${times.join(', ')}`);
const sum = (of: keyof Counts): number => outcomes.reduce((total, { counts }) => total + counts[of], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
