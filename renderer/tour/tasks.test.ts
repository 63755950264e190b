import type { Operation } from '@contract';
import { describe, expect, it } from 'vitest';
import { type Facts, nextTask, progressOf } from './tasks.ts';

const start = { operation: 10, changedTags: 1 };
const operation = (id: number, kind: string, label = '', undone = false): Operation => ({
  id,
  kind,
  label,
  doneAt: '2026-01-01T00:00:00.000Z',
  undoneAt: undone ? '2026-01-01T00:00:01.000Z' : null,
});
const facts = (operations: readonly Operation[], changedTags = 1): Facts => ({
  operations,
  photographed: 'Backpack',
  changedTags,
});

describe('the tour', () => {
  it('takes what stands, and nothing from before it began', () => {
    const before = [operation(10, 'duplicates.verdict'), operation(9, 'search.confirmPhoto', 'Backpack')];
    expect(progressOf(facts(before), start)).toEqual({ photo: 'open', doubles: 0, tag: false });
    const undone = [
      operation(12, 'duplicates.verdict', '', true),
      operation(11, 'search.confirmPhoto', 'Backpack', true),
    ];
    expect(progressOf(facts(undone), start)).toEqual({ photo: 'open', doubles: 0, tag: false });
  });

  it('knows the right product from another, by the latest answer', () => {
    const other = operation(11, 'search.confirmPhoto', 'Handbag');
    expect(progressOf(facts([other]), start).photo).toBe('other');
    expect(progressOf(facts([operation(12, 'search.confirmPhoto', 'Backpack'), other]), start).photo).toBe('done');
  });

  it('counts doubles however they were settled', () => {
    const verdict = operation(11, 'duplicates.verdict');
    expect(progressOf(facts([verdict]), start).doubles).toBe(1);
    expect(progressOf(facts([operation(12, 'duplicates.merge'), verdict]), start).doubles).toBe(2);
    expect(progressOf(facts([operation(11, 'duplicates.rule')]), start).doubles).toBe(2);
  });

  it('goes on with what is neither done nor skipped, and ends', () => {
    const none = progressOf(facts([]), start);
    expect(nextTask(none, [], 'Backpack')).toBe('photo');
    expect(nextTask(none, [], null)).toBe('doubles');
    expect(nextTask(none, ['photo', 'doubles'], 'Backpack')).toBe('tag');
    expect(nextTask({ photo: 'done', doubles: 2, tag: true }, [], 'Backpack')).toBeUndefined();
    expect(progressOf(facts([], 2), start).tag).toBe(true);
  });
});
