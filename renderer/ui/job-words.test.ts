import type { Job } from '@contract';
import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import en from '../i18n/en.json';
import { createFormat } from '../i18n/format.ts';
import { foundBy, placeOf, secondsOf } from './job-words.ts';

beforeAll(() => i18next.init({ lng: 'en', resources: { en: { translation: en } } }));

const job = (kind: Job['kind'], result: Record<string, unknown>, title = ''): Job => ({
  id: 1,
  kind,
  title,
  state: 'done',
  phase: 'finish',
  done: 1,
  total: 1,
  ratePerSecond: null,
  secondsLeft: null,
  current: null,
  failures: 0,
  error: null,
  result,
  createdAt: '2026-01-01T00:00:00.000Z',
  startedAt: '2026-01-01T00:00:10.000Z',
  finishedAt: '2026-01-01T00:01:15.500Z',
});
const line = (of: Job): string => foundBy(of, i18next.t, createFormat('en')).join(' · ');
const read = { products: 2000, images: 2000, encoded: 1998, skipped: 0, removed: 0, failed: [] };

describe('foundBy', () => {
  it('says why fewer pictures were analysed than there are', () => {
    expect(line(job('import', read))).toBe(
      '2,000 products · 1,998 pictures analysed · 2 are the same picture as another',
    );
    const failed = { ...read, encoded: 1997, failed: [{}, {}] };
    expect(line(job('import', failed))).toBe(
      '2,000 products · 1,997 pictures analysed · 1 is the same picture as another',
    );
  });

  it('says nothing of doubles where files were known from before', () => {
    expect(line(job('import', { ...read, encoded: 0, skipped: 2000, removed: 3 }))).toBe(
      '2,000 products · no new pictures · 3 products left',
    );
  });

  it('says what a search for duplicates came to', () => {
    const groups = { exact: 2, near: 8, listing: 0, variant: 1 };
    expect(line(job('duplicates', { scanned: 235, groups }))).toBe(
      '235 products compared · 10 groups of likely doubles · 1 group of variants',
    );
  });

  it('is silent about work that ended without a result, and about results it cannot read', () => {
    for (const kind of ['import', 'duplicates', 'learn', 'tags', 'compact', 'vectors', 'index', 'fetch'] as const) {
      expect(line({ ...job(kind, {}), result: null }), kind).toBe('');
      expect(line(job(kind, { groups: 'x', products: 'x' })), kind).toBe('');
    }
  });
});

it('tells how long the work itself took, and where to look', () => {
  expect(secondsOf(job('import', {}))).toBe(65.5);
  expect(secondsOf({ ...job('import', {}), startedAt: null })).toBeNull();
  expect(placeOf(job('duplicates', {}))?.to).toBe('/duplicates');
  expect(placeOf({ ...job('duplicates', {}), state: 'failed' })).toBeNull();
});
