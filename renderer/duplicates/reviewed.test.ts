import type { DuplicateKind } from '@contract';
import { describe, expect, it } from 'vitest';
import type { DuplicatesStore, Outcome } from '../state/duplicates.ts';
import { reviewed } from './reviewed.ts';

const store = (
  settled: number,
  open: readonly string[],
  outcomes: Record<string, Outcome>,
  kind: DuplicateKind = 'near',
) =>
  ({
    head: { total: open.length, settledCounts: { exact: 0, near: 0, listing: 0, variant: 0, [kind]: settled } },
    kind,
    outcomes: new Map(Object.entries(outcomes)),
    openIds: new Set(open),
  }) as unknown as DuplicatesStore;

describe('reviewed', () => {
  it('counts what was just said before the engine does', () => {
    expect(reviewed(store(1, ['a', 'b'], { a: 'same' }))).toEqual({ done: 2, total: 3 });
    expect(reviewed(store(2, ['b'], { a: 'same' }))).toEqual({ done: 2, total: 3 });
  });

  it('does not go back when variants leave for their own tab', () => {
    expect(reviewed(store(1, ['a', 'b'], { a: 'variant' }))).toEqual({ done: 2, total: 3 });
    expect(reviewed(store(1, ['b'], { a: 'variant' }))).toEqual({ done: 2, total: 3 });
    expect(reviewed(store(2, ['b'], { a: 'variant' }, 'variant'))).toEqual({ done: 2, total: 3 });
  });

  it('leaves out what was skipped', () => {
    expect(reviewed(store(0, ['a', 'b'], { a: 'skipped' }))).toEqual({ done: 0, total: 2 });
  });
});
