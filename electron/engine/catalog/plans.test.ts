/** Holds the catalog's queries to their indexes: whatever is asked on the way to a screen must not walk a whole table. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { addFile, draft, fakeHash, openTestCatalog, type TestCatalog } from './testing.ts';

let t: TestCatalog;
let sourceId: number;

beforeAll(() => {
  t = openTestCatalog();
  sourceId = t.catalog.sources.put({ kind: 'folder', path: '/photos', layout: 'photo' }).id;
  t.catalog.upsert(
    sourceId,
    Array.from({ length: 300 }, (_, n) =>
      draft(`sku-${n}`, {
        tags: [{ group: 'colour', name: `c${n % 7}` }],
        fileIds: [addFile(t.database, { path: `/photos/${n}.jpg`, hash: n.toString(16).padStart(64, '0') })],
      }),
    ),
  );
  t.database.exec('ANALYZE');
});

afterAll(() => t.close());

/** The steps of every query plan that `work` needs. */
function plansOf(work: () => unknown): string[] {
  const spy = vi.spyOn(t.database, 'statement');
  work();
  const asked = new Set(spy.mock.calls.map(([sql]) => sql).filter((sql) => !isCounting(sql)));
  spy.mockRestore();
  expect(asked.size).toBeGreaterThan(0);
  return [...asked].flatMap((sql) =>
    t.database.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).map((step) => step.detail),
  );
}

/** Walks over a stored table; lists of ids bound as JSON and the word index's own lookups are none. */
function walks(plan: readonly string[]): string[] {
  return plan.filter((step) => /^SCAN /.test(step) && !/json_each|wanted|VIRTUAL TABLE|CONSTANT ROW/.test(step));
}

describe('query plans', () => {
  it.each<[string, () => unknown]>([
    ['a product', () => t.catalog.products.get(5)],
    ['a product by sku', () => t.catalog.products.bySku('sku-7')],
    ['a page of summaries', () => t.catalog.products.summaries([9, 3, 200])],
    ['some rows', () => t.catalog.rows.read([9, 3, 200])],
    ['a thumbnail', () => expect(() => t.catalog.imageFiles.resolve(`thumb/${fakeHash('a')}`)).toThrow()],
    ['an original', () => expect(() => t.catalog.imageFiles.resolve('original/5')).toThrow()],
    ['files with changed bytes', () => t.catalog.filesChanged([3, 4])],
    ['an update', () => t.catalog.upsert(sourceId, [draft('sku-7', { tags: [{ group: 'colour', name: 'new' }] })])],
    ['the problems of a source', () => t.catalog.problems.list({ offset: 0, limit: 50, sourceId })],
    [
      'recorded problems',
      () =>
        t.catalog.setProblems(sourceId, [
          { productSku: 'sku-3', path: null, row: 2, code: 'ROW_INVALID', reason: 'odd' },
        ]),
    ],
    ['a source', () => t.catalog.sources.get(sourceId)],
  ])('of %s use indexes', (_, work) => {
    const plan = plansOf(work);
    expect(walks(plan)).toEqual([]);
    expect(plan.some((step) => /^SEARCH /.test(step))).toBe(true);
  });

  it('of the whole view walk each table once and sort nothing but the pictures within a product', () => {
    const plan = plansOf(() => t.catalog.rows.read());
    expect(walks(plan)).toHaveLength(3);
    const sorts = plan.filter((step) => step.includes('TEMP B-TREE'));
    expect(sorts).toEqual(['USE TEMP B-TREE FOR group_concat(ORDER BY)']);
  });
});

/** The counts of the change event: at most twice a second, and as fast as counting is. */
function isCounting(sql: string): boolean {
  return sql.trimStart().startsWith('SELECT (SELECT count(*)');
}
