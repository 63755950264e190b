/**
 * `npm test`: lint, types, unit tests and browser tests, one after the other, all of them even when one fails. The last line sums up what
 * both test runners counted; a step that fails without a failed test counts as one.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const nothing: Counts = { passed: 0, failed: 0, skipped: 0 };

const vitestReport = z
  .object({ numPassedTests: z.int(), numFailedTests: z.int(), numPendingTests: z.int(), numTodoTests: z.int() })
  .transform((report) => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  }));

const playwrightReport = z
  .object({ stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }) })
  .transform(({ stats }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
  }));

interface Step {
  readonly name: string;
  /** Script of a package below node_modules or of this folder, and its arguments. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly report?: { readonly file: string; readonly schema: z.ZodType<Counts> };
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

function runStep(step: Step): Counts & { readonly seconds: number } {
  console.log(`\n== ${step.name}`);
  const started = performance.now();
  const counts = countStep(step);
  return { ...counts, seconds: (performance.now() - started) / 1000 };
}

function countStep({ name, args, env, report }: Step): Counts {
  const { status } = spawnSync(process.execPath, [...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  const counts = report === undefined ? nothing : readCounts(report.file, report.schema);
  if (status === 0 || counts.failed > 0) return counts;
  console.log(`== ${name}: failed`);
  return { ...counts, failed: 1 };
}

function readCounts(file: string, schema: z.ZodType<Counts>): Counts {
  return existsSync(file) ? schema.parse(JSON.parse(readFileSync(file, 'utf8'))) : nothing;
}

const results = steps.map(runStep);
const total = results.reduce<Counts>(
  (sum, counts) => ({
    passed: sum.passed + counts.passed,
    failed: sum.failed + counts.failed,
    skipped: sum.skipped + counts.skipped,
  }),
  nothing,
);
rmSync(reports, { recursive: true });
const times = steps.map(({ name }, index) => `${name} ${results[index]?.seconds.toFixed(0)} s`);
console.log(`\nTime: ${times.join(', ')}`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;
