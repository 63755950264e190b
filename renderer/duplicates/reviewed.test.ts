import type { DuplicateKind } from '@contract';
import { describe, expect, it } from 'vitest';
import type { GroupOutcome, Head } from './groups.ts';
import { openCounts, reviewed } from './reviewed.ts';

const progress = (
  settled: number,
  open: readonly string[],
  outcomes: Record<string, GroupOutcome>,
  kind: DuplicateKind = 'near',
) => {
  const settledCounts = { exact: 0, near: 0, listing: 0, variant: 0, [kind]: settled };
  const head = { total: open.length, settledCounts, openIds: new Set(open) } as unknown as Head;
  return reviewed({ head, outcomes: new Map(Object.entries(outcomes)) }, kind);
};

describe('reviewed', () => {
  it('counts what was just said before the engine does', () => {
    expect(progress(1, ['a', 'b'], { a: 'same' })).toEqual({ done: 2, total: 3 });
    expect(progress(2, ['b'], { a: 'same' })).toEqual({ done: 2, total: 3 });
  });

  it('does not go back when variants leave for their own tab', () => {
    expect(progress(1, ['a', 'b'], { a: 'variant' })).toEqual({ done: 2, total: 3 });
    expect(progress(1, ['b'], { a: 'variant' })).toEqual({ done: 2, total: 3 });
    expect(progress(2, ['b'], { a: 'variant' }, 'variant')).toEqual({ done: 2, total: 3 });
  });

  it('leaves out what was skipped', () => {
    expect(progress(0, ['a', 'b'], { a: 'skipped' })).toEqual({ done: 0, total: 2 });
  });
});

describe('openCounts', () => {
  it('takes off what was just said, once, and leaves the other tabs alone', () => {
    const counts = { exact: 2, near: 3, listing: 1, variant: 0 };
    const at = (open: readonly string[], outcomes: Record<string, GroupOutcome>) => {
      const head = { counts, openIds: new Set(open) } as unknown as Head;
      return openCounts({ head, outcomes: new Map(Object.entries(outcomes)) }, 'near');
    };
    expect(at(['a', 'b', 'c'], {})).toEqual(counts);
    expect(at(['a', 'b', 'c'], { a: 'same', b: 'variant', c: 'skipped' })).toEqual({ ...counts, near: 1 });
    // The engine has said so itself by now.
    expect(at(['c'], { a: 'same', b: 'variant' })).toEqual(counts);
    expect(openCounts({ head: null, outcomes: new Map() }, 'near')).toBeNull();
  });
});
