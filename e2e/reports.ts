/** What the two test runners write down, as far as `npm test` tells of it. */
import path from 'node:path';
import { z } from 'zod';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface Report {
  readonly counts: Counts;
  /** Test files, or single browser tests. */
  readonly units: readonly { readonly name: string; readonly seconds: number }[];
  /** Tests that failed at first and passed then. */
  readonly retried: readonly string[];
}

export const nothing: Report = { counts: { passed: 0, failed: 0, skipped: 0 }, units: [], retried: [] };

const root = path.join(import.meta.dirname, '..');

export const vitestReport = z
  .object({
    numPassedTests: z.int(),
    numFailedTests: z.int(),
    numPendingTests: z.int(),
    numTodoTests: z.int(),
    testResults: z.array(z.object({ name: z.string(), startTime: z.number(), endTime: z.number() })),
  })
  .transform(
    (report): Report => ({
      counts: {
        passed: report.numPassedTests,
        failed: report.numFailedTests,
        skipped: report.numPendingTests + report.numTodoTests,
      },
      units: report.testResults.map(({ name, startTime, endTime }) => ({
        name: path.relative(root, name),
        seconds: (endTime - startTime) / 1000,
      })),
      retried: [],
    }),
  );

interface Suite {
  readonly title: string;
  readonly specs?: readonly Spec[] | undefined;
  readonly suites?: readonly Suite[] | undefined;
}

const spec = z.object({
  title: z.string(),
  file: z.string(),
  tests: z.array(z.object({ status: z.string(), results: z.array(z.object({ duration: z.number() })) })),
});
type Spec = z.infer<typeof spec>;

const suite: z.ZodType<Suite> = z.lazy(() =>
  z.object({ title: z.string(), specs: z.array(spec).optional(), suites: z.array(suite).optional() }),
);

export const playwrightReport = z
  .object({
    stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
    suites: z.array(suite),
  })
  .transform(({ stats, suites }): Report => {
    const tests = suites
      .flatMap(specsOf)
      .flatMap(({ title, file, tests }) => tests.map((test) => ({ ...test, name: `${file} › ${title}` })));
    return {
      counts: { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped },
      units: tests.map(({ name, results }) => ({
        name,
        seconds: results.reduce((sum, { duration }) => sum + duration, 0) / 1000,
      })),
      retried: tests.filter(({ status }) => status === 'flaky').map(({ name }) => name),
    };
  });

function specsOf({ specs = [], suites = [] }: Suite): Spec[] {
  return [...specs, ...suites.flatMap(specsOf)];
}

export function slowest(units: Report['units'], count: number): Report['units'] {
  return units.toSorted((a, b) => b.seconds - a.seconds).slice(0, count);
}
