import type { Job, LibraryModel, ModelTask } from '@contract';
import { describe, expect, it } from 'vitest';
import { progressOf } from './jobs.ts';
import { canGoOn, downloadOf, isWorthShowing, jobOf, trialOf } from './models.ts';

function task(changes: Partial<ModelTask>): ModelTask {
  return {
    ...{ id: 'download-m', kind: 'download', modelId: 'm', title: 'M', state: 'running', phase: 'download' },
    ...{ done: 0, total: 100, unit: 'bytes', ratePerSecond: null, secondsLeft: null, current: null, error: null },
    ...changes,
  };
}

describe('what is shown of the work on models', () => {
  it('shows tests only while they run, and downloads until they were seen to', () => {
    const states = ['running', 'paused', 'failed', 'done', 'cancelled'] as const;
    const shown = (kind: ModelTask['kind']) => states.filter((state) => isWorthShowing(task({ kind, state })));
    expect(shown('test')).toEqual(['running', 'paused']);
    expect(shown('calibrate')).toEqual(['running', 'paused']);
    expect(shown('download')).toEqual(['running', 'paused', 'failed', 'done']);
    expect(shown('add')).toEqual(['running', 'paused', 'failed', 'done']);
  });

  it('prefers the download that runs to one that failed before', () => {
    const failed = task({ id: 'old', state: 'failed' });
    const running = task({ id: 'new' });
    expect(downloadOf([failed, running], 'm')).toBe(running);
    expect(downloadOf([failed], 'm')).toBe(failed);
    expect(downloadOf([task({ state: 'done' }), task({ modelId: 'other' })], 'm')).toBeNull();
  });

  it('knows a test of this model from one of another, and forgets it when it has ended', () => {
    const running = task({ kind: 'test', modelId: 'm' });
    expect(trialOf([task({ kind: 'test', modelId: 'other' }), running], 'm')).toBe(running);
    expect(trialOf([{ ...running, state: 'failed' }], 'm')).toBeNull();
  });

  it('goes on only with downloads', () => {
    expect(canGoOn(task({ state: 'paused' }))).toBe(true);
    expect(canGoOn(task({ state: 'failed' }))).toBe(true);
    expect(canGoOn(task({ kind: 'add', state: 'failed' }))).toBe(false);
    expect(canGoOn(task({}))).toBe(false);
  });

  it('has no share of an amount that is not known', () => {
    expect(progressOf(task({ total: null, done: 5 }))).toBeNull();
    expect(progressOf(task({ total: 0 }))).toBeNull();
    expect(progressOf(task({ total: 50, done: 60 }))).toBe(1);
    expect(progressOf(task({ total: null, state: 'done' }))).toBe(1);
  });
});

describe('the job of a model', () => {
  const held = { modelId: 'm', jobId: 7 } as LibraryModel;
  const job = (state: Job['state']) => ({ id: 7, kind: 'vectors', state }) as Job;

  it('is the unfinished one that the library names', () => {
    expect(jobOf([job('cancelled')], held)?.state).toBe('cancelled');
    expect(jobOf([job('done')], held)).toBeNull();
    expect(jobOf([job('running')], { ...held, jobId: null })).toBeNull();
    expect(jobOf([job('running')], undefined)).toBeNull();
  });
});
