import { describe, expect, it } from 'vitest';
import { mostSteps, nextSteps, type Situation } from './next-steps.ts';

const nothing: Situation = {
  info: { products: 10, unencoded: 0, problems: 0, unfetched: 0 },
  duplicates: { exact: 0, near: 0, listing: 0, variant: 4 },
  scanned: true,
  counted: { tags: 0, fruitless: [], undescribed: 0, ungraded: 0, unlearned: 0, changes: 0 },
  atWork: new Set(),
};
const kinds = (change: Partial<Situation>): string[] => nextSteps({ ...nothing, ...change }).map(({ kind }) => kind);
const search = { parts: [], label: 'cake', askedAt: '2026-01-01T00:00:00.000Z' };

describe('nextSteps', () => {
  it('has nothing to say where nothing waits; variants press nobody', () => {
    expect(kinds({})).toEqual([]);
    expect(kinds({ info: { products: 0, unencoded: 3, problems: 1, unfetched: 0 } })).toEqual([]);
  });

  it('counts what it names', () => {
    expect(
      nextSteps({
        ...nothing,
        duplicates: { exact: 1, near: 2, listing: 3, variant: 9 },
        counted: { tags: 61, fruitless: [search, search], undescribed: 0, ungraded: 0, unlearned: 0, changes: 0 },
      }),
    ).toEqual([
      { kind: 'duplicates', count: 6 },
      { kind: 'tags', count: 61 },
      { kind: 'fruitless', count: 2 },
    ]);
  });

  it('never names more than five, the most worth first', () => {
    const all = kinds({
      info: { products: 10, unencoded: 1, problems: 1, unfetched: 0 },
      duplicates: { exact: 1, near: 0, listing: 0, variant: 0 },
      counted: { tags: 1, fruitless: [search], undescribed: 0, ungraded: 1, unlearned: 1, changes: 0 },
    });
    expect(all).toEqual(['analyse', 'duplicates', 'tags', 'fruitless', 'problems']);
    expect(all).toHaveLength(mostSteps);
  });

  it('tells images that were not fetched yet apart from what is wrong, and not while they are fetched', () => {
    const waiting = { info: { products: 10, unencoded: 0, problems: 5, unfetched: 5 } };
    expect(nextSteps({ ...nothing, ...waiting })).toEqual([{ kind: 'fetch', count: 5 }]);
    expect(kinds({ ...waiting, atWork: new Set(['fetch']) })).toEqual([]);
    expect(kinds({ info: { ...waiting.info, problems: 6 } })).toEqual(['fetch', 'problems']);
  });

  it('offers words to a catalog without tags before anything that needs them', () => {
    const bare = { tags: 2, fruitless: [], undescribed: 250, ungraded: 0, unlearned: 0, changes: 0 };
    expect(nextSteps({ ...nothing, counted: bare })[0]).toEqual({ kind: 'describe', count: 250 });
  });

  it('asks for what was never done, unless it is under way', () => {
    const unlearned = { counted: { tags: null, fruitless: [], undescribed: 0, ungraded: 0, unlearned: 0, changes: 0 } };
    expect(kinds({ scanned: false, ...unlearned })).toEqual(['scan', 'learn']);
    expect(kinds({ scanned: false, ...unlearned, atWork: new Set(['import']) })).toEqual([]);
    expect(kinds({ scanned: false, ...unlearned, atWork: new Set(['duplicates', 'tags']) })).toEqual([]);
  });
});
